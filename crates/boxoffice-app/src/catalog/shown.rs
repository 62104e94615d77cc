//! What the shop shows of an event: itself, who puts it on, where, its picture and its description as HTML.
//! What is left of it is `selling/availability.rs`'s answer, not this one's.

use boxoffice_domain::catalog::state::EventState;
use boxoffice_domain::ids::EventId;

use super::markdown;
use crate::App;
use crate::store::events::Event;
use crate::store::shown::{ShownImage, ShownOrganization};
use crate::store::venues::Venue;
use crate::store::{StoreError, Tx};

/// An event as visitors see it.
#[derive(Clone, Debug)]
pub struct Shown {
    /// The event.
    pub event: Event,
    /// Its description, safe to stand in a page.
    pub description_html: String,
    /// Who puts it on.
    pub organization: ShownOrganization,
    /// Where, when it is a known place.
    pub venue: Option<Venue>,
    /// Its picture.
    pub image: Option<ShownImage>,
}

/// The published or cancelled event at an address. Drafts and deleted events are nobody's business.
pub async fn find_shown(app: &App, slug: &str) -> Result<Option<Shown>, StoreError> {
    let mut tx = app.store.read().await?;
    match tx.find_event_by_slug(slug).await? {
        Some(event) => describe(&mut tx, event).await,
        None => Ok(None),
    }
}

/// The same by its id.
pub async fn find_shown_by_id(app: &App, event: EventId) -> Result<Option<Shown>, StoreError> {
    let mut tx = app.store.read().await?;
    match tx.find_event(event).await? {
        Some(event) => describe(&mut tx, event).await,
        None => Ok(None),
    }
}

async fn describe(tx: &mut Tx, event: Event) -> Result<Option<Shown>, StoreError> {
    if !matches!(event.state, EventState::Published | EventState::Cancelled) {
        return Ok(None);
    }
    let Some(organization) = tx.find_shown_organization(event.organization_id).await? else {
        return Ok(None);
    };
    let venue = match event.venue_id {
        Some(venue) => tx.find_venue(venue).await?,
        None => None,
    };
    let image = match event.image_id {
        Some(image) => tx.find_shown_image(image).await?,
        None => None,
    };
    let description_html = markdown::to_html(&event.description);
    Ok(Some(Shown { event, description_html, organization, venue, image }))
}
