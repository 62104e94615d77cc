//! What stands in the address of a list of events, and what it means.

use boxoffice_app::App;
use boxoffice_app::search::EventQuery;
use boxoffice_domain::time::{Time, Zone};
use jiff::ToSpan;
use jiff::civil::{Date, Weekday};
use serde::Deserialize;

use crate::request::encode;

/// The filters, as typed. Unreadable ones count as empty: a shared address never breaks.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Filters {
    /// Words.
    pub q: String,
    /// Category slug.
    pub category: String,
    /// `today`, `weekend`, or empty.
    pub when: String,
    /// First day.
    pub from: String,
    /// Last day.
    pub to: String,
    /// City.
    pub city: String,
    /// Highest total.
    pub max: String,
    /// `on`: what is over, too.
    pub past: String,
    /// `on`: only with tickets left.
    pub available: String,
    /// Where the page before ended.
    pub cursor: String,
}

impl Filters {
    /// The query that they mean; days are those of the installation's zone.
    pub(crate) fn query(&self, app: &App) -> EventQuery {
        let zone = Zone::named(&app.settings.default_time_zone).unwrap_or_else(|_| Zone::utc());
        let (from, to) = self.days(app.clock.now().in_zone(&zone).date());
        EventQuery {
            text: self.q.clone(),
            category: self.category.clone(),
            city: self.city.clone(),
            from: from.and_then(|day| midnight(&zone, day)),
            to: to.and_then(|day| midnight(&zone, day.checked_add(1.day()).ok()?)),
            price_max: hundredths(&self.max),
            only_available: self.available == "on",
            include_past: self.past == "on",
            cursor: self.cursor.parse().ok(),
            ..EventQuery::default()
        }
    }

    /// First and last day, given today's.
    fn days(&self, today: Date) -> (Option<Date>, Option<Date>) {
        match self.when.as_str() {
            "today" => (Some(today), Some(today)),
            "weekend" => {
                let (saturday, sunday) = weekend(today);
                (Some(saturday), Some(sunday))
            }
            _ => (self.from.trim().parse().ok(), self.to.trim().parse().ok()),
        }
    }

    /// Whether anything is filtered at all.
    pub fn is_empty(&self) -> bool {
        Self { cursor: String::new(), ..self.clone() } == Self::default()
    }

    /// The address of a list with these filters.
    pub fn href(&self, path: &str) -> String {
        let pairs: Vec<String> = self
            .pairs()
            .into_iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| format!("{name}={}", encode(value)))
            .collect();
        if pairs.is_empty() { path.to_owned() } else { format!("{path}?{}", pairs.join("&")) }
    }

    /// Names and values, in the order of the form.
    pub fn pairs(&self) -> [(&'static str, &str); 10] {
        [
            ("q", &self.q),
            ("category", &self.category),
            ("when", &self.when),
            ("from", &self.from),
            ("to", &self.to),
            ("city", &self.city),
            ("max", &self.max),
            ("past", &self.past),
            ("available", &self.available),
            ("cursor", &self.cursor),
        ]
    }

    /// The same from the first page, after a change.
    pub(crate) fn with(&self, change: impl FnOnce(&mut Self)) -> Self {
        let mut other = Self { cursor: String::new(), ..self.clone() };
        change(&mut other);
        other
    }
}

fn weekend(today: Date) -> (Date, Date) {
    let saturday = match today.weekday() {
        Weekday::Sunday => today.checked_sub(1.day()),
        day => today.checked_add(
            i64::from(Weekday::Saturday.to_monday_zero_offset() - day.to_monday_zero_offset()).days(),
        ),
    };
    let saturday = saturday.unwrap_or(today);
    (saturday, saturday.checked_add(1.day()).unwrap_or(saturday))
}

fn midnight(zone: &Zone, day: Date) -> Option<Time> {
    // Where a clock change skips midnight, the day begins an hour later.
    ["00:00", "01:00"].iter().find_map(|hour| zone.local(&format!("{day}T{hour}")).ok())
}

fn hundredths(max: &str) -> Option<i64> {
    let max = max.trim();
    let (whole, part) = max.split_once([',', '.']).unwrap_or((max, ""));
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || whole.len() > 9 || part.len() > 2 || !digits(whole) || !digits(part) {
        return None;
    }
    format!("{whole}{part:0<2}").parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().expect("a day")
    }

    #[test]
    fn the_weekend_is_the_one_that_is_or_comes() {
        for today in ["2027-03-01", "2027-03-05", "2027-03-06", "2027-03-07"] {
            assert_eq!(weekend(day(today)), (day("2027-03-06"), day("2027-03-07")), "{today}");
        }
    }

    #[test]
    fn an_address_holds_only_what_is_filtered() {
        let filters = Filters { q: "jazz & more".into(), past: "on".into(), ..Filters::default() };
        assert_eq!(filters.href("/en/events"), "/en/events?q=jazz%20%26%20more&past=on");
        assert_eq!(Filters::default().href("/en/events"), "/en/events");
    }

    #[test]
    fn amounts_are_read_as_people_write_them() {
        assert_eq!(hundredths("50"), Some(5_000));
        assert_eq!(hundredths("12,5"), Some(1_250));
        assert_eq!(hundredths("12.505"), None);
        assert_eq!(hundredths("-1"), None);
        assert_eq!(hundredths(""), None);
    }
}
