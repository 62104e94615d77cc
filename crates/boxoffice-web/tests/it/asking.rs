//! Asking the router without a network.

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode};
use boxoffice_app::store::Dialect;
use boxoffice_app::testing::{TestApp, run_on};
use boxoffice_web::router::router;
use http_body_util::BodyExt;
use tower::ServiceExt;

/// What came back.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

impl Answer {
    /// A header, empty when it is not there.
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }
}

/// Sends one request.
pub(crate) async fn ask(router: &Router, request: Request<Body>) -> Answer {
    let answer = router.clone().oneshot(request).await.expect("the router answers");
    let (parts, body) = answer.into_parts();
    // A stream of events never ends; that it began is all that can be asked here.
    let endless = parts
        .headers
        .get("content-type")
        .is_some_and(|kind| kind.as_bytes().starts_with(b"text/event-stream"));
    let body = if endless {
        axum::body::Bytes::default()
    } else {
        body.collect().await.expect("the body ends").to_bytes()
    };
    Answer { status: parts.status, headers: parts.headers, body: String::from_utf8_lossy(&body).into_owned() }
}

/// Asks for a page.
pub(crate) async fn get(router: &Router, path: &str) -> Answer {
    ask(router, request("GET", path)).await
}

/// A request without a body, as a browser sends it.
pub(crate) fn request(method: &str, path: &str) -> Request<Body> {
    Request::builder()
        .method(method)
        .uri(path)
        .header("host", "127.0.0.1:8080")
        .header("accept", "text/html")
        .body(Body::empty())
        .expect("the request is well formed")
}

/// Runs a story against the router of a test program on SQLite.
pub(crate) fn with_router<F: Future<Output = ()>>(story: impl FnOnce(TestApp, Router) -> F) {
    run_on(Dialect::Sqlite, async |app: TestApp| {
        let router = router((*app).clone());
        story(app, router).await;
    });
}
