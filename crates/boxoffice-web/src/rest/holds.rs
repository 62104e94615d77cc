//! `POST /holds`: a buyer claims places for a few minutes. Signed in or not, a hold lives in a cart,
//! and the cart's secret is the only thing that opens it.

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use boxoffice_app::App;
use boxoffice_app::rates::Rate;
use boxoffice_app::selling::{self, CartSecret, Choice, Held, HoldRequest, Item};
use boxoffice_domain::ids::{AreaId, HoldId, PerformanceId, SeatId, TicketTypeId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::caller::Buyer;
use super::docs::{CartSecret as CartExample, Id};
use super::money::Amount;
use super::once::Seed;
use super::refusals::{ErrorBody, refuse_hold};
use super::when::Millis;
use crate::json::{Json, invalid};
use crate::problem::Problem;

/// The places that a buyer wants.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct NewHold {
    /// Of which performance.
    #[schema(value_type = Id)]
    performance_id: PerformanceId,
    /// What, per ticket type.
    items: Vec<NewItem>,
    /// Into which cart; a new one without.
    #[schema(value_type = Option<CartExample>)]
    #[serde(default)]
    cart: Option<String>,
    /// A code that opens a ticket type or lowers its price; one that does not count is passed over.
    #[schema(example = "BELLS10", max_length = 60)]
    #[serde(default)]
    code: Option<String>,
}

/// Places of one ticket type: so many of them, or exactly these seats.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct NewItem {
    /// Which ticket type.
    #[schema(value_type = Id)]
    ticket_type_id: TicketTypeId,
    /// How many; the best free ones are chosen. Instead of `seatIds`.
    #[schema(minimum = 1, maximum = 20, example = 2)]
    #[serde(default)]
    quantity: Option<u32>,
    /// In which area, with `quantity`; any that fits without.
    #[schema(value_type = Option<Id>)]
    #[serde(default)]
    area_id: Option<AreaId>,
    /// Exactly these seats. Instead of `quantity`.
    #[schema(value_type = Option<Vec<Id>>)]
    #[serde(default)]
    seat_ids: Option<Vec<SeatId>>,
}

/// Places held.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct HeldPlaces {
    /// The hold.
    #[schema(value_type = Id)]
    hold_id: HoldId,
    /// The cart that it is in: whoever has this secret may look at it, change it and check it out.
    #[schema(value_type = CartExample)]
    cart: String,
    /// When it ends by itself.
    expires_at: Millis,
    /// What it will cost, fees included.
    total: Amount,
}

impl From<Held> for HeldPlaces {
    fn from(held: Held) -> Self {
        Self {
            hold_id: held.hold,
            cart: held.cart.to_string(),
            expires_at: held.expires_at.into(),
            total: held.total.into(),
        }
    }
}

/// Holds places
#[utoipa::path(
    post,
    path = "/api/v1/holds",
    operation_id = "createHold",
    tag = "Selling",
    security((), ("bearer" = []), ("session" = [])),
    request_body = NewHold,
    responses(
        (status = 201, description = "The places are held", body = HeldPlaces),
        (status = 404, description = "There is no such performance or ticket type on sale", body = ErrorBody),
        (status = 409, description = "Someone was faster, or it is not on sale now", body = ErrorBody),
    )
)]
pub(crate) async fn create(
    State(app): State<App>,
    buyer: Buyer,
    seed: Seed,
    Json(wanted): Json<NewHold>,
) -> Result<Response, Problem> {
    buyer.limit(&app, Rate::Hold)?;
    let cart = match wanted.cart.as_deref() {
        Some(text) => Some(cart_secret(text)?),
        None => seed.0.map(|seed| CartSecret::from_bytes(seed.secret(&app, "cart"))),
    };
    let request = HoldRequest {
        performance: wanted.performance_id,
        items: wanted.items.into_iter().enumerate().map(item).collect::<Result<_, _>>()?,
        cart,
        account: buyer.account(),
        id: seed.id(HoldId::PREFIX).map(HoldId::from_bytes),
    };
    let code = wanted.code.as_deref();
    let held = selling::hold_with_code(&app, &buyer.actor(), request, code).await.map_err(refuse_hold)?;
    let location = [(header::LOCATION, format!("/api/v1/carts/{}", held.cart))];
    Ok((StatusCode::CREATED, location, Json(HeldPlaces::from(held))).into_response())
}

fn cart_secret(text: &str) -> Result<CartSecret, Problem> {
    text.parse().map_err(|_| invalid("cart", "cart is not the secret of a cart"))
}

fn item((at, wanted): (usize, NewItem)) -> Result<Item, Problem> {
    let choice = match (wanted.quantity, wanted.seat_ids) {
        (Some(0), None) => {
            return Err(invalid(&format!("items[{at}].quantity"), "a hold has at least one place"));
        }
        (Some(quantity), None) => Choice::Count { area: wanted.area_id, quantity },
        (None, Some(seats)) if !seats.is_empty() && wanted.area_id.is_none() => Choice::Seats(seats),
        _ => return Err(invalid(&format!("items[{at}]"), "give either a quantity or seatIds")),
    };
    Ok(Item { ticket_type: wanted.ticket_type_id, choice })
}
