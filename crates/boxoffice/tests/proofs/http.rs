//! A plain client for a program that may die while it answers.

use axum::body::Bytes;
use axum::http::{Method, Request, Uri, header};
use http_body_util::{BodyExt, Full};
use hyper_util::client::legacy::Client as HttpClient;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use serde_json::Value;

const JSON: &str = "application/json";
const FORM: &str = "application/x-www-form-urlencoded";

/// Sends requests, each over a connection of its own.
#[derive(Clone, Debug)]
pub(crate) struct Client(HttpClient<HttpConnector, Full<Bytes>>);

/// What is asked.
#[derive(Clone, Debug)]
pub(crate) struct Wish {
    method: Method,
    path: String,
    kind: &'static str,
    body: String,
    headers: Vec<(&'static str, String)>,
}

/// What came back.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    /// Where a redirect leads.
    pub(crate) location: String,
    pub(crate) text: String,
}

impl Wish {
    pub(crate) fn get(path: &str) -> Self {
        let (method, path, body) = (Method::GET, path.to_owned(), String::new());
        Self { method, path, kind: JSON, body, headers: Vec::new() }
    }

    /// A call of the API.
    pub(crate) fn post(path: &str, body: &Value) -> Self {
        Self { method: Method::POST, body: body.to_string(), ..Self::get(path) }
    }

    /// A form as a browser sends it.
    pub(crate) fn form(path: &str, body: String) -> Self {
        Self { method: Method::POST, kind: FORM, body, ..Self::get(path) }
    }

    /// The same with a header more.
    pub(crate) fn with(mut self, name: &'static str, value: &str) -> Self {
        self.headers.push((name, value.to_owned()));
        self
    }

    /// The same by the bearer of a token.
    pub(crate) fn bearing(self, token: &str) -> Self {
        self.with("authorization", &format!("Bearer {token}"))
    }
}

impl Client {
    pub(crate) fn new() -> Self {
        Self(HttpClient::builder(TokioExecutor::new()).pool_max_idle_per_host(0).build_http())
    }

    /// Asks at `url`; none when the connection broke before the answer was whole.
    pub(crate) async fn send(&self, url: &str, wish: &Wish) -> Option<Answer> {
        let uri: Uri = format!("{url}{}", wish.path).parse().expect("an address");
        let mut request =
            Request::builder().method(wish.method.clone()).uri(uri).header(header::CONTENT_TYPE, wish.kind);
        for (name, value) in &wish.headers {
            request = request.header(*name, value);
        }
        let request = request.body(Full::new(Bytes::from(wish.body.clone()))).expect("a request");
        let answer = self.0.request(request).await.ok()?;
        let status = answer.status().as_u16();
        let location = answer.headers().get(header::LOCATION).and_then(|to| to.to_str().ok());
        let location = location.unwrap_or_default().to_owned();
        let body = answer.into_body().collect().await.ok()?.to_bytes();
        Some(Answer { status, location, text: String::from_utf8_lossy(&body).into_owned() })
    }
}

impl Answer {
    /// The body as JSON.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|_| panic!("not JSON: {}", self.text))
    }

    /// A text of the JSON body.
    pub(crate) fn field(&self, name: &str) -> String {
        let body = self.json();
        body[name].as_str().unwrap_or_else(|| panic!("no {name} in {body}")).to_owned()
    }
}
