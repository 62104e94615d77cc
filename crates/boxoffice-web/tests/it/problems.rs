//! Refusals and faults look right to whoever asked: a page in their language, or JSON.

use axum::http::StatusCode;

use crate::asking::{ask, get, request, with_router};

#[test]
fn what_is_not_there_says_so_in_the_language_of_the_address() {
    with_router(async |_, router| {
        let german = get(&router, "/de/gibt-es-nicht").await;
        assert_eq!(german.status, StatusCode::NOT_FOUND);
        assert!(german.body.contains("Seite nicht gefunden") && german.body.contains("lang=\"de\""));
        let mut wish = request("GET", "/nowhere");
        wish.headers_mut().insert("accept-language", "de-AT,de;q=0.9".parse().expect("header"));
        assert!(ask(&router, wish).await.body.contains("Seite nicht gefunden"));
        assert_eq!(get(&router, "/xx/events").await.status, StatusCode::NOT_FOUND);
    });
}

#[test]
fn programs_get_json_with_a_stable_code() {
    with_router(async |_, router| {
        let answer = get(&router, "/api/v1/nowhere").await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND);
        assert_eq!(answer.header("content-type"), "application/json");
        let body: serde_json::Value = serde_json::from_str(&answer.body).expect("JSON");
        assert_eq!(body, serde_json::json!({"error": "Resource not found", "code": "not_found"}));
    });
}

#[test]
fn a_wrong_method_names_the_right_ones() {
    with_router(async |_, router| {
        let answer = ask(&router, request("POST", "/robots.txt")).await;
        assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED);
        assert_eq!(answer.header("allow"), "GET,HEAD");
        assert!(answer.body.contains("does not take"), "{}", answer.body);
    });
}

#[test]
fn who_asks_for_the_answer_to_a_form_is_led_to_its_page() {
    with_router(async |_, router| {
        for (path, page) in [
            ("/de/carts/aaaaaaaaaaaaaaaaaaaaaaaaaa/retakes", "/de/carts/aaaaaaaaaaaaaaaaaaaaaaaaaa"),
            ("/en/performances/prf_1/holds", "/en/performances/prf_1"),
        ] {
            let answer = get(&router, path).await;
            assert_eq!((answer.status, answer.header("location")), (StatusCode::SEE_OTHER, page));
        }
        let other = ask(&router, request("PUT", "/en/performances/prf_1/holds")).await;
        assert_eq!(other.status, StatusCode::METHOD_NOT_ALLOWED);
        assert_eq!(get(&router, "/api/v1/scan").await.status, StatusCode::METHOD_NOT_ALLOWED);
    });
}

#[test]
fn the_start_page_follows_the_browsers_language() {
    with_router(async |_, router| {
        let mut wish = request("GET", "/");
        wish.headers_mut().insert("accept-language", "de".parse().expect("header"));
        let answer = ask(&router, wish).await;
        assert_eq!((answer.status, answer.header("location")), (StatusCode::SEE_OTHER, "/de"));
        assert_eq!(answer.header("vary"), "accept-language");
    });
}

#[test]
fn a_slash_too_many_moves_and_never_leaves_the_site() {
    with_router(async |_, router| {
        let answer = get(&router, "/en/styleguide/?theme=dark").await;
        assert_eq!(answer.status, StatusCode::PERMANENT_REDIRECT);
        assert_eq!(answer.header("location"), "/en/styleguide?theme=dark");
        assert_eq!(get(&router, "//evil.example/").await.status, StatusCode::NOT_FOUND);
    });
}

#[test]
fn a_head_request_has_the_headers_and_no_body() {
    with_router(async |_, router| {
        for path in ["/en/styleguide", "/en/nowhere"] {
            let answer = ask(&router, request("HEAD", path)).await;
            assert!(answer.body.is_empty() && !answer.header("content-type").is_empty(), "{path}");
        }
    });
}

#[test]
fn machines_see_that_the_program_lives_and_is_ready() {
    with_router(async |_, router| {
        assert_eq!(get(&router, "/healthz").await.body, "ok\n");
        assert_eq!(get(&router, "/readyz").await.body, "ready\n");
        assert!(get(&router, "/robots.txt").await.body.contains("Disallow: /de/account"));
    });
}
