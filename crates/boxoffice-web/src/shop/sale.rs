//! Where the sale of an event stands, in words: its state, its dates, and what can be chosen.

use boxoffice_app::catalog::shown::Shown;
use boxoffice_app::i18n::Lang;
use boxoffice_app::selling::SaleStatus;
use boxoffice_app::selling::availability::{EventAvailability, PerformanceAvailability};
use boxoffice_domain::money::Currency;
use boxoffice_domain::time::Zone;

use super::offers::{Offers, Setting, left, lowest, minutes, state_key};
use super::opened::Opened;
use crate::form::Typed;

/// A state with its sentence.
#[derive(Clone, Debug)]
pub struct Badge {
    /// The stable word: `open`, `full`, `all-held`, …
    pub name: String,
    /// Its title.
    pub title: String,
    /// What it means for the buyer.
    pub note: String,
    /// The kind of alert that shows it.
    pub kind: &'static str,
}

/// One date of an event.
#[derive(Clone, Debug)]
pub struct DateLine {
    /// When, in the venue's zone; empty: to be announced.
    pub when: String,
    /// The same for machines.
    pub iso: String,
    /// The lowest total, every fee included; empty when nothing can be chosen.
    pub from: String,
    /// What is left, or why it cannot be chosen.
    pub note: String,
    /// Whether there is something to choose.
    pub is_open: bool,
    /// Where to choose.
    pub href: String,
}

/// The sale of an event.
#[derive(Clone, Debug)]
pub struct Sale {
    /// Where it stands.
    pub badge: Badge,
    /// Its dates.
    pub dates: Vec<DateLine>,
    /// What the only date offers; with several, each has its own page.
    pub offers: Option<Offers>,
}

impl Sale {
    /// Describes an event's sale.
    pub fn of(shown: &Shown, view: &EventAvailability, opened: &Opened, lang: Lang) -> Self {
        let (zone, currency) = (zone(shown), currency(shown));
        let hold_ttl_s = shown.event.hold_ttl_s;
        let setting = Setting { lang, currency, zone: &zone, hold_ttl_s, opened, rules: &view.rules };
        let offers = match view.performances.as_slice() {
            [only] => Some(Offers::of(only, &setting, &Typed::default())),
            _ => None,
        };
        Self {
            badge: badge(view.status, &view.performances, &setting),
            dates: view.performances.iter().map(|performance| date(performance, &setting)).collect(),
            offers,
        }
    }
}

/// The zone of an event; a zone that no longer exists reads as UTC.
pub fn zone(shown: &Shown) -> Zone {
    Zone::named(&shown.event.time_zone).unwrap_or_else(|_| Zone::utc())
}

/// The currency of an event.
pub fn currency(shown: &Shown) -> Currency {
    shown.event.currency.parse().unwrap_or(Currency::EUR)
}

/// A state in words.
pub fn badge(status: SaleStatus, performances: &[PerformanceAvailability], setting: &Setting<'_>) -> Badge {
    let lang = setting.lang;
    let note = match status {
        SaleStatus::Open => String::new(),
        SaleStatus::NotYet => not_yet(performances, setting),
        SaleStatus::AllHeld => {
            lang.with("shop-state-all-held-note", &[("minutes", minutes(setting.hold_ttl_s).into())])
        }
        SaleStatus::Full => lang.t("shop-state-full-note").to_owned(),
        SaleStatus::Ended => lang.t("shop-state-ended-note").to_owned(),
        SaleStatus::Cancelled => lang.t("shop-state-cancelled-note").to_owned(),
        SaleStatus::Postponed => lang.t("shop-state-postponed-note").to_owned(),
    };
    let kind = match status {
        SaleStatus::Cancelled => "danger",
        SaleStatus::Full | SaleStatus::AllHeld | SaleStatus::Postponed => "warning",
        _ => "info",
    };
    Badge { name: status.as_str().replace('_', "-"), title: lang.t(state_key(status)).to_owned(), note, kind }
}

fn not_yet(performances: &[PerformanceAvailability], setting: &Setting<'_>) -> String {
    let opens = performances.iter().flat_map(|performance| &performance.ticket_types);
    let Some(opens_at) = opens.filter_map(|kind| kind.sale_opens_at).min() else { return String::new() };
    let time = setting.lang.date_time_zone(opens_at, setting.zone);
    setting.lang.with("shop-state-not-yet-note", &[("time", time.into())])
}

fn date(performance: &PerformanceAvailability, setting: &Setting<'_>) -> DateLine {
    let lang = setting.lang;
    let is_open = performance.status == SaleStatus::Open;
    let kinds = performance.ticket_types.iter().filter(|kind| setting.opened.shows(kind));
    let available = performance.areas.iter().map(|area| area.available).sum();
    DateLine {
        when: performance.starts_at.map(|at| lang.date_time(at, setting.zone)).unwrap_or_default(),
        iso: performance.starts_at.map(boxoffice_domain::time::Time::rfc3339).unwrap_or_default(),
        from: if is_open { lowest(kinds, setting) } else { String::new() },
        note: if is_open { left(lang, available) } else { lang.t(state_key(performance.status)).to_owned() },
        is_open,
        href: setting.opened.keep(format!("/{}/performances/{}", lang.code(), performance.performance)),
    }
}
