//! Carts: what is held, for whoever has the secret. More time, taking expired places again, giving them back.

use axum::extract::State;
use axum::http::StatusCode;
use boxoffice_app::App;
use boxoffice_app::selling::{
    self, Cart, CartHold, CartLine, CartSecret, CartState, ExtendError, ReleaseError,
};
use boxoffice_domain::ids::HoldId;
use boxoffice_domain::money::Money;
use serde::Serialize;
use utoipa::ToSchema;

use super::caller::Buyer;
use super::docs::{CartSecret as CartExample, Id};
use super::holds::HeldPlaces;
use super::money::Amount;
use super::query::Named;
use super::receipts::ReceiptView;
use super::refusals::{ErrorBody, conflict, refuse_desk, refuse_hold};
use super::when::Millis;
use crate::json::Json;
use crate::problem::Problem;

/// What a buyer has in hand.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CartView {
    /// `open`, `expired`, `paying`, `ordered` or `empty`.
    #[schema(example = "open")]
    state: &'static str,
    /// The secret of the order that was made of it.
    order: Option<String>,
    /// When the first of its open holds ends.
    expires_at: Option<Millis>,
    /// What it costs as held, fees included.
    total: Amount,
    /// What the total is made of.
    receipt: ReceiptView,
    /// What it costs at today's prices; checkout asks for this.
    current_total: Amount,
    /// True when it cannot be one order: several organizations or currencies.
    mixed: bool,
    /// Whether it may be paid at the box office.
    box_office: bool,
    /// Until when a bank transfer would have to be there; null: it cannot be chosen.
    transfer_until: Option<Millis>,
    /// Whether the organizer has terms that must be accepted.
    has_terms: bool,
    /// Its holds.
    holds: Vec<HoldView>,
}

/// One performance's part of a cart.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct HoldView {
    /// The hold.
    #[schema(value_type = Id)]
    hold_id: HoldId,
    /// The event.
    #[schema(value_type = Id)]
    event_id: String,
    /// Its title.
    event_title: String,
    /// The performance.
    #[schema(value_type = Id)]
    performance_id: String,
    /// When it begins.
    starts_at: Option<Millis>,
    /// `open`, `paying`, `ordered`, `released` or `expired`.
    #[schema(example = "open")]
    state: &'static str,
    /// When it ends.
    expires_at: Millis,
    /// How often it may still be extended.
    extensions_left: u32,
    /// The code that was applied.
    code: Option<String>,
    /// Its places.
    lines: Vec<LineView>,
}

/// Places of one ticket type.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct LineView {
    /// The ticket type.
    #[schema(value_type = Id)]
    ticket_type_id: String,
    /// Its name.
    ticket_type: String,
    /// Section or standing area.
    area: String,
    /// Row of a numbered seat.
    row: Option<String>,
    /// Its number in the row.
    seat: Option<String>,
    /// How many places.
    quantity: u32,
    /// Price of one, as held.
    price_minor: i64,
    /// Fee of one, as held.
    fee_minor: i64,
}

/// There is more time.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Extended {
    /// When the first hold of the cart ends now.
    expires_at: Millis,
}

/// The expired places are held again.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct RetakenPlaces {
    /// The last hold that was made.
    held: HeldPlaces,
    /// Seats that are other ones than before.
    moved: Vec<MovedSeat>,
    /// Events of which nothing could be had again.
    lost: Vec<String>,
}

/// A seat that became another.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct MovedSeat {
    /// Before.
    from: String,
    /// Now.
    to: String,
}

/// Shows a cart
#[utoipa::path(
    get,
    path = "/api/v1/carts/{cart}",
    operation_id = "showCart",
    tag = "Selling",
    params(("cart" = CartExample, Path)),
    responses((status = 200, description = "The cart", body = CartView))
)]
pub(crate) async fn show(
    State(app): State<App>,
    Named(cart): Named<String>,
) -> Result<Json<CartView>, Problem> {
    let cart = selling::find_cart(&app, secret(&cart)?).await?.ok_or_else(Problem::not_found)?;
    Ok(Json(CartView::from(cart)))
}

/// Gives everything in a cart back
#[utoipa::path(
    delete,
    path = "/api/v1/carts/{cart}",
    operation_id = "releaseCart",
    tag = "Selling",
    security((), ("bearer" = []), ("session" = [])),
    params(("cart" = CartExample, Path)),
    responses(
        (status = 204, description = "Nothing is held any more"),
        (status = 409, description = "It is being paid, or was bought", body = ErrorBody),
    )
)]
pub(crate) async fn release(
    State(app): State<App>,
    buyer: Buyer,
    Named(cart): Named<String>,
) -> Result<StatusCode, Problem> {
    selling::release(&app, &buyer.actor(), secret(&cart)?, None).await.map_err(refuse_release)?;
    Ok(StatusCode::NO_CONTENT)
}

/// Gives one hold of a cart back
#[utoipa::path(
    delete,
    path = "/api/v1/carts/{cart}/holds/{holdId}",
    operation_id = "releaseHold",
    tag = "Selling",
    security((), ("bearer" = []), ("session" = [])),
    params(("cart" = CartExample, Path), ("holdId" = Id, Path)),
    responses(
        (status = 204, description = "Its places are free"),
        (status = 409, description = "It is being paid, was bought, or has expired", body = ErrorBody),
    )
)]
pub(crate) async fn release_hold(
    State(app): State<App>,
    buyer: Buyer,
    Named((cart, hold)): Named<(String, HoldId)>,
) -> Result<StatusCode, Problem> {
    selling::release(&app, &buyer.actor(), secret(&cart)?, Some(hold)).await.map_err(refuse_release)?;
    Ok(StatusCode::NO_CONTENT)
}

/// Asks for five more minutes
#[utoipa::path(
    post,
    path = "/api/v1/carts/{cart}/extensions",
    operation_id = "extendCart",
    tag = "Selling",
    security((), ("bearer" = []), ("session" = [])),
    params(("cart" = CartExample, Path)),
    responses(
        (status = 200, description = "There is more time", body = Extended),
        (status = 409, description = "`hold_expired`, or `no_more_time`", body = ErrorBody),
    )
)]
pub(crate) async fn extend(
    State(app): State<App>,
    buyer: Buyer,
    Named(cart): Named<String>,
) -> Result<Json<Extended>, Problem> {
    let cart = secret(&cart)?;
    selling::find_cart(&app, cart).await?.ok_or_else(Problem::not_found)?;
    let expires_at = selling::extend(&app, &buyer.actor(), cart).await.map_err(|error| match error {
        ExtendError::Desk(error) => refuse_desk(error),
        error => conflict(error.code(), &error.to_string()),
    })?;
    Ok(Json(Extended { expires_at: expires_at.into() }))
}

/// Takes expired places again
///
/// The same ones where they are free, else the nearest.
#[utoipa::path(
    post,
    path = "/api/v1/carts/{cart}/retakes",
    operation_id = "retakeCart",
    tag = "Selling",
    security((), ("bearer" = []), ("session" = [])),
    params(("cart" = CartExample, Path)),
    responses(
        (status = 201, description = "They are held again", body = RetakenPlaces),
        (status = 409, description = "Nothing expired, or nothing is left", body = ErrorBody),
    )
)]
pub(crate) async fn retake(
    State(app): State<App>,
    buyer: Buyer,
    Named(cart): Named<String>,
) -> Result<(StatusCode, Json<RetakenPlaces>), Problem> {
    let cart = secret(&cart)?;
    selling::find_cart(&app, cart).await?.ok_or_else(Problem::not_found)?;
    let retaken = selling::retake(&app, &buyer.actor(), cart).await.map_err(refuse_hold)?;
    let moved = retaken.moved.into_iter().map(|moved| MovedSeat { from: moved.from, to: moved.to }).collect();
    let places = RetakenPlaces { held: retaken.held.into(), moved, lost: retaken.lost };
    Ok((StatusCode::CREATED, Json(places)))
}

fn secret(text: &str) -> Result<CartSecret, Problem> {
    text.parse().map_err(|_| Problem::not_found())
}

fn refuse_release(error: ReleaseError) -> Problem {
    match error {
        ReleaseError::NoSuchCart => Problem::not_found(),
        ReleaseError::Desk(error) => refuse_desk(error),
        error => conflict(error.code(), &error.to_string()),
    }
}

impl From<Cart> for CartView {
    fn from(cart: Cart) -> Self {
        let (state, order) = match cart.state {
            CartState::Open => ("open", None),
            CartState::Expired => ("expired", None),
            CartState::Paying(order) => ("paying", Some(order)),
            CartState::Ordered(order) => ("ordered", Some(order)),
            CartState::Empty => ("empty", None),
        };
        Self {
            state,
            order: order.map(|order| order.to_string()),
            expires_at: cart.expires_at.map(Millis),
            total: Money::new(cart.total_minor, cart.currency).into(),
            receipt: cart.receipt.into(),
            current_total: Money::new(cart.current_total_minor, cart.currency).into(),
            mixed: cart.mixed,
            box_office: cart.box_office,
            transfer_until: cart.transfer_until.map(Millis),
            has_terms: cart.has_terms,
            holds: cart.holds.into_iter().map(HoldView::from).collect(),
        }
    }
}

impl From<CartHold> for HoldView {
    fn from(hold: CartHold) -> Self {
        Self {
            hold_id: hold.hold,
            event_id: hold.event.to_string(),
            event_title: hold.event_title,
            performance_id: hold.performance.to_string(),
            starts_at: hold.starts_at.map(Millis),
            state: hold.state.as_str(),
            expires_at: hold.expires_at.into(),
            extensions_left: hold.extensions_left,
            code: hold.code.map(|code| code.label),
            lines: hold.lines.into_iter().map(LineView::from).collect(),
        }
    }
}

impl From<CartLine> for LineView {
    fn from(line: CartLine) -> Self {
        let (row, seat) = line.seat.map_or((None, None), |seat| (Some(seat.row), Some(seat.label)));
        Self {
            ticket_type_id: line.ticket_type.to_string(),
            ticket_type: line.ticket_type_name,
            area: line.area_name,
            row,
            seat,
            quantity: line.quantity,
            price_minor: line.price_minor,
            fee_minor: line.fee_minor,
        }
    }
}
