//! A caller of the API, over the router in process: the same requests and answers as over a socket.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Method, Request, header};
use axum::response::Response;
use boxoffice_app::App;
use boxoffice_web::router::router;
use serde_json::Value;
use tower::ServiceExt;

/// Calls the API, as somebody or as nobody.
#[derive(Clone)]
pub(crate) struct Api {
    router: Router,
    headers: Vec<(&'static str, String)>,
}

/// What came back.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
}

impl Api {
    /// Nobody, calling this program.
    pub(crate) fn of(app: &App) -> Self {
        Self { router: router(app.clone()), headers: Vec::new() }
    }

    /// The same caller with a header more.
    pub(crate) fn with(&self, name: &'static str, value: &str) -> Self {
        let mut caller = self.clone();
        caller.headers.retain(|(known, _)| *known != name);
        caller.headers.push((name, value.to_owned()));
        caller
    }

    /// Somebody with a token.
    pub(crate) fn bearing(&self, token: &str) -> Self {
        self.with("authorization", &format!("Bearer {token}"))
    }

    /// The same caller with an idempotency key.
    pub(crate) fn keyed(&self, key: &str) -> Self {
        self.with("idempotency-key", key)
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, None).await
    }

    pub(crate) async fn delete(&self, path: &str) -> Answer {
        self.send(Method::DELETE, path, None).await
    }

    pub(crate) async fn post(&self, path: &str, body: &Value) -> Answer {
        self.post_text(path, &body.to_string()).await
    }

    pub(crate) async fn post_text(&self, path: &str, body: &str) -> Answer {
        let typed = self.headers.iter().any(|(name, _)| *name == "content-type");
        let caller = if typed { self.clone() } else { self.with("content-type", "application/json") };
        caller.send(Method::POST, path, Some(body)).await
    }

    /// `path` is below `/api/v1`, or whole where it begins with two slashes.
    pub(crate) async fn send(&self, method: Method, path: &str, body: Option<&str>) -> Answer {
        let response = self.answer(method, path, body).await;
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, usize::MAX).await.expect("a body");
        let text = String::from_utf8(bytes.to_vec()).expect("text");
        Answer { status: parts.status.as_u16(), headers: parts.headers, text }
    }

    /// Status and bytes of a file.
    pub(crate) async fn download(&self, path: &str) -> (u16, Vec<u8>) {
        let response = self.answer(Method::GET, path, None).await;
        let status = response.status().as_u16();
        (status, to_bytes(response.into_body(), usize::MAX).await.expect("a body").to_vec())
    }

    async fn answer(&self, method: Method, path: &str, body: Option<&str>) -> Response {
        let uri = path
            .strip_prefix('/')
            .filter(|rest| rest.starts_with('/'))
            .map_or_else(|| format!("/api/v1{path}"), str::to_owned);
        let mut request = Request::builder().method(method).uri(uri).header(header::HOST, "127.0.0.1:8080");
        for (name, value) in &self.headers {
            request = request.header(*name, value);
        }
        let body = body.map_or_else(Body::empty, |body| Body::from(body.to_owned()));
        let request = request.body(body).expect("a request");
        self.router.clone().oneshot(request).await.expect("the router answers")
    }
}

impl Answer {
    /// The body as JSON.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|_| panic!("not JSON: {}", self.text))
    }

    /// The body, when the status is the expected one.
    #[track_caller]
    pub(crate) fn is(&self, status: u16) -> Value {
        assert_eq!(self.status, status, "{}", self.text);
        if self.text.is_empty() { Value::Null } else { self.json() }
    }

    /// Fails unless it is this refusal.
    #[track_caller]
    pub(crate) fn is_refused(&self, status: u16, code: &str) -> Value {
        let body = self.is(status);
        assert_eq!(body["code"], code, "{body}");
        assert!(body["error"].as_str().is_some_and(|sentence| !sentence.is_empty()), "{body}");
        assert_eq!(self.header("content-type"), "application/json");
        body
    }

    /// A header, or nothing.
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }
}
