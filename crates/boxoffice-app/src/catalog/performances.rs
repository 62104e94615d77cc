//! Performances of an event: added with the same places and ticket types, moved, postponed, cancelled.

use std::collections::HashMap;

use boxoffice_domain::catalog::draft::PerformanceDraft;
use boxoffice_domain::catalog::field::{DraftError, FieldError, FieldRefusal};
use boxoffice_domain::catalog::seating::{AreaPlan, Places, Row};
use boxoffice_domain::catalog::state::PerformanceState;
use boxoffice_domain::ids::{AreaId, EventId, PerformanceId, QuotaId, TicketTypeId};
use boxoffice_domain::limits;
use serde_json::json;

use crate::App;
use crate::catalog::Editor;
use crate::catalog::edit::{Edit, EditError};
use crate::catalog::write::{Batch, PerformancePlan, QuotaPlan};
use crate::jobs::NewJob;
use crate::orders::call_off::CancelPerformanceOrders;
use crate::store::StoreError;
use crate::store::performances::{Performance, SeatLabel};
use crate::stream::DomainEvent;

/// Adds a performance with the places, ticket types and quotas of the event's first one.
pub async fn add_performance(
    app: &App,
    editor: &Editor,
    event: EventId,
    draft: PerformanceDraft,
) -> Result<PerformanceId, EditError> {
    draft.check()?;
    let mut edit = Edit::open(app, editor, event).await?;
    let performances = edit.tx.list_performances(event).await?;
    if performances.len() >= limits::PERFORMANCES_PER_EVENT_MAX {
        let error = FieldError::TooMany { max: limits::PERFORMANCES_PER_EVENT_MAX };
        return Err(DraftError(vec![FieldRefusal { field: "performances", at: None, error }]).into());
    }
    let model =
        performances.iter().min_by_key(|performance| (performance.created_at, performance.performance_id));
    let plan = match model {
        Some(model) => plan_of(&mut edit, model.performance_id).await?,
        None => PerformancePlan::default(),
    };
    let mut batch = Batch::default();
    let id = batch.add_performance(app, &edit.event, draft, &plan, app.clock.now());
    edit.tx.insert_batch(&batch).await?;
    edit.tx.spread_levels(event, id).await?;
    edit.close("performance.added", &json!({ "performance": id, "starts_at": draft.starts_at })).await?;
    Ok(id)
}

/// Gives a performance new times; one that was postponed takes place again.
pub async fn reschedule_performance(
    app: &App,
    editor: &Editor,
    performance: PerformanceId,
    draft: PerformanceDraft,
) -> Result<(), EditError> {
    draft.check()?;
    change(app, editor, performance, "performance.rescheduled", |performance| {
        performance.starts_at = draft.starts_at;
        performance.ends_at = draft.ends_at;
        performance.doors_at = draft.doors_at;
        performance.state = PerformanceState::Scheduled;
    })
    .await
}

/// Puts a performance off to a date that is not known yet. Tickets stay valid.
pub async fn postpone_performance(
    app: &App,
    editor: &Editor,
    performance: PerformanceId,
) -> Result<(), EditError> {
    let postpone = |performance: &mut Performance| performance.state = PerformanceState::Postponed;
    change(app, editor, performance, "performance.postponed", postpone).await
}

/// Calls a performance off; a job of the same transaction cancels its orders.
pub async fn cancel_performance(
    app: &App,
    editor: &Editor,
    performance: PerformanceId,
) -> Result<(), EditError> {
    let cancel = |performance: &mut Performance| performance.state = PerformanceState::Cancelled;
    change(app, editor, performance, "performance.cancelled", cancel).await
}

async fn change(
    app: &App,
    editor: &Editor,
    id: PerformanceId,
    action: &'static str,
    alter: impl FnOnce(&mut Performance),
) -> Result<(), EditError> {
    let found = app.store.read().await?.find_performance(id).await?.ok_or(EditError::NoSuchPerformance)?;
    let mut edit = Edit::open(app, editor, found.event_id).await?;
    let mut performance = edit.tx.find_performance(id).await?.ok_or(EditError::NoSuchPerformance)?;
    if performance.state == PerformanceState::Cancelled {
        return Err(EditError::PerformanceCancelled);
    }
    alter(&mut performance);
    edit.tx.update_performance(&performance).await?;
    announce(&mut edit, &performance, action).await?;
    if performance.state == PerformanceState::Cancelled {
        edit.tx.enqueue(&[NewJob::now(app, &CancelPerformanceOrders { performance: id })]).await?;
    }
    edit.close(action, &json!({ "performance": id, "starts_at": performance.starts_at })).await?;
    Ok(())
}

/// The domain event that tells those who follow the performance.
pub(crate) async fn announce(
    edit: &mut Edit<'_>,
    performance: &Performance,
    kind: &'static str,
) -> Result<(), StoreError> {
    let at = edit.app.clock.now();
    let told = DomainEvent {
        kind,
        event: Some(performance.event_id),
        performance: Some(performance.performance_id),
        payload: json!({ "performance": performance.performance_id, "starts_at": performance.starts_at }),
        at,
    };
    edit.tx.append_events(&[told]).await
}

/// What is sold in a performance, read back from its rows.
pub(crate) async fn plan_of(
    edit: &mut Edit<'_>,
    model: PerformanceId,
) -> Result<PerformancePlan, StoreError> {
    let event = edit.event.event_id;
    let areas = edit.tx.list_areas_of(&[model]).await?;
    let names: HashMap<AreaId, String> = areas.iter().map(|area| (area.area_id, area.name.clone())).collect();
    let mut rows = rows_by_area(edit.tx.list_seat_labels(model).await?);
    let mut plan = PerformancePlan::default();
    for area in areas {
        let places = match rows.remove(&area.area_id) {
            Some(rows) => Places::Seated(rows),
            None => Places::Standing(area.capacity),
        };
        plan.areas.push(AreaPlan { name: area.name, places });
    }
    let mut allowed: HashMap<TicketTypeId, Vec<String>> = HashMap::new();
    for row in
        edit.tx.list_ticket_type_areas(event).await?.into_iter().filter(|row| row.performance_id == model)
    {
        allowed.entry(row.ticket_type_id).or_default().extend(names.get(&row.area_id).cloned());
    }
    plan.ticket_types = allowed.into_iter().collect();
    let mut counted: HashMap<QuotaId, Vec<TicketTypeId>> = HashMap::new();
    for row in edit.tx.list_quota_ticket_types(event).await? {
        counted.entry(row.quota_id).or_default().push(row.ticket_type_id);
    }
    for quota in edit.tx.list_quotas(event).await?.into_iter().filter(|quota| quota.performance_id == model) {
        let ticket_types = counted.remove(&quota.quota_id).unwrap_or_default();
        plan.quotas.push(QuotaPlan { name: quota.name, capacity: quota.capacity, ticket_types });
    }
    Ok(plan)
}

fn rows_by_area(labels: Vec<SeatLabel>) -> HashMap<AreaId, Vec<Row>> {
    let mut areas: HashMap<AreaId, Vec<Row>> = HashMap::new();
    for label in labels {
        let rows = areas.entry(label.area_id).or_default();
        match rows.last_mut().filter(|row| row.label == label.row_label) {
            Some(row) => row.seats.push(label.seat_label),
            None => rows.push(Row { label: label.row_label, seats: vec![label.seat_label] }),
        }
    }
    areas
}
