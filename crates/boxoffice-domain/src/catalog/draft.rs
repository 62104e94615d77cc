//! An event as an organizer writes it, and the same once it has been checked.
//! Everything that is wrong is reported at once, field by field.

use crate::cancellation::CancelFee;
use crate::catalog::category::category;
use crate::catalog::field::{DraftError, FieldError, Refusals};
use crate::catalog::seating::{self, AreaPlan};
use crate::catalog::ticket_type::{QuotaDraft, TicketTypeDraft};
use crate::ids::{EventId, VenueId};
use crate::limits;
use crate::money::Currency;
use crate::time::{Time, Zone};

/// An event as an organizer writes it. What is left empty takes the installation's default.
#[derive(Clone, Debug, Default)]
pub struct EventDraft {
    /// Its id, when the caller has made one already.
    pub id: Option<EventId>,
    /// Its title.
    pub title: String,
    /// One or two sentences for cards.
    pub summary: String,
    /// Description in Markdown.
    pub description: String,
    /// Category; empty means `other`.
    pub category: String,
    /// Where, when it is a venue of the organization; its city, country and zone fill what is left empty.
    pub venue: Option<VenueId>,
    /// City.
    pub city: String,
    /// Country.
    pub country: String,
    /// Takes place online.
    pub online: bool,
    /// Its own web page.
    pub url: String,
    /// IANA time zone.
    pub time_zone: String,
    /// Currency code.
    pub currency: String,
    /// When; none means one performance to be announced.
    pub performances: Vec<PerformanceDraft>,
    /// The places of each performance: `Stalls, rows A–R, 24 seats; Floor standing 500`.
    pub places: String,
    /// What is sold.
    pub ticket_types: Vec<TicketTypeDraft>,
    /// Caps that several ticket types share.
    pub quotas: Vec<QuotaDraft>,
    /// Whether orders may be paid at the box office.
    pub box_office: bool,
    /// A buyer may cancel until so many seconds before the start; none: never.
    pub cancel_until_s: Option<i64>,
    /// What the organizer keeps then.
    pub cancel_fee: CancelFee,
    /// How long places are held; none: the installation's default.
    pub hold_ttl_s: Option<i64>,
    /// Such as `From 16`.
    pub age_limit: String,
    /// Access for people with disabilities.
    pub access_notes: String,
    /// Publish at once.
    pub publish: bool,
}

/// One dated occurrence as an organizer writes it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PerformanceDraft {
    /// Start; none: to be announced.
    pub starts_at: Option<Time>,
    /// End.
    pub ends_at: Option<Time>,
    /// When doors open.
    pub doors_at: Option<Time>,
}

impl PerformanceDraft {
    /// A performance that starts at a time.
    pub fn at(starts_at: Time) -> Self {
        Self { starts_at: Some(starts_at), ..Self::default() }
    }

    /// Refuses times in the wrong order.
    pub fn check(&self) -> Result<(), DraftError> {
        let mut refusals = Refusals::default();
        if self.starts_at.is_none() && (self.ends_at.is_some() || self.doors_at.is_some()) {
            refusals.add("starts_at", FieldError::WithoutStart);
        }
        if let (Some(starts), Some(ends)) = (self.starts_at, self.ends_at)
            && ends < starts
        {
            refusals.add("ends_at", FieldError::BeforeStart);
        }
        if let (Some(starts), Some(doors)) = (self.starts_at, self.doors_at)
            && doors > starts
        {
            refusals.add("doors_at", FieldError::AfterStart);
        }
        refusals.finish(())
    }
}

impl EventDraft {
    /// The simplest event there is: one standing area, one ticket type at a price, date to be announced.
    pub fn standing(title: impl Into<String>, capacity: i64, price_minor: i64) -> Self {
        Self {
            title: title.into(),
            places: format!("General admission standing {capacity}"),
            ticket_types: vec![TicketTypeDraft::priced("Admission", price_minor)],
            ..Self::default()
        }
    }
}

/// What an installation and a venue fill in.
#[derive(Clone, Debug)]
pub struct Defaults {
    /// Time zone of events that name none.
    pub time_zone: String,
    /// Currency of events that name none.
    pub currency: String,
    /// Hold length of events that name none.
    pub hold_ttl_s: i64,
    /// Shortest hold that may be chosen.
    pub hold_ttl_s_min: i64,
}

/// What an event says about itself, checked. The part of a draft that can be edited later as a whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Details {
    /// Title, 1 to 200 characters.
    pub title: String,
    /// Summary.
    pub summary: String,
    /// Markdown.
    pub description: String,
    /// Slug of its category.
    pub category: String,
    /// Venue.
    pub venue: Option<VenueId>,
    /// City.
    pub city: String,
    /// Country.
    pub country: String,
    /// Online.
    pub online: bool,
    /// Web page, or empty.
    pub url: String,
    /// Zone.
    pub zone: Zone,
    /// Currency.
    pub currency: Currency,
    /// Pay at the box office.
    pub box_office: bool,
    /// Cancellation deadline before the start.
    pub cancel_until_s: Option<i64>,
    /// What the organizer keeps then.
    pub cancel_fee: CancelFee,
    /// Hold length.
    pub hold_ttl_s: i64,
    /// Age limit.
    pub age_limit: String,
    /// Access notes.
    pub access_notes: String,
}

/// A checked event, ready to be written.
#[derive(Clone, Debug)]
pub struct NewEvent {
    /// What it says.
    pub details: Details,
    /// At least one.
    pub performances: Vec<PerformanceDraft>,
    /// The areas of each performance.
    pub areas: Vec<AreaPlan>,
    /// Checked ticket types.
    pub ticket_types: Vec<TicketTypeDraft>,
    /// Checked shared quotas.
    pub quotas: Vec<QuotaDraft>,
}

impl EventDraft {
    /// Checks everything, or says everything that is wrong.
    pub fn check(&self, defaults: &Defaults) -> Result<NewEvent, DraftError> {
        let mut refusals = Refusals::default();
        let details = self.details(defaults, &mut refusals);
        let performances = self.check_performances(&mut refusals);
        let areas = seating::parse(&self.places).unwrap_or_else(|error| {
            refusals.add("places", error);
            Vec::new()
        });
        let ticket_types = self.check_ticket_types(&areas, &mut refusals);
        self.check_quotas(&mut refusals);
        let seats: usize = areas.iter().map(AreaPlan::seat_count).sum();
        if seats.saturating_mul(performances.len()) > limits::SEATS_PER_REQUEST_MAX {
            refusals.add(
                "performances",
                FieldError::TooMany { max: limits::SEATS_PER_REQUEST_MAX / seats.max(1) },
            );
        }
        let Some(details) = details else { return Err(DraftError(refusals.into_list())) };
        refusals.finish(NewEvent { details, performances, areas, ticket_types, quotas: self.quotas.clone() })
    }

    /// Checks only what the event says about itself.
    pub fn check_details(&self, defaults: &Defaults) -> Result<Details, DraftError> {
        let mut refusals = Refusals::default();
        match self.details(defaults, &mut refusals) {
            Some(details) => refusals.finish(details),
            None => Err(DraftError(refusals.into_list())),
        }
    }

    fn details(&self, defaults: &Defaults, refusals: &mut Refusals) -> Option<Details> {
        let zone_name = or_default(&self.time_zone, &defaults.time_zone);
        let zone = Zone::named(zone_name).map_err(|_| {
            refusals.add("time_zone", FieldError::UnknownZone { name: zone_name.to_owned() });
        });
        let currency_code = or_default(&self.currency, &defaults.currency);
        let currency = currency_code.parse::<Currency>().map_err(|_| {
            refusals.add("currency", FieldError::UnknownCurrency { name: currency_code.to_owned() });
        });
        let details = Details {
            title: refusals.name("title", &self.title, limits::TITLE_CHARS_MAX),
            summary: refusals.text("summary", &self.summary, limits::SUMMARY_CHARS_MAX),
            description: refusals.text("description", &self.description, limits::DESCRIPTION_CHARS_MAX),
            category: category(&self.category),
            venue: self.venue,
            city: refusals.text("city", &self.city, limits::NAME_CHARS_MAX),
            country: refusals.text("country", &self.country, limits::NAME_CHARS_MAX),
            online: self.online,
            url: check_url(&self.url, refusals),
            zone: zone.ok()?,
            currency: currency.ok()?,
            box_office: self.box_office,
            cancel_until_s: self.cancel_until_s.map(|s| s.clamp(0, CANCEL_UNTIL_S_MAX)),
            cancel_fee: self.cancel_fee.within_bounds(),
            hold_ttl_s: self.hold_ttl_s.unwrap_or(defaults.hold_ttl_s),
            age_limit: refusals.text("age_limit", &self.age_limit, limits::NAME_CHARS_MAX),
            access_notes: refusals.text("access_notes", &self.access_notes, limits::NOTE_CHARS_MAX),
        };
        if !(defaults.hold_ttl_s_min..=limits::HOLD_TTL_S_MAX).contains(&details.hold_ttl_s) {
            let (min, max) = (defaults.hold_ttl_s_min, limits::HOLD_TTL_S_MAX);
            refusals.add("hold_ttl_s", FieldError::OutOfRange { min, max });
        }
        Some(details)
    }

    fn check_performances(&self, refusals: &mut Refusals) -> Vec<PerformanceDraft> {
        if self.performances.len() > limits::PERFORMANCES_PER_EVENT_MAX {
            refusals.add("performances", FieldError::TooMany { max: limits::PERFORMANCES_PER_EVENT_MAX });
        }
        for (at, performance) in self.performances.iter().enumerate() {
            if let Err(error) = performance.check() {
                refusals.take(at, error);
            }
        }
        if self.performances.is_empty() {
            vec![PerformanceDraft::default()]
        } else {
            self.performances.clone()
        }
    }

    fn check_ticket_types(&self, areas: &[AreaPlan], refusals: &mut Refusals) -> Vec<TicketTypeDraft> {
        if self.ticket_types.len() > limits::TICKET_TYPES_PER_EVENT_MAX {
            refusals.add("ticket_types", FieldError::TooMany { max: limits::TICKET_TYPES_PER_EVENT_MAX });
        }
        let mut checked: Vec<TicketTypeDraft> = Vec::new();
        for (at, draft) in self.ticket_types.iter().enumerate() {
            for name in &draft.areas {
                if !areas.iter().any(|area| area.name == *name) {
                    refusals.add_at("areas", at, FieldError::NoSuchArea { name: name.clone() });
                }
            }
            match draft.check() {
                Err(error) => refusals.take(at, error),
                Ok(ticket_type) if checked.iter().any(|known| known.name == ticket_type.name) => {
                    refusals.add_at("ticket_type_name", at, FieldError::Twice { name: ticket_type.name });
                }
                Ok(ticket_type) => checked.push(ticket_type),
            }
        }
        checked
    }

    fn check_quotas(&self, refusals: &mut Refusals) {
        for (at, quota) in self.quotas.iter().enumerate() {
            if !(1..=limits::CAPACITY_MAX).contains(&quota.capacity) {
                refusals.add_at("quotas", at, FieldError::OutOfRange { min: 1, max: limits::CAPACITY_MAX });
            }
            if quota.ticket_types.iter().any(|index| *index >= self.ticket_types.len()) {
                refusals.add_at("quotas", at, FieldError::NoSuchTicketType);
            }
        }
    }
}

/// A cancellation deadline a year before the start is as good as never.
const CANCEL_UNTIL_S_MAX: i64 = 366 * 86_400;

fn or_default<'a>(given: &'a str, default: &'a str) -> &'a str {
    let given = given.trim();
    if given.is_empty() { default } else { given }
}

/// What no web address has as it is, and what would end one inside a page.
const FORBIDDEN_IN_URLS: [char; 7] = ['<', '>', '"', '\'', '\\', '\n', '\t'];

fn check_url(text: &str, refusals: &mut Refusals) -> String {
    // Browsers show a space where the address has its code, so people paste it.
    let url = refusals.text("url", text, limits::URL_CHARS_MAX).replace(' ', "%20");
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    let valid = rest.is_some_and(|rest| !rest.is_empty() && !rest.contains(FORBIDDEN_IN_URLS));
    if !url.is_empty() && !valid {
        refusals.add("url", FieldError::NotAUrl);
    }
    url
}

#[cfg(test)]
mod tests {
    use super::*;

    fn defaults() -> Defaults {
        Defaults { time_zone: "UTC".into(), currency: "EUR".into(), hold_ttl_s: 600, hold_ttl_s_min: 60 }
    }

    fn refused(change: impl FnOnce(&mut EventDraft)) -> Vec<String> {
        let mut draft = EventDraft::standing("Night of Bells", 100, 1_200);
        change(&mut draft);
        match draft.check(&defaults()) {
            Ok(_) => Vec::new(),
            Err(error) => error.0.iter().map(|r| format!("{} {}", r.field, r.error.code())).collect(),
        }
    }

    #[test]
    fn a_simple_event_is_taken_and_gets_the_defaults() {
        let event = EventDraft::standing("  Night   of Bells ", 100, 0).check(&defaults()).expect("checked");
        assert_eq!(event.details.title, "Night of Bells");
        assert_eq!(event.details.currency, Currency::EUR);
        assert_eq!(event.performances, [PerformanceDraft::default()]);
        assert_eq!(event.areas[0].capacity(), 100);
    }

    #[test]
    fn everything_wrong_is_said_at_once() {
        assert!(refused(|_| ()).is_empty());
        let all = refused(|draft| {
            draft.title = " ".into();
            draft.url = "javascript:alert(1)".into();
            draft.places = "Somewhere".into();
            draft.ticket_types[0].price_minor = -1;
            draft.hold_ttl_s = Some(1);
        });
        assert_eq!(all.len(), 5, "{all:?}");
        assert_eq!(
            refused(|draft| draft.time_zone = "Mars/Olympus".into()),
            ["time_zone field_unknown_zone"]
        );
        assert_eq!(refused(|draft| draft.title = "x".repeat(201)), ["title field_too_long"]);
        assert!(refused(|draft| draft.title = "ü".repeat(200)).is_empty());
        assert_eq!(
            refused(|draft| draft.ticket_types[0].areas = vec!["Moon".into()]),
            ["areas field_no_such_area"]
        );
    }

    #[test]
    fn a_performance_ends_after_it_starts_and_doors_open_before() {
        let at = |s| Some(Time::from_seconds(s));
        let check = |starts_at, ends_at, doors_at| {
            PerformanceDraft { starts_at, ends_at, doors_at }.check().err().map(|e| e.0[0].field)
        };
        assert_eq!(check(at(10), at(20), at(5)), None);
        assert_eq!(check(at(10), at(9), None), Some("ends_at"));
        assert_eq!(check(at(10), None, at(11)), Some("doors_at"));
        assert_eq!(check(None, at(11), None), Some("starts_at"));
    }
}
