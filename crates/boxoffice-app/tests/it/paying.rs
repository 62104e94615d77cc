//! Money meets orders: whatever the gateway says, how often and in which order, every captured cent ends as tickets
//! or goes back, once (I4, I5, I8, I9, I10).

use boxoffice_app::activity::Actor;
use boxoffice_app::jobs;
use boxoffice_app::orders::{
    self, CancelBy, CheckedOut, Checkout, Method, Order, OrderKey, OrderState, ReceiveError, cancel,
    checkout, find_order,
};
use boxoffice_app::payments::WebhookError;
use boxoffice_app::payments::test_gateway::{BookPage, Call, Card, Fault, HeldWebhook, Payment, TestGateway};
use boxoffice_app::selling::{Choice, HoldRequest, Item, hold};
use boxoffice_app::testing::TestApp;
use boxoffice_app::{both_databases, selling};
use boxoffice_domain::ids::PaymentId;
use futures_util::future::join_all;

const PRICE: i64 = 2_500;

/// One place of an event of two, checked out.
struct Sale {
    app: TestApp,
    order: CheckedOut,
    event: boxoffice_app::catalog::create_event::Created,
}

fn buyer() -> Actor {
    Actor::buyer("192.0.2.1")
}

impl Sale {
    async fn begin(app: TestApp) -> Self {
        let organizer = app.organizer("Bell Tower").await;
        let event = app.standing_event(&organizer, 2, PRICE).await;
        let order = check_out(&app, &event, 1).await;
        Self { app, order, event }
    }

    fn gateway(&self) -> &TestGateway {
        self.app.test_gateway.as_ref().expect("test mode")
    }

    fn session(&self) -> String {
        let url = self.order.pay_url.as_ref().expect("a page to pay at");
        url.rsplit('/').next().expect("a reference").to_owned()
    }

    async fn pay(&self, card: Card) -> Option<Payment> {
        self.gateway().pay(&self.session(), card).await.expect("the gateway answers")
    }

    async fn webhooks(&self) -> Vec<HeldWebhook> {
        self.gateway().waiting_webhooks().await.expect("webhooks")
    }

    async fn deliver(&self, webhook: &HeldWebhook) -> Result<(), ReceiveError> {
        orders::receive_webhook(&self.app, "test", None, &webhook.headers, webhook.body.as_bytes()).await
    }

    async fn deliver_all(&self) {
        for webhook in self.webhooks().await {
            self.deliver(&webhook).await.expect("taken");
        }
    }

    async fn order(&self) -> Order {
        find_order(&self.app, OrderKey::Id(self.order.order)).await.expect("read").expect("there")
    }

    async fn state(&self) -> OrderState {
        self.order().await.state
    }

    async fn book(&self) -> BookPage {
        self.gateway().read_book(None, 1_000).await.expect("book")
    }

    async fn run_all(&self) {
        self.app.run_work().await;
    }
}

async fn check_out(
    app: &TestApp,
    event: &boxoffice_app::catalog::create_event::Created,
    quantity: u32,
) -> CheckedOut {
    let held = hold(
        app,
        &buyer(),
        HoldRequest {
            performance: event.performances[0],
            items: vec![Item {
                ticket_type: event.ticket_types[0],
                choice: Choice::Count { area: None, quantity },
            }],
            cart: None,
            account: None,
            id: None,
        },
    )
    .await
    .expect("held");
    checkout(
        app,
        &buyer(),
        Checkout {
            cart: held.cart,
            account: None,
            name: "Ada Example".into(),
            email: "ada@example.org".into(),
            attendees: Vec::new(),
            locale: "en".into(),
            method: Method::Gateway,
            terms_accepted: true,
            accepted_total_minor: None,
            id: None,
        },
    )
    .await
    .expect("checked out")
}

both_databases! {
    async fn a_payment_confirms_the_order_though_the_browser_never_returns(app: TestApp) {
        let sale = Sale::begin(app).await;
        assert_eq!(sale.pay(Card::Pays).await, Some(Payment::Done));
        assert_eq!(sale.state().await, OrderState::Pending);
        sale.deliver_all().await;
        assert_eq!(sale.state().await, OrderState::Confirmed);
        assert!(sale.order().await.lines.iter().all(|line| line.ticket.is_some()));
    }

    async fn a_hundred_copies_of_a_message_have_one_effect(app: TestApp) {
        let sale = Sale::begin(app).await;
        sale.pay(Card::Pays).await;
        let webhook = sale.webhooks().await.pop().expect("a webhook");
        for taken in join_all((0..100).map(|_| sale.deliver(&webhook))).await {
            taken.expect("every copy is acknowledged");
        }
        assert_eq!(sale.state().await, OrderState::Confirmed);
        sale.run_all().await;
        let book = sale.book().await;
        assert_eq!((book.charges.len(), book.refunds.len()), (1, 0));
        sale.app.expect_no_jobs().await;
    }

    async fn failure_and_success_out_of_order_end_the_same(app: TestApp) {
        let sale = Sale::begin(app).await;
        assert_eq!(sale.pay(Card::Declined).await, Some(Payment::Declined));
        assert_eq!(sale.pay(Card::Pays).await, Some(Payment::Done));
        let mut webhooks = sale.webhooks().await;
        webhooks.sort_by_key(|webhook| webhook.kind != "session.completed");
        assert_eq!(webhooks.len(), 2);
        for webhook in webhooks.iter().chain(&webhooks) {
            sale.deliver(webhook).await.expect("taken");
        }
        assert_eq!(sale.state().await, OrderState::Confirmed);
    }

    async fn a_declined_card_leaves_the_order_to_be_paid(app: TestApp) {
        let sale = Sale::begin(app).await;
        sale.pay(Card::Declined).await;
        sale.deliver_all().await;
        assert_eq!(sale.state().await, OrderState::Pending);
        sale.pay(Card::Pays).await;
        sale.deliver_all().await;
        assert_eq!(sale.state().await, OrderState::Confirmed);
    }

    async fn a_forged_or_old_message_has_no_effect(app: TestApp) {
        let sale = Sale::begin(app).await;
        sale.pay(Card::Pays).await;
        let webhook = sale.webhooks().await.pop().expect("a webhook");
        let forged = HeldWebhook { body: webhook.body.replace("2500", "2501"), ..webhook.clone() };
        assert!(matches!(sale.deliver(&forged).await, Err(ReceiveError::Refused(WebhookError::Signature))));
        sale.app.advance_s(301);
        assert!(matches!(sale.deliver(&webhook).await, Err(ReceiveError::Refused(WebhookError::Signature))));
        assert!(matches!(
            orders::receive_webhook(&sale.app, "nobody", None, &webhook.headers, webhook.body.as_bytes()).await,
            Err(ReceiveError::NotHere)
        ));
        assert_eq!(sale.state().await, OrderState::Pending);
    }

    async fn a_cancelled_order_is_refunded_once_though_the_job_runs_twice(app: TestApp) {
        let sale = Sale::begin(app).await;
        sale.pay(Card::Pays).await;
        sale.deliver_all().await;
        cancel(&sale.app, &Actor::system(), sale.order.order, CancelBy::Organizer, "rain").await.expect("cancelled");
        sale.gateway().faults.next(Call::Refund, Fault::LostAnswer);
        sale.run_all().await;
        assert_eq!(sale.book().await.refunds.len(), 1);
        sale.app.advance_s(60);
        sale.run_all().await;
        let book = sale.book().await;
        assert_eq!(book.refunds.iter().map(|refund| refund.amount_minor).collect::<Vec<_>>(), [PRICE]);
        sale.app.expect_no_jobs().await;
        assert!(sale.order().await.refunds.iter().all(|refund| refund.state.as_str() == "done"));
    }

    async fn a_call_that_never_arrived_is_made_again(app: TestApp) {
        let sale = Sale::begin(app).await;
        sale.pay(Card::Pays).await;
        sale.deliver_all().await;
        cancel(&sale.app, &Actor::system(), sale.order.order, CancelBy::Organizer, "rain").await.expect("cancelled");
        for fault in [Fault::LostCall, Fault::LostCall] {
            sale.gateway().faults.next(Call::Refund, fault);
        }
        for _ in 0..4 {
            sale.run_all().await;
            sale.app.advance_s(60);
        }
        assert_eq!(sale.book().await.refunds.len(), 1);
    }

    async fn an_unpaid_order_gives_its_places_back_only_after_the_gateways_word(app: TestApp) {
        let sale = Sale::begin(app).await;
        sale.app.advance_s(3_000);
        sale.gateway().faults.next(Call::EndSession, Fault::LostCall);
        sale.run_all().await;
        assert_eq!(sale.state().await, OrderState::Pending);
        sale.app.advance_s(120);
        sale.run_all().await;
        assert_eq!(sale.state().await, OrderState::Expired);
        check_out(&sale.app, &sale.event, 2).await;
    }

    async fn the_buyer_who_was_faster_than_the_end_gets_the_ticket(app: TestApp) {
        let sale = Sale::begin(app).await;
        sale.pay(Card::Pays).await;
        // The message is lost; the gateway is asked to end the session and says that it was paid.
        sale.app.advance_s(3_000);
        sale.run_all().await;
        assert_eq!(sale.state().await, OrderState::Confirmed);
        assert_eq!(sale.book().await.refunds.len(), 0);
    }

    async fn a_lost_message_is_found_by_asking(app: TestApp) {
        let sale = Sale::begin(app).await;
        sale.pay(Card::Pays).await;
        sale.app.advance_s(130);
        sale.run_all().await;
        assert_eq!(sale.state().await, OrderState::Confirmed);
    }

    async fn expiry_racing_payment_ends_as_ticket_or_as_money_never_as_both(app: TestApp) {
        let mut sale = Sale::begin(app).await;
        for round in 0..8 {
            if round > 0 {
                let organizer = sale.app.organizer(&format!("House {round}")).await;
                sale.event = sale.app.standing_event(&organizer, 1, PRICE).await;
                sale.order = check_out(&sale.app, &sale.event, 1).await;
            }
            let payment = payment_of(&sale).await;
            let end = boxoffice_app::orders::EndSession { payment };
            let (paid, ended) = tokio::join!(sale.pay(Card::Pays), jobs::Job::run(end, &sale.app));
            ended.expect("ended");
            sale.deliver_all().await;
            sale.run_all().await;
            let order = sale.order().await;
            match paid {
                Some(Payment::Done) => assert_eq!(order.state, OrderState::Confirmed),
                other => assert_eq!((other, order.state), (Some(Payment::Over), OrderState::Expired)),
            }
        }
    }

    async fn an_answer_lost_while_opening_opens_one_session_only(app: TestApp) {
        let organizer = app.organizer("Bell Tower").await;
        let event = app.standing_event(&organizer, 2, PRICE).await;
        let gateway = app.test_gateway.clone().expect("test mode");
        gateway.faults.next(Call::OpenSession, Fault::LostAnswer);
        let held = hold(&app, &buyer(), HoldRequest {
            performance: event.performances[0],
            items: vec![Item { ticket_type: event.ticket_types[0], choice: Choice::Count { area: None, quantity: 1 } }],
            cart: None,
            account: None,
            id: None,
        }).await.expect("held");
        let wish = Checkout {
            cart: held.cart,
            account: None,
            name: "Ada Example".into(),
            email: "ada@example.org".into(),
            attendees: Vec::new(),
            locale: "en".into(),
            method: Method::Gateway,
            terms_accepted: true,
            accepted_total_minor: None,
            id: None,
        };
        checkout(&app, &buyer(), wish.clone()).await.expect_err("the answer was lost");
        app.advance_s(15);
        jobs::run_schedule(&app).await.expect("the schedule runs");
        let book = gateway.read_book(None, 10).await.expect("book");
        assert_eq!(book.sessions.len(), 1);
        let payment: PaymentId = book.sessions[0].payment_ref.parse().expect("a payment");
        let url = orders::open_session(&app, payment).await.expect("known by now");
        assert!(url.ends_with(&book.sessions[0].session_ref));
        assert_eq!(gateway.read_book(None, 10).await.expect("book").sessions.len(), 1);
        assert_eq!(selling::expire_due(&app).await.expect("swept"), 0);
    }
}

async fn payment_of(sale: &Sale) -> PaymentId {
    let session = sale.session();
    let book = sale.book().await;
    let found = book.sessions.iter().find(|found| found.session_ref == session).expect("the session");
    found.payment_ref.parse().expect("a payment")
}
