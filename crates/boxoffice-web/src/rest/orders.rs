//! Orders: a cart checked out, looked at by its secret link or by its owner, cancelled within the policy.

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use boxoffice_app::App;
use boxoffice_app::orders::{
    self, CancelBy, CancelError, Checkout, Method, Order, OrderKey, ReopenError, Reopened, find_transfer_of,
};
use boxoffice_app::store::invoice_recipients::Recipient;
use boxoffice_domain::ids::OrderId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::caller::Buyer;
use super::docs::{CartSecret as CartExample, OrderSecret as OrderExample};
use super::once::Seed;
use super::order_views::OrderView;
use super::query::Named;
use super::refusals::{ErrorBody, conflict, refuse_checkout, refuse_desk};
use crate::json::{Json, invalid};
use crate::problem::Problem;

/// What a buyer says at checkout.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct NewOrder {
    /// The buyer's name.
    #[schema(example = "Ada Example", min_length = 1, max_length = 120)]
    name: String,
    /// Where the tickets go.
    #[schema(example = "ada@example.org")]
    email: String,
    /// One name per place, in the cart's order; fewer: the buyer's own for the rest.
    #[serde(default)]
    attendees: Vec<String>,
    /// `gateway`, `box_office` or `bank_transfer`; an order that costs nothing needs neither.
    #[serde(default)]
    #[schema(example = "gateway")]
    method: Option<String>,
    /// Whether the organizer's terms are accepted, where there are any.
    #[serde(default)]
    terms_accepted: bool,
    /// The total that the buyer saw; another one is refused with `price_changed`.
    #[serde(default)]
    accepted_total_minor: Option<i64>,
    /// Language of mails and tickets: `en` or `de`.
    #[serde(default)]
    locale: Option<String>,
    /// The business that buys.
    #[serde(default)]
    company: Option<NewCompany>,
}

/// A business that buys.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct NewCompany {
    /// Its name.
    #[schema(example = "Glocke GmbH", min_length = 1, max_length = 120)]
    name: String,
    /// Street, post code and city, for the invoice.
    #[serde(default)]
    address: String,
    /// Its country.
    #[serde(default)]
    country: String,
    /// Its VAT number with its country, such as `DE123456789`.
    #[serde(default)]
    vat_id: String,
}

impl From<NewCompany> for Recipient {
    fn from(company: NewCompany) -> Self {
        Self {
            name: company.name,
            address: company.address,
            country: company.country,
            vat_id: company.vat_id,
        }
    }
}

/// An order was made.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct OrderMade {
    /// Its secret: whoever has it may look at the order and cancel it.
    #[schema(value_type = OrderExample)]
    order: String,
    /// `pending` until it is paid, or `confirmed`.
    #[schema(example = "pending")]
    state: &'static str,
    /// Where to pay, when it is paid through a gateway.
    checkout_url: Option<String>,
}

/// Why an order is cancelled.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct NewCancellation {
    /// In the buyer's words.
    #[serde(default)]
    #[schema(max_length = 300)]
    reason: Option<String>,
}

/// An order was cancelled.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CancellationMade {
    /// What goes back, in minor units of the order's currency.
    refund_minor: i64,
    /// False while its open payment is being ended first.
    done: bool,
}

/// Checks a cart out
#[utoipa::path(
    post,
    path = "/api/v1/carts/{cart}/orders",
    operation_id = "createOrder",
    tag = "Selling",
    security((), ("bearer" = []), ("session" = [])),
    params(("cart" = CartExample, Path)),
    request_body = NewOrder,
    responses(
        (status = 201, description = "The order is made", body = OrderMade),
        (status = 409, description = "`hold_expired`, `price_changed`, `cart_mixed`, …", body = ErrorBody),
    )
)]
pub(crate) async fn create(
    State(app): State<App>,
    buyer: Buyer,
    Named(cart): Named<String>,
    seed: Seed,
    Json(new): Json<NewOrder>,
) -> Result<Response, Problem> {
    let method = match new.method.as_deref() {
        None | Some("gateway") => Method::Gateway,
        Some("box_office") => Method::BoxOffice,
        Some("bank_transfer") => Method::BankTransfer,
        Some(_) => return Err(invalid("method", "method is gateway, box_office or bank_transfer")),
    };
    let locale = new.locale.or_else(|| buyer.principal.as_ref().map(|principal| principal.locale.clone()));
    let checkout = Checkout {
        cart: cart.parse().map_err(|_| Problem::not_found())?,
        account: buyer.account(),
        name: new.name,
        email: new.email,
        attendees: new.attendees,
        locale: boxoffice_app::i18n::Lang::stored(&locale.unwrap_or_default()).code().to_owned(),
        method,
        terms_accepted: new.terms_accepted,
        accepted_total_minor: new.accepted_total_minor,
        id: seed.id(OrderId::PREFIX).map(OrderId::from_bytes),
    };
    let company = new.company.map(Recipient::from);
    let made = orders::checkout_as(&app, &buyer.actor(), checkout, company.as_ref())
        .await
        .map_err(refuse_checkout)?;
    let order = made.secret.to_string();
    let location = [(header::LOCATION, format!("/api/v1/orders/{order}"))];
    let body = OrderMade { order, state: made.state.as_str(), checkout_url: made.pay_url };
    Ok((StatusCode::CREATED, location, Json(body)).into_response())
}

/// Shows an order
///
/// By the secret of its link, or by its id to the account that placed it and to those who sell for its organization.
#[utoipa::path(
    get,
    path = "/api/v1/orders/{order}",
    operation_id = "showOrder",
    tag = "Selling",
    security((), ("bearer" = []), ("session" = [])),
    params(("order" = OrderExample, Path)),
    responses((status = 200, description = "The order with its payments and tickets", body = OrderView))
)]
pub(crate) async fn show(
    State(app): State<App>,
    viewer: crate::identify::Viewer,
    Named(order): Named<String>,
) -> Result<Json<OrderView>, Problem> {
    let order = find(&app, viewer.0.as_ref(), &order).await?;
    let transfer = find_transfer_of(&app, &order).await?;
    Ok(Json(OrderView::from(order).transfer(transfer)))
}

/// Cancels an order
///
/// Within the organizer's policy; what was paid goes back.
#[utoipa::path(
    post,
    path = "/api/v1/orders/{order}/cancellations",
    operation_id = "cancelOrder",
    tag = "Selling",
    security((), ("bearer" = []), ("session" = [])),
    params(("order" = OrderExample, Path)),
    request_body = NewCancellation,
    responses(
        (status = 201, description = "It is cancelled", body = CancellationMade),
        (status = 409, description = "`too_late_to_cancel`, `order_ended`, `ticket_used`", body = ErrorBody),
    )
)]
pub(crate) async fn cancel(
    State(app): State<App>,
    viewer: crate::identify::Viewer,
    client: crate::client::Client,
    Named(order): Named<String>,
    Json(new): Json<NewCancellation>,
) -> Result<(StatusCode, Json<CancellationMade>), Problem> {
    let order = find(&app, viewer.0.as_ref(), &order).await?;
    let sells = viewer.0.as_ref().is_some_and(|principal| principal.may_sell(order.organization));
    let by = if sells { CancelBy::Organizer } else { CancelBy::Buyer };
    let reason: String = new.reason.unwrap_or_default().trim().chars().take(300).collect();
    let actor = client.actor(viewer.0.as_ref());
    let cancelled = orders::cancel(&app, &actor, order.id, by, &reason).await.map_err(refuse_cancel)?;
    let body = CancellationMade { refund_minor: cancelled.refund_minor, done: cancelled.done };
    Ok((StatusCode::CREATED, Json(body)))
}

/// The order is a cart again.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CartReopened {
    /// The secret of the cart, whose holds are as they were, for the time that is left.
    #[schema(value_type = CartExample)]
    cart: String,
}

/// Goes back to the cart
///
/// For a buyer who wants to change an order that waits for its payment: the payment's session is ended first,
/// then the order is over and its places are an open cart again. Whoever paid meanwhile keeps the order.
#[utoipa::path(
    post,
    path = "/api/v1/orders/{order}/reopenings",
    operation_id = "reopenOrder",
    tag = "Selling",
    security((), ("bearer" = []), ("session" = [])),
    params(("order" = OrderExample, Path)),
    responses(
        (status = 201, description = "The cart can be changed and checked out again", body = CartReopened),
        (status = 409, description = "`order_not_waiting`, `already_paid`", body = ErrorBody),
    )
)]
pub(crate) async fn reopen(
    State(app): State<App>,
    viewer: crate::identify::Viewer,
    Named(order): Named<String>,
) -> Result<(StatusCode, Json<CartReopened>), Problem> {
    let order = find(&app, viewer.0.as_ref(), &order).await?;
    match orders::reopen(&app, order.id).await.map_err(refuse_reopening)? {
        Reopened::Cart(cart) => Ok((StatusCode::CREATED, Json(CartReopened { cart: cart.to_string() }))),
        Reopened::Paid => Err(conflict("already_paid", "the order is paid; it stands")),
    }
}

fn refuse_reopening(error: ReopenError) -> Problem {
    let code = error.code();
    match error {
        ReopenError::NoSuchOrder => Problem::not_found(),
        ReopenError::Desk(error) => refuse_desk(error),
        ReopenError::NotWaiting => conflict(code, &error.to_string()),
        ReopenError::Gateway => {
            Problem::refused(StatusCode::SERVICE_UNAVAILABLE, code, &error.to_string()).retry_after(5)
        }
    }
}

/// An id is no secret, so it opens an order only for those whose it is.
pub(super) async fn find(
    app: &App,
    principal: Option<&boxoffice_app::accounts::Principal>,
    named: &str,
) -> Result<Order, Problem> {
    if let Ok(secret) = named.parse() {
        return orders::find_order(app, OrderKey::Secret(secret)).await?.ok_or_else(Problem::not_found);
    }
    let id: OrderId = named.parse().map_err(|_| Problem::not_found())?;
    let order = orders::find_order(app, OrderKey::Id(id)).await?.ok_or_else(Problem::not_found)?;
    let is_theirs = principal.is_some_and(|principal| {
        order.account == Some(principal.account) || principal.may_sell(order.organization)
    });
    if is_theirs { Ok(order) } else { Err(Problem::not_found()) }
}

fn refuse_cancel(error: CancelError) -> Problem {
    match error {
        CancelError::NoSuchOrder => Problem::not_found(),
        CancelError::Desk(error) => refuse_desk(error),
        error => conflict(error.code(), &error.to_string()),
    }
}
