//! Venues as those see them who manage the organizations that they belong to.

use boxoffice_domain::ids::VenueId;

use crate::App;
use crate::accounts::Principal;
use crate::store::Result;
use crate::store::venues::Venue;

/// Venues of one organization that a page lists: more than that nobody keeps apart.
const VENUES_LISTED_MAX: u32 = 1_000;

/// The venues of the organizations that the caller manages, by name.
pub async fn list_office_venues(app: &App, principal: &Principal) -> Result<Vec<Venue>> {
    let mut tx = app.store.read().await?;
    let mut venues = Vec::new();
    for (id, _) in principal.memberships.iter().filter(|(id, _)| principal.may_manage(*id)) {
        venues.extend(tx.list_venues_of(*id, VENUES_LISTED_MAX).await?);
    }
    venues.sort_by_cached_key(|venue| venue.name.to_lowercase());
    Ok(venues)
}

/// The venue, if the caller manages its organization.
pub async fn find_office_venue(app: &App, principal: &Principal, venue: VenueId) -> Result<Option<Venue>> {
    let found = app.store.read().await?.find_venue(venue).await?;
    Ok(found.filter(|venue| principal.may_manage(venue.organization_id)))
}
