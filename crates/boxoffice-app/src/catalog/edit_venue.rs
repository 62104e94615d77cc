//! Edits a venue. Events keep the city, country and zone that they took from it.

use boxoffice_domain::catalog::venue::VenueDraft;
use boxoffice_domain::ids::VenueId;

use crate::App;
use crate::catalog::Editor;
use crate::catalog::create_venue::{VenueError, log};

/// Writes `draft` over a venue of the editor's.
pub async fn edit_venue(
    app: &App,
    editor: &Editor,
    venue: VenueId,
    draft: &VenueDraft,
) -> Result<(), VenueError> {
    let draft = draft.check(&app.settings.default_time_zone)?;
    let mut tx = app.store.begin().await?;
    let found = tx.find_venue(venue).await?.filter(|venue| editor.may_manage(venue.organization_id));
    let mut venue = found.ok_or(VenueError::NoSuchVenue)?;
    venue.name = draft.name;
    venue.street = draft.street;
    venue.city = draft.city;
    venue.country = draft.country;
    venue.time_zone = draft.time_zone;
    tx.update_venue(&venue).await?;
    log(app, &mut tx, editor, "venue.edited", &venue).await?;
    tx.commit().await?;
    Ok(())
}
