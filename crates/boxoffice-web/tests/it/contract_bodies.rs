//! `seed-api.md`, what every call has in common: bodies, methods, origins, faults.

use axum::http::Method;
use boxoffice_app::both_databases;
use serde_json::json;

use crate::people::organizer;

both_databases! {
    async fn a_body_is_json_of_bounded_size(app: TestApp) {
        let (organizer, _) = organizer(&app, "Bells").await;
        let event = json!({ "title": "A", "capacity": 5 }).to_string();
        for kind in ["text/plain", "application/x-www-form-urlencoded", "application/jsonx", ""] {
            let answer = organizer.with("content-type", kind).post_text("/events", &event).await;
            answer.is_refused(415, "unsupported_media_type");
        }
        let zipped = organizer.with("content-encoding", "gzip");
        zipped.post_text("/events", &event).await.is_refused(415, "unsupported_media_type");
        let long = json!({ "title": "A", "capacity": 5, "description": "x".repeat(70_000) });
        organizer.post("/events", &long).await.is_refused(413, "too_large");
        organizer.keyed("k").post("/events", &long).await.is_refused(413, "too_large");
        for text in ["{", "nonsense", "[1,", "{\"title\":\"A\",\"capacity\":5} x", "{\"title\":\"A\",\"title\":\"B\"}"] {
            organizer.post_text("/events", text).await.is_refused(400, "malformed");
        }
        for text in ["", "  ", "null"] {
            let refusal = organizer.post_text("/events", text).await.is_refused(400, "missing_fields");
            assert_eq!(refusal["error"], "Missing required fields");
        }
        for text in ["[]", "7", "\"title\""] {
            organizer.post_text("/events", text).await.is_refused(422, "invalid_value");
        }
        organizer.with("content-type", "application/json; charset=utf-8").post_text("/events", &event).await.is(201);
    }

    async fn addresses_and_methods_that_do_not_exist_are_refused_in_json(app: TestApp) {
        let (organizer, _) = organizer(&app, "Bells").await;
        organizer.get("/nothing").await.is_refused(404, "not_found");
        let wrong = organizer.send(Method::PUT, "/events", Some("{}")).await;
        wrong.is_refused(405, "method_not_allowed");
    }

    async fn other_sites_call_by_allow_list_only(app: TestApp) {
        let (organizer, _) = organizer(&app, "Bells").await;
        let ask = |origin: &'static str| {
            organizer
                .with("origin", origin)
                .with("sec-fetch-site", "cross-site")
                .with("access-control-request-method", "POST")
                .with("access-control-request-headers", "authorization, idempotency-key")
        };
        let allowed = ask("https://elsewhere.example").send(Method::OPTIONS, "/events", None).await;
        assert_eq!(allowed.status, 204);
        assert_eq!(allowed.header("access-control-allow-origin"), "https://elsewhere.example");
        assert!(allowed.header("access-control-allow-headers").contains("idempotency-key"));
        assert_eq!(allowed.header("access-control-allow-credentials"), "");
        let body = json!({ "title": "A", "capacity": 5 });
        let answered = ask("https://elsewhere.example").post("/events", &body).await;
        answered.is(201);
        assert_eq!(answered.header("access-control-allow-origin"), "https://elsewhere.example");
        for origin in ["https://evil.example", "null", "https://elsewhere.example.evil.example", "*"] {
            let refused = ask(origin).send(Method::OPTIONS, "/events", None).await;
            assert_eq!(refused.header("access-control-allow-origin"), "", "{origin}");
            let answer = ask(origin).post("/events", &body).await;
            answer.is_refused(403, "cross_site");
            assert_eq!(answer.header("access-control-allow-origin"), "", "{origin}");
        }
    }
}
