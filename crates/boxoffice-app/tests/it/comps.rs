//! Tickets that organizers give away: no money, a reason, and only by those who manage the event.

use boxoffice_app::accounts::{Principal, Role};
use boxoffice_app::audit::audit;
use boxoffice_app::both_databases;
use boxoffice_app::catalog::create_event::Created;
use boxoffice_app::orders::{
    CancelBy, Checkout, CompError, Method, NewComp, OrderState, cancel, checkout, give_comps,
};
use boxoffice_app::testing::TestApp;
use boxoffice_app::testing::sales::{guest, guest_checkout};
use boxoffice_domain::inventory::HoldRefusal;
use boxoffice_domain::order_money::OrderMoney;
use futures_util::future::join_all;

fn comp(event: &Created, quantity: u32) -> NewComp {
    NewComp {
        performance: event.performances[0],
        ticket_type: event.ticket_types[0],
        quantity,
        name: "Ada Example".into(),
        email: "ada@example.org".into(),
        locale: "en".into(),
        reason: "press".into(),
    }
}

async fn is_sound(app: &TestApp) {
    app.run_work().await;
    let checked = audit(app).await.expect("the audit runs");
    let broken: Vec<_> = checked.into_iter().filter(|check| !check.findings.is_empty()).collect();
    assert!(broken.is_empty(), "{broken:?}");
}

both_databases! {
    async fn comps_cost_nothing_take_places_and_keep_their_reason(app: TestApp) {
        let organizer = app.organizer("Bell Tower").await;
        let event = app.seated_event(&organizer, "Stalls, row A, 3 seats", 2_500).await;
        let owner = &organizer.principal;
        let order = give_comps(&app, owner, &guest(), event.event, &comp(&event, 2)).await.expect("given");
        let order = app.order(order).await;
        assert_eq!((order.state, order.method, order.total.minor), (OrderState::Confirmed, Method::Comp, 0));
        assert_eq!((order.money(), order.comp_reason.as_deref()), (OrderMoney::Free, Some("press")));
        assert_eq!((order.live_lines().count(), app.seats(event.performances[0]).await.len()), (2, 1));
        let full = give_comps(&app, owner, &guest(), event.event, &comp(&event, 2)).await;
        assert!(matches!(full, Err(CompError::Refused(HoldRefusal::Full { .. }))), "{full:?}");
        is_sound(&app).await;
        cancel(&app, &guest(), order.id, CancelBy::Organizer, "ill").await.expect("cancelled");
        assert_eq!(app.seats(event.performances[0]).await.len(), 3);
        is_sound(&app).await;
    }

    async fn the_last_places_are_given_away_once(app: TestApp) {
        let organizer = app.organizer("Bell Tower").await;
        let event = app.standing_event(&organizer, 5, 2_500).await;
        let wish = comp(&event, 1);
        let (owner, actor) = (&organizer.principal, guest());
        let given = join_all((0..12).map(|_| give_comps(&app, owner, &actor, event.event, &wish))).await;
        assert_eq!(given.iter().filter(|given| given.is_ok()).count(), 5);
        is_sound(&app).await;
    }

    async fn only_those_who_manage_the_event_give_and_say_why(app: TestApp) {
        let organizer = app.organizer("Bell Tower").await;
        let event = app.standing_event(&organizer, 50, 2_500).await;
        let other = app.organizer("Other House").await;
        let foreign = app.standing_event(&other, 50, 2_500).await;
        let clerk = Principal {
            memberships: vec![(organizer.organization, Role::BoxOffice)],
            ..app.attendee("clerk@example.org").await
        };
        for who in [&clerk, &other.principal] {
            let refused = give_comps(&app, who, &guest(), event.event, &comp(&event, 1)).await;
            assert!(matches!(refused, Err(CompError::NotFound)), "{refused:?}");
        }
        let owner = &organizer.principal;
        let smuggled = give_comps(&app, owner, &guest(), event.event, &comp(&foreign, 1)).await;
        assert!(matches!(smuggled, Err(CompError::NotFound)), "{smuggled:?}");
        for (new, code) in [
            (NewComp { name: " ".into(), ..comp(&event, 1) }, "bad_name"),
            (NewComp { email: "nowhere".into(), ..comp(&event, 1) }, "bad_email"),
            (NewComp { reason: " ".into(), ..comp(&event, 1) }, "comp_no_reason"),
            (comp(&event, 0), "comp_bad_quantity"),
            (comp(&event, 21), "comp_bad_quantity"),
        ] {
            let refused = give_comps(&app, owner, &guest(), event.event, &new).await;
            assert_eq!(refused.map_err(|error| error.code()), Err(code));
        }
    }

    async fn no_buyer_can_ask_for_a_comp(app: TestApp) {
        let organizer = app.organizer("Bell Tower").await;
        let event = app.standing_event(&organizer, 10, 2_500).await;
        let held = app.hold_count(&event, 1).await.expect("held");
        let wish = Checkout { method: Method::Comp, ..guest_checkout(held.cart) };
        let made = checkout(&app, &guest(), wish).await.expect("checked out");
        assert_eq!(made.state, OrderState::Pending);
        assert_eq!(app.order(made.order).await.method, Method::Gateway);
    }
}
