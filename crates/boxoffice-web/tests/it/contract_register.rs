//! `seed-api.md`, registering and paying: free at once, priced once paid, one place per account.

use boxoffice_app::both_databases;
use boxoffice_app::orders::{Captured, captured};
use boxoffice_app::payments::Payee;
use boxoffice_app::testing::TestApp;
use boxoffice_domain::limits;
use boxoffice_domain::money::{Currency, Money};
use serde_json::{Value, json};

use crate::api::Api;
use crate::people::{attendee, attendee_and_account, create_event, organizer};

fn wish(event: &str) -> Value {
    json!({ "eventId": event, "email": "ada@example.org" })
}

async fn free_event(app: &TestApp, capacity: i64) -> (Api, String) {
    let (api, _) = organizer(app, "Bells").await;
    let event = create_event(&api, &json!({ "title": "Free", "capacity": capacity })).await;
    (api, event)
}

async fn priced_event(app: &TestApp, capacity: i64) -> (Api, String) {
    let (api, _) = organizer(app, "Bells").await;
    let event =
        create_event(&api, &json!({ "title": "Priced", "capacity": capacity, "priceMinor": 2500 })).await;
    (api, event)
}

/// The gateway says that a session was paid.
async fn is_paid(app: &TestApp, session: &Value) {
    let news = Captured {
        gateway: "test",
        event_ref: format!("evt-{}", session["sessionId"]),
        session_ref: session["sessionId"].as_str().expect("a session").to_owned(),
        charge_ref: format!("ch-{}", session["sessionId"]),
        amount: Money::new(2500, Currency::EUR),
        payee: Payee::Installation,
    };
    captured(app, &news).await.expect("the capture is taken");
}

both_databases! {
    async fn what_is_over_has_nothing_to_hold(app: TestApp) {
        let (bells, _) = organizer(&app, "Bells").await;
        let event = create_event(&bells, &json!({ "title": "Past", "capacity": 3, "startsAt": 1_700_000_000_000_i64 })).await;
        let ada = attendee(&app, "ada").await;
        ada.post("/register", &json!({ "eventId": event, "email": "ada@example.org" })).await.is_refused(409, "ended");
        let stats = ada.get(&format!("/events/{event}/stats")).await.is(200);
        assert_eq!(stats, json!({ "capacity": 3, "registered": 0, "remaining": 3, "status": "OPEN", "available": 0 }));
    }

    async fn a_free_event_registers_at_once(app: TestApp) {
        let (organizer, event) = free_event(&app, 2).await;
        let (ada, account) = attendee_and_account(&app, "ada").await;
        let made = ada.post("/register", &wish(&event)).await.is(201);
        for id in ["registrationId", "ticketId"] {
            assert_eq!(made[id].as_str().map(str::len), Some(36), "{made}");
        }
        let ticket = ada.get(&format!("/tickets/{}", made["ticketId"].as_str().expect("an id"))).await.is(200);
        assert_eq!(ticket["status"], "VALID");
        assert_eq!(ticket["eventId"], event);
        assert_eq!(ticket["userId"], account.account.uuid());
        assert_eq!(ticket["usedAt"], Value::Null);
        let stats = ada.get(&format!("/events/{event}/stats")).await.is(200);
        assert_eq!(stats, json!({ "capacity": 2, "registered": 1, "remaining": 1, "status": "OPEN", "available": 1 }));
        let list = organizer.get(&format!("/events/{event}/registrations")).await.is(200);
        assert_eq!(list[0]["registrationId"], made["registrationId"]);
        assert_eq!(list[0]["ticketId"], made["ticketId"]);
        assert_eq!(list[0]["eventId"], event);
        assert_eq!(list[0]["userId"], account.account.uuid());
        assert_eq!(list[0]["email"], "ada@example.org");
        assert!(list[0]["createdAt"].is_i64(), "{list}");
    }

    async fn one_account_registers_once_per_event(app: TestApp) {
        let (_, event) = free_event(&app, 5).await;
        let ada = attendee(&app, "ada").await;
        let first = ada.post("/register", &wish(&event)).await.is(201);
        let again = ada.post("/register", &wish(&event)).await.is(200);
        assert_eq!(first["ticketId"], again["ticketId"]);
        assert_eq!(ada.get(&format!("/events/{event}/stats")).await.is(200)["registered"], 1);
    }

    async fn a_full_event_says_so(app: TestApp) {
        let (_, event) = free_event(&app, 1).await;
        attendee(&app, "ada").await.post("/register", &wish(&event)).await.is(201);
        let bob = attendee(&app, "bob").await;
        let refusal = bob.post("/register", &wish(&event)).await.is_refused(409, "full");
        assert_eq!(refusal, json!({ "error": "Event is full", "code": "full" }));
        let stats = bob.get(&format!("/events/{event}/stats")).await.is(200);
        assert_eq!(stats["status"], "FULL");
        assert_eq!(stats["remaining"], 0);
    }

    async fn two_accounts_for_the_last_place_are_one_201_and_one_409(app: TestApp) {
        let (_, event) = free_event(&app, 1).await;
        let mut callers = Vec::new();
        for name in ["a", "b", "c", "d", "e", "f", "g", "h"] {
            callers.push(attendee(&app, name).await);
        }
        let wish = wish(&event);
        let answers = futures_util::future::join_all(callers.iter().map(|api| api.post("/register", &wish))).await;
        let mut statuses: Vec<u16> = answers.iter().map(|answer| answer.status).collect();
        statuses.sort_unstable();
        assert_eq!(statuses, [201, 409, 409, 409, 409, 409, 409, 409]);
    }

    async fn twenty_repeats_at_once_with_a_key_are_one_registration(app: TestApp) {
        let (_, event) = free_event(&app, 50).await;
        let ada = attendee(&app, "ada").await.keyed("k-1");
        let wish = wish(&event);
        let answers = futures_util::future::join_all((0..20).map(|_| ada.post("/register", &wish))).await;
        for answer in &answers {
            assert_eq!(answer.is(201), answers[0].is(201));
        }
        assert_eq!(ada.get(&format!("/events/{event}/stats")).await.is(200)["registered"], 1);
    }

    async fn a_wrong_wish_is_refused(app: TestApp) {
        let (_, event) = free_event(&app, 5).await;
        let ada = attendee(&app, "ada").await;
        for (body, status, code) in [
            (json!({}), 400, "missing_fields"),
            (json!({ "eventId": event }), 400, "missing_fields"),
            (json!({ "email": "ada@example.org" }), 400, "missing_fields"),
            (json!({ "eventId": event, "email": "ada" }), 422, "invalid_value"),
            (json!({ "eventId": event, "email": "" }), 422, "invalid_value"),
            (json!({ "eventId": "x", "email": "ada@example.org" }), 422, "invalid_value"),
            (json!({ "eventId": event, "email": "ada@example.org", "paid": true }), 422, "unknown_field"),
            (wish("0198c5a2-4d1f-7c3a-9b1e-2f60a4d9c8e7"), 404, "not_found"),
        ] {
            ada.post("/register", &body).await.is_refused(status, code);
        }
        assert_eq!(ada.get(&format!("/events/{event}/stats")).await.is(200)["registered"], 0);
    }

    async fn drafts_are_not_there(app: TestApp) {
        let (api, _) = organizer(&app, "Bells").await;
        let draft = create_event(&api, &json!({ "title": "D", "capacity": 5, "publish": false })).await;
        let ada = attendee(&app, "ada").await;
        ada.post("/register", &wish(&draft)).await.is_refused(404, "not_found");
        ada.post("/pay", &json!({ "eventId": draft, "timestamp": 1 })).await.is_refused(404, "not_found");
        ada.get(&format!("/events/{draft}/stats")).await.is_refused(404, "not_found");
        api.get(&format!("/events/{draft}/stats")).await.is(200);
    }

    async fn a_priced_event_is_402_until_it_is_paid(app: TestApp) {
        let (_, event) = priced_event(&app, 5).await;
        let ada = attendee(&app, "ada").await;
        let session = ada.post("/pay", &json!({ "eventId": event, "timestamp": 1_704_384_000_000_i64 })).await.is(200);
        assert_eq!(session["eventId"], event);
        assert!(session["checkoutUrl"].as_str().is_some_and(|url| url.starts_with("http")), "{session}");
        let again = ada.post("/pay", &json!({ "eventId": event, "timestamp": 1 })).await.is(200);
        assert_eq!(again, session, "the same open session");
        let refusal = ada.post("/register", &wish(&event)).await.is_refused(402, "payment_needed");
        assert_eq!(refusal["checkoutUrl"], session["checkoutUrl"]);
        assert_eq!(ada.get(&format!("/events/{event}/stats")).await.is(200)["registered"], 0);
        is_paid(&app, &session).await;
        let stats = ada.get(&format!("/events/{event}/stats")).await.is(200);
        assert_eq!(stats["registered"], 1, "the registration is there without any call");
        let registered = ada.post("/register", &wish(&event)).await;
        assert!([200, 201].contains(&registered.status), "{registered:?}");
        assert!(registered.json()["ticketUrl"].is_string());
        ada.post("/pay", &json!({ "eventId": event, "timestamp": 1 })).await.is_refused(409, "already_registered");
    }

    async fn a_free_event_is_not_paid(app: TestApp) {
        let (_, event) = free_event(&app, 5).await;
        attendee(&app, "ada").await.post("/pay", &json!({ "eventId": event })).await.is_refused(409, "free");
    }

    async fn held_and_not_sold_is_another_refusal_than_full(app: TestApp) {
        let (_, event) = priced_event(&app, 1).await;
        attendee(&app, "ada").await.post("/pay", &json!({ "eventId": event })).await.is(200);
        let bob = attendee(&app, "bob").await;
        let answer = bob.post("/register", &wish(&event)).await;
        answer.is_refused(409, "all_held");
        assert!(answer.header("retry-after").parse::<u32>().is_ok_and(|seconds| seconds > 0));
        let stats = bob.get(&format!("/events/{event}/stats")).await.is(200);
        assert_eq!(stats, json!({ "capacity": 1, "registered": 0, "remaining": 1, "status": "OPEN", "available": 0 }));
    }

    async fn organizers_neither_register_nor_pay(app: TestApp) {
        let (api, event) = free_event(&app, 5).await;
        let refusal = api.post("/register", &wish(&event)).await.is_refused(403, "forbidden");
        assert_eq!(refusal["error"], "Insufficient permissions");
        api.post("/pay", &json!({ "eventId": event })).await.is_refused(403, "forbidden");
        Api::of(&app).post("/register", &wish(&event)).await.is_refused(401, "not_signed_in");
        Api::of(&app).post("/pay", &json!({ "eventId": event })).await.is_refused(401, "not_signed_in");
    }

    async fn the_ticket_downloads_for_an_hour_without_credentials_and_is_gone_after_it(app: TestApp) {
        let (_, event) = free_event(&app, 5).await;
        let made = attendee(&app, "ada").await.post("/register", &wish(&event)).await.is(201);
        let url = made["ticketUrl"].as_str().expect("an address");
        let path = url.strip_prefix("http://127.0.0.1:8080").expect("our own address");
        let nobody = Api::of(&app);
        let file = nobody.download(&format!("/{path}")).await;
        assert_eq!(file.0, 200);
        assert!(file.1.starts_with(b"%PDF-"), "a PDF");
        app.advance_s(limits::FILE_LINK_TTL_S + 1);
        assert_eq!(nobody.download(&format!("/{path}")).await.0, 410);
    }

    async fn registrations_come_in_pages(app: TestApp) {
        let (api, event) = free_event(&app, 5).await;
        for name in ["a", "b", "c"] {
            app.advance_s(1);
            attendee(&app, name).await.post("/register", &wish(&event)).await.is(201);
        }
        let first = api.get(&format!("/events/{event}/registrations?limit=2")).await;
        assert_eq!(first.is(200).as_array().map(Vec::len), Some(2));
        let link = first.header("link");
        let next = link.split('>').next().and_then(|link| link.split("/api/v1").nth(1)).expect("a next page");
        let second = api.get(next).await;
        assert_eq!(second.is(200).as_array().map(Vec::len), Some(1));
        assert_eq!(second.header("link"), "");
        assert_ne!(first.json()[1]["ticketId"], second.json()[0]["ticketId"]);
    }
}
