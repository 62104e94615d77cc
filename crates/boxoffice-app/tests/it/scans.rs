//! The door: one ticket lets one person in once, whoever scans it, and only their own staff may.

use boxoffice_app::admission::{
    ScanError, ScanResult, Scanned, find_door_event, list_door_events, scan, scan_any,
};
use boxoffice_app::both_databases;
use boxoffice_app::reports::list_activity;
use boxoffice_app::testing::TestApp;
use boxoffice_app::testing::fixtures::Organizer;
use boxoffice_domain::ids::EventId;

async fn read(app: &TestApp, organizer: &Organizer, event: EventId, text: &str, gate: &str) -> Scanned {
    scan(app, &organizer.principal, "127.0.0.1", event, text, gate).await.expect("an answer")
}

both_databases! {
    async fn a_ticket_is_valid_once_and_then_used_when_and_where(app: TestApp) {
        let organizer = app.organizer("Bell Tower").await;
        let event = app.standing_event(&organizer, 10, 0).await;
        let order = app.buy(&event, 2).await;
        let barcode = &order.lines[0].ticket.as_ref().expect("issued").barcode;
        let first = read(&app, &organizer, event.event, barcode, " North\n").await;
        let at = app.clock.now();
        assert!(matches!(first.result, ScanResult::Valid { .. }), "{first:?}");
        assert_eq!((first.counts.checked_in, first.counts.sold), (1, 2));
        assert_eq!(first.ticket.expect("ours").ticket_type, "Admission");
        app.advance_s(60);
        let again = read(&app, &organizer, event.event, &barcode.to_lowercase(), "South").await;
        assert_eq!(again.result, ScanResult::Used { at, gate: "North".into() });
        assert_eq!(again.counts.checked_in, 1);
    }

    async fn a_ticket_number_may_be_typed_in_either_spelling(app: TestApp) {
        let organizer = app.organizer("Bell Tower").await;
        let event = app.standing_event(&organizer, 10, 0).await;
        let order = app.buy(&event, 2).await;
        for (line, spelled) in order.lines.iter().zip([|id: boxoffice_domain::ids::TicketId| id.to_string(), |id: boxoffice_domain::ids::TicketId| id.uuid()]) {
            let id = line.ticket.as_ref().expect("issued").id;
            let scanned = read(&app, &organizer, event.event, &spelled(id), "").await;
            assert!(matches!(scanned.result, ScanResult::Valid { .. }), "{scanned:?}");
        }
    }

    async fn two_gates_at_the_same_instant_let_one_person_in(app: TestApp) {
        let organizer = app.organizer("Bell Tower").await;
        let event = app.standing_event(&organizer, 10, 0).await;
        let order = app.buy(&event, 1).await;
        let barcode = order.lines[0].ticket.as_ref().expect("issued").barcode.clone();
        let (north, south) = tokio::join!(
            read(&app, &organizer, event.event, &barcode, "North"),
            read(&app, &organizer, event.event, &barcode, "South"),
        );
        let valid = [&north, &south].iter().filter(|s| matches!(s.result, ScanResult::Valid { .. })).count();
        let used = [&north, &south].iter().filter(|s| matches!(s.result, ScanResult::Used { .. })).count();
        assert_eq!((valid, used), (1, 1), "{north:?} {south:?}");
    }

    async fn what_is_not_a_ticket_of_the_event_is_invalid(app: TestApp) {
        let organizer = app.organizer("Bell Tower").await;
        let event = app.standing_event(&organizer, 10, 0).await;
        let other = app.standing_event(&organizer, 10, 0).await;
        let elsewhere = app.buy(&other, 1).await.lines[0].ticket.as_ref().expect("issued").barcode.clone();
        let mut forged = elsewhere.clone();
        forged.replace_range(10..11, if &forged[10..11] == "A" { "B" } else { "A" });
        for text in ["", "hello", "https://example.org", "tkt_00000000000000000000000000", &forged, &"A".repeat(5_000)] {
            let scanned = read(&app, &organizer, event.event, text, "North").await;
            assert!(matches!(scanned.result, ScanResult::Invalid { .. }), "{text:?} {scanned:?}");
            assert!(scanned.ticket.is_none());
        }
        let scanned = read(&app, &organizer, event.event, &elsewhere, "North").await;
        assert_eq!(scanned.result, ScanResult::Invalid { reason: "other_event" });
        assert!(scanned.ticket.is_none(), "another event's holder is nobody's business here");
    }

    async fn every_reading_is_logged_whichever_face_took_it(app: TestApp) {
        let organizer = app.organizer("Bell Tower").await;
        let stranger = app.organizer("Other House").await;
        let event = app.standing_event(&organizer, 10, 0).await;
        let foreign = app.standing_event(&stranger, 10, 0).await;
        let foreign = app.buy(&foreign, 1).await.lines[0].ticket.as_ref().expect("issued").barcode.clone();
        let own = app.buy(&event, 1).await.lines[0].ticket.as_ref().expect("issued").barcode.clone();
        let refused = async || {
            let log = list_activity(&app, &organizer.principal, None, None, 100).await.expect("read");
            log.iter().filter(|entry| entry.action == "scan.refused").count()
        };
        for (at, text) in ["hello", &foreign, &"A".repeat(5_000)].into_iter().enumerate() {
            let at_door = read(&app, &organizer, event.event, text, "North").await.result;
            assert!(matches!(at_door, ScanResult::Invalid { .. }), "{at_door:?}");
            let over_api = scan_any(&app, &organizer.principal, "127.0.0.1", text, "North").await.expect("an answer");
            assert_eq!(over_api, ScanResult::Invalid { reason: "unknown" }, "foreign is as unknown as nothing");
            assert_eq!(refused().await, 2 * (at + 1), "{text}");
        }
        let valid = scan_any(&app, &organizer.principal, "127.0.0.1", &own, "North").await.expect("an answer");
        assert!(matches!(valid, ScanResult::Valid { .. }));
        assert!(matches!(read(&app, &organizer, event.event, &own, "South").await.result, ScanResult::Used { .. }));
        let theirs = list_activity(&app, &stranger.principal, None, None, 100).await.expect("read");
        assert!(theirs.iter().all(|entry| entry.action != "scan.refused"), "others are not told");
    }

    async fn only_staff_of_the_event_may_scan(app: TestApp) {
        let organizer = app.organizer("Bell Tower").await;
        let stranger = app.organizer("Other House").await;
        let event = app.standing_event(&organizer, 10, 0).await;
        let order = app.buy(&event, 1).await;
        let barcode = &order.lines[0].ticket.as_ref().expect("issued").barcode;
        let refused = scan(&app, &stranger.principal, "-", event.event, barcode, "").await;
        assert!(matches!(refused, Err(ScanError::NotYours)));
        let missing = find_door_event(&app, &organizer.principal, EventId::from_bytes([9; 16])).await;
        assert!(matches!(missing, Err(ScanError::NotYours)));
        assert!(list_door_events(&app, &stranger.principal).await.expect("list").is_empty());
        let own = list_door_events(&app, &organizer.principal).await.expect("list");
        assert_eq!(own.iter().map(|found| found.event_id).collect::<Vec<_>>(), [event.event]);
    }
}
