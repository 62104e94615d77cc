//! What a venue may say about itself.

use crate::catalog::field::{DraftError, FieldError, Refusals};
use crate::limits;
use crate::time::Zone;

/// A venue as an organizer writes it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct VenueDraft {
    /// Name.
    pub name: String,
    /// Street and number.
    pub street: String,
    /// City.
    pub city: String,
    /// Country.
    pub country: String,
    /// IANA zone; empty means the installation's.
    pub time_zone: String,
}

impl VenueDraft {
    /// The same, checked and trimmed.
    pub fn check(&self, default_time_zone: &str) -> Result<Self, DraftError> {
        let mut refusals = Refusals::default();
        let given = self.time_zone.trim();
        let zone_name = if given.is_empty() { default_time_zone } else { given };
        let time_zone = Zone::named(zone_name).map_or_else(
            |_| {
                refusals.add("time_zone", FieldError::UnknownZone { name: zone_name.to_owned() });
                String::new()
            },
            |zone| zone.name().to_owned(),
        );
        let checked = Self {
            name: refusals.name("name", &self.name, limits::NAME_CHARS_MAX),
            street: refusals.text("street", &self.street, limits::NAME_CHARS_MAX),
            city: refusals.text("city", &self.city, limits::NAME_CHARS_MAX),
            country: refusals.text("country", &self.country, limits::NAME_CHARS_MAX),
            time_zone,
        };
        refusals.finish(checked)
    }
}
