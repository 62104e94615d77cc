//! What really happens to an order at Stripe and here, and how the messages of it arrive.

use boxoffice_app::activity::Actor;
use boxoffice_app::jobs::Job;
use boxoffice_app::orders::{
    self, CancelBy, CheckedOut, OrderState, Part, ReceiveError, Reopened, RunRefund, check_session,
    refund_order, try_refund_again,
};
use boxoffice_app::payments::stripe::EVENTS;
use boxoffice_app::selling::Choice;
use boxoffice_app::testing::sales::{guest_checkout, hold_on, request};
use boxoffice_domain::ids::RefundId;
use boxoffice_domain::payment::RefundState;
use serde_json::Value;
use stripe_emulator::Message;

use super::super::{DECLINED, DELAYED, PAYS, PRICE, Shop, session};

/// Two places each.
const TOTAL: i64 = 2 * PRICE;

/// What really happens, at Stripe and here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Story {
    Paid,
    DeclinedThenPaid,
    ComesLater,
    NeverComes,
    TicketGivenBack,
    AllGivenBack,
    SentBackByTheBank,
    DisputeWon,
    DisputeLost,
    PaidTooLate,
}

pub(super) const STORIES: [Story; 10] = [
    Story::Paid,
    Story::DeclinedThenPaid,
    Story::ComesLater,
    Story::NeverComes,
    Story::TicketGivenBack,
    Story::AllGivenBack,
    Story::SentBackByTheBank,
    Story::DisputeWon,
    Story::DisputeLost,
    Story::PaidTooLate,
];

impl Story {
    /// How its order ends: its state, tickets that are left, money that Stripe keeps for it.
    pub(super) fn end(self) -> (OrderState, usize, i64) {
        match self {
            Self::Paid | Self::DeclinedThenPaid | Self::ComesLater | Self::DisputeWon => {
                (OrderState::Confirmed, 2, TOTAL)
            }
            Self::TicketGivenBack => (OrderState::Confirmed, 1, PRICE),
            Self::NeverComes => (OrderState::Expired, 0, 0),
            Self::AllGivenBack | Self::SentBackByTheBank | Self::PaidTooLate => (OrderState::Cancelled, 0, 0),
            // The bank has it, though the charge stands in the book.
            Self::DisputeLost => (OrderState::Cancelled, 0, TOTAL),
        }
    }
}

/// An order with what was sent about it.
pub(super) struct Case {
    pub(super) story: Story,
    pub(super) order: CheckedOut,
    /// What arrived, in order.
    pub(super) arrived: Vec<String>,
    pub(super) sent: Vec<Message>,
}

impl Case {
    pub(super) async fn begin(shop: &Shop, story: Story) -> Self {
        let choice = Choice::Count { area: None, quantity: 2 };
        let held = hold_on(&shop.app, request(&shop.event, choice)).await.expect("held");
        let buyer = Actor::buyer("192.0.2.1");
        let order =
            orders::checkout(&shop.app, &buyer, guest_checkout(held.cart)).await.expect("checked out");
        Self { story, order, arrived: Vec::new(), sent: Vec::new() }
    }

    /// What Stripe has to say of it now, as far as we listen.
    fn listen(&mut self, shop: &Shop) {
        let messages = shop.stripe.take_messages().into_iter();
        self.sent.extend(messages.filter(|message| EVENTS.contains(&message.kind.as_str())));
    }

    /// These messages arrive, one after the other.
    pub(super) async fn hear(&mut self, shop: &Shop, sequence: &[usize]) {
        for at in sequence {
            let message = self.sent[*at].clone();
            self.arrived.push(message.kind.clone());
            match shop.deliver(&message).await {
                Ok(()) | Err(ReceiveError::TooEarly) => {}
                Err(error) => panic!("{}: {error}", self.told()),
            }
        }
    }

    pub(super) fn told(&self) -> String {
        format!("{:?}, heard {:?}", self.story, self.arrived)
    }

    pub(super) async fn pay(&mut self, shop: &Shop) {
        let session = session(&self.order);
        match self.story {
            Story::ComesLater | Story::NeverComes => {
                shop.stripe.pay(&session, DELAYED);
                shop.stripe.settle(&session, self.story == Story::ComesLater);
            }
            Story::PaidTooLate => {
                let back = orders::reopen(&shop.app, self.order.order).await.expect("left");
                assert!(matches!(back, Reopened::Cart(_)));
                assert!(shop.stripe.pay_late(&session));
            }
            story => {
                if story == Story::DeclinedThenPaid {
                    shop.stripe.pay(&session, DECLINED);
                }
                shop.stripe.pay(&session, PAYS);
            }
        }
        self.listen(shop);
    }

    /// What happens after the money came; by then we know of it, from a message or because we asked.
    pub(super) async fn go_on(&mut self, shop: &Shop) {
        let part = match self.story {
            Story::TicketGivenBack => {
                self.ask(shop).await;
                let order = shop.shown(&self.order).await;
                Part::Tickets(vec![order.lines[0].ticket.as_ref().expect("issued").id])
            }
            Story::AllGivenBack | Story::SentBackByTheBank => {
                self.ask(shop).await;
                Part::Whole
            }
            Story::DisputeWon | Story::DisputeLost => return self.dispute(shop),
            _ => return,
        };
        let refund = self.give_back(shop, part).await;
        if self.story == Story::SentBackByTheBank {
            let theirs = refund_at_stripe(shop, refund);
            assert!(shop.stripe.move_refund(&theirs, "failed"));
        }
        self.listen(shop);
    }

    async fn ask(&self, shop: &Shop) {
        let payment = shop.shown(&self.order).await.payments[0].id;
        check_session(&shop.app, payment).await.expect("answered");
    }

    async fn give_back(&self, shop: &Shop, part: Part) -> RefundId {
        let seller = Actor::system();
        let order = self.order.order;
        let given = refund_order(&shop.app, &seller, None, order, CancelBy::Organizer, part, "rain").await;
        let refund = given.expect("given back").refund.expect("a refund");
        RunRefund { refund }.run(&shop.app).await.expect("carried out");
        refund
    }

    fn dispute(&mut self, shop: &Shop) {
        let charge = text(&charge_of(shop, &self.order), "id");
        let dispute = shop.stripe.dispute(&charge, "fraudulent").expect("disputed");
        shop.stripe.move_dispute(&dispute, "under_review");
        let verdict = if self.story == Story::DisputeWon { "won" } else { "lost" };
        shop.stripe.move_dispute(&dispute, verdict);
        self.listen(shop);
    }

    /// What failed is tried again by the organizer.
    pub(super) async fn mend(&self, shop: &Shop) {
        let order = shop.shown(&self.order).await;
        for refund in order.refunds.iter().filter(|refund| refund.state == RefundState::Failed) {
            let again = try_refund_again(&shop.app, &Actor::system(), order.id, refund.id).await;
            again.unwrap_or_else(|error| panic!("{}: {error}", self.told()));
        }
    }
}

fn text(of: &Value, field: &str) -> String {
    of[field].as_str().unwrap_or_default().to_owned()
}

fn charge_of(shop: &Shop, order: &CheckedOut) -> Value {
    let order = order.order.to_string();
    let charges = shop.stripe.book("charge").into_iter();
    let mut of_order = charges
        .filter(|charge| charge["metadata"]["order"] == order.as_str() && charge["status"] == "succeeded");
    of_order.next().expect("a charge")
}

fn refund_at_stripe(shop: &Shop, refund: RefundId) -> String {
    let key = format!("refund-{refund}");
    let refunds = shop.stripe.book("refund").into_iter();
    let mut ours = refunds.filter(|refund| refund["metadata"]["key"] == key.as_str());
    text(&ours.next().expect("a refund"), "id")
}
