//! What was typed at checkout, for the buyer who comes back to the cart without having paid: from the order that it
//! became, so that nothing must be typed again. A cookie remembers which; what was paid is nobody's draft any more.

use axum::http::HeaderMap;
use boxoffice_app::App;
use boxoffice_app::orders::{Order, OrderKey, OrderSecret, OrderState, find_order};
use boxoffice_app::selling::CartSecret;

use crate::cookies;
use crate::form::Typed;
use crate::problem::Problem;
use crate::state::Web;

/// As long as a buyer may need to come back: no hold lasts longer.
const ORDERED_COOKIE_S: i64 = 3_600;

/// Remembers the order that was made of a cart.
pub fn cookie(web: &Web, cart: CartSecret, order: OrderSecret) -> String {
    cookies::set(web, cookies::ORDERED, &format!("{cart}.{order}"), ORDERED_COOKIE_S)
}

/// What was typed for the order that this cart became before, if that order ended unpaid.
pub async fn find_typed(app: &App, headers: &HeaderMap, cart: CartSecret) -> Result<Option<Typed>, Problem> {
    let remembered = cookies::find(headers, cookies::ORDERED).and_then(|value| value.split_once('.'));
    let Some((of, order)) = remembered else { return Ok(None) };
    let (Ok(of), Ok(order)) = (of.parse::<CartSecret>(), order.parse::<OrderSecret>()) else {
        return Ok(None);
    };
    if of != cart {
        return Ok(None);
    }
    let order = find_order(app, OrderKey::Secret(order)).await?;
    let ended_unpaid = |order: &Order| {
        order.confirmed_at.is_none() && matches!(order.state, OrderState::Cancelled | OrderState::Expired)
    };
    Ok(order.filter(ended_unpaid).map(|order| typed(&order)))
}

fn typed(order: &Order) -> Typed {
    let mut typed = Typed::filled([
        ("name", order.name.clone()),
        ("email", order.email.clone()),
        ("method", order.method.as_str().to_owned()),
    ]);
    for line in &order.lines {
        // A field that was left empty took the buyer's name.
        let own = if line.attendee == order.name { String::new() } else { line.attendee.clone() };
        typed.fill("attendee", own);
    }
    typed
}
