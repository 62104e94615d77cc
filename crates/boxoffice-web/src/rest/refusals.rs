//! How the API refuses: one JSON shape, English sentences, stable codes.
//! The sentences of the six contract calls stand here once; errors of operations say their own.

use axum::http::StatusCode;
use serde::Serialize;
use utoipa::ToSchema;

use crate::problem::Problem;

/// How every refusal looks.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Error)]
pub struct ErrorBody {
    /// A sentence for the person who reads the log.
    #[schema(example = "Resource not found")]
    pub error: String,
    /// What a program looks at; never changes.
    #[schema(example = "not_found")]
    pub code: String,
    /// The fields that were wrong, where that helps.
    #[schema(required = false)]
    pub fields: Vec<FieldError>,
    /// Where to pay, with 402.
    #[serde(rename = "checkoutUrl")]
    pub checkout_url: Option<String>,
    /// Names the log line of a 500.
    #[serde(rename = "correlationId")]
    pub correlation_id: Option<String>,
}

/// What is wrong with one field of a request.
#[derive(Debug, Serialize, ToSchema)]
pub struct FieldError {
    /// The field, with its path: `items[0].quantity`.
    #[schema(example = "capacity")]
    pub field: String,
    /// What is wrong with it.
    #[schema(example = "capacity is a whole number from 1 to 1000000")]
    pub error: String,
}

/// 409: possible in another state or at another time.
pub fn conflict(code: &'static str, sentence: &str) -> Problem {
    Problem::refused(StatusCode::CONFLICT, code, &sentence)
}

/// 422: understood, and refused.
pub fn refused(code: &'static str, sentence: &str) -> Problem {
    Problem::refused(StatusCode::UNPROCESSABLE_ENTITY, code, &sentence)
}
