//! Organizers change what they made: what is sold is protected, and nobody changes what is not theirs.

use boxoffice_app::both_databases;
use boxoffice_app::catalog::create_event::create_event;
use boxoffice_app::catalog::create_venue::create_venue;
use boxoffice_app::catalog::edit::EditError;
use boxoffice_app::catalog::edit_event::{draft_of, edit_event};
use boxoffice_app::catalog::edit_venue::edit_venue;
use boxoffice_app::catalog::end_event::{cancel_event, delete_event};
use boxoffice_app::catalog::performances::{
    add_performance, cancel_performance, postpone_performance, reschedule_performance,
};
use boxoffice_app::catalog::places::{add_places, change_capacity};
use boxoffice_app::catalog::publish::{checklist, publish_event};
use boxoffice_app::catalog::ticket_types::{add_ticket_type, edit_ticket_type, remove_ticket_type};
use boxoffice_app::search::{EventQuery, events};
use boxoffice_app::store::events::Event;
use boxoffice_app::testing::TestApp;
use boxoffice_domain::catalog::draft::{EventDraft, PerformanceDraft};
use boxoffice_domain::catalog::state::{EventState, PerformanceState};
use boxoffice_domain::catalog::ticket_type::TicketTypeDraft;
use boxoffice_domain::catalog::venue::VenueDraft;
use boxoffice_domain::ids::EventId;
use boxoffice_domain::time::Zone;

async fn event(app: &TestApp, id: EventId) -> Event {
    app.store.read().await.expect("read").find_event(id).await.expect("find").expect("the event")
}

fn code<T>(result: Result<T, EditError>) -> Option<&'static str> {
    result.err().map(|error| error.code())
}

both_databases! {
    async fn two_editors_never_overwrite_each_other(app: TestApp) {
        let organizer = app.organizer("Glass House").await;
        let made = app.standing_event(&organizer, 10, 0).await;
        let editor = organizer.editor();
        let before = event(&app, made.event).await;
        let draft = EventDraft { title: "Night of Gongs".into(), ..draft_of(&before) };
        let after = edit_event(&app, &editor, made.event, before.version, &draft).await.expect("edited");
        assert_eq!((after.title.as_str(), after.version), ("Night of Gongs", before.version + 1));
        assert_eq!(code(edit_event(&app, &editor, made.event, before.version, &draft).await), Some("edit_conflict"));
        let query = EventQuery { text: "gongs".into(), ..EventQuery::default() };
        assert_eq!(events(&app, &query).await.expect("found").events.len(), 1);
    }

    async fn nobody_changes_what_is_not_theirs(app: TestApp) {
        let owner = app.organizer("Mine").await;
        let other = app.organizer("Theirs").await.editor();
        let made = app.standing_event(&owner, 10, 0).await;
        let before = event(&app, made.event).await;
        let start = PerformanceDraft::at(app.clock.now());
        let kind = TicketTypeDraft::priced("Mine now", 0);
        for refused in [
            code(edit_event(&app, &other, made.event, 1, &draft_of(&before)).await),
            code(publish_event(&app, &other, made.event).await),
            code(cancel_event(&app, &other, made.event, "").await),
            code(delete_event(&app, &other, made.event).await),
            code(add_performance(&app, &other, made.event, start).await),
            code(cancel_performance(&app, &other, made.performances[0]).await),
            code(add_ticket_type(&app, &other, made.event, &kind).await),
            code(remove_ticket_type(&app, &other, made.event, made.ticket_types[0]).await),
            code(add_places(&app, &other, made.event, "Pit standing 5").await),
        ] {
            assert_eq!(refused, Some("no_such_event"));
        }
        assert_eq!(event(&app, made.event).await.version, before.version);
    }

    async fn a_further_performance_has_the_same_places(app: TestApp) {
        let organizer = app.organizer("Glass House").await;
        let made = app.seated_event(&organizer, "Stalls, rows A–C, 10 seats; Pit standing 40", 4_200).await;
        let editor = organizer.editor();
        let later = event(&app, made.event).await.starts_at.expect("a start").plus_s(86_400);
        let added = add_performance(&app, &editor, made.event, PerformanceDraft::at(later)).await.expect("added");
        let mut tx = app.store.read().await.expect("read");
        let areas = tx.list_areas_of(&[added]).await.expect("areas");
        assert_eq!(areas.iter().map(|area| area.capacity).collect::<Vec<_>>(), [30, 40]);
        assert_eq!(tx.count_seats(added).await.expect("seats"), 30);
        assert_eq!(tx.list_ticket_type_areas(made.event).await.expect("allowed").len(), 4);
        drop(tx);
        assert_eq!(event(&app, made.event).await.ends_at, Some(later));
    }

    async fn performances_are_moved_put_off_and_called_off(app: TestApp) {
        let organizer = app.organizer("Glass House").await;
        let made = app.standing_event(&organizer, 10, 0).await;
        let (editor, first) = (organizer.editor(), made.performances[0]);
        let state = async || {
            let found = app.store.read().await.expect("read").find_performance(first).await.expect("find");
            found.expect("the performance").state
        };
        postpone_performance(&app, &editor, first).await.expect("postponed");
        assert_eq!((state().await, event(&app, made.event).await.starts_at), (PerformanceState::Postponed, None));
        let again = app.clock.now().plus_s(90 * 86_400);
        reschedule_performance(&app, &editor, first, PerformanceDraft::at(again)).await.expect("rescheduled");
        assert_eq!((state().await, event(&app, made.event).await.starts_at), (PerformanceState::Scheduled, Some(again)));
        cancel_performance(&app, &editor, first).await.expect("cancelled");
        assert_eq!(code(postpone_performance(&app, &editor, first).await), Some("performance_cancelled"));
    }

    async fn capacity_follows_and_ticket_types_come_and_go(app: TestApp) {
        let organizer = app.organizer("Glass House").await;
        let made = app.standing_event(&organizer, 10, 1_000).await;
        let editor = organizer.editor();
        let area = {
            let mut tx = app.store.read().await.expect("read");
            tx.list_areas_of_event(made.event).await.expect("areas").remove(0)
        };
        let change = |capacity| change_capacity(&app, &editor, made.event, area.performance_id, area.area_id, capacity);
        change(25).await.expect("more places");
        assert_eq!(code(change(0).await), Some("invalid"));
        let student = TicketTypeDraft { quantity: Some(5), ..TicketTypeDraft::priced("Student", 400) };
        let id = add_ticket_type(&app, &editor, made.event, &student).await.expect("added");
        assert_eq!(code(add_ticket_type(&app, &editor, made.event, &student).await), Some("invalid"));
        assert_eq!(event(&app, made.event).await.price_from_minor, Some(400));
        let dearer = TicketTypeDraft { fee_minor: 50, ..student };
        edit_ticket_type(&app, &editor, made.event, id, &dearer).await.expect("edited");
        assert_eq!(event(&app, made.event).await.price_from_minor, Some(450));
        remove_ticket_type(&app, &editor, made.event, id).await.expect("removed");
        assert_eq!(event(&app, made.event).await.price_from_minor, Some(1_000));
        let mut tx = app.store.read().await.expect("read");
        assert!(tx.list_quotas(made.event).await.expect("quotas").is_empty());
        drop(tx);
        add_places(&app, &editor, made.event, "Balcony, rows A-B, 5 seats").await.expect("more areas");
        assert_eq!(code(add_places(&app, &editor, made.event, "Balcony standing 5").await), Some("invalid"));
        let mut tx = app.store.read().await.expect("read");
        assert_eq!(tx.list_ticket_type_areas(made.event).await.expect("allowed").len(), 2);
    }

    async fn a_draft_is_published_once_nothing_is_missing(app: TestApp) {
        let organizer = app.organizer("Glass House").await;
        let editor = organizer.editor();
        let draft = EventDraft { title: "Plain".into(), ..EventDraft::default() };
        let made = create_event(&app, &editor, organizer.organization, &draft).await.expect("created");
        assert_eq!(code(publish_event(&app, &editor, made.event).await), Some("nothing_to_sell"));
        add_places(&app, &editor, made.event, "Hall standing 30").await.expect("places");
        add_ticket_type(&app, &editor, made.event, &TicketTypeDraft::priced("Entry", 500)).await.expect("type");
        assert_eq!(checklist(&app, made.event).await.expect("checked"), []);
        publish_event(&app, &editor, made.event).await.expect("published");
        assert_eq!(event(&app, made.event).await.state, EventState::Published);
    }

    async fn an_event_ends_cancelled_or_deleted(app: TestApp) {
        let organizer = app.organizer("Glass House").await;
        let editor = organizer.editor();
        let (cancelled, deleted) =
            (app.standing_event(&organizer, 10, 0).await, app.standing_event(&organizer, 10, 0).await);
        cancel_event(&app, &editor, cancelled.event, "The singer is ill").await.expect("cancelled");
        assert_eq!(event(&app, cancelled.event).await.state, EventState::Cancelled);
        assert_eq!(code(publish_event(&app, &editor, cancelled.event).await), Some("event_cancelled"));
        delete_event(&app, &editor, deleted.event).await.expect("deleted");
        assert_eq!(code(publish_event(&app, &editor, deleted.event).await), Some("no_such_event"));
        assert!(events(&app, &EventQuery::default()).await.expect("found").events.is_empty());
        let mut tx = app.store.read().await.expect("read");
        let left = tx.list_events_of(organizer.organization, None, 10).await.expect("listed");
        assert_eq!(left.len(), 1);
    }

    async fn a_new_zone_leaves_every_time_as_it_stands(app: TestApp) {
        let organizer = app.organizer("Glass House").await;
        let editor = organizer.editor();
        let (utc, vienna) = (Zone::utc(), Zone::named("Europe/Vienna").expect("a zone"));
        let at = |zone: &Zone, text: &str| Some(zone.local(text).expect("a time"));
        let mut draft = EventDraft::standing("Operetta", 10, 1_000);
        draft.time_zone = "UTC".into();
        draft.performances = vec![PerformanceDraft {
            starts_at: at(&utc, "2027-05-01T19:30"),
            ends_at: at(&utc, "2027-05-01T22:00"),
            doors_at: at(&utc, "2027-05-01T19:00"),
        }];
        draft.ticket_types[0].sale_opens_at = at(&utc, "2027-01-10T10:00");
        let made = create_event(&app, &editor, organizer.organization, &draft).await.expect("created");
        let before = event(&app, made.event).await;
        let moved = EventDraft { time_zone: "Europe/Vienna".into(), ..draft_of(&before) };
        edit_event(&app, &editor, made.event, before.version, &moved).await.expect("edited");
        let mut tx = app.store.read().await.expect("read");
        let performance = tx.find_performance(made.performances[0]).await.expect("find").expect("there");
        assert_eq!(performance.starts_at, at(&vienna, "2027-05-01T19:30"));
        assert_eq!(performance.ends_at, at(&vienna, "2027-05-01T22:00"));
        assert_eq!(performance.doors_at, at(&vienna, "2027-05-01T19:00"));
        let types = tx.list_ticket_types(made.event).await.expect("types");
        assert_eq!(types[0].sale_opens_at, at(&vienna, "2027-01-10T10:00"));
        drop(tx);
        assert_eq!(event(&app, made.event).await.starts_at, at(&vienna, "2027-05-01T19:30"));
    }

    async fn a_venue_fills_in_what_an_event_leaves_empty(app: TestApp) {
        let organizer = app.organizer("Glass House").await;
        let editor = organizer.editor();
        let hall = VenueDraft {
            name: "Hall".into(),
            city: "Lisboa".into(),
            country: "Portugal".into(),
            time_zone: "Europe/Lisbon".into(),
            ..VenueDraft::default()
        };
        let venue = create_venue(&app, &editor, organizer.organization, &hall).await.expect("created");
        let draft = EventDraft { venue: Some(venue), ..EventDraft::standing("Fado", 40, 0) };
        let made = create_event(&app, &editor, organizer.organization, &draft).await.expect("created");
        let event = event(&app, made.event).await;
        assert_eq!((event.city.as_str(), event.time_zone.as_str()), ("Lisboa", "Europe/Lisbon"));
        let other = app.organizer("Theirs").await;
        assert!(edit_venue(&app, &other.editor(), venue, &hall).await.is_err());
        assert!(create_event(&app, &other.editor(), other.organization, &draft).await.is_err());
        edit_venue(&app, &editor, venue, &VenueDraft { name: "Old Hall".into(), ..hall }).await.expect("edited");
    }
}
