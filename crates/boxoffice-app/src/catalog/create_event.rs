//! Creates an event with everything that is sold, in one transaction: a draft, or published at once.

use boxoffice_domain::catalog::draft::{EventDraft, NewEvent};
use boxoffice_domain::catalog::field::DraftError;
use boxoffice_domain::ids::{EventId, OrganizationId, PerformanceId, TicketTypeId};
use serde_json::json;

use crate::App;
use crate::catalog::publish::PublishError;
use crate::catalog::write::Batch;
use crate::catalog::{Editor, defaults, publish, record, slug};
use crate::store::{StoreError, Tx};
use crate::stream::Changed;

/// What was created.
#[derive(Clone, Debug)]
pub struct Created {
    /// The event.
    pub event: EventId,
    /// Its part of the address.
    pub slug: String,
    /// Its performances, in the order of the draft.
    pub performances: Vec<PerformanceId>,
    /// Its ticket types, in the order of the draft.
    pub ticket_types: Vec<TicketTypeId>,
}

/// Why an event was not created.
#[derive(Debug, thiserror::Error)]
pub enum CreateEventError {
    /// Not a manager of that organization.
    #[error("you do not manage this organization")]
    NotYours,
    /// The venue is not one of the organization.
    #[error("this venue is not one of yours")]
    NoSuchVenue,
    /// The draft cannot be taken.
    #[error(transparent)]
    Draft(#[from] DraftError),
    /// It cannot be published yet.
    #[error(transparent)]
    Publish(#[from] PublishError),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl CreateEventError {
    /// Its stable name.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotYours => "not_yours",
            Self::NoSuchVenue => "no_such_venue",
            Self::Draft(_) => "invalid",
            Self::Publish(error) => error.code(),
            Self::Store(_) => "internal",
        }
    }
}

/// Creates an event of an organization.
pub async fn create_event(
    app: &App,
    editor: &Editor,
    organization: OrganizationId,
    draft: &EventDraft,
) -> Result<Created, CreateEventError> {
    if !editor.may_manage(organization) {
        return Err(CreateEventError::NotYours);
    }
    let mut tx = app.store.begin().await?;
    let draft = fill_from_venue(&mut tx, organization, draft).await?;
    let new = draft.check(&defaults(&app.settings))?;
    if draft.publish {
        let (currency, box_office) = (new.details.currency, new.details.box_office);
        let ways = publish::find_ways(&mut tx, organization, currency, box_office).await?;
        publish::check_new(app, ways, &new)?;
    }
    let created = write(app, &mut tx, editor, organization, &draft, &new).await?;
    tx.commit().await?;
    app.stream.tell(Changed { event: created.event });
    Ok(created)
}

async fn write(
    app: &App,
    tx: &mut Tx,
    editor: &Editor,
    organization: OrganizationId,
    draft: &EventDraft,
    new: &NewEvent,
) -> Result<Created, StoreError> {
    let now = app.clock.now();
    let slug = slug::free_slugs(app, tx, std::slice::from_ref(new)).await?.remove(0);
    let mut batch = Batch::default();
    let created = batch.add_event(app, organization, new, slug, draft.id, draft.publish, now);
    batch.reprice(&tx.find_pricing(organization).await?)?;
    tx.insert_batch(&batch).await?;
    let detail = json!({ "title": new.details.title, "published": draft.publish });
    record::event_changes(tx, app, &editor.actor, "event.created", &batch.events, &detail).await?;
    Ok(created)
}

/// What a draft leaves empty, its venue knows.
async fn fill_from_venue(
    tx: &mut Tx,
    organization: OrganizationId,
    draft: &EventDraft,
) -> Result<EventDraft, CreateEventError> {
    let mut draft = draft.clone();
    let Some(venue) = draft.venue else { return Ok(draft) };
    let venue = tx.find_venue(venue).await?.filter(|venue| venue.organization_id == organization);
    let venue = venue.ok_or(CreateEventError::NoSuchVenue)?;
    for (field, known) in [
        (&mut draft.city, venue.city),
        (&mut draft.country, venue.country),
        (&mut draft.time_zone, venue.time_zone),
    ] {
        if field.trim().is_empty() {
            *field = known;
        }
    }
    Ok(draft)
}
