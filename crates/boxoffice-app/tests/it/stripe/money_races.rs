//! Races for money, on one node and on two: of many who want the same, one gets it, and all are told the truth.

use boxoffice_app::App;
use boxoffice_app::activity::Actor;
use boxoffice_app::audit::audit;
use boxoffice_app::orders::{
    self, CancelBy, CancelError, CheckedIn, CheckedOut, Order, OrderState, Part, RefundError, Reopened,
    check_in, refund_order,
};
use boxoffice_app::selling::Choice;
use boxoffice_app::testing::sales::{guest_checkout, hold_on, request};
use boxoffice_app::{both_databases, two_nodes};
use boxoffice_domain::ids::TicketId;
use futures_util::future::join_all;

use super::{PAYS, PRICE, Shop, headers, session};

/// How many want the same at once.
const CROWD: usize = 50;
/// Races of two are run as often as this.
const ROUNDS: usize = 8;

impl Shop {
    /// A second node that takes money through the same account.
    async fn second_node(&self) -> App {
        let wanted = self.app.settings.stripe.clone();
        self.root.node_with(|settings| settings.stripe = wanted).await
    }

    /// One place, bought and paid.
    async fn sold(&self) -> Order {
        let event = super::standing_event(&self.app, &self.organizer, "EUR", PRICE).await;
        let order = self.order_of(&event).await;
        self.stripe.pay(&session(&order), PAYS);
        self.deliver_all().await;
        let order = self.shown(&order).await;
        assert_eq!(order.state, OrderState::Confirmed);
        order
    }

    /// Work is done, and the audit finds nothing.
    async fn settled(&self) {
        self.run_work().await;
        self.deliver_all().await;
        self.run_work().await;
        let checked = audit(&self.app).await.expect("the audit runs");
        let broken: Vec<_> = checked.into_iter().filter(|check| !check.findings.is_empty()).collect();
        assert!(broken.is_empty(), "{broken:?}");
    }
}

async fn give(node: &App, order: &Order, part: Part) -> Result<orders::GivenBack, RefundError> {
    refund_order(node, &Actor::system(), None, order.id, CancelBy::Organizer, part, "rain").await
}

fn ticket(order: &Order) -> TicketId {
    order.lines[0].ticket.as_ref().expect("issued").id
}

/// Fifty refunds of one order: one moves money, here and at Stripe.
async fn race_refunds(shop: &Shop, nodes: &[&App]) {
    let order = shop.sold().await;
    let tries = (0..CROWD).map(|at| {
        let part = if at % 3 == 0 { Part::Amount(PRICE) } else { Part::Whole };
        give(nodes[at % nodes.len()], &order, part)
    });
    let told = join_all(tries).await;
    let moved = told.iter().flatten().filter(|given| given.amount_minor > 0).count();
    assert_eq!(moved, 1, "{told:?}");
    shop.settled().await;
    assert_eq!(shop.book(), (vec![PRICE], vec![PRICE]));
}

/// Two tabs pay for one place, and both payments go through: one buys, the other goes back.
async fn race_tabs(shop: &Shop, nodes: &[&App]) {
    for round in 0..ROUNDS {
        let event = super::standing_event(&shop.app, &shop.organizer, "EUR", PRICE).await;
        let choice = Choice::Count { area: None, quantity: 1 };
        let held = hold_on(&shop.app, request(&event, choice)).await.expect("held");
        let buyer = Actor::buyer("192.0.2.1");
        let check_out = || orders::checkout(&shop.app, &buyer, guest_checkout(held.cart));
        let first: CheckedOut = check_out().await.expect("checked out");
        let back = orders::reopen(&shop.app, first.order).await.expect("back to the cart");
        assert!(matches!(back, Reopened::Cart(_)));
        let second = check_out().await.expect("checked out again");
        shop.stripe.take_messages();
        shop.stripe.pay(&session(&second), PAYS);
        assert!(shop.stripe.pay_late(&session(&first)), "the bank of the first tab says yes all the same");
        let mut messages = shop.stripe.take_messages();
        if round % 2 == 0 {
            messages.reverse();
        }
        let heard = messages.iter().chain(&messages).enumerate().map(|(at, message)| async move {
            let headers = headers(&message.signature);
            orders::receive_webhook(
                nodes[at % nodes.len()],
                "stripe",
                None,
                &headers,
                message.body.as_bytes(),
            )
            .await
        });
        for taken in join_all(heard).await {
            taken.expect("every message is acknowledged");
        }
        shop.settled().await;
        assert_eq!(shop.state(&second).await, OrderState::Confirmed);
        assert_eq!(shop.state(&first).await, OrderState::Cancelled);
        let (charges, refunds) = shop.book();
        assert_eq!((charges.len(), refunds), (2 * (round + 1), vec![PRICE; round + 1]));
    }
}

/// A ticket is scanned while it is given back: let in and not refunded, or refunded and not let in.
async fn race_scan(shop: &Shop, nodes: &[&App]) {
    let door = shop.organizer.principal.actor("-");
    let mut let_in = 0;
    for round in 0..ROUNDS {
        let order = shop.sold().await;
        let event = order.lines[0].event;
        let (scanned, given) = if round % 2 == 0 {
            let scan = check_in(nodes[0], &door, event, ticket(&order), "North");
            tokio::join!(scan, give(nodes[nodes.len() - 1], &order, Part::Whole))
        } else {
            let given = give(nodes[0], &order, Part::Whole);
            let (given, scanned) =
                tokio::join!(given, check_in(nodes[nodes.len() - 1], &door, event, ticket(&order), "North"));
            (scanned, given)
        };
        match (scanned.expect("decided"), given) {
            (CheckedIn::Valid { .. }, Err(RefundError::Cancel(CancelError::Used))) => let_in += 1,
            (CheckedIn::Invalid { reason: "void" }, Ok(_)) => {}
            other => panic!("{other:?}"),
        }
    }
    shop.settled().await;
    assert_eq!(shop.book().1.len(), ROUNDS - let_in);
}

both_databases! {
    async fn money_races_of_fifty_refunds(app: TestApp) {
        let shop = Shop::open(app).await;
        race_refunds(&shop, &[&shop.app]).await;
    }

    async fn money_races_of_two_tabs(app: TestApp) {
        let shop = Shop::open(app).await;
        race_tabs(&shop, &[&shop.app]).await;
    }

    async fn money_races_of_a_refund_and_a_scan(app: TestApp) {
        let shop = Shop::open(app).await;
        race_scan(&shop, &[&shop.app]).await;
    }
}

two_nodes! {
    async fn money_races_of_fifty_refunds_on_two(one: TestApp, _two: App) {
        let shop = Shop::open(one).await;
        let other = shop.second_node().await;
        race_refunds(&shop, &[&shop.app, &other]).await;
    }

    async fn money_races_of_two_tabs_on_two(one: TestApp, _two: App) {
        let shop = Shop::open(one).await;
        let other = shop.second_node().await;
        race_tabs(&shop, &[&shop.app, &other]).await;
    }

    async fn money_races_of_a_refund_and_a_scan_on_two(one: TestApp, _two: App) {
        let shop = Shop::open(one).await;
        let other = shop.second_node().await;
        race_scan(&shop, &[&shop.app, &other]).await;
    }
}
