//! Cookies: their names, their flags, and the mark of the cart that every page shows.
//! Over HTTPS they are `__Host-` and Secure; over plain HTTP (loopback, tests) the name has no prefix.

use axum::http::HeaderMap;
use axum::http::header::COOKIE;

use crate::state::Web;

/// The session's secret.
pub const SESSION: &str = "session";
/// The open cart: its secret and how many tickets are in it, `{secret}.{count}`.
pub const CART: &str = "cart";
/// The newest order and the cart that it was made of, `{cart}.{order}`: what was typed for it is typed once.
pub const ORDERED: &str = "ordered";

/// The cart that this browser fills.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CartMark {
    /// Its secret, as addresses carry it.
    pub secret: String,
    /// Tickets in it, for the top bar.
    pub count: u32,
}

/// The value of a cookie by its bare name, under either of its full names.
pub fn find<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    let pairs = headers.get_all(COOKIE).into_iter().filter_map(|header| header.to_str().ok());
    pairs.flat_map(|header| header.split(';')).find_map(|pair| {
        let (key, value) = pair.trim().split_once('=')?;
        (key.strip_prefix("__Host-").unwrap_or(key) == name).then_some(value)
    })
}

/// The cart of a request, as its cookie says; the cart itself may be gone.
pub fn find_cart(headers: &HeaderMap) -> Option<CartMark> {
    let (secret, count) = find(headers, CART)?.rsplit_once('.')?;
    let is_secret = !secret.is_empty() && secret.bytes().all(|b| b.is_ascii_alphanumeric());
    is_secret.then(|| Some(CartMark { secret: secret.to_owned(), count: count.parse().ok()? }))?
}

/// A `Set-Cookie` value that scripts cannot read and other sites cannot send along.
pub fn set(web: &Web, name: &str, value: &str, max_age_s: i64) -> String {
    let (prefix, secure) = if web.secure() { ("__Host-", "; Secure") } else { ("", "") };
    format!("{prefix}{name}={value}; Path=/; HttpOnly; SameSite=Lax; Max-Age={max_age_s}{secure}")
}

/// A `Set-Cookie` value that takes a cookie away.
pub fn clear(web: &Web, name: &str) -> String {
    set(web, name, "", 0)
}
