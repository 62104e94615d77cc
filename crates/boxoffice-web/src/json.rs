//! JSON bodies and answers of the REST face, with its own refusals: unknown fields and wrong types are 400.

use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use boxoffice_domain::limits;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::form::too_large;
use crate::problem::Problem;

/// A JSON body, or a JSON answer.
#[derive(Clone, Debug)]
pub struct Json<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Json<T> {
    type Rejection = Problem;
    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let kind = request.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        if !kind.starts_with("application/json") {
            let status = StatusCode::UNSUPPORTED_MEDIA_TYPE;
            return Err(Problem::refused(status, "unsupported_media_type", &"Send application/json"));
        }
        let body = Bytes::from_request(request, state).await.map_err(|_| too_large())?;
        if body.len() > limits::JSON_BYTES_MAX {
            return Err(too_large());
        }
        serde_json::from_slice(&body).map(Self).map_err(|error| Problem::bad_request(&error))
    }
}

impl<T: Serialize> IntoResponse for Json<T> {
    fn into_response(self) -> Response {
        match serde_json::to_vec(&self.0) {
            Ok(body) => ([(CONTENT_TYPE, "application/json")], body).into_response(),
            Err(error) => Problem::fault(&error).into_response(),
        }
    }
}
