//! Ticket types of an event: added, changed, removed while nobody has one.

use boxoffice_domain::catalog::field::{DraftError, FieldError, FieldRefusal};
use boxoffice_domain::catalog::state::EventState;
use boxoffice_domain::catalog::ticket_type::TicketTypeDraft;
use boxoffice_domain::ids::{EventId, TicketTypeId};
use boxoffice_domain::limits;
use boxoffice_domain::money::Currency;
use serde_json::json;

use crate::App;
use crate::catalog::edit::{Edit, EditError};
use crate::catalog::quotas::set_own_quota;
use crate::catalog::write::{Batch, QuotaPlan};
use crate::catalog::{Editor, publish};
use crate::store::performances::Area;
use crate::store::ticket_types::TicketType;

/// Adds a ticket type, for sale from its areas in every performance.
pub async fn add_ticket_type(
    app: &App,
    editor: &Editor,
    event: EventId,
    draft: &TicketTypeDraft,
) -> Result<TicketTypeId, EditError> {
    let draft = draft.check()?;
    let mut edit = Edit::open(app, editor, event).await?;
    let known = edit.tx.list_ticket_types(event).await?;
    refuse_same_name(&known, &draft, None)?;
    if known.len() >= limits::TICKET_TYPES_PER_EVENT_MAX {
        return Err(refused("ticket_types", FieldError::TooMany { max: limits::TICKET_TYPES_PER_EVENT_MAX }));
    }
    check_price(app, &mut edit, &draft).await?;
    let now = app.clock.now();
    let id = TicketTypeId::from_bytes(app.random.id(now));
    let sort = known.iter().map(|ticket_type| ticket_type.sort + 1).max().unwrap_or(0);
    let row = apply(&draft, event, id, sort, now);
    edit.tx.insert_ticket_types(&[row]).await?;
    let batch = sell_from(&mut edit, &draft, id).await?;
    edit.tx.insert_batch(&batch).await?;
    edit.close(
        "ticket_type.added",
        &json!({ "ticket_type": id, "name": draft.name, "price_minor": draft.price_minor }),
    )
    .await?;
    Ok(id)
}

/// Changes a ticket type, the cap on it included. Tickets that are held or sold keep the price they were sold at.
pub async fn edit_ticket_type(
    app: &App,
    editor: &Editor,
    event: EventId,
    id: TicketTypeId,
    draft: &TicketTypeDraft,
) -> Result<(), EditError> {
    let draft = draft.check()?;
    let mut edit = Edit::open(app, editor, event).await?;
    let known = edit.tx.list_ticket_types(event).await?;
    let before = known.iter().find(|known| known.ticket_type_id == id).ok_or(EditError::NoSuchTicketType)?;
    refuse_same_name(&known, &draft, Some(id))?;
    if draft.total_minor() != before.price_minor + before.fee_minor {
        check_price(app, &mut edit, &draft).await?;
    }
    let row = apply(&draft, event, id, before.sort, before.created_at);
    let detail = json!({
        "ticket_type": id, "name": row.name,
        "price_minor": { "from": before.price_minor, "to": row.price_minor },
        "fee_minor": { "from": before.fee_minor, "to": row.fee_minor },
    });
    edit.tx.update_ticket_type(&row).await?;
    set_own_quota(&mut edit, id, &row.name, draft.quantity).await?;
    edit.close("ticket_type.edited", &detail).await?;
    Ok(())
}

/// What is in the shop already has only prices that can be paid.
async fn check_price(app: &App, edit: &mut Edit<'_>, draft: &TicketTypeDraft) -> Result<(), EditError> {
    if edit.event.state != EventState::Published {
        return Ok(());
    }
    let currency = edit.event.currency.parse().unwrap_or(Currency::EUR);
    let (organization, box_office) = (edit.event.organization_id, edit.event.box_office);
    let ways = publish::find_ways(&mut edit.tx, organization, currency, box_office).await?;
    Ok(publish::check_price(app, ways, draft.total_minor())?)
}

/// Removes a ticket type of which nobody has or had a ticket.
pub async fn remove_ticket_type(
    app: &App,
    editor: &Editor,
    event: EventId,
    id: TicketTypeId,
) -> Result<(), EditError> {
    let mut edit = Edit::open(app, editor, event).await?;
    let known = edit.tx.list_ticket_types(event).await?;
    let before =
        known.into_iter().find(|known| known.ticket_type_id == id).ok_or(EditError::NoSuchTicketType)?;
    if edit.tx.is_ticket_type_taken(event, id).await? {
        return Err(EditError::TicketTypeSold);
    }
    edit.tx.delete_ticket_type(event, id).await?;
    edit.close("ticket_type.removed", &json!({ "ticket_type": id, "name": before.name })).await?;
    Ok(())
}

fn apply(
    draft: &TicketTypeDraft,
    event: EventId,
    id: TicketTypeId,
    sort: i64,
    created_at: boxoffice_domain::time::Time,
) -> TicketType {
    TicketType {
        event_id: event,
        ticket_type_id: id,
        name: draft.name.clone(),
        description: draft.description.clone(),
        price_minor: draft.price_minor,
        fee_minor: draft.fee_minor,
        sale_opens_at: draft.sale_opens_at,
        sale_closes_at: draft.sale_closes_at,
        order_limit: draft.order_limit.into(),
        hidden: draft.hidden,
        sort,
        created_at,
    }
}

/// From which areas it is sold, and how many of it.
async fn sell_from(
    edit: &mut Edit<'_>,
    draft: &TicketTypeDraft,
    id: TicketTypeId,
) -> Result<Batch, EditError> {
    let areas: Vec<Area> = edit.tx.list_areas_of_event(edit.event.event_id).await?;
    if let Some(name) = draft.areas.iter().find(|name| !areas.iter().any(|area| area.name == **name)) {
        return Err(refused("areas", FieldError::NoSuchArea { name: name.clone() }));
    }
    let mut batch = Batch::default();
    for area in areas.iter().filter(|area| draft.areas.is_empty() || draft.areas.contains(&area.name)) {
        batch.allow(area.performance_id, id, area.area_id);
    }
    if let Some(capacity) = draft.quantity {
        let quota = [QuotaPlan { name: draft.name.clone(), capacity, ticket_types: vec![id] }];
        for performance in edit.tx.list_performances(edit.event.event_id).await? {
            batch.add_quotas(edit.app, performance.performance_id, &quota, edit.app.clock.now());
        }
    }
    Ok(batch)
}

fn refuse_same_name(
    known: &[TicketType],
    draft: &TicketTypeDraft,
    but: Option<TicketTypeId>,
) -> Result<(), EditError> {
    let same = known.iter().any(|known| known.name == draft.name && Some(known.ticket_type_id) != but);
    if same {
        Err(refused("ticket_type_name", FieldError::Twice { name: draft.name.clone() }))
    } else {
        Ok(())
    }
}

pub(crate) fn refused(field: &'static str, error: FieldError) -> EditError {
    DraftError(vec![FieldRefusal { field, at: None, error }]).into()
}
