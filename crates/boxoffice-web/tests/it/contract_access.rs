//! Access rules of the API, generated from the URL map: every route, asked by everybody.
//! A route without a line here fails the test.

use boxoffice_app::accounts::Role;
use boxoffice_app::both_databases;
use boxoffice_app::tickets::find::find_ticket;
use boxoffice_domain::limits;
use boxoffice_web::router::list;
use serde_json::json;

use crate::api::Api;
use crate::people::{attendee, attendee_and_account, create_event, organizer, staff};

/// Who asks, in the order of the columns below.
const CALLERS: [&str; 6] =
    ["nobody", "attendee", "other organizer", "own organizer", "door staff", "operator"];

/// What each gets, for ids that belong to the own organizer: a draft, a ticket and an order of somebody else.
/// 400 is who may ask, and asked for nothing.
const EXPECTED: &[(&str, [u16; 6])] = &[
    ("GET /events", [401, 200, 200, 200, 200, 200]),
    ("POST /events", [401, 403, 400, 400, 403, 403]),
    ("GET /events/{event_id}", [401, 404, 404, 200, 200, 404]),
    ("GET /events/{event_id}/stats", [401, 404, 404, 200, 200, 404]),
    ("GET /events/{event_id}/registrations", [401, 403, 404, 200, 403, 403]),
    ("GET /events/{event_id}/availability", [404, 404, 404, 404, 404, 404]),
    (
        "GET /events/{event_id}/performances/{performance_id}/areas/{area_id}/seats",
        [404, 404, 404, 404, 404, 404],
    ),
    ("POST /register", [401, 400, 403, 403, 400, 400]),
    ("POST /pay", [401, 400, 403, 403, 400, 400]),
    ("POST /scan", [401, 403, 400, 400, 400, 403]),
    ("GET /tickets/{ticket_id}", [401, 404, 404, 200, 200, 404]),
    ("POST /holds", [400, 400, 403, 403, 400, 400]),
    ("GET /carts/{cart}", [404, 404, 404, 404, 404, 404]),
    ("DELETE /carts/{cart}", [404, 404, 403, 403, 404, 404]),
    ("DELETE /carts/{cart}/holds/{hold_id}", [404, 404, 403, 403, 404, 404]),
    ("POST /carts/{cart}/codes", [400, 400, 403, 403, 400, 400]),
    ("DELETE /carts/{cart}/codes", [404, 404, 403, 403, 404, 404]),
    ("POST /carts/{cart}/extensions", [404, 404, 403, 403, 404, 404]),
    ("POST /carts/{cart}/retakes", [404, 404, 403, 403, 404, 404]),
    ("POST /carts/{cart}/orders", [400, 400, 403, 403, 400, 400]),
    ("GET /orders/{order}", [404, 404, 404, 200, 404, 404]),
    ("POST /orders/{order}/cancellations", [404, 404, 404, 201, 404, 404]),
    ("POST /orders/{order}/reopenings", [404, 404, 404, 409, 404, 404]),
    ("POST /orders/{order}/refunds", [404, 404, 404, 422, 404, 404]),
    ("GET /organizations/{organization}/earnings", [401, 404, 404, 200, 404, 200]),
    ("GET /me", [401, 200, 200, 200, 200, 200]),
    ("GET /me/orders", [401, 200, 200, 200, 200, 200]),
];

both_databases! {
    async fn contract_who_guesses_secrets_is_told_to_wait(app: TestApp) {
        let api = Api::of(&app);
        let paths = ["/carts/aaaaaaaaaaaaaaaaaaaaaaaaaa", "/orders/aaaaaaaaaaaaaaaaaaaaaaaaaa"];
        for _ in 0..limits::SECRET_MISSES_PER_MINUTE / 2 {
            for path in paths {
                api.get(path).await.is_refused(404, "not_found");
            }
        }
        for path in paths {
            let answer = api.get(path).await;
            answer.is_refused(429, "too_many_requests");
            assert!(answer.header("retry-after").parse::<u32>().is_ok_and(|seconds| seconds > 0));
        }
    }

    async fn every_route_answers_everybody_as_its_rule_says(app: TestApp) {
        let (own, organization) = organizer(&app, "Bells").await;
        let draft = create_event(&own, &json!({ "title": "D", "capacity": 5, "publish": false })).await;
        let event = create_event(&own, &json!({ "title": "E", "capacity": 5 })).await;
        let holder = attendee(&app, "holder").await;
        let wish = json!({ "eventId": event, "email": "holder@example.org" });
        let made = holder.post("/register", &wish).await.is(201);
        let ticket = made["ticketId"].as_str().expect("an id").to_owned();
        let place = find_ticket(&app, ticket.parse().expect("an id")).await.expect("read").expect("a ticket");
        let (operator, account) = attendee_and_account(&app, "operator").await;
        app.make_operator(&account).await;
        let callers: [Api; 6] = [
            Api::of(&app),
            attendee(&app, "ada").await,
            organizer(&app, "Drums").await.0,
            own,
            staff(&app, &organization, Role::Door).await,
            operator,
        ];
        for route in list((*app).clone()) {
            let is_api = route.policy.is_api();
            let Some(path) = route.path.strip_prefix("/api/v1").filter(|_| is_api) else { continue };
            if path == "/openapi.json" || path.starts_with("/auth/") {
                continue;
            }
            let named = format!("{} {path}", route.method);
            let rule = EXPECTED.iter().find(|(name, _)| *name == named);
            let (_, expected) = rule.unwrap_or_else(|| panic!("{named} has no rule here"));
            let address = path
                .replace("{event_id}", &draft)
                .replace("{ticket_id}", &ticket)
                .replace("{order}", &place.order_id.to_string())
                .replace("{organization}", &organization.organization.to_string())
                .replace("{cart}", "aaaaaaaaaaaaaaaaaaaaaaaaaa")
                .replace("{hold_id}", "0198c5a2-4d1f-7c3a-9b1e-2f60a4d9c8e7")
                .replace("{performance_id}", "0198c5a2-4d1f-7c3a-9b1e-2f60a4d9c8e7")
                .replace("{area_id}", "0198c5a2-4d1f-7c3a-9b1e-2f60a4d9c8e7");
            // Who asks for so much that is not there would have to wait; another test looks at that.
            app.advance_s(60);
            for ((caller, status), who) in callers.iter().zip(expected).zip(CALLERS) {
                let caller = caller.with("content-type", "application/json");
                let body = (route.method == "POST").then_some("{}");
                let answer = caller.send(route.method.clone(), &address, body).await;
                assert_eq!(answer.status, *status, "{named}, asked by {who}: {}", answer.text);
            }
        }
    }
}
