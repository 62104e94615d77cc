//! Orders after checkout: late money, cancelling, the box office, the door. On both databases.

use boxoffice_app::both_databases;
use boxoffice_app::orders::{
    CancelBy, CancelError, CaptureOutcome, CheckedIn, Method, OrderState, cancel, captured, check_in,
    checkout, expire_due_orders, mark_paid, session_over,
};
use boxoffice_app::selling::availability_now;
use boxoffice_app::testing::fixtures::dated;
use boxoffice_app::testing::sales::{capture_of, guest, guest_checkout};
use boxoffice_domain::catalog::draft::EventDraft;
use boxoffice_domain::payment::{RefundState, TakenAs};
use boxoffice_domain::ticket::TicketState;

both_databases! {
    async fn late_money_takes_the_same_places_again_or_goes_back(app: TestApp) {
        let organizer = app.organizer("Bell Tower").await;
        let event = app.standing_event(&organizer, 2, 1_500).await;
        let mut late = Vec::new();
        for _ in 0..2 {
            let held = app.hold_count(&event, 1).await.expect("held");
            let made = app.check_out(held.cart).await.expect("checked out");
            let capture = capture_of(&app, made.order).await;
            session_over(&app, app.order(made.order).await.payments[0].id).await.expect("over");
            assert_eq!(app.order(made.order).await.state, OrderState::Expired);
            late.push((made.order, capture));
        }
        app.hold_count(&event, 1).await.expect("one place goes to somebody else");
        let (first, second) = (late[0].0, late[1].0);
        assert_eq!(captured(&app, &late[0].1).await.expect("told"), CaptureOutcome::Retaken(first));
        assert_eq!(captured(&app, &late[1].1).await.expect("told"), CaptureOutcome::Refunding(second));
        assert_eq!(captured(&app, &late[1].1).await.expect("told"), CaptureOutcome::Known);
        assert_eq!(app.order(first).await.state, OrderState::Confirmed);
        let second = app.order(second).await;
        assert_eq!((second.state, second.refunds.len()), (OrderState::Expired, 1));
        assert_eq!(second.refunds[0].amount, second.total);
        let view = availability_now(&app, event.event).await.expect("read").expect("event");
        assert_eq!((view.sold, view.held), (1, 1));
    }

    async fn the_buyer_cancels_within_the_policy_and_the_places_return(app: TestApp) {
        let organizer = app.organizer("Bell Tower").await;
        let mut draft = dated(EventDraft::standing("Fair", 2, 1_500));
        draft.publish = true;
        draft.cancel_until_s = Some(86_400);
        let event = app.event(&organizer, &draft).await;
        let order = app.buy(&event, 2).await;
        assert!(order.buyer_may_cancel(app.clock.now()), "{:?}", order.cancel_until);
        let cancelled = cancel(&app, &guest(), order.id, CancelBy::Buyer, "changed_mind").await.expect("cancelled");
        assert_eq!((cancelled.refund_minor, cancelled.refund.is_some(), cancelled.done), (3_000, true, true));
        let after = app.order(order.id).await;
        assert_eq!(after.state, OrderState::Cancelled);
        assert_eq!(after.refunds[0].state, RefundState::Wanted);
        assert!(after.lines.iter().all(|line| line.ticket.as_ref().is_some_and(|t| t.state == TicketState::Void)));
        let view = availability_now(&app, event.event).await.expect("read").expect("event");
        assert_eq!((view.sold, view.held, view.available), (0, 0, 2));
        let again = cancel(&app, &guest(), order.id, CancelBy::Buyer, "changed_mind").await;
        assert!(matches!(again, Err(CancelError::Ended)));
    }

    async fn a_ticket_lets_in_once_and_a_used_order_stays(app: TestApp) {
        let organizer = app.organizer("Bell Tower").await;
        let event = app.standing_event(&organizer, 2, 0).await;
        let order = app.buy(&event, 1).await;
        let ticket = order.lines[0].ticket.as_ref().expect("issued").id;
        let door = organizer.principal.actor("127.0.0.1");
        let first = check_in(&app, &door, event.event, ticket, "North").await.expect("scanned");
        assert!(matches!(first, CheckedIn::Valid { .. }));
        app.advance_s(60);
        let second = check_in(&app, &door, event.event, ticket, "South").await.expect("scanned");
        assert_eq!(second, CheckedIn::Used { at: app.clock.now().plus_s(-60), gate: "North".into() });
        let refused = cancel(&app, &door, order.id, CancelBy::Organizer, "mistake").await;
        assert!(matches!(refused, Err(CancelError::Used)));
    }

    async fn a_void_ticket_and_one_of_another_event_are_refused(app: TestApp) {
        let organizer = app.organizer("Bell Tower").await;
        let event = app.standing_event(&organizer, 2, 0).await;
        let other = app.standing_event(&organizer, 2, 0).await;
        let order = app.buy(&event, 1).await;
        let ticket = order.lines[0].ticket.as_ref().expect("issued").id;
        let door = organizer.principal.actor("127.0.0.1");
        let elsewhere = check_in(&app, &door, other.event, ticket, "North").await.expect("scanned");
        assert_eq!(elsewhere, CheckedIn::Invalid { reason: "other_event" });
        cancel(&app, &door, order.id, CancelBy::Organizer, "mistake").await.expect("cancelled");
        let void = check_in(&app, &door, event.event, ticket, "North").await.expect("scanned");
        assert_eq!(void, CheckedIn::Invalid { reason: "void" });
    }

    async fn box_office_orders_keep_their_places_until_the_deadline(app: TestApp) {
        let organizer = app.organizer("Bell Tower").await;
        let mut draft = dated(EventDraft::standing("Fair", 3, 900));
        draft.publish = true;
        draft.box_office = true;
        let event = app.event(&organizer, &draft).await;
        let mut orders = Vec::new();
        for _ in 0..2 {
            let held = app.hold_count(&event, 1).await.expect("held");
            let mut form = guest_checkout(held.cart);
            form.method = Method::BoxOffice;
            orders.push(checkout(&app, &guest(), form).await.expect("placed").order);
        }
        mark_paid(&app, &organizer.principal.actor("-"), orders[0], TakenAs::Cash).await.expect("paid in person");
        assert_eq!(app.order(orders[0]).await.state, OrderState::Confirmed);
        app.advance_s(8 * 86_400);
        assert_eq!(expire_due_orders(&app).await.expect("swept"), 1);
        assert_eq!(app.order(orders[1]).await.state, OrderState::Expired);
        let view = availability_now(&app, event.event).await.expect("read").expect("event");
        assert_eq!((view.sold, view.held), (1, 0));
    }
}
