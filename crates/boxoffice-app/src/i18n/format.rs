//! Numbers, money and times as a language writes them. The patterns and names are messages `locale-…`
//! of the catalogue, so that a further language brings its own.

use boxoffice_domain::money::Money;
use boxoffice_domain::time::{Time, Zone};
use jiff::Zoned;

use super::Lang;
use super::catalogue::catalogues;

/// What stands between whole and part, and between thousands.
#[derive(Default)]
pub(super) struct Marks {
    pub(super) decimal: String,
    pub(super) group: String,
}

impl Marks {
    /// `-1234567.5` with this language's marks.
    pub(super) fn group_digits(&self, plain: &str) -> String {
        let (sign, digits) = plain.strip_prefix('-').map_or(("", plain), |rest| ("−", rest));
        let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
        let mut text = sign.to_owned();
        for (index, digit) in whole.chars().enumerate() {
            if index > 0 && (whole.len() - index).is_multiple_of(3) {
                text.push_str(&self.group);
            }
            text.push(digit);
        }
        if !part.is_empty() {
            text.push_str(&self.decimal);
            text.push_str(part);
        }
        text
    }
}

impl Lang {
    /// A whole number: `12,345`.
    pub fn number(self, number: i64) -> String {
        catalogues()[usize::from(self.0)].marks().group_digits(&number.to_string())
    }

    /// An amount with its symbol: `€12.50`, `12,50 €`. Nothing owed is still an amount.
    pub fn money(self, money: Money) -> String {
        let amount = catalogues()[usize::from(self.0)].marks().group_digits(&money.plain());
        // Currencies that share a sign, and those without one, carry their code.
        let symbol = match money.currency.code() {
            "EUR" => "€".to_owned(),
            "GBP" => "£".to_owned(),
            "USD" => "$".to_owned(),
            "JPY" => "¥".to_owned(),
            "INR" => "₹".to_owned(),
            code => code.to_owned(),
        };
        let key =
            if symbol.len() == 3 && symbol.is_ascii() { "locale-money-code" } else { "locale-money-symbol" };
        self.with(key, &[("symbol", symbol.into()), ("amount", amount.into())])
    }

    /// A share: `47 %`.
    pub fn percent(self, part: i64, whole: i64) -> String {
        let percent = if whole > 0 { part.saturating_mul(100) / whole } else { 0 };
        self.with("locale-percent", &[("number", self.number(percent).into())])
    }

    /// A share in hundredths of a percent: `2.5%`, `2,5 %`.
    pub fn basis_points(self, share: i64) -> String {
        let exact = format!("{}.{:02}", share / 100, share % 100);
        let plain = exact.trim_end_matches('0').trim_end_matches('.');
        let number = catalogues()[usize::from(self.0)].marks().group_digits(plain);
        self.with("locale-percent", &[("number", number.into())])
    }

    /// A rate in millionths: `8.875%`, `19 %`.
    pub fn ppm(self, rate: i64) -> String {
        let exact = format!("{}.{:04}", rate / 10_000, rate % 10_000);
        let plain = exact.trim_end_matches('0').trim_end_matches('.');
        let number = catalogues()[usize::from(self.0)].marks().group_digits(plain);
        self.with("locale-percent", &[("number", number.into())])
    }

    /// A day with its weekday: `Saturday, 1 May 2027`.
    pub fn date(self, time: Time, zone: &Zone) -> String {
        self.day_in("locale-date", &time.in_zone(zone))
    }

    /// A day in little room: `Sat 1 May 2027`.
    pub fn date_short(self, time: Time, zone: &Zone) -> String {
        self.day_in("locale-date-short", &time.in_zone(zone))
    }

    /// A time of day: `19:30`.
    pub fn time(self, time: Time, zone: &Zone) -> String {
        let local = time.in_zone(zone);
        self.with(
            "locale-time",
            &[("hour", local.hour().to_string().into()), ("minute", format!("{:02}", local.minute()).into())],
        )
    }

    /// Day and time: `Saturday, 1 May 2027, 19:30`.
    pub fn date_time(self, time: Time, zone: &Zone) -> String {
        let (date, at) = (self.date(time, zone), self.time(time, zone));
        self.with("locale-date-time", &[("date", date.into()), ("time", at.into())])
    }

    /// Day and time in little room: `Sat 1 May 2027, 19:30`.
    pub fn date_time_short(self, time: Time, zone: &Zone) -> String {
        let (date, at) = (self.date_short(time, zone), self.time(time, zone));
        self.with("locale-date-time", &[("date", date.into()), ("time", at.into())])
    }

    /// Day and time with the zone's city: `Saturday, 1 May 2027, 19:30 (Berlin time)`.
    pub fn date_time_zone(self, time: Time, zone: &Zone) -> String {
        self.in_city(self.date_time(time, zone), zone)
    }

    /// The same in little room: `Sat 1 May 2027, 19:30 (Berlin time)`.
    pub fn date_time_short_zone(self, time: Time, zone: &Zone) -> String {
        self.in_city(self.date_time_short(time, zone), zone)
    }

    fn in_city(self, when: String, zone: &Zone) -> String {
        let city = zone.name().rsplit('/').next().unwrap_or_default().replace('_', " ");
        self.with("locale-date-time-zone", &[("when", when.into()), ("city", city.into())])
    }

    /// A month with its year: `May 2027`.
    pub fn month(self, time: Time, zone: &Zone) -> String {
        self.day_in("locale-month-year", &time.in_zone(zone))
    }

    /// The short name of the month alone, for calendar leaves: `May`.
    pub fn month_short(self, time: Time, zone: &Zone) -> String {
        let month = time.in_zone(zone).month();
        self.t(&format!("locale-month-short-{month}")).to_owned()
    }

    fn day_in(self, pattern: &str, local: &Zoned) -> String {
        let (month, weekday) = (local.month(), local.weekday().to_monday_one_offset());
        let name = |kind: &str, number: i8| self.t(&format!("locale-{kind}-{number}")).to_owned();
        self.with(
            pattern,
            &[
                ("weekday", name("weekday", weekday).into()),
                ("weekdayShort", name("weekday-short", weekday).into()),
                ("day", local.day().to_string().into()),
                ("month", name("month", month).into()),
                ("monthShort", name("month-short", month).into()),
                ("year", local.year().to_string().into()),
            ],
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use boxoffice_domain::money::Currency;

    fn evening() -> (Time, Zone) {
        let zone = Zone::named("Europe/Berlin").expect("zone");
        (zone.local("2027-05-01T19:30").expect("time"), zone)
    }

    #[test]
    fn dates_read_as_the_language_writes_them() {
        let (time, zone) = evening();
        assert_eq!(Lang::EN.date_time(time, &zone), "Saturday, 1 May 2027, 19:30");
        assert_eq!(Lang::DE.date_time(time, &zone), "Samstag, 1. Mai 2027, 19:30 Uhr");
        assert_eq!(Lang::DE.date_short(time, &zone), "Sa., 1. Mai 2027");
        assert_eq!(Lang::EN.date_time_zone(time, &zone), "Saturday, 1 May 2027, 19:30 (Berlin time)");
        let vienna = Zone::named("Europe/Vienna").expect("a zone");
        assert_eq!(Lang::DE.date_time_zone(time, &vienna), "Samstag, 1. Mai 2027, 19:30 Uhr (Ortszeit Wien)");
    }

    #[test]
    fn money_reads_as_the_language_writes_it() {
        let price = Money::new(123_450, Currency::EUR);
        assert_eq!(Lang::EN.money(price), "€1,234.50");
        assert_eq!(Lang::DE.money(price), "1.234,50\u{a0}€");
        assert_eq!(Lang::EN.money(Money::new(-5, Currency::EUR)), "€−0.05");
        assert_eq!(Lang::EN.money(Money::new(980, "CHF".parse().expect("CHF"))), "CHF\u{a0}9.80");
    }

    #[test]
    fn thousands_are_grouped() {
        assert_eq!(Lang::EN.number(1_234_567), "1,234,567");
        assert_eq!(Lang::DE.number(-1_000), "−1.000");
        assert_eq!(Lang::EN.number(999), "999");
    }
}
