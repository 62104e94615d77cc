//! A buyer who comes back unpaid: the order becomes a cart again, unless the money was faster.

use boxoffice_app::both_databases;
use boxoffice_app::orders::reopen::{ReopenError, Reopened, reopen};
use boxoffice_app::orders::{CheckedOut, OrderState, check_session};
use boxoffice_app::payments::test_gateway::{Call, Card, Fault, Payment};
use boxoffice_app::selling::{CartSecret, CartState, find_cart, release};
use boxoffice_app::testing::TestApp;
use boxoffice_app::testing::sales::guest;

/// One place of an event of two, checked out but not paid.
async fn waiting(app: &TestApp) -> (CartSecret, CheckedOut) {
    let organizer = app.organizer("Bell Tower").await;
    let event = app.standing_event(&organizer, 2, 2_500).await;
    let held = app.hold_count(&event, 1).await.expect("held");
    (held.cart, app.check_out(held.cart).await.expect("checked out"))
}

async fn state_of(app: &TestApp, cart: CartSecret) -> CartState {
    find_cart(app, cart).await.expect("the database answers").expect("the cart is there").state
}

async fn pay(app: &TestApp, order: &CheckedOut, card: Card) -> Option<Payment> {
    let session = order.pay_url.as_deref().and_then(|url| url.rsplit('/').next()).expect("a page to pay at");
    app.test_gateway.as_ref().expect("test mode").pay(session, card).await.expect("the gateway answers")
}

both_databases! {
    async fn who_comes_back_unpaid_has_the_cart_again_and_may_order_anew(app: TestApp) {
        let (cart, order) = waiting(&app).await;
        assert_eq!(reopen(&app, order.order).await.expect("reopened"), Reopened::Cart(cart));
        assert_eq!(state_of(&app, cart).await, CartState::Open);
        assert_eq!(app.order(order.order).await.state, OrderState::Cancelled);
        assert_eq!(pay(&app, &order, Card::Pays).await, Some(Payment::Over), "the old session takes no money");
        let again = app.check_out(cart).await.expect("checked out anew");
        assert_ne!(again.order, order.order);
        app.pay_by_card(again.order).await;
        assert_eq!(app.order(again.order).await.state, OrderState::Confirmed);
        app.run_work().await;
        app.expect_no_jobs().await;
    }

    async fn a_reopened_cart_can_be_given_back(app: TestApp) {
        let (cart, order) = waiting(&app).await;
        reopen(&app, order.order).await.expect("reopened");
        release(&app, &guest(), cart, None).await.expect("released");
        assert_eq!(state_of(&app, cart).await, CartState::Empty);
    }

    async fn who_paid_and_then_comes_back_has_tickets(app: TestApp) {
        let (cart, order) = waiting(&app).await;
        // The message about it is still on its way.
        assert_eq!(pay(&app, &order, Card::Pays).await, Some(Payment::Done));
        assert_eq!(reopen(&app, order.order).await.expect("answered"), Reopened::Paid);
        assert_eq!(app.order(order.order).await.state, OrderState::Confirmed);
        assert!(matches!(state_of(&app, cart).await, CartState::Ordered(_)));
        assert!(matches!(reopen(&app, order.order).await, Err(ReopenError::NotWaiting)));
    }

    async fn a_silent_gateway_keeps_the_order_and_its_word_opens_the_cart_later(app: TestApp) {
        let (cart, order) = waiting(&app).await;
        let gateway = app.test_gateway.clone().expect("test mode");
        gateway.faults.next(Call::EndSession, Fault::LostAnswer);
        assert!(matches!(reopen(&app, order.order).await, Err(ReopenError::Gateway)));
        assert!(matches!(state_of(&app, cart).await, CartState::Paying(_)), "not given away, not changed");
        let payment = app.order(order.order).await.payments[0].id;
        check_session(&app, payment).await.expect("asked");
        assert_eq!(state_of(&app, cart).await, CartState::Open);
    }

    async fn after_its_time_the_places_are_gone_and_may_be_taken_again(app: TestApp) {
        let (cart, order) = waiting(&app).await;
        app.advance_s(3_000);
        assert_eq!(reopen(&app, order.order).await.expect("answered"), Reopened::Cart(cart));
        assert_eq!(app.order(order.order).await.state, OrderState::Expired);
        assert_eq!(state_of(&app, cart).await, CartState::Expired);
    }
}
