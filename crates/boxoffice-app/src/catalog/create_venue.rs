//! Venues: where performances take place. They belong to an organization and fill in city, country and zone.

use boxoffice_domain::catalog::field::DraftError;
use boxoffice_domain::catalog::venue::VenueDraft;
use boxoffice_domain::ids::{OrganizationId, VenueId};
use serde_json::json;

use crate::App;
use crate::activity::Activity;
use crate::catalog::Editor;
use crate::store::venues::Venue;
use crate::store::{StoreError, Tx};

/// Why a venue was not created or changed.
#[derive(Debug, thiserror::Error)]
pub enum VenueError {
    /// Not a manager of that organization.
    #[error("you do not manage this organization")]
    NotYours,
    /// No venue of yours with this id.
    #[error("there is no such venue")]
    NoSuchVenue,
    /// It cannot be taken as written.
    #[error(transparent)]
    Draft(#[from] DraftError),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl VenueError {
    /// Its stable name.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotYours => "not_yours",
            Self::NoSuchVenue => "no_such_venue",
            Self::Draft(_) => "invalid",
            Self::Store(_) => "internal",
        }
    }
}

/// Creates a venue of an organization.
pub async fn create_venue(
    app: &App,
    editor: &Editor,
    organization: OrganizationId,
    draft: &VenueDraft,
) -> Result<VenueId, VenueError> {
    if !editor.may_manage(organization) {
        return Err(VenueError::NotYours);
    }
    let draft = draft.check(&app.settings.default_time_zone)?;
    let now = app.clock.now();
    let venue = Venue {
        venue_id: VenueId::from_bytes(app.random.id(now)),
        organization_id: organization,
        name: draft.name,
        street: draft.street,
        city: draft.city,
        country: draft.country,
        time_zone: draft.time_zone,
        created_at: now,
    };
    let mut tx = app.store.begin().await?;
    tx.insert_venue(&venue).await?;
    log(app, &mut tx, editor, "venue.created", &venue).await?;
    tx.commit().await?;
    Ok(venue.venue_id)
}

pub(crate) async fn log(
    app: &App,
    tx: &mut Tx,
    editor: &Editor,
    action: &'static str,
    venue: &Venue,
) -> Result<(), StoreError> {
    tx.log(&[Activity {
        organization: Some(venue.organization_id),
        at: app.clock.now(),
        actor: editor.actor.clone(),
        action,
        subject_kind: "venue",
        subject: *venue.venue_id.as_bytes(),
        event: None,
        detail: json!({ "name": venue.name }),
    }])
    .await
}
