//! `POST /scan`: one reading at the door. What is not theirs is as invalid as what is forged.

use axum::extract::State;
use boxoffice_app::App;
use boxoffice_app::admission::{ScanError, scan_any};
use boxoffice_app::orders::CheckedIn;
use boxoffice_app::rates::Rate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::caller::Staff;
use super::refusals::refuse_desk;
use super::when::Millis;
use crate::json::{Json, invalid, missing};
use crate::problem::Problem;

/// What was read.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Reading {
    /// A ticket's id, or the text of its QR code. Either this or `barcode`.
    #[serde(default)]
    #[schema(example = "0198c5a2-4d1f-7c3a-9b1e-2f60a4d9c8e7")]
    ticket_id: Option<String>,
    /// The text of a QR code.
    #[serde(default)]
    barcode: Option<String>,
    /// Where it was read, for the log.
    #[serde(default)]
    #[schema(example = "North gate", max_length = 120)]
    gate: Option<String>,
}

/// What came of it.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ScanResult {
    /// `VALID` once, then `USED`; `INVALID` for anything else.
    #[schema(example = "VALID")]
    status: &'static str,
    /// When it let somebody in, if it was used before.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false)]
    used_at: Option<Millis>,
}

/// Where a reading over the API happened, when the caller does not say.
const GATE: &str = "API";

/// Scans a ticket
#[utoipa::path(
    post,
    path = "/api/v1/scan",
    operation_id = "scan",
    tag = "Door",
    security(("bearer" = []), ("session" = [])),
    request_body = Reading,
    responses((status = 200, description = "The result", body = ScanResult))
)]
pub(crate) async fn scan(
    State(app): State<App>,
    Staff(account): Staff,
    Json(reading): Json<Reading>,
) -> Result<Json<ScanResult>, Problem> {
    account.limit(&app, Rate::Scan)?;
    let text = match (&reading.ticket_id, &reading.barcode) {
        (Some(text), None) | (None, Some(text)) => text,
        (None, None) => return Err(missing("ticketId")),
        (Some(_), Some(_)) => return Err(invalid("barcode", "give either ticketId or barcode")),
    };
    if text.trim().is_empty() {
        return Err(missing("ticketId"));
    }
    let gate = reading.gate.as_deref().map(str::trim).filter(|gate| !gate.is_empty()).unwrap_or(GATE);
    let address = account.actor().address;
    let result = scan_any(&app, &account.principal, &address, text, gate).await.map_err(refuse)?;
    Ok(Json(match result {
        CheckedIn::Valid { .. } => ScanResult { status: "VALID", used_at: None },
        CheckedIn::Used { at, .. } => ScanResult { status: "USED", used_at: Some(at.into()) },
        CheckedIn::Invalid { .. } => ScanResult { status: "INVALID", used_at: None },
    }))
}

fn refuse(error: ScanError) -> Problem {
    match error {
        ScanError::Desk(error) => refuse_desk(error),
        error => error.into(),
    }
}
