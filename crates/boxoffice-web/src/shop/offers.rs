//! What a performance offers, as pages show it: ticket types with totals, places left, and why not when not.
//! Amounts are totals from first sight; how much of one is the fee stands beside it.

use boxoffice_app::i18n::Lang;
use boxoffice_app::selling::SaleStatus;
use boxoffice_app::selling::availability::{AreaAvailability, PerformanceAvailability, TypeAvailability};
use boxoffice_domain::limits::TICKETS_PER_ORDER_MAX;
use boxoffice_domain::money::{Currency, Money};
use boxoffice_domain::price::{Carrier, Per, Rules};
use boxoffice_domain::time::Zone;

use super::opened::Opened;
use crate::form::Typed;
use crate::orders::price;

/// Fewer places than this are worth a warning; the number shown is always the true one.
const FEW: i64 = 10;

/// The form that holds standing places of one performance, and the ways to its seats.
#[derive(Clone, Debug, Default)]
pub struct Offers {
    /// Where the form goes.
    pub action: String,
    /// Currency code, for the running total.
    pub currency: String,
    /// Its decimals.
    pub decimals: u32,
    /// How long places will be held, in words.
    pub keep: String,
    /// The code that goes along; empty: none.
    pub code: String,
    /// What counts by the order and comes on top, in words; empty: nothing.
    pub on_top: String,
    /// Ticket types, in the organizer's order.
    pub offers: Vec<Offer>,
    /// Seated areas, to choose seats from.
    pub seated: Vec<SeatedArea>,
    /// True when there is something that the form can hold.
    pub can_hold: bool,
}

/// One ticket type.
#[derive(Clone, Debug)]
pub struct Offer {
    /// Its name.
    pub name: String,
    /// What it includes.
    pub description: String,
    /// Price and fee together.
    pub total: String,
    /// How the total is made, when there is a fee.
    pub receipt: String,
    /// Why it cannot be had right now, or empty.
    pub closed: String,
    /// How many are left, in words; empty when that goes without saying.
    pub left: String,
    /// True when few are left.
    pub is_low: bool,
    /// One number field for each standing area.
    pub places: Vec<Place>,
    /// True when its places are numbered seats.
    pub has_seats: bool,
}

/// A number field: so many places of a ticket type in an area.
#[derive(Clone, Debug)]
pub struct Place {
    /// Name of the field, also its id.
    pub field: String,
    /// The area, when the ticket type is sold in several.
    pub area: String,
    /// Label for people who hear the page.
    pub label: String,
    /// Price and fee together, in minor units.
    pub minor: i64,
    /// Most that may be asked for.
    pub max: i64,
    /// What was typed.
    pub value: String,
}

/// A seated area with seats to choose.
#[derive(Clone, Debug)]
pub struct SeatedArea {
    /// Its name and how many seats are free.
    pub label: String,
    /// Lowest total in it.
    pub from: String,
    /// Where its seats are listed.
    pub href: String,
    /// False when no seat is free.
    pub is_open: bool,
}

/// What offers need to know beside the availability.
#[derive(Clone, Debug)]
pub struct Setting<'a> {
    /// The reader's language.
    pub lang: Lang,
    /// Currency of the event.
    pub currency: Currency,
    /// Zone of the venue.
    pub zone: &'a Zone,
    /// How long places will be held, in seconds.
    pub hold_ttl_s: i64,
    /// The code that the visitor gave.
    pub opened: &'a Opened,
    /// Fees and taxes of the event.
    pub rules: &'a Rules,
}

impl Offers {
    /// Describes one performance.
    pub fn of(performance: &PerformanceAvailability, setting: &Setting<'_>, typed: &Typed) -> Self {
        let shown = || performance.ticket_types.iter().filter(|kind| setting.opened.shows(kind));
        let offers: Vec<Offer> = shown().map(|kind| offer(performance, kind, setting, typed)).collect();
        let can_hold = offers.iter().any(|offer| !offer.places.is_empty());
        let seated = performance.areas.iter().filter(|area| is_seated(area));
        Self {
            action: format!("/{}/performances/{}/holds", setting.lang.code(), performance.performance),
            currency: setting.currency.code().to_owned(),
            decimals: setting.currency.decimals(),
            keep: keep(setting.lang, setting.hold_ttl_s),
            code: setting.opened.code.clone(),
            on_top: on_top(setting),
            seated: seated.map(|area| seated_area(performance, area, setting)).collect(),
            offers,
            can_hold,
        }
    }
}

fn offer(
    performance: &PerformanceAvailability,
    kind: &TypeAvailability,
    setting: &Setting<'_>,
    typed: &Typed,
) -> Offer {
    let lang = setting.lang;
    let areas: Vec<&AreaAvailability> =
        performance.areas.iter().filter(|area| kind.areas.contains(&area.area)).collect();
    let is_open = kind.status == SaleStatus::Open
        && performance.status == SaleStatus::Open
        && setting.opened.opens(kind);
    let standing: Vec<&AreaAvailability> =
        areas.iter().copied().filter(|area| !is_seated(area) && area.available > 0).collect();
    let places = if is_open { standing.as_slice() } else { &[] };
    Offer {
        name: kind.name.clone(),
        description: kind.description.clone(),
        total: total(kind, setting),
        receipt: receipt(kind, lang, setting.currency),
        closed: closed(kind, setting),
        left: if is_open { left(lang, kind.available) } else { String::new() },
        is_low: kind.available < FEW,
        places: places.iter().map(|area| place(kind, area, standing.len() > 1, lang, typed)).collect(),
        has_seats: areas.iter().any(|area| is_seated(area)),
    }
}

/// What one costs in all; from the cheapest area on where they differ.
fn total(kind: &TypeAvailability, setting: &Setting<'_>) -> String {
    let price = price(setting.lang, kind.price_minor + kind.fee_minor, setting.currency);
    if kind.levels.is_empty() { price } else { setting.lang.with("shop-from", &[("price", price.into())]) }
}

/// What comes on top of tickets once per order.
fn on_top(setting: &Setting<'_>) -> String {
    let (lang, currency) = (setting.lang, setting.currency);
    let by_order =
        setting.rules.fees.iter().filter(|fee| fee.per == Per::Order && fee.carrier == Carrier::Buyer);
    let words: Vec<String> = by_order
        .map(|fee| {
            let fixed = (fee.currency == currency && fee.fixed_minor > 0)
                .then(|| lang.money(Money::new(fee.fixed_minor, currency)));
            let part = (fee.part_bp > 0).then(|| lang.basis_points(fee.part_bp));
            fixed.into_iter().chain(part).collect::<Vec<_>>().join(" + ")
        })
        .filter(|words| !words.is_empty())
        .collect();
    if words.is_empty() {
        return String::new();
    }
    lang.with("shop-on-top", &[("fee", words.join(" + ").into())])
}

fn place(
    kind: &TypeAvailability,
    area: &AreaAvailability,
    several: bool,
    lang: Lang,
    typed: &Typed,
) -> Place {
    let field = format!("q.{}.{}", kind.ticket_type, area.area);
    let name = if several { format!("{}, {}", kind.name, area.name) } else { kind.name.clone() };
    let limit = i64::from(TICKETS_PER_ORDER_MAX.min(kind.order_limit));
    let max = limit.min(kind.available).min(area.available);
    Place {
        value: Some(typed.get(&field)).filter(|value| !value.is_empty()).unwrap_or("0").to_owned(),
        area: if several { area.name.clone() } else { String::new() },
        label: lang.with("shop-quantity", &[("name", name.into())]),
        minor: kind.total_in(area.area),
        max,
        field,
    }
}

fn seated_area(
    performance: &PerformanceAvailability,
    area: &AreaAvailability,
    setting: &Setting<'_>,
) -> SeatedArea {
    let lang = setting.lang;
    let kinds = performance
        .ticket_types
        .iter()
        .filter(|kind| setting.opened.shows(kind) && kind.areas.contains(&area.area));
    SeatedArea {
        label: lang
            .with("shop-seats-in", &[("area", area.name.clone().into()), ("count", area.available.into())]),
        from: from(kinds.map(|kind| kind.total_in(area.area)).min(), setting),
        href: setting.opened.keep(format!(
            "/{}/performances/{}/seats?area={}",
            lang.code(),
            performance.performance,
            area.area
        )),
        is_open: area.available > 0 && performance.status == SaleStatus::Open,
    }
}

/// The lowest total of some ticket types, in words.
pub fn lowest<'t>(kinds: impl Iterator<Item = &'t TypeAvailability>, setting: &Setting<'_>) -> String {
    from(kinds.map(|kind| kind.price_minor + kind.fee_minor).min(), setting)
}

fn from(lowest: Option<i64>, setting: &Setting<'_>) -> String {
    let from = lowest.unwrap_or(0);
    let price = price(setting.lang, from, setting.currency);
    if from == 0 { price } else { setting.lang.with("shop-from", &[("price", price.into())]) }
}

/// How a total is made; empty when there is no fee.
pub fn receipt(kind: &TypeAvailability, lang: Lang, currency: Currency) -> String {
    if kind.fee_minor == 0 || !kind.levels.is_empty() {
        return String::new();
    }
    let money = |minor| lang.money(Money::new(minor, currency));
    lang.with(
        "shop-fee-included",
        &[("price", money(kind.price_minor).into()), ("fee", money(kind.fee_minor).into())],
    )
}

fn closed(kind: &TypeAvailability, setting: &Setting<'_>) -> String {
    let lang = setting.lang;
    if let Some(closed) = setting.opened.closed(kind, lang) {
        return closed;
    }
    match (kind.status, kind.sale_opens_at) {
        (SaleStatus::Open, _) => String::new(),
        (SaleStatus::NotYet, Some(opens_at)) => {
            let time = lang.date_time_zone(opens_at, setting.zone);
            lang.with("shop-sale-opens", &[("time", time.into())])
        }
        (SaleStatus::Ended, _) => lang.t("shop-sale-closed").to_owned(),
        (status, _) => lang.t(state_key(status)).to_owned(),
    }
}

/// How long places are kept, in words: whole minutes that are surely there, or seconds.
pub fn keep(lang: Lang, hold_ttl_s: i64) -> String {
    let (minutes, seconds) = (hold_ttl_s / 60, hold_ttl_s);
    lang.with("shop-hold-note", &[("minutes", minutes.into()), ("seconds", seconds.into())])
}

/// Whole minutes, at least one.
pub fn minutes(seconds: i64) -> i64 {
    (seconds.max(1) + 59) / 60
}

/// How many places are left, in words.
pub fn left(lang: Lang, available: i64) -> String {
    let key = if available > 0 && available < FEW { "shop-low" } else { "shop-left" };
    lang.with(key, &[("count", available.into())])
}

/// The message that names a state.
pub fn state_key(status: SaleStatus) -> &'static str {
    match status {
        SaleStatus::Open => "shop-state-open",
        SaleStatus::Full => "shop-state-full",
        SaleStatus::AllHeld => "shop-state-all-held",
        SaleStatus::NotYet => "shop-state-not-yet",
        SaleStatus::Ended => "shop-state-ended",
        SaleStatus::Cancelled => "shop-state-cancelled",
        SaleStatus::Postponed => "shop-state-postponed",
    }
}

/// Whether the places of an area are numbered.
pub fn is_seated(area: &AreaAvailability) -> bool {
    area.kind == boxoffice_app::selling::availability::AreaKind::Seated
}
