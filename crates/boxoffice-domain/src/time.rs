//! Instants: whole microseconds of UTC since 1970. Local times belong to a named zone and are made here.
//! A local time that a clock change skips or repeats is refused or resolved explicitly, never guessed in silence.

use std::fmt;

use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};
use serde::{Deserialize, Serialize};

/// An instant in microseconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Time(i64);

/// Microseconds in a second.
const MICROS_PER_S: i64 = 1_000_000;

impl Time {
    /// The instant so many microseconds after 1970.
    pub const fn from_micros(micros: i64) -> Self {
        Self(micros)
    }

    /// Microseconds since 1970, as the databases store it.
    pub const fn micros(self) -> i64 {
        self.0
    }

    /// Milliseconds since 1970, as the REST contract shows it.
    pub const fn millis(self) -> i64 {
        self.0.div_euclid(1_000)
    }

    /// Whole seconds since 1970, as tokens carry it.
    pub const fn seconds(self) -> i64 {
        self.0.div_euclid(MICROS_PER_S)
    }

    /// The instant so many seconds after 1970.
    pub const fn from_seconds(seconds: i64) -> Self {
        Self(seconds.saturating_mul(MICROS_PER_S))
    }

    /// This instant moved by whole seconds, back when negative.
    #[must_use]
    pub const fn plus_s(self, seconds: i64) -> Self {
        Self(self.0.saturating_add(seconds.saturating_mul(MICROS_PER_S)))
    }

    /// Whole seconds from `earlier` to this instant; negative when it lies before.
    pub const fn since_s(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0).div_euclid(MICROS_PER_S)
    }

    /// Reads RFC 3339 (`2027-05-01T10:00:00Z`, any offset).
    pub fn parse_rfc3339(text: &str) -> Option<Self> {
        text.parse::<Timestamp>().ok().map(|t| Self(t.as_microsecond()))
    }

    /// RFC 3339 in UTC.
    pub fn rfc3339(self) -> String {
        self.timestamp().to_string()
    }

    /// This instant on the clocks of a zone.
    pub fn in_zone(self, zone: &Zone) -> Zoned {
        self.timestamp().to_zoned(zone.tz.clone())
    }

    fn timestamp(self) -> Timestamp {
        Timestamp::from_microsecond(self.0).unwrap_or(if self.0 < 0 {
            Timestamp::MIN
        } else {
            Timestamp::MAX
        })
    }
}

impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.rfc3339())
    }
}

impl fmt::Debug for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.rfc3339())
    }
}

/// A named time zone of the IANA database, such as `Europe/Berlin`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Zone {
    name: String,
    tz: TimeZone,
}

/// Why a local time or zone was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ZoneError {
    /// The name is not in the IANA database.
    #[error("{0} is not a known time zone; use a name such as Europe/Berlin")]
    UnknownZone(String),
    /// The text is not a local date and time.
    #[error("{0} is not a date and time; write it as 2027-05-01T19:30")]
    NotALocalTime(String),
    /// Clocks jump over this local time.
    #[error("clocks in {zone} skip {local} that night; choose a time before or after")]
    Skipped {
        /// The zone's name.
        zone: String,
        /// The local time that does not exist.
        local: String,
    },
}

impl Zone {
    /// Coordinated universal time.
    pub fn utc() -> Self {
        Self { name: "UTC".into(), tz: TimeZone::UTC }
    }

    /// Looks a zone up by its IANA name.
    pub fn named(name: &str) -> Result<Self, ZoneError> {
        let unknown = || ZoneError::UnknownZone(name.to_owned());
        let tz = TimeZone::get(name).map_err(|_| unknown())?;
        let canonical = tz.iana_name().ok_or_else(unknown)?.to_owned();
        Ok(Self { name: canonical, tz })
    }

    /// The IANA name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The instant of a local date and time (`2027-05-01T19:30`, seconds optional).
    /// A repeated local time means its first passing; a skipped one is refused.
    pub fn local(&self, text: &str) -> Result<Time, ZoneError> {
        let local: DateTime = text.trim().parse().map_err(|_| ZoneError::NotALocalTime(text.to_owned()))?;
        let ambiguous = self.tz.to_ambiguous_zoned(local);
        if matches!(ambiguous.offset(), jiff::tz::AmbiguousOffset::Gap { .. }) {
            return Err(ZoneError::Skipped { zone: self.name.clone(), local: text.to_owned() });
        }
        let zoned = ambiguous.earlier().map_err(|_| ZoneError::NotALocalTime(text.to_owned()))?;
        Ok(Time(zoned.timestamp().as_microsecond()))
    }

    /// When clocks here say what those of another zone say at `time`; where they skip it, just after.
    pub fn same_clock(&self, time: Time, other: &Self) -> Time {
        let local = time.in_zone(other).datetime();
        local.to_zoned(self.tz.clone()).map_or(time, |zoned| Time(zoned.timestamp().as_microsecond()))
    }

    /// The local date and time in the form that `datetime-local` inputs take.
    pub fn local_input(&self, time: Time) -> String {
        time.in_zone(self).strftime("%Y-%m-%dT%H:%M").to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_local_time_becomes_the_instant_of_its_zone() {
        let berlin = Zone::named("Europe/Berlin").expect("zone");
        let time = berlin.local("2027-05-01T19:30").expect("local");
        assert_eq!(time.rfc3339(), "2027-05-01T17:30:00Z");
        assert_eq!(berlin.local_input(time), "2027-05-01T19:30");
    }

    #[test]
    fn a_skipped_local_time_is_refused_and_a_repeated_one_means_its_first_passing() {
        let berlin = Zone::named("Europe/Berlin").expect("zone");
        assert!(matches!(berlin.local("2027-03-28T02:30"), Err(ZoneError::Skipped { .. })));
        assert_eq!(berlin.local("2027-10-31T02:30").expect("first").rfc3339(), "2027-10-31T00:30:00Z");
    }

    #[test]
    fn the_same_clock_in_another_zone_is_another_instant() {
        let (utc, berlin) = (Zone::utc(), Zone::named("Europe/Berlin").expect("zone"));
        let evening = utc.local("2027-05-01T19:30").expect("local");
        assert_eq!(berlin.same_clock(evening, &utc).rfc3339(), "2027-05-01T17:30:00Z");
        assert_eq!(utc.same_clock(berlin.same_clock(evening, &utc), &berlin), evening);
        let skipped = utc.local("2027-03-28T02:30").expect("local");
        assert_eq!(berlin.local_input(berlin.same_clock(skipped, &utc)), "2027-03-28T03:30");
    }

    #[test]
    fn unknown_zones_are_named_in_the_refusal() {
        assert!(Zone::named("Mars/Olympus").expect_err("refused").to_string().contains("Mars/Olympus"));
    }
}
