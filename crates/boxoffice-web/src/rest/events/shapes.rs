//! How events look to callers of the API.

use boxoffice_app::store::events::Event;
use serde::Serialize;
use utoipa::ToSchema;

use crate::rest::docs;
use crate::rest::when::Millis;

/// An event in a list.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct EventView {
    /// Its id.
    #[schema(value_type = docs::Uuid)]
    event_id: String,
    /// Its title.
    #[schema(example = "Night of Bells")]
    title: String,
    /// Places of all its performances.
    #[schema(example = 500)]
    capacity: i64,
    /// Whose it is.
    #[schema(value_type = docs::Uuid)]
    organizer_id: String,
    /// `draft`, `published` or `cancelled`.
    #[schema(example = "published")]
    state: &'static str,
    /// Category.
    category: String,
    /// City, or empty.
    city: String,
    /// Country, or empty.
    country: String,
    /// Whether it takes place online.
    online: bool,
    /// The first start; null: to be announced.
    starts_at: Option<Millis>,
    /// The last end.
    ends_at: Option<Millis>,
    /// On whose clocks.
    #[schema(example = "Europe/Berlin")]
    time_zone: String,
    /// What the cheapest ticket costs, fees included; null when nothing is sold.
    price_minor: Option<i64>,
    /// ISO 4217.
    #[schema(example = "EUR")]
    currency: String,
    /// Its page in the shop.
    url: String,
    /// When it was made.
    created_at: Millis,
}

impl EventView {
    /// The view of a stored event.
    pub(crate) fn new(event: &Event, capacity: i64, public_url: &str) -> Self {
        Self {
            event_id: event.event_id.uuid(),
            title: event.title.clone(),
            capacity,
            organizer_id: event.organization_id.uuid(),
            state: event.state.as_str(),
            category: event.category.clone(),
            city: event.city.clone(),
            country: event.country.clone(),
            online: event.online,
            starts_at: event.starts_at.map(Millis),
            ends_at: event.ends_at.map(Millis),
            time_zone: event.time_zone.clone(),
            price_minor: event.price_from_minor,
            currency: event.currency.clone(),
            url: format!("{public_url}/en/events/{}", event.slug),
            created_at: event.created_at.into(),
        }
    }
}
