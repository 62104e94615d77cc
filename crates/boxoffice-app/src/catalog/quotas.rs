//! Caps over ticket types, the same in every performance: one of a single ticket type belongs to it and is set
//! with it, one of several is shared. A cap that comes later counts what is held and sold already.

use std::collections::{BTreeSet, HashMap};

use boxoffice_domain::catalog::field::FieldError;
use boxoffice_domain::ids::{EventId, PerformanceId, QuotaId, TicketTypeId};
use boxoffice_domain::limits;
use serde_json::json;

use crate::App;
use crate::catalog::Editor;
use crate::catalog::edit::{Edit, EditError};
use crate::catalog::ticket_types::refused;
use crate::store::ticket_types::{Quota, QuotaTicketType};
use crate::store::{Result, Tx};

/// A cap as organizers see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfficeQuota {
    /// Its id in the first performance; it stands for all of them.
    pub quota: QuotaId,
    /// Its name.
    pub name: String,
    /// The cap, per performance.
    pub capacity: i64,
    /// Most that any performance has held and sold of it.
    pub taken: i64,
    /// What it counts.
    pub ticket_types: BTreeSet<TicketTypeId>,
}

impl OfficeQuota {
    /// Whether several ticket types share it.
    pub fn is_shared(&self) -> bool {
        self.ticket_types.len() > 1
    }
}

/// A shared cap as an organizer writes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SharedQuota {
    /// Its name, such as `Reduced`.
    pub name: String,
    /// Most tickets of these types together, per performance.
    pub capacity: i64,
    /// Which; at least two.
    pub ticket_types: BTreeSet<TicketTypeId>,
}

/// Adds a cap that several ticket types share.
pub async fn add_quota(
    app: &App,
    editor: &Editor,
    event: EventId,
    quota: &SharedQuota,
) -> Result<(), EditError> {
    let mut edit = Edit::open(app, editor, event).await?;
    let quota = check(&mut edit, quota).await?;
    insert(&mut edit, &quota, "quota_capacity").await?;
    edit.close("quota.added", &json!({ "name": quota.name, "capacity": quota.capacity })).await?;
    Ok(())
}

/// Gives a shared cap another name, number or other ticket types.
pub async fn edit_quota(
    app: &App,
    editor: &Editor,
    event: EventId,
    id: QuotaId,
    quota: &SharedQuota,
) -> Result<(), EditError> {
    let mut edit = Edit::open(app, editor, event).await?;
    let quota = check(&mut edit, quota).await?;
    let before = find(&mut edit, id).await?;
    delete(&mut edit, &before).await?;
    insert(&mut edit, &quota, "quota_capacity").await?;
    let capacity = json!({ "from": before.capacity, "to": quota.capacity });
    edit.close("quota.edited", &json!({ "name": quota.name, "capacity": capacity })).await?;
    Ok(())
}

/// Takes a shared cap away.
pub async fn remove_quota(app: &App, editor: &Editor, event: EventId, id: QuotaId) -> Result<(), EditError> {
    let mut edit = Edit::open(app, editor, event).await?;
    let before = find(&mut edit, id).await?;
    delete(&mut edit, &before).await?;
    edit.close("quota.removed", &json!({ "name": before.name })).await?;
    Ok(())
}

/// Caps one ticket type, or lifts its cap.
pub(super) async fn set_own_quota(
    edit: &mut Edit<'_>,
    ticket_type: TicketTypeId,
    name: &str,
    quantity: Option<i64>,
) -> Result<(), EditError> {
    let known = list_office_quotas(&mut edit.tx, edit.event.event_id).await?;
    let own = |quota: &&OfficeQuota| !quota.is_shared() && quota.ticket_types.contains(&ticket_type);
    for quota in known.iter().filter(own) {
        delete(edit, quota).await?;
    }
    let Some(capacity) = quantity else { return Ok(()) };
    let quota = SharedQuota { name: name.to_owned(), capacity, ticket_types: BTreeSet::from([ticket_type]) };
    insert(edit, &quota, "quantity").await
}

/// The caps of an event, those of all performances as one.
pub(crate) async fn list_office_quotas(tx: &mut Tx, event: EventId) -> Result<Vec<OfficeQuota>> {
    let counted = counted(tx, event).await?;
    let mut quotas: Vec<OfficeQuota> = Vec::new();
    for quota in tx.list_quotas(event).await? {
        let types = counted.get(&(quota.performance_id, quota.quota_id)).cloned().unwrap_or_default();
        let taken = quota.held + quota.sold;
        match quotas.iter_mut().find(|known| known.name == quota.name && known.ticket_types == types) {
            Some(known) => known.taken = known.taken.max(taken),
            None => quotas.push(OfficeQuota {
                quota: quota.quota_id,
                name: quota.name,
                capacity: quota.capacity,
                taken,
                ticket_types: types,
            }),
        }
    }
    Ok(quotas)
}

type Counted = HashMap<(PerformanceId, QuotaId), BTreeSet<TicketTypeId>>;

async fn counted(tx: &mut Tx, event: EventId) -> Result<Counted> {
    let mut counted = Counted::new();
    for row in tx.list_quota_ticket_types(event).await? {
        counted.entry((row.performance_id, row.quota_id)).or_default().insert(row.ticket_type_id);
    }
    Ok(counted)
}

async fn find(edit: &mut Edit<'_>, id: QuotaId) -> Result<OfficeQuota, EditError> {
    let known = list_office_quotas(&mut edit.tx, edit.event.event_id).await?;
    known.into_iter().find(|quota| quota.quota == id && quota.is_shared()).ok_or(EditError::NoSuchQuota)
}

/// The same, with its name trimmed and its numbers in bounds.
async fn check(edit: &mut Edit<'_>, quota: &SharedQuota) -> Result<SharedQuota, EditError> {
    let name = quota.name.split_whitespace().collect::<Vec<_>>().join(" ");
    if name.is_empty() {
        return Err(refused("quota_name", FieldError::Missing));
    }
    if name.chars().count() > limits::NAME_CHARS_MAX {
        return Err(refused("quota_name", FieldError::TooLong { max: limits::NAME_CHARS_MAX }));
    }
    let (min, max) = (1, limits::CAPACITY_MAX);
    if !(min..=max).contains(&quota.capacity) {
        return Err(refused("quota_capacity", FieldError::OutOfRange { min, max }));
    }
    if quota.ticket_types.len() < 2 {
        return Err(refused("quota_types", FieldError::TooFew { min: 2 }));
    }
    let known = edit.tx.list_ticket_types(edit.event.event_id).await?;
    let is_known = |id: &TicketTypeId| known.iter().any(|known| known.ticket_type_id == *id);
    if !quota.ticket_types.iter().all(is_known) {
        return Err(refused("quota_types", FieldError::NoSuchTicketType));
    }
    Ok(SharedQuota { name, ..quota.clone() })
}

async fn delete(edit: &mut Edit<'_>, quota: &OfficeQuota) -> Result<(), EditError> {
    let event = edit.event.event_id;
    lock(edit).await?;
    let counted = counted(&mut edit.tx, event).await?;
    let is_part = |row: &Quota| {
        row.name == quota.name
            && counted.get(&(row.performance_id, row.quota_id)) == Some(&quota.ticket_types)
    };
    for row in edit.tx.list_quotas(event).await?.iter().filter(|row| is_part(row)) {
        edit.tx.delete_quota(row.performance_id, row.quota_id).await?;
    }
    Ok(())
}

/// Writes the cap into every performance, with what is taken of its ticket types there.
async fn insert(edit: &mut Edit<'_>, quota: &SharedQuota, field: &'static str) -> Result<(), EditError> {
    let event = edit.event.event_id;
    let performances = lock(edit).await?;
    let types: Vec<TicketTypeId> = quota.ticket_types.iter().copied().collect();
    let taken = edit.tx.list_taken(event, &types).await?;
    let most = taken.iter().map(|row| row.held + row.sold).max().unwrap_or(0);
    if most > quota.capacity {
        return Err(refused(field, FieldError::BelowTaken { taken: most }));
    }
    let now = edit.app.clock.now();
    let (mut quotas, mut counted) = (Vec::new(), Vec::new());
    for performance in performances {
        let id = QuotaId::from_bytes(edit.app.random.id(now));
        let here = taken.iter().find(|row| row.performance_id == performance);
        quotas.push(Quota {
            performance_id: performance,
            quota_id: id,
            name: quota.name.clone(),
            capacity: quota.capacity,
            held: here.map_or(0, |row| row.held),
            sold: here.map_or(0, |row| row.sold),
        });
        counted.extend(types.iter().map(|ticket_type| QuotaTicketType {
            performance_id: performance,
            quota_id: id,
            ticket_type_id: *ticket_type,
        }));
    }
    edit.tx.insert_quotas(&quotas).await?;
    Ok(edit.tx.insert_quota_ticket_types(&counted).await?)
}

async fn lock(edit: &mut Edit<'_>) -> Result<Vec<PerformanceId>, EditError> {
    let performances = edit.tx.list_performances(edit.event.event_id).await?;
    let ids: Vec<PerformanceId> = performances.iter().map(|performance| performance.performance_id).collect();
    edit.tx.lock_areas(&ids).await?;
    Ok(ids)
}
