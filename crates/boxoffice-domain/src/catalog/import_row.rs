//! One row of an import file as an event draft: columns by name, texts as people write them.

use crate::catalog::draft::{EventDraft, PerformanceDraft};
use crate::catalog::field::{DraftError, FieldError, Refusals};
use crate::catalog::ticket_type::TicketTypeDraft;
use crate::catalog::zone_guess::zone_guess;
use crate::money::{Currency, Money};
use crate::time::{Time, Zone};

/// Places of an imported event that names no capacity.
const CAPACITY: i64 = 100;
/// An imported event without a time of day lasts a working day.
const FIRST_HOUR: &str = "09:00";
const LAST_HOUR: &str = "18:00";

/// The cells of a row; a missing column is an empty cell.
#[derive(Clone, Debug, Default)]
pub struct ImportRow {
    /// Title.
    pub title: String,
    /// Category.
    pub category: String,
    /// First day, `2027-05-01`; empty: to be announced.
    pub starts_on: String,
    /// Last day; empty: the first.
    pub ends_on: String,
    /// Time of day of the start, `19:30`.
    pub time: String,
    /// City.
    pub city: String,
    /// Country.
    pub country: String,
    /// `yes` for online events.
    pub online: String,
    /// Web page.
    pub url: String,
    /// Description.
    pub description: String,
    /// The venue's name.
    pub venue: String,
    /// Places.
    pub capacity: String,
    /// Price of a ticket, such as `12.50`.
    pub price: String,
    /// Currency code.
    pub currency: String,
    /// IANA zone; empty: guessed from the place, else the installation's.
    pub time_zone: String,
}

/// What an installation fills in.
#[derive(Clone, Copy, Debug)]
pub struct ImportDefaults<'a> {
    /// Time zone of places that are not known.
    pub time_zone: &'a str,
    /// Currency of rows that name none.
    pub currency: &'a str,
    /// Price of rows that name none.
    pub price_minor: i64,
}

impl ImportRow {
    /// The draft that the row means. Its venue is looked up by the caller.
    pub fn draft(&self, defaults: ImportDefaults<'_>) -> Result<EventDraft, DraftError> {
        let mut refusals = Refusals::default();
        let zone_name = [self.time_zone.trim(), zone_guess(&self.city, &self.country).unwrap_or_default()]
            .into_iter()
            .find(|name| !name.is_empty())
            .unwrap_or(defaults.time_zone);
        let performance = if let Ok(zone) = Zone::named(zone_name) {
            self.performance(&zone, &mut refusals)
        } else {
            refusals.add("time_zone", FieldError::UnknownZone { name: zone_name.to_owned() });
            PerformanceDraft::default()
        };
        let currency = if self.currency.trim().is_empty() { defaults.currency } else { self.currency.trim() };
        let price_minor = self.price(currency, defaults.price_minor, &mut refusals);
        let capacity = self.capacity(&mut refusals);
        let online = yes_or_no(&self.online).unwrap_or_else(|| {
            refusals.add("online", FieldError::NotYesOrNo);
            false
        });
        refusals.finish(EventDraft {
            title: self.title.clone(),
            description: self.description.clone(),
            category: self.category.clone(),
            city: self.city.clone(),
            country: self.country.clone(),
            online,
            url: self.url.clone(),
            time_zone: zone_name.to_owned(),
            currency: currency.to_owned(),
            performances: vec![performance],
            places: format!("General admission standing {capacity}"),
            ticket_types: vec![TicketTypeDraft::priced("Admission", price_minor)],
            ..EventDraft::default()
        })
    }

    fn performance(&self, zone: &Zone, refusals: &mut Refusals) -> PerformanceDraft {
        let (first, time) = (self.starts_on.trim(), self.time.trim());
        if first.is_empty() {
            if !self.ends_on.trim().is_empty() {
                refusals.add("starts_on", FieldError::Missing);
            }
            return PerformanceDraft::default();
        }
        let last = if self.ends_on.trim().is_empty() { first } else { self.ends_on.trim() };
        let mut moment = |field, day: &str, hour: &str| -> Option<Time> {
            let time = zone.local(&format!("{day}T{hour}")).ok();
            if time.is_none() {
                refusals.add(field, FieldError::NotATime);
            }
            time
        };
        let starts_at = moment("starts_on", first, if time.is_empty() { FIRST_HOUR } else { time });
        // An evening's end is not known, unless it lasts for days.
        let ends = last != first || time.is_empty();
        let ends_at = ends.then(|| moment("ends_on", last, LAST_HOUR)).flatten();
        PerformanceDraft { starts_at, ends_at, doors_at: None }
    }

    fn price(&self, currency: &str, default_minor: i64, refusals: &mut Refusals) -> i64 {
        let (Ok(currency), price) = (currency.parse::<Currency>(), self.price.trim()) else { return 0 };
        if price.is_empty() {
            return default_minor;
        }
        Money::parse(price, currency).map_or_else(
            || {
                refusals.add("price", FieldError::NotAnAmount);
                0
            },
            |money| money.minor,
        )
    }

    fn capacity(&self, refusals: &mut Refusals) -> i64 {
        let text = self.capacity.trim();
        if text.is_empty() {
            return CAPACITY;
        }
        let (min, max) = (1, crate::limits::CAPACITY_MAX);
        match text.parse() {
            Ok(capacity) if (min..=max).contains(&capacity) => capacity,
            _ => {
                refusals.add("capacity", FieldError::OutOfRange { min, max });
                min
            }
        }
    }
}

/// Nothing means no.
fn yes_or_no(text: &str) -> Option<bool> {
    match text.trim().to_lowercase().as_str() {
        "yes" | "true" | "1" | "ja" | "y" => Some(true),
        "no" | "false" | "0" | "nein" | "n" | "" => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DEFAULTS: ImportDefaults<'_> =
        ImportDefaults { time_zone: "Europe/Berlin", currency: "EUR", price_minor: 0 };

    fn row() -> ImportRow {
        ImportRow {
            title: "Rubyfuza".into(),
            starts_on: "2027-02-06".into(),
            ends_on: "2027-02-08".into(),
            city: "Cape Town".into(),
            country: "South Africa".into(),
            ..ImportRow::default()
        }
    }

    #[test]
    fn days_are_those_of_the_place() {
        let draft = row().draft(DEFAULTS).expect("draft");
        assert_eq!(draft.time_zone, "Africa/Johannesburg");
        let performance = draft.performances[0];
        assert_eq!(performance.starts_at.map(Time::rfc3339).as_deref(), Some("2027-02-06T07:00:00Z"));
        assert_eq!(performance.ends_at.map(Time::rfc3339).as_deref(), Some("2027-02-08T16:00:00Z"));
    }

    #[test]
    fn what_cannot_be_read_is_named() {
        let refused = |change: fn(&mut ImportRow)| {
            let mut row = row();
            change(&mut row);
            row.draft(DEFAULTS).err().map(|error| error.0[0].field)
        };
        assert_eq!(refused(|row| row.starts_on = "6 Feb".into()), Some("starts_on"));
        assert_eq!(refused(|row| row.starts_on = String::new()), Some("starts_on"));
        assert_eq!(refused(|row| row.price = "about ten".into()), Some("price"));
        assert_eq!(refused(|row| row.capacity = "-1".into()), Some("capacity"));
        assert_eq!(refused(|row| row.time_zone = "Mars".into()), Some("time_zone"));
        assert_eq!(refused(|row| row.online = "perhaps".into()), Some("online"));
        assert_eq!(refused(|row| row.online = "Nein".into()), None);
        assert_eq!(refused(|row| row.price = "12,50".into()), None);
    }
}
