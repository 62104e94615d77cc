//! `seed-api.md`, the event calls: create, list, show.

use boxoffice_app::both_databases;
use serde_json::{Value, json};

use crate::api::Api;
use crate::people::{attendee, create_event, organizer};

fn titles(list: &Value) -> Vec<&str> {
    list.as_array().expect("an array").iter().map(|event| event["title"].as_str().expect("a title")).collect()
}

both_databases! {
    async fn a_title_and_a_capacity_make_an_event_that_is_on_sale(app: TestApp) {
        let (organizer, bells) = organizer(&app, "Bells").await;
        let event = create_event(&organizer, &json!({ "title": "  Night of Bells ", "capacity": 500 })).await;
        assert_eq!(event.len(), 36, "a bare UUID: {event}");
        let shown = attendee(&app, "ada").await.get(&format!("/events/{event}")).await.is(200);
        assert_eq!(shown["eventId"], event);
        assert_eq!(shown["title"], "Night of Bells");
        assert_eq!(shown["capacity"], 500);
        assert_eq!(shown["organizerId"], bells.organization.uuid());
        assert_eq!(shown["state"], "published");
        assert_eq!(shown["startsAt"], Value::Null);
        assert_eq!(shown["ticketTypes"].as_array().map(Vec::len), Some(1), "{shown}");
        assert_eq!(shown["ticketTypes"][0]["priceMinor"], 0);
        assert_eq!(shown["performances"].as_array().map(Vec::len), Some(1), "{shown}");
    }

    async fn an_event_takes_everything_that_may_be_said_about_it(app: TestApp) {
        let (organizer, _) = organizer(&app, "Bells").await;
        let body = json!({
            "title": "The Glass Orchard", "capacity": 120, "description": "*Glass.*", "venue": "Harbour Hall",
            "city": "Bremen", "startsAt": "2027-12-28T19:30", "endsAt": 1_830_025_800_000_i64,
            "timeZone": "Europe/Berlin", "category": "theatre", "priceMinor": 2500, "currency": "eur",
            "ticketTypes": [{ "name": "Adult" }, { "name": "Child", "priceMinor": 500, "feeMinor": 50, "quantity": 20 }],
        });
        let event = create_event(&organizer, &body).await;
        let shown = organizer.get(&format!("/events/{event}")).await.is(200);
        assert_eq!(shown["startsAt"], 1_830_018_600_000_i64);
        assert_eq!(shown["endsAt"], 1_830_025_800_000_i64);
        assert_eq!(shown["venue"]["name"], "Harbour Hall");
        assert_eq!(shown["currency"], "EUR");
        assert_eq!(shown["ticketTypes"][0]["totalMinor"], 2500);
        assert_eq!(shown["ticketTypes"][1]["totalMinor"], 550);
        assert_eq!(shown["description"], "*Glass.*");
    }

    async fn a_wrong_event_is_refused_with_its_status_code_and_field(app: TestApp) {
        let (organizer, _) = organizer(&app, "Bells").await;
        for (body, status, code, field) in [
            (json!({}), 400, "missing_fields", "title"),
            (json!({ "title": "A" }), 400, "missing_fields", "capacity"),
            (json!({ "capacity": 5 }), 400, "missing_fields", "title"),
            (json!({ "title": null, "capacity": 5 }), 400, "missing_fields", "title"),
            (json!({ "title": " ", "capacity": 5 }), 422, "invalid_value", "title"),
            (json!({ "title": "x".repeat(201), "capacity": 5 }), 422, "invalid_value", "title"),
            (json!({ "title": "A", "capacity": 0 }), 422, "invalid_value", "capacity"),
            (json!({ "title": "A", "capacity": -1 }), 422, "invalid_value", "capacity"),
            (json!({ "title": "A", "capacity": 1_000_001 }), 422, "invalid_value", "capacity"),
            (json!({ "title": "A", "capacity": 1.5 }), 422, "invalid_value", "capacity"),
            (json!({ "title": "A", "capacity": "500" }), 422, "invalid_value", "capacity"),
            (json!({ "title": "A", "capacity": true }), 422, "invalid_value", "capacity"),
            (json!({ "title": "A", "capacity": 18_446_744_073_709_551_615_u64 }), 422, "invalid_value", "capacity"),
            (json!({ "title": 7, "capacity": 5 }), 422, "invalid_value", "title"),
            (json!({ "title": "A", "capacity": 5, "organizerId": "x" }), 422, "unknown_field", "organizerId"),
            (json!({ "title": "A", "capacity": 5, "status": "paid" }), 422, "unknown_field", "status"),
            (json!({ "title": "A", "capacity": 5, "priceMinor": -1 }), 422, "invalid_value", "priceMinor"),
            (
                json!({ "title": "A", "capacity": 5, "ticketTypes": [{ "name": "B" }, { "name": "C", "feeMinor": -1 }] }),
                422,
                "invalid_value",
                "ticketTypes[1].feeMinor",
            ),
            (
                json!({ "title": "A", "capacity": 5, "startsAt": "2027-05-02T20:00", "endsAt": "2027-05-01T20:00" }),
                422,
                "invalid_value",
                "endsAt",
            ),
            (json!({ "title": "A", "capacity": 5, "holdSeconds": 1 }), 422, "invalid_value", "holdSeconds"),
            (json!({ "title": "A", "capacity": 5, "currency": "XXQ" }), 422, "invalid_value", "currency"),
            (json!({ "title": "A", "capacity": 5, "timeZone": "Mars/Base" }), 422, "invalid_value", "timeZone"),
            (json!({ "title": "A", "capacity": 5, "startsAt": "soon" }), 422, "invalid_value", "startsAt"),
        ] {
            let refusal = organizer.post("/events", &body).await.is_refused(status, code);
            assert_eq!(refusal["fields"][0]["field"], field, "{body} {refusal}");
            if status == 400 {
                assert_eq!(refusal["error"], "Missing required fields");
            }
        }
        organizer.get("/events").await.is(200).as_array().map(|none| assert!(none.is_empty())).expect("an array");
    }

    async fn only_organizers_create_events(app: TestApp) {
        let event = json!({ "title": "A", "capacity": 5 });
        let refusal = Api::of(&app).post("/events", &event).await.is_refused(401, "not_signed_in");
        assert_eq!(refusal["code"], "not_signed_in");
        Api::of(&app).bearing("nonsense").post("/events", &event).await.is_refused(401, "not_signed_in");
        let refusal = attendee(&app, "ada").await.post("/events", &event).await.is_refused(403, "forbidden");
        assert_eq!(refusal["error"], "Insufficient permissions");
    }

    async fn another_organization_is_as_if_it_were_not_there(app: TestApp) {
        let (mine, _) = organizer(&app, "Bells").await;
        let (_, theirs) = organizer(&app, "Drums").await;
        let body = json!({ "title": "A", "capacity": 5, "organizationId": theirs.organization.uuid() });
        mine.post("/events", &body).await.is_refused(404, "not_found");
    }

    async fn organizers_list_their_own_newest_first_and_attendees_what_is_on_soonest_first(app: TestApp) {
        let (bells, _) = organizer(&app, "Bells").await;
        let (drums, _) = organizer(&app, "Drums").await;
        for (title, starts_at, publish) in [
            ("Late", json!("2027-06-01T20:00"), true),
            ("Undated", Value::Null, true),
            ("Past", json!("2027-01-05T20:00"), true),
            ("Draft", json!("2027-05-20T20:00"), false),
            ("Early", json!("2027-05-01T20:00"), true),
        ] {
            app.advance_s(1);
            let mut body = json!({ "title": title, "capacity": 10, "publish": publish });
            if !starts_at.is_null() {
                body["startsAt"] = starts_at;
            }
            create_event(&bells, &body).await;
        }
        create_event(&drums, &json!({ "title": "Drums", "capacity": 10, "startsAt": "2027-05-10T20:00" })).await;
        let own = bells.get("/events").await.is(200);
        assert_eq!(titles(&own), ["Early", "Draft", "Past", "Undated", "Late"]);
        let ada = attendee(&app, "ada").await;
        let on = ada.get("/events").await.is(200);
        assert_eq!(titles(&on), ["Early", "Drums", "Late", "Undated"]);
        assert_eq!(on[0]["capacity"], 10);
        let between = ada.get("/events?from=2027-05-05&to=2027-05-31").await.is(200);
        assert_eq!(titles(&between), ["Drums"]);
        let named = ada.get("/events?q=dru").await.is(200);
        assert_eq!(titles(&named), ["Drums"]);
        Api::of(&app).get("/events").await.is_refused(401, "not_signed_in");
    }

    async fn lists_come_in_pages_that_link_to_the_next(app: TestApp) {
        let (bells, _) = organizer(&app, "Bells").await;
        for day in 1..=5 {
            app.advance_s(1);
            let starts_at = format!("2027-05-0{day}T20:00");
            create_event(&bells, &json!({ "title": format!("E{day}"), "capacity": 9, "startsAt": starts_at })).await;
        }
        let ada = attendee(&app, "ada").await;
        for (caller, expected) in [(&bells, ["E5", "E4", "E3", "E2", "E1"]), (&ada, ["E1", "E2", "E3", "E4", "E5"])] {
            let mut seen: Vec<String> = Vec::new();
            let mut path = "/events?limit=2".to_owned();
            for page in 0.. {
                assert!(page < 3, "the pages do not end");
                let answer = caller.get(&path).await;
                seen.extend(titles(&answer.is(200)).into_iter().map(str::to_owned));
                let Some(next) = answer.header("link").strip_prefix("<http://127.0.0.1:8080/api/v1") else { break };
                let (address, relation) = next.split_once('>').expect("an address");
                assert_eq!(relation, "; rel=\"next\"");
                path = address.to_owned();
            }
            assert_eq!(seen, expected);
        }
        for (query, code) in [("limit=0", "invalid_value"), ("limit=101", "invalid_value"), ("limit=x", "invalid_value"),
            ("cursor=nonsense", "invalid_value"), ("from=soon", "invalid_value"), ("page=2", "invalid_value")]
        {
            bells.get(&format!("/events?{query}")).await.is_refused(422, code);
            ada.get(&format!("/events?{query}")).await.is_refused(422, code);
        }
    }

    async fn what_is_missing_and_what_is_not_yours_look_the_same(app: TestApp) {
        let (bells, _) = organizer(&app, "Bells").await;
        let (drums, _) = organizer(&app, "Drums").await;
        let draft = create_event(&bells, &json!({ "title": "Draft", "capacity": 9, "publish": false })).await;
        bells.get(&format!("/events/{draft}")).await.is(200);
        let ada = attendee(&app, "ada").await;
        let missing = ada.get("/events/0198c5a2-4d1f-7c3a-9b1e-2f60a4d9c8e7").await;
        assert_eq!(missing.is_refused(404, "not_found")["error"], "Resource not found");
        for caller in [&ada, &drums] {
            for path in [format!("/events/{draft}"), "/events/nonsense".to_owned()] {
                let hidden = caller.get(&path).await;
                hidden.is_refused(404, "not_found");
                assert_eq!(hidden.text, missing.text);
            }
        }
    }
}
