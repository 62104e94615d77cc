//! Refunds of an order: some of its tickets, or an amount while the tickets stay.

use axum::extract::State;
use axum::http::StatusCode;
use boxoffice_app::App;
use boxoffice_app::orders::{self, CancelBy, CancelError, Part, RefundError};
use boxoffice_domain::ids::RefundId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::docs::{Id, OrderSecret as OrderExample};
use super::money::Amount;
use super::once::Seed;
use super::orders::find;
use super::query::Named;
use super::refusals::{ErrorBody, conflict, refuse_desk, refused};
use crate::client::Client;
use crate::identify::Viewer;
use crate::json::{Json, invalid};
use crate::problem::Problem;

/// A reason is a sentence, not a letter.
const REASON_CHARS_MAX: usize = 300;

/// What goes back: tickets, or an amount.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct NewRefund {
    /// The tickets that are given back; they are void at once.
    #[serde(default)]
    #[schema(value_type = Option<Vec<Id>>)]
    tickets: Option<Vec<String>>,
    /// Minor units that go back while the tickets stay; only for those who sell for the organization.
    #[serde(default)]
    #[schema(minimum = 1)]
    amount_minor: Option<i64>,
    /// Why.
    #[serde(default)]
    #[schema(max_length = 300)]
    reason: Option<String>,
}

/// What goes back.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct RefundMade {
    /// The refund; null where no money goes back.
    #[schema(value_type = Option<Id>)]
    refund_id: Option<String>,
    /// How much.
    amount: Amount,
    /// What the organizer keeps of what the tickets cost.
    kept_minor: i64,
    /// Whether the order has no ticket left, which ends it.
    order_ended: bool,
}

/// Gives part of an order back
///
/// Its buyer may give tickets back within the organizer's policy; those who sell for the organization may give any
/// ticket or amount back. Each call is one refund; send an `Idempotency-Key` to repeat it safely.
#[utoipa::path(
    post,
    path = "/api/v1/orders/{order}/refunds",
    operation_id = "refundOrder",
    tag = "Selling",
    security((), ("bearer" = []), ("session" = [])),
    params(("order" = OrderExample, Path)),
    request_body = NewRefund,
    responses(
        (status = 201, description = "It is on its way", body = RefundMade),
        (status = 409, description = "`more_than_left`, `nothing_to_give_back`, `ticket_used`, `too_late_to_cancel`, `payment_disputed`", body = ErrorBody),
    )
)]
pub(crate) async fn create(
    State(app): State<App>,
    viewer: Viewer,
    client: Client,
    Named(order): Named<String>,
    seed: Seed,
    Json(new): Json<NewRefund>,
) -> Result<(StatusCode, Json<RefundMade>), Problem> {
    let order = find(&app, viewer.0.as_ref(), &order).await?;
    let sells = viewer.0.as_ref().is_some_and(|principal| principal.may_sell(order.organization));
    let by = if sells { CancelBy::Organizer } else { CancelBy::Buyer };
    let part = match (new.tickets, new.amount_minor) {
        (Some(tickets), None) => {
            let ids = tickets.iter().map(|id| id.parse()).collect::<Result<Vec<_>, _>>();
            Part::Tickets(ids.map_err(|_| invalid("tickets", "tickets are ids of tickets of this order"))?)
        }
        (None, Some(amount)) if sells => Part::Amount(amount),
        (None, Some(_)) => return Err(Problem::forbidden()),
        _ => return Err(invalid("tickets", "name either tickets or amountMinor")),
    };
    let reason: String = new.reason.unwrap_or_default().trim().chars().take(REASON_CHARS_MAX).collect();
    let actor = client.actor(viewer.0.as_ref());
    let id = seed.id(RefundId::PREFIX).map(RefundId::from_bytes);
    let given = orders::refund_order(&app, &actor, id, order.id, by, part, &reason).await.map_err(refuse)?;
    let body = RefundMade {
        refund_id: given.refund.map(|id| id.to_string()),
        amount: boxoffice_domain::money::Money::new(given.amount_minor, order.total.currency).into(),
        kept_minor: given.kept_minor,
        order_ended: given.is_over,
    };
    Ok((StatusCode::CREATED, Json(body)))
}

fn refuse(error: RefundError) -> Problem {
    match error {
        RefundError::NoSuchOrder => Problem::not_found(),
        RefundError::Desk(error) | RefundError::Cancel(CancelError::Desk(error)) => refuse_desk(error),
        RefundError::NoAmount | RefundError::NoSuchTicket => refused(error.code(), &error.to_string()),
        RefundError::TooMuch { left_minor } => {
            conflict(error.code(), &error.to_string()).member("leftMinor", left_minor)
        }
        error => conflict(error.code(), &error.to_string()),
    }
}
