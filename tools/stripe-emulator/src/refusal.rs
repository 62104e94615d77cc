//! Refusals in the shape of Stripe's error object.

use serde_json::{Map, Value, json};

/// A refusal.
#[derive(Clone, Debug)]
pub(crate) struct Refusal {
    pub(crate) status: u16,
    pub(crate) kind: &'static str,
    pub(crate) code: Option<&'static str>,
    pub(crate) message: String,
    pub(crate) param: Option<String>,
}

const INVALID: &str = "invalid_request_error";

impl Refusal {
    fn new(status: u16, kind: &'static str, code: Option<&'static str>, message: impl Into<String>) -> Self {
        Self { status, kind, code, message: message.into(), param: None }
    }

    pub(crate) fn bad(message: &str) -> Self {
        Self::new(400, INVALID, None, message)
    }

    pub(crate) fn invalid(code: &'static str, message: &str, param: &str) -> Self {
        Self::new(400, INVALID, Some(code), message).about(param)
    }

    pub(crate) fn missing(param: &str) -> Self {
        Self::invalid("parameter_missing", &format!("Missing required param: {param}."), param)
    }

    pub(crate) fn unknown_parameter(param: &str) -> Self {
        Self::invalid("parameter_unknown", &format!("Received unknown parameter: {param}"), param)
    }

    pub(crate) fn no_such(what: &str, id: &str, param: &str) -> Self {
        Self::new(404, INVALID, Some("resource_missing"), format!("No such {what}: '{id}'")).about(param)
    }

    pub(crate) fn no_such_url(method: &str, path: &str) -> Self {
        Self::new(404, INVALID, None, format!("Unrecognized request URL ({method}: {path})."))
    }

    pub(crate) fn not_signed_in(message: &str) -> Self {
        Self::new(401, INVALID, None, message)
    }

    pub(crate) fn forbidden(code: &'static str, message: &str) -> Self {
        Self::new(403, INVALID, Some(code), message)
    }

    pub(crate) fn other_parameters(key: &str) -> Self {
        let message = format!(
            "Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '{key}' if you meant to execute a different request."
        );
        Self::new(400, "idempotency_error", None, message)
    }

    pub(crate) fn in_flight(key: &str) -> Self {
        let message = format!(
            "There is currently another in-progress request using this Idempotent Key ({key}). Please try again later."
        );
        Self::new(409, "idempotency_error", Some("idempotency_key_in_use"), message)
    }

    pub(crate) fn internal() -> Self {
        Self::new(500, "api_error", None, "An unknown error occurred")
    }

    pub(crate) fn insufficient() -> Self {
        let message = "Insufficient funds in your Stripe balance to refund this amount.";
        Self::new(400, INVALID, Some("balance_insufficient"), message)
    }

    pub(crate) fn rate_limited() -> Self {
        Self::new(429, INVALID, Some("rate_limit"), "Too many requests hit the API too quickly.")
    }

    #[must_use]
    pub(crate) fn about(mut self, param: &str) -> Self {
        self.param = Some(param.to_owned());
        self
    }

    pub(crate) fn body(&self) -> Value {
        let mut error = Map::new();
        error.insert("type".into(), json!(self.kind));
        error.insert("message".into(), json!(self.message));
        if let Some(code) = self.code {
            error.insert("code".into(), json!(code));
            error.insert("doc_url".into(), json!(format!("https://stripe.com/docs/error-codes/{code}")));
        }
        if let Some(param) = &self.param {
            error.insert("param".into(), json!(param));
        }
        json!({ "error": error })
    }
}
