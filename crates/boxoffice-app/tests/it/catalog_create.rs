//! An organizer creates events: everything that is sold comes with them, at once and exactly.

use boxoffice_app::both_databases;
use boxoffice_app::catalog::create_event::{CreateEventError, create_event};
use boxoffice_domain::catalog::draft::{EventDraft, PerformanceDraft};
use boxoffice_domain::catalog::state::EventState;
use boxoffice_domain::catalog::ticket_type::{QuotaDraft, TicketTypeDraft};

both_databases! {
    async fn a_seated_event_has_every_seat_of_every_performance(app: TestApp) {
        let organizer = app.organizer("Glass House").await;
        let starts_at = app.clock.now().plus_s(86_400);
        let draft = EventDraft {
            title: "The Glass Orchard".into(),
            places: "Stalls, rows A–R, 24 seats; Floor standing 500".into(),
            performances: vec![PerformanceDraft::at(starts_at), PerformanceDraft::at(starts_at.plus_s(86_400))],
            ticket_types: vec![
                TicketTypeDraft { areas: vec!["Stalls".into()], ..TicketTypeDraft::priced("Adult", 4_200) },
                TicketTypeDraft { quantity: Some(50), ..TicketTypeDraft::priced("Student", 2_100) },
            ],
            quotas: vec![QuotaDraft { name: "All".into(), capacity: 900, ticket_types: vec![0, 1] }],
            ..EventDraft::default()
        };
        let created = create_event(&app, &organizer.editor(), organizer.organization, &draft).await.expect("created");
        assert_eq!(created.slug, "the-glass-orchard");

        let mut tx = app.store.read().await.expect("read");
        let event = tx.find_event(created.event).await.expect("find").expect("event");
        assert_eq!((event.state, event.price_from_minor), (EventState::Draft, Some(2_100)));
        assert_eq!(event.starts_at, Some(starts_at));
        let areas = tx.list_areas_of_event(created.event).await.expect("areas");
        let capacities: Vec<i64> = areas.iter().map(|area| area.capacity).collect();
        assert_eq!(capacities, [432, 500, 432, 500]);
        assert_eq!(tx.list_ticket_type_areas(created.event).await.expect("allowed").len(), 6);
        let quotas = tx.list_quotas(created.event).await.expect("quotas");
        assert_eq!(quotas.iter().map(|quota| quota.capacity).sum::<i64>(), 2 * (50 + 900));
        assert_eq!(tx.list_performances(created.event).await.expect("performances").len(), 2);
    }

    async fn twenty_thousand_seats_are_one_request(app: TestApp) {
        let organizer = app.organizer("Arena").await;
        let created = app.seated_event(&organizer, "Bowl, rows 1-100, 200 seats", 5_000).await;
        let mut tx = app.store.read().await.expect("read");
        let areas = tx.list_areas_of_event(created.event).await.expect("areas");
        assert_eq!(areas[0].capacity, 20_000);
        assert_eq!(tx.count_seats(created.performances[0]).await.expect("count"), 20_000);
    }

    async fn the_same_title_gets_another_address(app: TestApp) {
        let organizer = app.organizer("Glass House").await;
        let first = app.standing_event(&organizer, 10, 0).await;
        let second = app.standing_event(&organizer, 10, 0).await;
        let third = app.standing_event(&organizer, 10, 0).await;
        assert_eq!(first.slug, "night-of-bells");
        assert_eq!(second.slug, "night-of-bells-2027");
        assert!(third.slug.starts_with("night-of-bells-2027-"), "{}", third.slug);
    }

    async fn another_organizations_name_cannot_be_used(app: TestApp) {
        let mine = app.organizer("Mine").await;
        let theirs = app.organizer("Theirs").await;
        let draft = EventDraft::standing("Night of Bells", 10, 0);
        let refused = create_event(&app, &mine.editor(), theirs.organization, &draft).await;
        assert!(matches!(refused, Err(CreateEventError::NotYours)));
    }

    async fn an_event_without_anything_to_sell_is_not_published(app: TestApp) {
        let organizer = app.organizer("Mine").await;
        let draft = EventDraft { title: "Empty".into(), publish: true, ..EventDraft::default() };
        let refused = create_event(&app, &organizer.editor(), organizer.organization, &draft).await;
        assert_eq!(refused.err().map(|error| error.code()), Some("nothing_to_sell"));
    }
}
