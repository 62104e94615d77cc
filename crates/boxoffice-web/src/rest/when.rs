//! Instants at this face: milliseconds since 1970 on the way out, and on the way in also RFC 3339
//! or a local date and time of the event's zone.

use boxoffice_domain::time::{Time, Zone};
use serde::{Deserialize, Serialize, Serializer};
use utoipa::ToSchema;

use crate::json::invalid;
use crate::problem::Problem;

/// An instant, in milliseconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ToSchema)]
#[schema(value_type = i64, example = 1_830_000_600_000_i64)]
pub(crate) struct Millis(pub Time);

impl Serialize for Millis {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_i64(self.0.millis())
    }
}

impl From<Time> for Millis {
    fn from(time: Time) -> Self {
        Self(time)
    }
}

/// An instant as callers may write it.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize, ToSchema)]
#[serde(untagged)]
pub(crate) enum When {
    /// Milliseconds since 1970.
    #[schema(example = 1_830_000_600_000_i64)]
    Millis(i64),
    /// `2027-12-28T19:30:00+01:00`, or the local `2027-12-28T19:30` of the event's time zone.
    #[schema(example = "2027-12-28T19:30")]
    Text(String),
}

/// The years 1970 to 9999, which both databases and every calendar can hold.
const MILLIS_MAX: i64 = 253_402_300_799_999;

impl When {
    /// The instant, in the event's zone where the text names none.
    pub(crate) fn time(&self, field: &str, zone: &Zone) -> Result<Time, Problem> {
        match self {
            Self::Millis(millis) if (0..=MILLIS_MAX).contains(millis) => {
                Ok(Time::from_micros(millis * 1_000))
            }
            Self::Millis(_) => Err(invalid(field, "a date lies between 1970 and 9999")),
            Self::Text(text) => match Time::parse_rfc3339(text) {
                Some(time) => Ok(time),
                None => zone.local(text).map_err(|error| invalid(field, &error.to_string())),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instant_is_read_in_each_of_its_forms() {
        let berlin = Zone::named("Europe/Berlin").expect("a zone");
        let read = |json: &str| {
            let when: When = serde_json::from_str(json).expect("a form that is known");
            when.time("startsAt", &berlin).ok().map(Time::rfc3339)
        };
        assert_eq!(read("1830018600000").as_deref(), Some("2027-12-28T18:30:00Z"));
        assert_eq!(read("\"2027-12-28T19:30\"").as_deref(), Some("2027-12-28T18:30:00Z"));
        assert_eq!(read("\"2027-12-28T19:30:00-05:00\"").as_deref(), Some("2027-12-29T00:30:00Z"));
        assert_eq!(read("\"tomorrow\""), None);
        assert_eq!(read("-1"), None);
        assert_eq!(read("9223372036854775807"), None);
    }
}
