//! Money back in part and whole: each intent once, never more than was captured, and the ledger agrees (I3, I4, I5).

use boxoffice_app::App;
use boxoffice_app::activity::Actor;
use boxoffice_app::audit::audit;
use boxoffice_app::catalog::create_event::Created;
use boxoffice_app::catalog::end_event::cancel_event;
use boxoffice_app::jobs::Job;
use boxoffice_app::orders::call_off::TryRefundsAgain;
use boxoffice_app::orders::{
    self, CancelBy, CancelError, CaptureOutcome, Captured, CheckedIn, Order, OrderState, Part,
    RefundAgainError, RefundError, captured, check_in, hand_over_refund, refund_order, try_refund_again,
};
use boxoffice_app::payments::Payee;
use boxoffice_app::payments::test_gateway::{Call, Fault};
use boxoffice_app::testing::TestApp;
use boxoffice_app::testing::fixtures::Organizer;
use boxoffice_app::testing::sales::{guest, guest_checkout};
use boxoffice_app::{both_databases, two_nodes};
use boxoffice_domain::ids::{RefundId, TicketId};
use boxoffice_domain::order_money::OrderMoney;
use boxoffice_domain::payment::{RefundState, TakenAs};
use futures_util::future::join_all;

const PRICE: i64 = 2_500;

struct Sold {
    organizer: Organizer,
    event: Created,
    order: Order,
}

/// An event of as many places as one order has bought.
async fn sold(app: &TestApp, places: u32) -> Sold {
    let organizer = app.organizer("Bell Tower").await;
    let event = app.standing_event(&organizer, i64::from(places), PRICE).await;
    let order = app.buy(&event, places).await;
    Sold { organizer, event, order }
}

fn ticket(order: &Order, at: usize) -> TicketId {
    order.lines[at].ticket.as_ref().expect("issued").id
}

async fn give(app: &App, order: &Order, by: CancelBy, part: Part) -> Result<orders::GivenBack, RefundError> {
    refund_order(app, &guest(), None, order.id, by, part, "as agreed").await
}

/// Work is done, the audit finds nothing, and the gateway's book has these refunds.
async fn settled(app: &TestApp, refunds: &[i64]) {
    app.run_work().await;
    let broken: Vec<_> = audit(app)
        .await
        .expect("the audit runs")
        .into_iter()
        .filter(|check| !check.findings.is_empty())
        .collect();
    assert!(broken.is_empty(), "{broken:?}");
    let book = app.test_gateway.as_ref().expect("test mode").read_book(None, 1_000).await.expect("book");
    let mut amounts: Vec<i64> = book.refunds.iter().map(|refund| refund.amount_minor).collect();
    amounts.sort_unstable();
    assert_eq!(amounts, refunds);
}

both_databases! {
    async fn one_of_three_tickets_goes_back_and_its_place_returns_to_sale(app: TestApp) {
        let sold = sold(&app, 3).await;
        app.hold_count(&sold.event, 1).await.expect_err("all sold");
        let part = Part::Tickets(vec![ticket(&sold.order, 1)]);
        let given = give(&app, &sold.order, CancelBy::Organizer, part.clone()).await.expect("given back");
        assert_eq!((given.amount_minor, given.kept_minor, given.is_over), (PRICE, 0, false));
        settled(&app, &[PRICE]).await;
        let order = app.order(sold.order.id).await;
        assert_eq!((order.state, order.money()), (OrderState::Confirmed, OrderMoney::PartlyRefunded));
        assert_eq!(order.live_lines().count(), 2);
        assert!(matches!(give(&app, &order, CancelBy::Organizer, part).await, Err(RefundError::NoSuchTicket)));
        app.buy(&sold.event, 1).await;
        let rest = give(&app, &order, CancelBy::Organizer, Part::Whole).await.expect("the rest");
        assert_eq!((rest.amount_minor, rest.is_over), (2 * PRICE, true));
        settled(&app, &[PRICE, 2 * PRICE]).await;
        let order = app.order(sold.order.id).await;
        assert_eq!((order.state, order.money()), (OrderState::Cancelled, OrderMoney::Refunded));
    }

    async fn seats_of_one_order_go_back_one_by_one(app: TestApp) {
        let organizer = app.organizer("Bell Tower").await;
        let event = app.seated_event(&organizer, "Stalls, row A, 3 seats", PRICE).await;
        let order = app.buy(&event, 3).await;
        give(&app, &order, CancelBy::Organizer, Part::Tickets(vec![ticket(&order, 0)])).await.expect("given back");
        assert_eq!(app.seats(event.performances[0]).await.len(), 1);
        app.buy(&event, 1).await;
        give(&app, &order, CancelBy::Organizer, Part::Whole).await.expect("the rest");
        assert_eq!(app.seats(event.performances[0]).await.len(), 2);
        settled(&app, &[PRICE, 2 * PRICE]).await;
    }

    async fn an_amount_goes_back_while_the_tickets_stay_and_never_more_than_is_left(app: TestApp) {
        let sold = sold(&app, 2).await;
        give(&app, &sold.order, CancelBy::Organizer, Part::Amount(4_000)).await.expect("a gift");
        let more = give(&app, &sold.order, CancelBy::Organizer, Part::Amount(1_001)).await;
        assert!(matches!(more, Err(RefundError::TooMuch { left_minor: 1_000 })), "{more:?}");
        for nothing in [0, -1, i64::MIN] {
            let refused = give(&app, &sold.order, CancelBy::Organizer, Part::Amount(nothing)).await;
            assert!(matches!(refused, Err(RefundError::NoAmount)));
        }
        assert_eq!(app.order(sold.order.id).await.live_lines().count(), 2);
        settled(&app, &[4_000]).await;
        // What was given before is not given again.
        let rest = give(&app, &sold.order, CancelBy::Organizer, Part::Whole).await.expect("given back");
        assert_eq!((rest.amount_minor, rest.is_over), (1_000, true));
        settled(&app, &[1_000, 4_000]).await;
        assert_eq!(app.order(sold.order.id).await.money(), OrderMoney::Refunded);
    }

    async fn the_same_wish_under_the_same_id_is_given_once(app: TestApp) {
        let sold = sold(&app, 2).await;
        let id = Some(RefundId::from_bytes(app.random.id(app.clock.now())));
        let wish = |order: &Order, part: Part| {
            let (app, order) = ((*app).clone(), order.id);
            async move { refund_order(&app, &guest(), id, order, CancelBy::Organizer, part, "noise").await }
        };
        let first = wish(&sold.order, Part::Amount(500)).await.expect("a gift");
        assert_eq!(first.refund, id);
        settled(&app, &[500]).await;
        for _ in 0..2 {
            assert_eq!(wish(&sold.order, Part::Amount(500)).await.expect("as before"), first);
        }
        settled(&app, &[500]).await;
        // Another order's wish never meets it.
        let event = app.standing_event(&sold.organizer, 1, PRICE).await;
        let other = app.buy(&event, 1).await;
        let given = wish(&other, Part::Whole).await.expect("given back");
        assert_ne!(given.refund, id);
        settled(&app, &[500, PRICE]).await;
    }

    async fn the_buyer_gets_a_ticket_back_less_the_organizers_fee_while_the_policy_lets_them(app: TestApp) {
        let sold = sold(&app, 2).await;
        let one = Part::Tickets(vec![ticket(&sold.order, 0)]);
        let never = give(&app, &sold.order, CancelBy::Buyer, one.clone()).await;
        assert!(matches!(never, Err(RefundError::Cancel(CancelError::TooLate { until: None }))));
        app.store.run("update event set cancel_until_s = 86400, cancel_fee_bp = 1001, cancel_fee_minor = 100").await.expect("a policy");
        let given = give(&app, &sold.order, CancelBy::Buyer, one).await.expect("given back");
        // 10.01 % of 25.00 is 2.5025, rounded down, and 1.00.
        assert_eq!((given.amount_minor, given.kept_minor), (PRICE - 350, 350));
        settled(&app, &[PRICE - 350]).await;
        app.store.run("update event set cancel_fee_bp = 10000").await.expect("a policy");
        let rest = orders::cancel(&app, &guest(), sold.order.id, CancelBy::Buyer, "buyer").await.expect("cancelled");
        assert_eq!((rest.refund_minor, rest.refund), (0, None));
        settled(&app, &[PRICE - 350]).await;
        app.advance_s(29 * 86_400 + 3_600);
        let event = app.standing_event(&sold.organizer, 1, PRICE).await;
        let late = app.buy(&event, 1).await;
        app.store.run("update event set cancel_until_s = 86400").await.expect("a policy");
        let refused = give(&app, &late, CancelBy::Buyer, Part::Whole).await;
        assert!(matches!(refused, Err(RefundError::Cancel(CancelError::TooLate { .. }))), "{refused:?}");
    }

    async fn fifty_refunds_of_one_order_at_once_are_one(app: TestApp) {
        let sold = sold(&app, 2).await;
        let tries = (0..50).map(|at| {
            let part = if at % 2 == 0 { Part::Whole } else { Part::Amount(2 * PRICE) };
            give(&app, &sold.order, CancelBy::Organizer, part)
        });
        // Tickets may be given back after their money was; that moves none.
        let paid = |given: &orders::GivenBack| given.amount_minor > 0;
        let done = join_all(tries).await.into_iter().flatten().filter(paid).count();
        assert_eq!(done, 1);
        settled(&app, &[2 * PRICE]).await;
    }

    async fn two_tabs_paying_one_order_are_charged_once(app: TestApp) {
        let organizer = app.organizer("Bell Tower").await;
        let event = app.standing_event(&organizer, 1, PRICE).await;
        let held = app.hold_count(&event, 1).await.expect("held");
        let made = app.check_out(held.cart).await.expect("checked out");
        tokio::join!(app.pay_by_card(made.order), app.pay_by_card(made.order));
        let book = app.test_gateway.as_ref().expect("test mode").read_book(None, 10).await.expect("book");
        assert_eq!(book.charges.len(), 1);
        assert_eq!(app.order(made.order).await.money(), OrderMoney::Paid);
        settled(&app, &[]).await;
    }

    async fn a_second_capture_of_one_order_is_owed_back(app: TestApp) {
        let sold = sold(&app, 1).await;
        app.store.run(
            "insert into payment (payment_id, order_id, gateway, state, amount_minor, currency, idempotency_key,
                                  session_ref, created_at, updated_at)
             select order_id, order_id, 'elsewhere', 'pending', amount_minor, currency, 'second', 's2', created_at,
                    updated_at from payment",
        ).await.expect("a second payment");
        let order = app.order(sold.order.id).await;
        let told = Captured {
            gateway: "elsewhere",
            event_ref: "e2".into(),
            session_ref: "s2".into(),
            charge_ref: "c2".into(),
            amount: order.total,
            payee: Payee::Installation,
        };
        assert_eq!(captured(&app, &told).await.expect("told"), CaptureOutcome::Refunding(order.id));
        assert_eq!(captured(&app, &told).await.expect("told"), CaptureOutcome::Known);
        let order = app.order(order.id).await;
        assert_eq!((order.state, order.money(), order.refunds.len()), (OrderState::Confirmed, OrderMoney::Overpaid, 1));
        assert_eq!(order.refundable().minor, PRICE, "what bought the ticket may still go back");
        let given = give(&app, &order, CancelBy::Organizer, Part::Whole).await.expect("given back");
        assert_eq!(given.amount_minor, PRICE);
        let broken = audit(&app).await.expect("the audit runs");
        assert!(broken.iter().all(|check| check.findings.is_empty()), "{broken:?}");
    }

    async fn a_scan_and_a_refund_of_one_ticket_never_both_win(app: TestApp) {
        for round in 0..6 {
            let organizer = app.organizer(&format!("House {round}")).await;
            let event = app.standing_event(&organizer, 1, PRICE).await;
            let order = app.buy(&event, 1).await;
            let door = organizer.principal.actor("-");
            let (scanned, given) = tokio::join!(
                check_in(&app, &door, event.event, ticket(&order, 0), "North"),
                give(&app, &order, CancelBy::Organizer, Part::Whole)
            );
            one_wins(&scanned.expect("decided"), &given);
        }
    }

    async fn refunds_that_were_refused_when_an_event_was_called_off_are_tried_again_together(app: TestApp) {
        let sold = sold(&app, 2).await;
        let event = sold.event.event;
        let gateway = app.test_gateway.clone().expect("test mode");
        gateway.faults.next(Call::Refund, Fault::Refused);
        cancel_event(&app, &sold.organizer.editor(), event, "The singer is ill").await.expect("called off");
        settled(&app, &[]).await;
        TryRefundsAgain { event }.run(&app).await.expect("tried again");
        settled(&app, &[2 * PRICE]).await;
        TryRefundsAgain { event }.run(&app).await.expect("nothing left");
        settled(&app, &[2 * PRICE]).await;
        assert_eq!(app.order(sold.order.id).await.money(), OrderMoney::Refunded);
    }

    async fn a_refused_refund_is_tried_again_once(app: TestApp) {
        let sold = sold(&app, 1).await;
        let gateway = app.test_gateway.clone().expect("test mode");
        gateway.faults.next(Call::Refund, Fault::Refused);
        let given = give(&app, &sold.order, CancelBy::Organizer, Part::Whole).await.expect("given back");
        let refund = given.refund.expect("a refund");
        settled(&app, &[]).await;
        let order = app.order(sold.order.id).await;
        assert_eq!(order.refunds[0].state, RefundState::Failed);
        assert!(order.refundable().is_zero(), "it is still owed");
        let system = Actor::system();
        let tries = join_all((0..10).map(|_| try_refund_again(&app, &system, sold.order.id, refund))).await;
        assert_eq!(tries.iter().filter(|tried| tried.is_ok()).count(), 1);
        assert!(tries.iter().any(|tried| matches!(tried, Err(RefundAgainError::NotFailed))));
        settled(&app, &[PRICE]).await;
        assert_eq!(app.order(sold.order.id).await.money(), OrderMoney::Refunded);
        app.expect_no_jobs().await;
    }

    async fn a_refund_that_the_buyers_bank_sends_back_is_owed_again(app: TestApp) {
        let sold = sold(&app, 1).await;
        give(&app, &sold.order, CancelBy::Organizer, Part::Whole).await.expect("given back");
        settled(&app, &[PRICE]).await;
        let gateway = app.test_gateway.clone().expect("test mode");
        let book = gateway.read_book(None, 10).await.expect("book");
        assert!(gateway.return_refund(&book.refunds[0].refund_ref).await.expect("returned"));
        for message in gateway.waiting_webhooks().await.expect("messages") {
            for _ in 0..2 {
                orders::receive_webhook(&app, "test", None, &message.headers, message.body.as_bytes()).await.expect("taken");
            }
        }
        let order = app.order(sold.order.id).await;
        assert_eq!(order.refunds[0].state, RefundState::Failed);
        settled(&app, &[PRICE]).await;
        try_refund_again(&app, &Actor::system(), sold.order.id, order.refunds[0].id).await.expect("again");
        settled(&app, &[PRICE, PRICE]).await;
    }

    async fn money_of_the_box_office_is_handed_over_there(app: TestApp) {
        let sold = sold(&app, 1).await;
        app.store.run("update event set box_office = true").await.expect("a box office");
        let event = app.standing_event(&sold.organizer, 1, PRICE).await;
        app.store.run("update event set box_office = true").await.expect("a box office");
        let held = app.hold_count(&event, 1).await.expect("held");
        let wish = orders::Checkout { method: orders::Method::BoxOffice, ..guest_checkout(held.cart) };
        let made = orders::checkout(&app, &guest(), wish).await.expect("checked out");
        orders::mark_paid(&app, &guest(), made.order, TakenAs::Cash).await.expect("paid");
        let order = app.order(made.order).await;
        assert_eq!(order.money(), OrderMoney::Paid);
        let given = give(&app, &order, CancelBy::Organizer, Part::Whole).await.expect("given back");
        settled(&app, &[]).await;
        let order = app.order(made.order).await;
        assert!(order.refunds[0].by_hand.is_some() && order.refunds[0].state == RefundState::Wanted);
        let refund = given.refund.expect("a refund");
        hand_over_refund(&app, &guest(), made.order, refund).await.expect("handed over");
        let twice = hand_over_refund(&app, &guest(), made.order, refund).await;
        assert!(matches!(twice, Err(RefundAgainError::NotInPerson)));
        let other = give(&app, &sold.order, CancelBy::Organizer, Part::Whole).await.expect("given back");
        let wrong = hand_over_refund(&app, &guest(), sold.order.id, other.refund.expect("a refund")).await;
        assert!(matches!(wrong, Err(RefundAgainError::NotInPerson)));
        settled(&app, &[PRICE]).await;
        app.expect_no_jobs().await;
    }
}

two_nodes! {
    async fn fifty_refunds_on_two_nodes_are_one(one: TestApp, two: App) {
        let sold = sold(&one, 2).await;
        let tries = (0..50).map(|at| {
            let node: &App = if at % 2 == 0 { &one } else { &two };
            give(node, &sold.order, CancelBy::Organizer, Part::Whole)
        });
        let done = join_all(tries).await.into_iter().flatten().count();
        assert_eq!(done, 1);
        settled(&one, &[2 * PRICE]).await;
    }

    async fn a_scan_on_one_node_and_a_refund_on_the_other_never_both_win(one: TestApp, two: App) {
        for round in 0..6 {
            let organizer = one.organizer(&format!("House {round}")).await;
            let event = one.standing_event(&organizer, 1, PRICE).await;
            let order = one.buy(&event, 1).await;
            let door = organizer.principal.actor("-");
            let (scanned, given) = tokio::join!(
                check_in(&two, &door, event.event, ticket(&order, 0), "North"),
                give(&one, &order, CancelBy::Organizer, Part::Whole)
            );
            one_wins(&scanned.expect("decided"), &given);
        }
    }
}

/// Both sides are told the truth: let in and not refunded, or refunded and not let in.
fn one_wins(scanned: &CheckedIn, given: &Result<orders::GivenBack, RefundError>) {
    match (scanned, given) {
        (CheckedIn::Valid { .. }, Err(RefundError::Cancel(CancelError::Used)))
        | (CheckedIn::Invalid { reason: "void" }, Ok(_)) => {}
        other => panic!("{other:?}"),
    }
}
