//! A buyer's bank asks money back: told twice or in any order, it ends the same, and the ledger agrees.

use boxoffice_app::audit::audit;
use boxoffice_app::both_databases;
use boxoffice_app::orders::{
    self, CancelBy, Order, OrderState, Part, ReceiveError, RefundError, cancel, refund_order,
};
use boxoffice_app::payments::test_gateway::{HeldWebhook, TestGateway};
use boxoffice_app::testing::TestApp;
use boxoffice_app::testing::sales::guest;
use boxoffice_domain::order_money::OrderMoney;
use boxoffice_domain::payment::DisputeState;

const PRICE: i64 = 2_500;

async fn sold(app: &TestApp) -> Order {
    let organizer = app.organizer("Bell Tower").await;
    let event = app.standing_event(&organizer, 2, PRICE).await;
    app.buy(&event, 2).await
}

fn gateway(app: &TestApp) -> &TestGateway {
    app.test_gateway.as_ref().expect("test mode")
}

async fn charge(app: &TestApp) -> String {
    gateway(app).read_book(None, 10).await.expect("book").charges[0].charge_ref.clone()
}

async fn deliver(app: &TestApp, message: &HeldWebhook) -> Result<(), ReceiveError> {
    orders::receive_webhook(app, "test", None, &message.headers, message.body.as_bytes()).await
}

/// Delivers what waits and forgets it.
async fn deliver_all(app: &TestApp) {
    for message in gateway(app).waiting_webhooks().await.expect("messages") {
        deliver(app, &message).await.expect("taken");
        gateway(app).acknowledged(&message).await.expect("noted");
    }
}

async fn settled(app: &TestApp) {
    app.run_work().await;
    let broken: Vec<_> = audit(app)
        .await
        .expect("the audit runs")
        .into_iter()
        .filter(|check| !check.findings.is_empty())
        .collect();
    assert!(broken.is_empty(), "{broken:?}");
}

both_databases! {
    async fn a_lost_dispute_takes_the_tickets_and_no_refund_is_possible(app: TestApp) {
        let order = sold(&app).await;
        let dispute = gateway(&app).dispute(&charge(&app).await).await.expect("asked").expect("disputed");
        deliver_all(&app).await;
        settled(&app).await;
        let seen = app.order(order.id).await;
        assert_eq!((seen.state, seen.money()), (OrderState::Confirmed, OrderMoney::Disputed));
        let refused = refund_order(&app, &guest(), None, order.id, CancelBy::Organizer, Part::Amount(1), "x").await;
        assert!(matches!(refused, Err(RefundError::Disputed)), "{refused:?}");
        gateway(&app).decide_dispute(&dispute.dispute_ref, DisputeState::Lost).await.expect("asked").expect("decided");
        deliver_all(&app).await;
        settled(&app).await;
        let seen = app.order(order.id).await;
        assert_eq!((seen.state, seen.live_lines().count()), (OrderState::Cancelled, 0));
        assert_eq!(seen.disputes[0].state, DisputeState::Lost);
        assert!(seen.refunds.is_empty());
    }

    async fn a_won_dispute_leaves_everything_as_it_was(app: TestApp) {
        let order = sold(&app).await;
        let dispute = gateway(&app).dispute(&charge(&app).await).await.expect("asked").expect("disputed");
        gateway(&app).decide_dispute(&dispute.dispute_ref, DisputeState::Won).await.expect("asked").expect("decided");
        deliver_all(&app).await;
        settled(&app).await;
        let seen = app.order(order.id).await;
        assert_eq!((seen.state, seen.money(), seen.live_lines().count()), (OrderState::Confirmed, OrderMoney::Paid, 2));
    }

    async fn messages_twice_and_backwards_end_the_same(app: TestApp) {
        let order = sold(&app).await;
        let dispute = gateway(&app).dispute(&charge(&app).await).await.expect("asked").expect("disputed");
        gateway(&app).decide_dispute(&dispute.dispute_ref, DisputeState::Lost).await.expect("asked").expect("decided");
        let mut messages = gateway(&app).waiting_webhooks().await.expect("messages");
        messages.sort_by_key(|message| message.body.contains("opened"));
        assert_eq!(messages.len(), 2);
        for message in messages.iter().chain(&messages) {
            deliver(&app, message).await.expect("taken");
        }
        settled(&app).await;
        let seen = app.order(order.id).await;
        assert_eq!(seen.disputes.len(), 1);
        assert_eq!((seen.disputes[0].state, seen.state), (DisputeState::Lost, OrderState::Cancelled));
    }

    async fn an_order_cancelled_while_disputed_is_refunded_once_the_money_is_back(app: TestApp) {
        let order = sold(&app).await;
        let dispute = gateway(&app).dispute(&charge(&app).await).await.expect("asked").expect("disputed");
        deliver_all(&app).await;
        let cancelled = cancel(&app, &guest(), order.id, CancelBy::Organizer, "rain").await.expect("cancelled");
        assert_eq!(cancelled.refund_minor, 0);
        settled(&app).await;
        gateway(&app).decide_dispute(&dispute.dispute_ref, DisputeState::Won).await.expect("asked").expect("decided");
        deliver_all(&app).await;
        settled(&app).await;
        let book = gateway(&app).read_book(None, 10).await.expect("book");
        assert_eq!(book.refunds.iter().map(|refund| refund.amount_minor).collect::<Vec<_>>(), [2 * PRICE]);
        assert_eq!(app.order(order.id).await.money(), OrderMoney::Refunded);
    }

    async fn a_dispute_heard_before_its_capture_is_asked_to_come_again(app: TestApp) {
        let organizer = app.organizer("Bell Tower").await;
        let event = app.standing_event(&organizer, 1, PRICE).await;
        let held = app.hold_count(&event, 1).await.expect("held");
        let made = app.check_out(held.cart).await.expect("checked out");
        let session = made.pay_url.expect("a page").rsplit('/').next().expect("a reference").to_owned();
        gateway(&app).pay(&session, boxoffice_app::payments::test_gateway::Card::Pays).await.expect("paid");
        gateway(&app).dispute(&charge(&app).await).await.expect("asked").expect("disputed");
        let mut messages = gateway(&app).waiting_webhooks().await.expect("messages");
        messages.sort_by_key(|message| message.kind != "charge.disputed");
        let early = deliver(&app, &messages[0]).await;
        assert!(matches!(early, Err(ReceiveError::TooEarly)), "{early:?}");
        for message in messages.iter().rev() {
            deliver(&app, message).await.expect("taken");
        }
        settled(&app).await;
        let seen = app.order(made.order).await;
        assert_eq!((seen.state, seen.money()), (OrderState::Confirmed, OrderMoney::Disputed));
    }
}
