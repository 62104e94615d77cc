//! Holds, carts and orders over the API: what the pages do, for programs, with or without an account.

use boxoffice_app::both_databases;
use serde_json::{Value, json};

use crate::api::Api;
use crate::people::{create_event, organizer};

/// The performance and the ticket type of an event, as a guest finds them.
async fn find(guest: &Api, event: &str) -> (Value, Value) {
    let left = guest.get(&format!("/events/{event}/availability")).await.is(200);
    assert_eq!(left["status"], "open");
    let performance = &left["performances"][0];
    (performance["performanceId"].clone(), performance["ticketTypes"][0]["ticketTypeId"].clone())
}

both_databases! {
    async fn a_guest_holds_checks_out_and_sees_the_tickets(app: TestApp) {
        let (organizer, _) = organizer(&app, "Bells").await;
        let event = create_event(&organizer, &json!({ "title": "Free", "capacity": 5 })).await;
        let guest = Api::of(&app);
        let (performance, ticket_type) = find(&guest, &event).await;
        let wish = json!({ "performanceId": performance, "items": [{ "ticketTypeId": ticket_type, "quantity": 2 }] });
        let held = guest.keyed("hold-1").post("/holds", &wish).await;
        let again = guest.keyed("hold-1").post("/holds", &wish).await;
        assert_eq!(held.is(201), again.is(201));
        let cart = held.json()["cart"].as_str().expect("a secret").to_owned();
        let shown = guest.get(&format!("/carts/{cart}")).await.is(200);
        assert_eq!(shown["state"], "open");
        assert_eq!(shown["holds"][0]["lines"][0]["quantity"], 2);
        guest.post_text(&format!("/carts/{cart}/extensions"), "").await.is(200);
        let buyer = json!({ "name": "Ada Example", "email": "ada@example.org", "attendees": ["Ada", "Bob"] });
        let order = guest.keyed("order-1").post(&format!("/carts/{cart}/orders"), &buyer).await;
        let repeat = guest.keyed("order-1").post(&format!("/carts/{cart}/orders"), &buyer).await;
        assert_eq!(order.is(201), repeat.is(201));
        assert_eq!(order.json()["state"], "confirmed");
        let secret = order.json()["order"].as_str().expect("a secret").to_owned();
        let shown = guest.get(&format!("/orders/{secret}")).await.is(200);
        assert_eq!(shown["lines"].as_array().map(Vec::len), Some(2));
        assert_eq!(shown["lines"][1]["attendee"], "Bob");
        assert_eq!(shown["lines"][0]["ticketStatus"], "VALID");
        guest.get(&format!("/orders/{}", shown["orderId"].as_str().expect("an id"))).await.is_refused(404, "not_found");
        let stats = organizer.get(&format!("/events/{event}/stats")).await.is(200);
        assert_eq!(stats["registered"], 2);
    }

    async fn an_unpaid_order_becomes_a_cart_that_can_be_changed(app: TestApp) {
        let (organizer, _) = organizer(&app, "Bells").await;
        let event = create_event(&organizer, &json!({ "title": "Bells", "capacity": 5, "priceMinor": 1000 })).await;
        let guest = Api::of(&app);
        let (performance, ticket_type) = find(&guest, &event).await;
        let wish = json!({ "performanceId": performance, "items": [{ "ticketTypeId": ticket_type, "quantity": 2 }] });
        let held = guest.post("/holds", &wish).await.is(201);
        let cart = held["cart"].as_str().expect("a secret").to_owned();
        let buyer = json!({ "name": "Ada Example", "email": "ada@example.org" });
        let made = guest.post(&format!("/carts/{cart}/orders"), &buyer).await.is(201);
        let order = made["order"].as_str().expect("a secret").to_owned();
        let reopened = guest.keyed("reopen-1").post_text(&format!("/orders/{order}/reopenings"), "").await;
        assert_eq!(reopened.is(201)["cart"], cart.as_str());
        let again = guest.keyed("reopen-1").post_text(&format!("/orders/{order}/reopenings"), "").await;
        assert_eq!(again.is(201), reopened.is(201));
        guest.post_text(&format!("/orders/{order}/reopenings"), "").await.is_refused(409, "order_not_waiting");
        assert_eq!(guest.get(&format!("/orders/{order}")).await.is(200)["state"], "cancelled");
        assert_eq!(guest.get(&format!("/carts/{cart}")).await.is(200)["state"], "open");
        let hold = held["holdId"].as_str().expect("an id");
        assert_eq!(guest.delete(&format!("/carts/{cart}/holds/{hold}")).await.status, 204);
        guest.post_text("/orders/aaaaaaaaaaaaaaaaaaaaaaaaaa/reopenings", "").await.is_refused(404, "not_found");
    }

    async fn what_is_given_back_can_be_held_by_others(app: TestApp) {
        let (organizer, _) = organizer(&app, "Bells").await;
        let event = create_event(&organizer, &json!({ "title": "Free", "capacity": 1 })).await;
        let guest = Api::of(&app);
        let (performance, ticket_type) = find(&guest, &event).await;
        let wish = json!({ "performanceId": performance, "items": [{ "ticketTypeId": ticket_type, "quantity": 1 }] });
        let held = guest.post("/holds", &wish).await.is(201);
        let refused = guest.post("/holds", &wish).await;
        refused.is_refused(409, "all_held");
        assert_ne!(refused.header("retry-after"), "");
        let cart = held["cart"].as_str().expect("a secret");
        let gone = guest.delete(&format!("/carts/{cart}/holds/{}", held["holdId"].as_str().expect("an id"))).await;
        assert_eq!(gone.status, 204, "{}", gone.text);
        guest.post("/holds", &wish).await.is(201);
    }

    async fn a_wrong_wish_is_refused(app: TestApp) {
        let (organizer, _) = organizer(&app, "Bells").await;
        let event = create_event(&organizer, &json!({ "title": "Free", "capacity": 50 })).await;
        let guest = Api::of(&app);
        let (performance, ticket_type) = find(&guest, &event).await;
        let with = |item: Value| json!({ "performanceId": performance, "items": [item] });
        for (body, status, code) in [
            (json!({}), 400, "missing_fields"),
            (json!({ "performanceId": performance, "items": [] }), 422, "nothing_wanted"),
            (with(json!({ "ticketTypeId": ticket_type })), 422, "invalid_value"),
            (with(json!({ "ticketTypeId": ticket_type, "quantity": 0 })), 422, "invalid_value"),
            (with(json!({ "ticketTypeId": ticket_type, "quantity": -1 })), 422, "invalid_value"),
            (with(json!({ "ticketTypeId": ticket_type, "quantity": 1.5 })), 422, "invalid_value"),
            (with(json!({ "ticketTypeId": ticket_type, "quantity": 4_294_967_296_i64 })), 422, "invalid_value"),
            (with(json!({ "ticketTypeId": ticket_type, "quantity": 21 })), 422, "over_order_limit"),
            (with(json!({ "ticketTypeId": ticket_type, "quantity": 1, "priceMinor": 0 })), 422, "unknown_field"),
            (with(json!({ "ticketTypeId": performance, "quantity": 1 })), 422, "invalid_value"),
        ] {
            guest.post("/holds", &body).await.is_refused(status, code);
        }
        guest.bearing("nonsense").post("/holds", &json!({})).await.is_refused(401, "not_signed_in");
        guest.get("/carts/nonsense").await.is_refused(404, "not_found");
    }
}
