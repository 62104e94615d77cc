//! `seed-api.md`, the door: VALID once, then USED; everything else is INVALID.

use boxoffice_app::accounts::Role;
use boxoffice_app::both_databases;
use boxoffice_app::orders::{OrderKey, find_order};
use boxoffice_app::testing::TestApp;
use boxoffice_app::testing::fixtures::Organizer;
use boxoffice_app::tickets::find::find_ticket;
use serde_json::json;

use crate::api::Api;
use crate::people::{attendee, create_event, organizer, staff};

struct Door {
    organizer: Api,
    organization: Organizer,
    holder: Api,
    ticket: String,
    barcode: String,
}

async fn door(app: &TestApp) -> Door {
    let (api, organization) = organizer(app, "Bells").await;
    let event = create_event(&api, &json!({ "title": "Free", "capacity": 5 })).await;
    let holder = attendee(app, "ada").await;
    let wish = json!({ "eventId": event, "email": "ada@example.org" });
    let made = holder.post("/register", &wish).await.is(201);
    let ticket = made["ticketId"].as_str().expect("an id").to_owned();
    let place = find_ticket(app, ticket.parse().expect("an id")).await.expect("read").expect("a ticket");
    let order = find_order(app, OrderKey::Id(place.order_id)).await.expect("read").expect("an order");
    let barcode = order.lines[0].ticket.as_ref().expect("issued").barcode.clone();
    Door { organizer: api, organization, holder, ticket, barcode }
}

both_databases! {
    async fn a_ticket_is_valid_once_and_then_used(app: TestApp) {
        let door = door(&app).await;
        let scan = json!({ "ticketId": door.ticket });
        assert_eq!(door.organizer.post("/scan", &scan).await.is(200), json!({ "status": "VALID" }));
        let used = door.organizer.post("/scan", &scan).await.is(200);
        assert_eq!(used["status"], "USED");
        assert_eq!(used["usedAt"], app.clock.now().millis());
        let ticket = door.holder.get(&format!("/tickets/{}", door.ticket)).await.is(200);
        assert_eq!(ticket["status"], "USED");
        assert_eq!(ticket["usedAt"], used["usedAt"]);
    }

    async fn the_text_of_the_code_does_as_well_under_either_name(app: TestApp) {
        let door = door(&app).await;
        let first = door.organizer.post("/scan", &json!({ "barcode": door.barcode, "gate": "North" })).await.is(200);
        assert_eq!(first["status"], "VALID");
        let second = door.organizer.post("/scan", &json!({ "ticketId": door.barcode })).await.is(200);
        assert_eq!(second["status"], "USED");
    }

    async fn thirty_readers_of_one_ticket_let_one_in(app: TestApp) {
        let door = door(&app).await;
        let scan = json!({ "ticketId": door.ticket });
        let answers = futures_util::future::join_all((0..15).map(|_| door.organizer.post("/scan", &scan))).await;
        let valid = answers.iter().filter(|answer| answer.is(200)["status"] == "VALID").count();
        assert_eq!(valid, 1);
    }

    async fn anything_else_is_invalid(app: TestApp) {
        let door = door(&app).await;
        let (other, _) = organizer(&app, "Drums").await;
        let forged = door.barcode.replace('A', "B");
        let long = "x".repeat(5_000);
        for (caller, text) in [
            (&door.organizer, "0198c5a2-4d1f-7c3a-9b1e-2f60a4d9c8e7"),
            (&door.organizer, "nonsense"),
            (&door.organizer, forged.as_str()),
            (&door.organizer, long.as_str()),
            (&other, door.ticket.as_str()),
            (&other, door.barcode.as_str()),
        ] {
            let result = caller.post("/scan", &json!({ "ticketId": text })).await.is(200);
            assert_eq!(result, json!({ "status": "INVALID" }), "{text}");
        }
        let ticket = door.holder.get(&format!("/tickets/{}", door.ticket)).await.is(200);
        assert_eq!(ticket["status"], "VALID", "nothing happened to it");
    }

    async fn door_staff_scan_and_attendees_do_not(app: TestApp) {
        let door = door(&app).await;
        let scan = json!({ "ticketId": door.ticket });
        door.holder.post("/scan", &scan).await.is_refused(403, "forbidden");
        Api::of(&app).post("/scan", &scan).await.is_refused(401, "not_signed_in");
        let doorman = staff(&app, &door.organization, Role::Door).await;
        assert_eq!(doorman.post("/scan", &scan).await.is(200)["status"], "VALID");
    }

    async fn a_reading_needs_one_text(app: TestApp) {
        let door = door(&app).await;
        for (body, status, code) in [
            (json!({}), 400, "missing_fields"),
            (json!({ "ticketId": "" }), 400, "missing_fields"),
            (json!({ "ticketId": null }), 400, "missing_fields"),
            (json!({ "ticketId": 5 }), 422, "invalid_value"),
            (json!({ "ticketId": "a", "barcode": "b" }), 422, "invalid_value"),
            (json!({ "ticketId": "a", "valid": true }), 422, "unknown_field"),
        ] {
            door.organizer.post("/scan", &body).await.is_refused(status, code);
        }
    }

    async fn a_ticket_shows_itself_to_its_holder_and_its_organizer_only(app: TestApp) {
        let door = door(&app).await;
        let path = format!("/tickets/{}", door.ticket);
        let ticket = door.organizer.get(&path).await.is(200);
        assert_eq!(ticket["ticketId"], door.ticket);
        assert!(ticket["issuedAt"].is_i64());
        let missing = door.holder.get("/tickets/0198c5a2-4d1f-7c3a-9b1e-2f60a4d9c8e7").await;
        missing.is_refused(404, "not_found");
        for stranger in [attendee(&app, "bob").await, organizer(&app, "Drums").await.0] {
            let hidden = stranger.get(&path).await;
            assert_eq!((hidden.status, hidden.text.as_str()), (404, missing.text.as_str()));
        }
        Api::of(&app).get(&path).await.is_refused(401, "not_signed_in");
    }
}
