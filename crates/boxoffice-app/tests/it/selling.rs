//! Holding and buying, told once and run on both databases.

use boxoffice_app::both_databases;
use boxoffice_app::orders::{CaptureOutcome, CheckoutError, OrderState};
use boxoffice_app::selling::{
    CartState, HoldError, availability_now, expire_due, extend, find_cart, release, retake,
};
use boxoffice_app::testing::sales::guest;
use boxoffice_domain::inventory::{HoldOver, HoldRefusal};
use boxoffice_domain::payment::PaymentState;

both_databases! {
    async fn a_hold_takes_places_and_its_end_gives_them_back(app: TestApp) {
        let organizer = app.organizer("Bell Tower").await;
        let event = app.standing_event(&organizer, 3, 1_000).await;
        let held = app.hold_count(&event, 2).await.expect("held");
        assert_eq!(held.total.minor, 2_000);
        assert!(matches!(
            app.hold_count(&event, 2).await,
            Err(HoldError::Refused(HoldRefusal::AllHeld { left: 1 }))
        ));
        app.advance_s(601);
        assert_eq!(expire_due(&app).await.expect("swept"), 1);
        app.hold_count(&event, 3).await.expect("the places are back");
        let view = availability_now(&app, event.event).await.expect("read").expect("event");
        assert_eq!((view.capacity, view.held, view.sold, view.available), (3, 3, 0, 0));
    }

    async fn a_released_hold_is_free_at_once_and_releasing_again_is_no_error(app: TestApp) {
        let organizer = app.organizer("Bell Tower").await;
        let event = app.standing_event(&organizer, 2, 0).await;
        let held = app.hold_count(&event, 2).await.expect("held");
        release(&app, &guest(), held.cart, None).await.expect("released");
        release(&app, &guest(), held.cart, None).await.expect("released again");
        app.hold_count(&event, 2).await.expect("held by the next");
    }

    async fn a_seat_has_one_holder(app: TestApp) {
        let organizer = app.organizer("Glass House").await;
        let event = app.seated_event(&organizer, "Stalls, rows A-B, 3 seats", 2_500).await;
        let seats = app.seats(event.performances[0]).await;
        app.hold_seats(&event, &seats[..2]).await.expect("held");
        let refused = app.hold_seats(&event, &seats[1..3]).await;
        assert!(
            matches!(&refused, Err(HoldError::Refused(HoldRefusal::SeatTaken { seat, .. })) if *seat == seats[1]),
            "{refused:?}"
        );
        app.hold_seats(&event, &seats[2..3]).await.expect("the neighbour was not disturbed");
    }

    async fn a_number_in_a_seated_area_means_seats_together(app: TestApp) {
        let organizer = app.organizer("Glass House").await;
        let event = app.seated_event(&organizer, "Stalls, rows A-B, 4 seats", 2_500).await;
        let seats = app.seats(event.performances[0]).await;
        app.hold_seats(&event, &seats[..2]).await.expect("held");
        let held = app.hold_count(&event, 3).await.expect("held together");
        let cart = find_cart(&app, held.cart).await.expect("read").expect("cart");
        let rows: Vec<_> = cart.holds[0].lines.iter().filter_map(|line| line.seat.as_ref()).map(|s| s.row.as_str()).collect();
        assert_eq!(rows, ["B", "B", "B"]);
    }

    async fn time_can_be_extended_twice_and_not_a_third_time(app: TestApp) {
        let organizer = app.organizer("Bell Tower").await;
        let event = app.standing_event(&organizer, 2, 0).await;
        let held = app.hold_count(&event, 1).await.expect("held");
        app.advance_s(590);
        assert_eq!(extend(&app, &guest(), held.cart).await.expect("more time"), app.clock.now().plus_s(300));
        app.advance_s(290);
        extend(&app, &guest(), held.cart).await.expect("more time");
        assert_eq!(extend(&app, &guest(), held.cart).await.expect_err("refused").code(), "no_more_time");
        app.advance_s(301);
        assert_eq!(extend(&app, &guest(), held.cart).await.expect_err("refused").code(), "hold_expired");
    }

    async fn an_expired_cart_takes_the_same_or_the_nearest_seats_again(app: TestApp) {
        let organizer = app.organizer("Glass House").await;
        let event = app.seated_event(&organizer, "Stalls, rows A-B, 4 seats", 2_500).await;
        let seats = app.seats(event.performances[0]).await;
        let held = app.hold_seats(&event, &seats[1..3]).await.expect("held");
        app.advance_s(601);
        expire_due(&app).await.expect("swept");
        app.hold_seats(&event, &seats[2..3]).await.expect("somebody else takes one");
        let cart = find_cart(&app, held.cart).await.expect("read").expect("cart");
        assert_eq!(cart.state, CartState::Expired);
        assert!(matches!(app.check_out(held.cart).await, Err(CheckoutError::Over(HoldOver::Expired))));
        let again = retake(&app, &guest(), held.cart).await.expect("taken again");
        assert_eq!(again.moved.len(), 1);
        assert_eq!(again.held.cart, held.cart);
        let cart = find_cart(&app, held.cart).await.expect("read").expect("cart");
        assert_eq!((cart.state, cart.holds.len(), cart.holds[0].lines.len()), (CartState::Open, 1, 2));
        assert_eq!(retake(&app, &guest(), held.cart).await.expect_err("refused").code(), "nothing_expired");
    }

    async fn a_free_order_has_its_tickets_at_once(app: TestApp) {
        let organizer = app.organizer("Bell Tower").await;
        let event = app.standing_event(&organizer, 5, 0).await;
        let order = app.buy(&event, 2).await;
        assert_eq!(order.state, OrderState::Confirmed);
        assert_eq!(order.lines.iter().filter(|line| line.ticket.is_some()).count(), 2);
        let view = availability_now(&app, event.event).await.expect("read").expect("event");
        assert_eq!((view.held, view.sold), (0, 2));
    }

    async fn a_paid_order_has_its_tickets_with_the_capture_however_often_it_is_told(app: TestApp) {
        let organizer = app.organizer("Bell Tower").await;
        let event = app.standing_event(&organizer, 5, 1_500).await;
        let held = app.hold_count(&event, 2).await.expect("held");
        let made = app.check_out(held.cart).await.expect("checked out");
        assert!(made.pay_url.is_some());
        app.advance_s(700);
        expire_due(&app).await.expect("swept");
        assert_eq!(app.order(made.order).await.state, OrderState::Pending, "not given away under payment");
        assert_eq!(app.pay(made.order).await, CaptureOutcome::Confirmed(made.order));
        assert_eq!(app.pay(made.order).await, CaptureOutcome::Known);
        let order = app.order(made.order).await;
        assert_eq!(order.state, OrderState::Confirmed);
        assert_eq!(order.payments[0].state, PaymentState::Captured);
        assert_eq!(order.lines.iter().filter_map(|line| line.ticket.as_ref()).count(), 2);
    }

    async fn checkout_asks_again_when_the_price_changed(app: TestApp) {
        let organizer = app.organizer("Bell Tower").await;
        let event = app.standing_event(&organizer, 5, 1_500).await;
        let held = app.hold_count(&event, 2).await.expect("held");
        let mut checkout = boxoffice_app::testing::sales::guest_checkout(held.cart);
        checkout.accepted_total_minor = Some(2_999);
        let refused = boxoffice_app::orders::checkout(&app, &guest(), checkout.clone()).await;
        assert!(
            matches!(refused, Err(CheckoutError::PriceChanged { was_minor: 2_999, now_minor: 3_000, .. })),
            "{refused:?}"
        );
        checkout.accepted_total_minor = Some(3_000);
        boxoffice_app::orders::checkout(&app, &guest(), checkout).await.expect("accepted");
    }
}
