//! Codes of a cart: applied, and taken away.

use axum::extract::State;
use boxoffice_app::App;
use boxoffice_app::selling::{CartSecret, CodeError, apply_code, find_cart, remove_codes};
use serde::Deserialize;
use utoipa::ToSchema;

use super::caller::Buyer;
use super::carts::CartView;
use super::docs::CartSecret as CartExample;
use super::query::Named;
use super::refusals::{ErrorBody, conflict, refuse_desk, refused};
use crate::json::Json;
use crate::problem::Problem;

/// A code to apply.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct NewCode {
    /// As the buyer has it; capitals, spaces and dashes do not matter.
    #[schema(example = "BELLS10", max_length = 60)]
    code: String,
}

/// Applies a code to a cart
///
/// A cart has one code per event; another one is replaced. Whether a use is left is decided when it is checked out.
#[utoipa::path(
    post,
    path = "/api/v1/carts/{cart}/codes",
    operation_id = "applyCode",
    tag = "Selling",
    security((), ("bearer" = []), ("session" = [])),
    params(("cart" = CartExample, Path)),
    request_body = NewCode,
    responses(
        (status = 200, description = "The cart with the code", body = CartView),
        (status = 409, description = "Nothing is held", body = ErrorBody),
    )
)]
pub(crate) async fn create(
    State(app): State<App>,
    buyer: Buyer,
    Named(cart): Named<String>,
    Json(new): Json<NewCode>,
) -> Result<Json<CartView>, Problem> {
    let cart = find(&app, &cart).await?;
    apply_code(&app, &buyer.actor(), cart, &new.code).await.map_err(refuse)?;
    show(&app, cart).await
}

/// Takes the codes of a cart away
#[utoipa::path(
    delete,
    path = "/api/v1/carts/{cart}/codes",
    operation_id = "removeCodes",
    tag = "Selling",
    security((), ("bearer" = []), ("session" = [])),
    params(("cart" = CartExample, Path)),
    responses(
        (status = 200, description = "The cart without them", body = CartView),
        (status = 422, description = "`code_needed`: a ticket is only sold with it", body = ErrorBody),
    )
)]
pub(crate) async fn remove(
    State(app): State<App>,
    _: Buyer,
    Named(cart): Named<String>,
) -> Result<Json<CartView>, Problem> {
    let cart = find(&app, &cart).await?;
    remove_codes(&app, cart).await.map_err(refuse)?;
    show(&app, cart).await
}

async fn find(app: &App, cart: &str) -> Result<CartSecret, Problem> {
    let secret: CartSecret = cart.parse().map_err(|_| Problem::not_found())?;
    find_cart(app, secret).await?.map(|_| secret).ok_or_else(Problem::not_found)
}

async fn show(app: &App, cart: CartSecret) -> Result<Json<CartView>, Problem> {
    let cart = find_cart(app, cart).await?.ok_or_else(Problem::not_found)?;
    Ok(Json(CartView::from(cart)))
}

fn refuse(error: CodeError) -> Problem {
    match error {
        CodeError::Desk(error) => refuse_desk(error),
        CodeError::TooMany(refusal) => refusal.into(),
        CodeError::NoSuchCart => conflict(error.code(), &error.to_string()),
        CodeError::Refused(refusal) => refused(refusal.code(), &refusal.to_string()),
    }
}
