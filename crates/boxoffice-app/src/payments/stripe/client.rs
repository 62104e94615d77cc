//! Calls to Stripe's API: one fixed address, a pinned version, form bodies, a deadline. What is not a clear answer
//! is `Unknown`, because the call may have had its effect.

use std::time::Duration;

use bytes::Bytes;
use http_body_util::{BodyExt as _, Full, Limited};
use hyper::{Method, Request, StatusCode};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::Client as HttpClient;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use serde::Deserialize;
use serde_json::Value;

use crate::mishap;
use crate::payments::GatewayError;
use crate::settings::Secret;

/// The version of the API that this code was written for; every call names it.
pub(super) const API_VERSION: &str = "2026-10-28.endive";
/// A call that takes longer may have had its effect or not.
const PATIENCE: Duration = Duration::from_secs(20);
/// The longest answer that is read: a full page of sessions is some hundred kilobytes.
const ANSWER_BYTES_MAX: usize = 4 << 20;

/// The way to Stripe.
#[derive(Clone, Debug)]
pub(super) struct Client {
    http: HttpClient<HttpsConnector<HttpConnector>, Full<Bytes>>,
    base_url: String,
}

/// Parameters, in order.
pub(super) type Form = Vec<(String, String)>;

/// Why a call did not succeed.
#[derive(Debug)]
pub(super) enum CallError {
    /// No clear answer.
    Unknown(String),
    /// The key is not taken.
    Closed(String),
    /// No such object.
    Missing(String),
    /// The same idempotency key was used with other parameters: an earlier call of ours is on their books.
    OtherParameters,
    /// No, and nothing happened.
    Refused(String),
}

impl From<CallError> for GatewayError {
    fn from(error: CallError) -> Self {
        match error {
            CallError::Unknown(why) => Self::Unknown(why),
            CallError::Closed(why) => Self::Closed(why),
            CallError::Missing(why) | CallError::Refused(why) => Self::Refused(why),
            CallError::OtherParameters => Self::Unknown("this key was used with other parameters".to_owned()),
        }
    }
}

#[derive(Deserialize)]
struct Refusal {
    error: Reason,
}

#[derive(Deserialize)]
struct Reason {
    #[serde(default, rename = "type")]
    kind: String,
    #[serde(default)]
    code: Option<String>,
    #[serde(default)]
    message: String,
}

impl Client {
    pub(super) fn new(base_url: &str) -> Self {
        let connector =
            HttpsConnectorBuilder::new().with_webpki_roots().https_or_http().enable_http1().build();
        let http = HttpClient::builder(TokioExecutor::new()).build(connector);
        Self { http, base_url: base_url.trim_end_matches('/').to_owned() }
    }

    pub(super) async fn get(&self, key: &Secret, path: &str, query: &Form) -> Result<Value, CallError> {
        let path = if query.is_empty() { path.to_owned() } else { format!("{path}?{}", encode(query)) };
        self.call(key, Method::GET, &path, String::new(), None).await
    }

    pub(super) async fn post(
        &self,
        key: &Secret,
        path: &str,
        form: &Form,
        idempotency_key: Option<&str>,
    ) -> Result<Value, CallError> {
        self.call(key, Method::POST, path, encode(form), idempotency_key).await
    }

    async fn call(
        &self,
        key: &Secret,
        method: Method,
        path: &str,
        body: String,
        idempotency_key: Option<&str>,
    ) -> Result<Value, CallError> {
        let place = |when: &str| format!("gateway {method} {}, {when}", shape(path));
        let mut request = Request::builder()
            .method(&method)
            .uri(format!("{}/v1/{path}", self.base_url))
            .header("authorization", format!("Bearer {}", key.0))
            .header("stripe-version", API_VERSION)
            .header("content-type", "application/x-www-form-urlencoded")
            .header("user-agent", concat!("boxoffice/", env!("CARGO_PKG_VERSION")));
        if let Some(idempotency_key) = idempotency_key {
            request = request.header("idempotency-key", idempotency_key);
        }
        let request = request
            .body(Full::new(Bytes::from(body)))
            .map_err(|error| CallError::Refused(format!("the call cannot be made: {error}")))?;
        mishap::pass(|| place("before the call"));
        let answer = tokio::time::timeout(PATIENCE, self.send(request)).await;
        mishap::pass(|| place("after the call"));
        let (status, body) = answer.map_err(|_| unknown("it took too long"))??;
        if status.is_success() {
            return serde_json::from_slice(&body).map_err(unknown);
        }
        Err(refusal(status, &body))
    }

    async fn send(&self, request: Request<Full<Bytes>>) -> Result<(StatusCode, Bytes), CallError> {
        let answer = self.http.request(request).await.map_err(unknown)?;
        let status = answer.status();
        let body = Limited::new(answer.into_body(), ANSWER_BYTES_MAX).collect().await.map_err(unknown)?;
        Ok((status, body.to_bytes()))
    }
}

/// An address without its parameters and ids.
fn shape(path: &str) -> String {
    let path = path.split('?').next().unwrap_or(path);
    let is_id = |part: &str| part.bytes().any(|byte| byte.is_ascii_digit());
    path.split('/').map(|part| if is_id(part) { "{}" } else { part }).collect::<Vec<_>>().join("/")
}

fn unknown(error: impl std::fmt::Display) -> CallError {
    CallError::Unknown(error.to_string())
}

fn refusal(status: StatusCode, body: &[u8]) -> CallError {
    let reason = serde_json::from_slice::<Refusal>(body).map(|refusal| refusal.error);
    let (kind, said) = match reason {
        Ok(reason) => {
            let code = reason.code.map(|code| format!("{code}: ")).unwrap_or_default();
            (reason.kind, format!("{code}{}", reason.message))
        }
        Err(_) => (String::new(), format!("it answered {status}")),
    };
    match status {
        StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => CallError::Closed(said),
        StatusCode::NOT_FOUND => CallError::Missing(said),
        StatusCode::BAD_REQUEST if kind == "idempotency_error" => CallError::OtherParameters,
        StatusCode::BAD_REQUEST | StatusCode::PAYMENT_REQUIRED => CallError::Refused(said),
        // In flight, too many, or broken there: ask again later, and look first.
        _ => CallError::Unknown(said),
    }
}

/// A form body or query.
fn encode(form: &Form) -> String {
    let part = |text: &str| {
        let mut coded = String::with_capacity(text.len());
        for byte in text.bytes() {
            match byte {
                b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => {
                    coded.push(byte as char);
                }
                _ => coded.push_str(&format!("%{byte:02X}")),
            }
        }
        coded
    };
    let pairs: Vec<String> =
        form.iter().map(|(name, value)| format!("{}={}", part(name), part(value))).collect();
    pairs.join("&")
}

/// One parameter.
pub(super) fn field(name: impl Into<String>, value: impl ToString) -> (String, String) {
    (name.into(), value.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_values_are_coded_for_forms() {
        let form = vec![field("a[b]", "Köln & more"), field("c", 12)];
        assert_eq!(encode(&form), "a%5Bb%5D=K%C3%B6ln%20%26%20more&c=12");
    }

    #[test]
    fn the_shape_of_an_address_names_nobody() {
        assert_eq!(shape("checkout/sessions/cs_test_a1/expire"), "checkout/sessions/{}/expire");
        assert_eq!(shape("refunds?payment_intent=pi_1&limit=100"), "refunds");
    }

    #[test]
    fn only_a_clear_no_is_a_refusal() {
        let body =
            br#"{"error":{"type":"invalid_request_error","code":"amount_too_small","message":"more"}}"#;
        assert!(
            matches!(refusal(StatusCode::BAD_REQUEST, body), CallError::Refused(said) if said == "amount_too_small: more")
        );
        let body = br#"{"error":{"type":"idempotency_error","message":"other"}}"#;
        assert!(matches!(refusal(StatusCode::BAD_REQUEST, body), CallError::OtherParameters));
        assert!(matches!(refusal(StatusCode::CONFLICT, body), CallError::Unknown(_)));
        assert!(matches!(refusal(StatusCode::TOO_MANY_REQUESTS, b""), CallError::Unknown(_)));
        assert!(matches!(refusal(StatusCode::BAD_GATEWAY, b"<html>"), CallError::Unknown(_)));
        assert!(matches!(refusal(StatusCode::UNAUTHORIZED, b""), CallError::Closed(_)));
    }
}
