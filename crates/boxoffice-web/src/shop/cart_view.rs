//! A cart as pages show it: the total first, then what it is made of.

use boxoffice_app::i18n::Lang;
use boxoffice_app::receipt::ReceiptText;
use boxoffice_app::selling::{Cart, CartHold, CartLine, CartState, Moved};
use boxoffice_domain::inventory::HoldState;
use boxoffice_domain::limits::HOLD_EXTENSION_S;
use boxoffice_domain::money::{Currency, Money};
use boxoffice_domain::time::{Time, Zone};

use crate::orders::{price, refusal, seat_name};

/// A cart.
#[derive(Clone, Debug)]
pub struct CartView {
    /// Where it stands.
    pub state: CartState,
    /// Its page.
    pub href: String,
    /// Its checkout.
    pub checkout_href: String,
    /// Its order's page, or empty.
    pub order_href: String,
    /// Its parts.
    pub groups: Vec<Group>,
    /// What everything costs.
    pub total: String,
    /// The same in minor units.
    pub total_minor: i64,
    /// What it is made of.
    pub receipt: ReceiptText,
    /// Codes that it has, and why one does not count.
    pub codes: Vec<(String, String)>,
    /// Whether a business may say that it owes the tax itself.
    pub may_reverse: bool,
    /// Until when it is held, in milliseconds since 1970.
    pub until: i64,
    /// The same in words.
    pub until_words: String,
    /// The server's time.
    pub now: String,
    /// The button that asks for more time; empty: no more.
    pub extend: String,
    /// Prices that differ today, old and new.
    pub prices: Vec<String>,
}

/// What a cart holds of one performance.
#[derive(Clone, Debug)]
pub struct Group {
    /// The hold's id.
    pub hold: String,
    /// The event.
    pub title: String,
    /// Its page.
    pub href: String,
    /// When.
    pub when: String,
    /// Where.
    pub venue: String,
    /// Its places.
    pub lines: Vec<Line>,
}

/// Places that cost the same.
#[derive(Clone, Debug)]
pub struct Line {
    /// How many of what, where.
    pub what: String,
    /// What one costs, when there are several.
    pub each: String,
    /// What they cost.
    pub total: String,
    /// How many.
    pub quantity: u32,
    /// Ticket type and place of each.
    pub kind: String,
}

/// What became different when a cart was taken again.
#[derive(Clone, Debug, Default)]
pub struct Changes {
    /// Whether it was.
    pub is_retaken: bool,
    /// Seats that are others now, and places that are gone.
    pub moved: Vec<String>,
    /// Prices that are others now.
    pub prices: Vec<String>,
}

impl CartView {
    /// Describes a cart.
    pub fn of(cart: &Cart, lang: Lang, now: Time) -> Self {
        let href = format!("/{}/carts/{}", lang.code(), cart.secret);
        let money = |minor| lang.money(Money::new(minor, cart.currency));
        let shown = || cart.holds.iter().filter(|hold| hold.state != HoldState::Released);
        let can_extend = cart.expires_at.is_some() && shown().all(|hold| hold.extensions_left > 0);
        let zone =
            cart.holds.first().and_then(|hold| Zone::named(&hold.time_zone).ok()).unwrap_or_else(Zone::utc);
        let until = cart.expires_at.unwrap_or(now);
        Self {
            checkout_href: format!("{href}/checkout"),
            order_href: order_href(cart.state, lang),
            groups: shown().map(|hold| group(hold, lang)).collect(),
            total: money(cart.total_minor),
            total_minor: cart.total_minor,
            receipt: ReceiptText::of(&cart.receipt, cart.currency, lang),
            codes: codes(cart, lang),
            may_reverse: cart.may_reverse,
            until: until.millis(),
            until_words: lang.with("cart-until", &[("time", lang.time(until, &zone).into())]),
            now: now.rfc3339(),
            extend: if can_extend { extend_label(lang) } else { String::new() },
            prices: shown().flat_map(|hold| changed(hold, lang)).collect(),
            state: cart.state,
            href,
        }
    }

    /// It can be checked out.
    pub fn is_open(&self) -> bool {
        self.state == CartState::Open
    }

    /// Its time ran out.
    pub fn is_expired(&self) -> bool {
        self.state == CartState::Expired || (self.is_open() && self.groups.is_empty())
    }

    /// Nothing is in it.
    pub fn is_empty(&self) -> bool {
        self.state == CartState::Empty
    }

    /// It is part of an order.
    pub fn is_ordered(&self) -> bool {
        !self.order_href.is_empty()
    }

    /// That order waits for its payment.
    pub fn is_paying(&self) -> bool {
        matches!(self.state, CartState::Paying(_))
    }
}

impl Changes {
    /// What became of a cart that was taken again.
    pub fn of(before: &Cart, after: &Cart, moved: &[Moved], lost: &[String], lang: Lang) -> Self {
        let moves = moved.iter().map(|moved| {
            lang.with(
                "cart-moved-line",
                &[("from", moved.from.clone().into()), ("to", moved.to.clone().into())],
            )
        });
        let gone = lost.iter().map(|what| lang.with("cart-gone", &[("what", what.clone().into())]));
        let mut prices = Vec::new();
        for line in before.holds.iter().flat_map(|hold| &hold.lines) {
            let same = |now: &&CartLine| now.ticket_type == line.ticket_type;
            let now = after.holds.iter().flat_map(|hold| &hold.lines).find(same);
            if let Some(now) = now {
                let (old, new) = (line.price_minor + line.fee_minor, now.price_minor + now.fee_minor);
                prices.extend(price_line(&line.ticket_type_name, old, new, before.currency, lang));
            }
        }
        prices.dedup();
        Self { is_retaken: true, moved: moves.chain(gone).collect(), prices }
    }
}

/// The codes of a cart, each once, with the sentence why it does not count now.
fn codes(cart: &Cart, lang: Lang) -> Vec<(String, String)> {
    let mut codes: Vec<(String, String)> = Vec::new();
    for code in cart.holds.iter().filter_map(|hold| hold.code.as_ref()) {
        let why = code.refusal.map_or_else(String::new, |refusal| refusal::code_words(&refusal, lang));
        if !codes.iter().any(|(label, _)| *label == code.label) {
            codes.push((code.label.clone(), why));
        }
    }
    codes
}

fn order_href(state: CartState, lang: Lang) -> String {
    match state {
        CartState::Paying(order) | CartState::Ordered(order) => format!("/{}/orders/{order}", lang.code()),
        CartState::Open | CartState::Expired | CartState::Empty => String::new(),
    }
}

fn extend_label(lang: Lang) -> String {
    lang.with("cart-extend", &[("minutes", (HOLD_EXTENSION_S / 60).into())])
}

fn group(hold: &CartHold, lang: Lang) -> Group {
    let zone = Zone::named(&hold.time_zone).unwrap_or_else(|_| Zone::utc());
    Group {
        hold: hold.hold.to_string(),
        title: hold.event_title.clone(),
        href: format!("/{}/events/{}", lang.code(), hold.event_slug),
        when: hold.starts_at.map(|at| lang.date_time_zone(at, &zone)).unwrap_or_default(),
        venue: hold.venue.clone(),
        lines: hold.lines.iter().map(|line| describe(line, hold.currency, lang)).collect(),
    }
}

fn describe(line: &CartLine, currency: Currency, lang: Lang) -> Line {
    let each = line.price_minor + line.fee_minor;
    let several = line.quantity > 1;
    let count = if several {
        format!("{} ", lang.with("cart-line-count", &[("count", line.quantity.into())]))
    } else {
        String::new()
    };
    let kind = format!("{}, {}", line.ticket_type_name, place(line, lang));
    Line {
        what: format!("{count}{kind}"),
        kind,
        each: if several {
            lang.with("cart-each", &[("price", price(lang, each, currency).into())])
        } else {
            String::new()
        },
        total: price(lang, each * i64::from(line.quantity), currency),
        quantity: line.quantity,
    }
}

fn place(line: &CartLine, lang: Lang) -> String {
    match &line.seat {
        Some(seat) => seat_name(&line.area_name, &seat.row, &seat.label, lang),
        None => line.area_name.clone(),
    }
}

/// Lines of an expired hold that would cost something else today. While a hold is open its price is frozen.
fn changed(hold: &CartHold, lang: Lang) -> Vec<String> {
    if hold.state != HoldState::Expired {
        return Vec::new();
    }
    let changed = |line: &CartLine| {
        let (old, new) =
            (line.price_minor + line.fee_minor, line.current_price_minor + line.current_fee_minor);
        price_line(&line.ticket_type_name, old, new, hold.currency, lang)
    };
    let mut lines: Vec<String> = hold.lines.iter().filter_map(changed).collect();
    lines.dedup();
    lines
}

fn price_line(what: &str, old: i64, new: i64, currency: Currency, lang: Lang) -> Option<String> {
    let args = [
        ("what", what.to_owned().into()),
        ("old", price(lang, old, currency).into()),
        ("new", price(lang, new, currency).into()),
    ];
    (old != new).then(|| lang.with("cart-price-line", &args))
}
