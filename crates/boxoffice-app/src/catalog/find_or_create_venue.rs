//! A venue by its name: callers of the API and import files know no ids.

use boxoffice_domain::catalog::venue::VenueDraft;
use boxoffice_domain::ids::{OrganizationId, VenueId};

use crate::App;
use crate::catalog::Editor;
use crate::catalog::create_venue::{VenueError, create_venue};

/// Venues of one organization that are compared by name; more than that nobody names.
const VENUES_COMPARED_MAX: u32 = 1_000;

/// The organization's venue of this name, made when there is none.
pub async fn find_or_create_venue(
    app: &App,
    editor: &Editor,
    organization: OrganizationId,
    draft: &VenueDraft,
) -> Result<VenueId, VenueError> {
    if !editor.may_manage(organization) {
        return Err(VenueError::NotYours);
    }
    let wanted = draft.name.trim().to_lowercase();
    let known = app.store.read().await?.list_venues_of(organization, VENUES_COMPARED_MAX).await?;
    match known.into_iter().find(|venue| venue.name.to_lowercase() == wanted) {
        Some(venue) => Ok(venue.venue_id),
        None => create_venue(app, editor, organization, draft).await,
    }
}
