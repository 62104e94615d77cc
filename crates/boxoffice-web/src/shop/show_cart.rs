//! The cart: what is held, what it costs in all, and how long it stays.

use askama::Template;
use axum::extract::{Path, Query, State};
use boxoffice_app::App;
use boxoffice_app::selling::{Cart, CartSecret, find_cart};
use serde::Deserialize;

use super::cart_view::{CartView, Changes};
use crate::frame::Frame;
use crate::page::Page;
use crate::problem::Problem;

/// A cart with what just happened to it.
#[derive(Clone, Debug, Template)]
#[template(path = "shop/cart.html")]
pub struct CartPage {
    frame: Frame,
    cart: CartView,
    changes: Changes,
    notice: String,
    problem: String,
    /// A cart of another organizer or currency that this browser fills too.
    other_href: Option<String>,
}

/// What an address says beside the cart.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Asked {
    other: Option<String>,
    notice: Option<String>,
}

impl CartPage {
    /// The page of a cart.
    pub fn new(frame: Frame, cart: CartView) -> Self {
        let changes = Changes { prices: cart.prices.clone(), ..Changes::default() };
        Self { frame, cart, changes, notice: String::new(), problem: String::new(), other_href: None }
    }

    /// With a sentence that says why something was refused.
    #[must_use]
    pub fn problem(self, problem: String) -> Self {
        Self { problem, ..self }
    }

    /// With what became different when it was taken again.
    #[must_use]
    pub fn changes(self, changes: Changes) -> Self {
        Self { changes, ..self }
    }

    fn asked(self, asked: Asked) -> Self {
        let notice = match asked.notice.as_deref() {
            Some("extended") => self.frame.t("cart-extended").to_owned(),
            Some("reopened") if self.cart.is_open() => self.frame.t("cart-reopened").to_owned(),
            Some("code") => self.frame.t("code-done").to_owned(),
            Some("code-removed") => self.frame.t("code-removed").to_owned(),
            Some("removed") => self.frame.t("cart-removed").to_owned(),
            _ => String::new(),
        };
        let other = asked.other.filter(|other| other.parse::<CartSecret>().is_ok());
        let other_href = other.map(|other| self.frame.href(&format!("/carts/{other}")));
        Self { notice, other_href, ..self }
    }
}

/// The cart of a secret.
pub async fn find(app: &App, secret: &str) -> Result<Cart, Problem> {
    find_cart(app, crate::orders::parse(secret)?).await?.ok_or_else(Problem::not_found)
}

/// `GET /{lang}/carts/{secret}`.
pub async fn show(
    State(app): State<App>,
    Path(secret): Path<String>,
    Query(asked): Query<Asked>,
    frame: Frame,
) -> Result<Page<CartPage>, Problem> {
    let view = CartView::of(&find(&app, &secret).await?, frame.lang, app.clock.now());
    Ok(Page::new(CartPage::new(frame, view).asked(asked)))
}
