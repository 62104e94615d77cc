//! Where the demo shop's events take place: cities with their zones and currencies, and houses of every size.

/// A city.
pub(super) struct City {
    pub(super) name: &'static str,
    pub(super) country: &'static str,
    pub(super) zone: &'static str,
    pub(super) currency: &'static str,
    /// What 10 euros are here, in whole units of the currency, roughly and rounded.
    pub(super) ten: i64,
}

const fn city(
    name: &'static str,
    country: &'static str,
    zone: &'static str,
    currency: &'static str,
    ten: i64,
) -> City {
    City { name, country, zone, currency, ten }
}

pub(super) const CITIES: &[City] = &[
    city("Berlin", "Germany", "Europe/Berlin", "EUR", 10),
    city("Hamburg", "Germany", "Europe/Berlin", "EUR", 10),
    city("Vienna", "Austria", "Europe/Vienna", "EUR", 10),
    city("Zürich", "Switzerland", "Europe/Zurich", "CHF", 10),
    city("Paris", "France", "Europe/Paris", "EUR", 10),
    city("Lisbon", "Portugal", "Europe/Lisbon", "EUR", 8),
    city("London", "United Kingdom", "Europe/London", "GBP", 9),
    city("Glasgow", "United Kingdom", "Europe/London", "GBP", 8),
    city("Stockholm", "Sweden", "Europe/Stockholm", "SEK", 110),
    city("Wrocław", "Poland", "Europe/Warsaw", "PLN", 40),
    city("New York", "United States", "America/New_York", "USD", 11),
    city("Montréal", "Canada", "America/Toronto", "CAD", 15),
    city("Tokyo", "Japan", "Asia/Tokyo", "JPY", 1_600),
    city("Melbourne", "Australia", "Australia/Melbourne", "AUD", 16),
];

/// A kind of house. Its places are read by the same parser as an organizer's.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum House {
    /// 40 seats under a vault.
    Cellar,
    /// A room to stand and dance in.
    Club,
    /// Stalls and balcony.
    Theatre,
    /// Seats, and a floor to stand on.
    Hall,
    /// 20,000 places.
    Arena,
    /// A meadow.
    Park,
    /// Rooms for talks.
    Forum,
    /// White walls.
    Gallery,
}

impl House {
    /// What the house is called in a city.
    pub(super) fn name(self, city: &str) -> String {
        match self {
            Self::Cellar => format!("Vault Stage {city}"),
            Self::Club => format!("Signal Club {city}"),
            Self::Theatre => format!("Lantern Theatre {city}"),
            Self::Hall => format!("Harbour Hall {city}"),
            Self::Arena => format!("{city} Arena"),
            Self::Park => format!("Meadow Park {city}"),
            Self::Forum => format!("Forum {city}"),
            Self::Gallery => format!("Gallery Nine {city}"),
        }
    }

    pub(super) fn street(self) -> &'static str {
        match self {
            Self::Cellar => "3 Mill Lane",
            Self::Club => "27 Dock Street",
            Self::Theatre => "1 Theatre Square",
            Self::Hall => "80 Quayside",
            Self::Arena => "1 Arena Way",
            Self::Park => "Park Gate East",
            Self::Forum => "12 Forum Place",
            Self::Gallery => "9 Museum Row",
        }
    }

    /// Its places, as an organizer writes them.
    pub(super) fn places(self) -> &'static str {
        match self {
            Self::Cellar => "Cellar, rows A–E, 8 seats",
            Self::Club => "Floor, standing 350",
            Self::Theatre => "Stalls, rows A–R, 24 seats; Balcony, rows A–F, 28 seats",
            Self::Hall => "Parquet, rows 1–30, 34 seats; Gallery, rows 1–8, 40 seats; Floor, standing 600",
            Self::Arena => {
                "Lower bowl, rows 1–40, 180 seats; Upper bowl, rows 1–45, 200 seats; Floor, standing 3800"
            }
            Self::Park => "Meadow, standing 8000",
            Self::Forum => "Forum, standing 900",
            Self::Gallery => "Rooms, standing 120",
        }
    }

    /// Areas of the dearer and of the cheaper seats, where the house has two kinds.
    pub(super) fn levels(self) -> Option<(&'static [&'static str], &'static [&'static str])> {
        match self {
            Self::Theatre => Some((&["Stalls"], &["Balcony"])),
            Self::Hall => Some((&["Parquet", "Floor"], &["Gallery"])),
            Self::Arena => Some((&["Lower bowl", "Floor"], &["Upper bowl"])),
            _ => None,
        }
    }
}
