//! What is sold is protected while an event changes, and undone when it is called off.

use boxoffice_app::activity::Actor;
use boxoffice_app::both_databases;
use boxoffice_app::catalog::create_event::Created;
use boxoffice_app::catalog::edit::EditError;
use boxoffice_app::catalog::edit_event::{draft_of, edit_event};
use boxoffice_app::catalog::end_event::{cancel_event, delete_event};
use boxoffice_app::catalog::performances::cancel_performance;
use boxoffice_app::catalog::places::change_capacity;
use boxoffice_app::catalog::ticket_types::remove_ticket_type;
use boxoffice_app::jobs::Job;
use boxoffice_app::jobs::run_due;
use boxoffice_app::orders::call_off::CancelEventOrders;
use boxoffice_app::orders::call_off::CancelPerformanceOrders;
use boxoffice_app::orders::{Checkout, Method, OrderKey, OrderState, checkout, find_order};
use boxoffice_app::selling::{Choice, HoldRequest, Item, hold};
use boxoffice_app::testing::TestApp;
use boxoffice_domain::catalog::draft::EventDraft;
use boxoffice_domain::ids::OrderId;

/// Somebody orders free tickets.
async fn order(app: &TestApp, event: &Created, quantity: u32) -> OrderId {
    let actor = Actor::buyer("127.0.0.1");
    let item = Item { ticket_type: event.ticket_types[0], choice: Choice::Count { area: None, quantity } };
    let request = HoldRequest {
        performance: event.performances[0],
        items: vec![item],
        cart: None,
        account: None,
        id: None,
    };
    let held = hold(app, &actor, request).await.expect("held");
    let wanted = Checkout {
        cart: held.cart,
        account: None,
        name: "Ada Example".into(),
        email: "ada@example.org".into(),
        attendees: Vec::new(),
        locale: "en".into(),
        method: Method::Free,
        terms_accepted: true,
        accepted_total_minor: None,
        id: None,
    };
    checkout(app, &actor, wanted).await.expect("ordered").order
}

async fn state(app: &TestApp, order: OrderId) -> OrderState {
    find_order(app, OrderKey::Id(order)).await.expect("find").expect("the order").state
}

fn code<T>(result: Result<T, EditError>) -> Option<&'static str> {
    result.err().map(|error| error.code())
}

both_databases! {
    async fn what_is_sold_stays_as_it_was_sold(app: TestApp) {
        let organizer = app.organizer("Glass House").await;
        let editor = organizer.editor();
        let made = app.standing_event(&organizer, 10, 0).await;
        order(&app, &made, 4).await;
        let (event, area) = {
            let mut tx = app.store.read().await.expect("read");
            let event = tx.find_event(made.event).await.expect("find").expect("the event");
            (event, tx.list_areas_of_event(made.event).await.expect("areas").remove(0))
        };
        let fewer = change_capacity(&app, &editor, made.event, area.performance_id, area.area_id, 3).await;
        assert_eq!(code(fewer), Some("capacity_below_sold"));
        let other_money = EventDraft { currency: "PLN".into(), ..draft_of(&event) };
        assert_eq!(
            code(edit_event(&app, &editor, made.event, event.version, &other_money).await),
            Some("currency_locked")
        );
        let other_zone = EventDraft { time_zone: "UTC".into(), ..draft_of(&event) };
        assert_eq!(
            code(edit_event(&app, &editor, made.event, event.version, &other_zone).await),
            Some("time_zone_locked")
        );
        let removed = remove_ticket_type(&app, &editor, made.event, made.ticket_types[0]).await;
        assert_eq!(code(removed), Some("ticket_type_sold"));
        assert_eq!(code(delete_event(&app, &editor, made.event).await), Some("event_sold"));
        change_capacity(&app, &editor, made.event, area.performance_id, area.area_id, 4).await.expect("exactly sold");
    }

    async fn calling_off_cancels_the_orders(app: TestApp) {
        let organizer = app.organizer("Glass House").await;
        let editor = organizer.editor();
        let whole = app.standing_event(&organizer, 10, 0).await;
        let evening = app.standing_event(&organizer, 10, 0).await;
        let (first, second) = (order(&app, &whole, 2).await, order(&app, &evening, 2).await);
        cancel_event(&app, &editor, whole.event, "The singer is ill").await.expect("called off");
        cancel_performance(&app, &editor, evening.performances[0]).await.expect("called off");
        while run_due(&app).await.expect("jobs run") > 0 {}
        assert_eq!(state(&app, first).await, OrderState::Cancelled);
        assert_eq!(state(&app, second).await, OrderState::Cancelled);
        // Both jobs may run again after a crash: what is cancelled stays as it is.
        CancelEventOrders { event: whole.event }.run(&app).await.expect("nothing left");
        let performance = evening.performances[0];
        CancelPerformanceOrders { performance }.run(&app).await.expect("nothing left");
        assert_eq!(state(&app, first).await, OrderState::Cancelled);
        assert_eq!(state(&app, second).await, OrderState::Cancelled);
    }
}
