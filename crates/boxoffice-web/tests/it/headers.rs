//! Security headers stand on every kind of answer: page, redirect, refusal, fault, asset, JSON.

use axum::body::Body;
use axum::http::{Request, StatusCode};

use crate::asking::{ask, get, request, with_router};

#[test]
fn every_kind_of_answer_carries_the_security_headers() {
    with_router(async |_, router| {
        for path in
            ["/", "/en/styleguide", "/en/nowhere", "/healthz", "/favicon.ico", "/api/v1/nowhere", "/en/"]
        {
            let answer = get(&router, path).await;
            let policy = answer.header("content-security-policy");
            assert!(policy.starts_with("default-src 'none'"), "{path}: {policy}");
            assert!(!policy.contains("unsafe"), "{path}: {policy}");
            assert!(policy.contains("frame-ancestors 'none'"), "{path}: {policy}");
            assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
            assert_eq!(answer.header("referrer-policy"), "same-origin", "{path}");
            assert!(!answer.header("x-request-id").is_empty(), "{path}");
        }
    });
}

#[test]
fn pages_have_neither_inline_scripts_nor_inline_styles() {
    with_router(async |_, router| {
        let page = get(&router, "/en/styleguide").await.body;
        assert!(!page.contains("<style") && !page.contains(" style="), "the policy would block it");
        assert!(!page.contains("<script>") && !page.contains(" onclick="), "the policy would block it");
    });
}

#[test]
fn another_website_cannot_send_our_forms() {
    with_router(async |_, router| {
        let foreign = Request::builder()
            .method("POST")
            .uri("/en/styleguide")
            .header("host", "127.0.0.1:8080")
            .header("origin", "https://evil.example")
            .header("sec-fetch-site", "cross-site")
            .body(Body::empty())
            .expect("request");
        let answer = ask(&router, foreign).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN);
        assert!(answer.body.contains("another website"), "{}", answer.body);
    });
}

#[test]
fn assets_are_kept_for_ever_and_come_packed() {
    with_router(async |_, router| {
        let href = boxoffice_web::assets::href("app.css");
        let mut packed = request("GET", &href);
        packed.headers_mut().insert("accept-encoding", "gzip, br".parse().expect("header"));
        let answer = ask(&router, packed).await;
        assert_eq!(answer.header("content-encoding"), "br");
        assert_eq!(answer.header("cache-control"), "public, max-age=31536000, immutable");
        let mut again = request("GET", &href);
        again.headers_mut().insert("accept-encoding", "br".parse().expect("header"));
        again.headers_mut().insert("if-none-match", answer.header("etag").parse().expect("tag"));
        assert_eq!(ask(&router, again).await.status, StatusCode::NOT_MODIFIED);
        let earlier = get(&router, "/assets/000000000000/app.css").await;
        assert_eq!(earlier.header("cache-control"), "private, no-cache");
        assert_eq!(earlier.header("content-type"), "text/css; charset=utf-8");
    });
}
