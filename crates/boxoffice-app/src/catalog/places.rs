//! Places of an event after it was made: more areas, more or fewer standing places. Never fewer than are taken.

use boxoffice_domain::catalog::field::FieldError;
use boxoffice_domain::catalog::seating;
use boxoffice_domain::catalog::state::PerformanceState;
use boxoffice_domain::ids::{AreaId, EventId, PerformanceId};
use boxoffice_domain::limits;
use serde_json::json;

use crate::App;
use crate::catalog::Editor;
use crate::catalog::edit::{Edit, EditError};
use crate::catalog::ticket_types::refused;
use crate::catalog::write::{Batch, PerformancePlan};

/// Adds areas to every performance that still takes place; ticket types that are sold from everywhere are sold
/// from them too.
pub async fn add_places(
    app: &App,
    editor: &Editor,
    event: EventId,
    description: &str,
) -> Result<(), EditError> {
    let areas = seating::parse(description).map_err(|error| refused("places", error.into()))?;
    if areas.is_empty() {
        return Err(refused("places", FieldError::Missing));
    }
    let mut edit = Edit::open(app, editor, event).await?;
    let known = edit.tx.list_areas_of_event(event).await?;
    if let Some(area) = areas.iter().find(|area| known.iter().any(|known| known.name == area.name)) {
        return Err(refused("places", FieldError::Twice { name: area.name.clone() }));
    }
    let performances = edit.tx.list_performances(event).await?;
    let seats: usize = areas.iter().map(seating::AreaPlan::seat_count).sum();
    if seats.saturating_mul(performances.len()) > limits::SEATS_PER_REQUEST_MAX {
        return Err(refused("places", FieldError::TooMany { max: limits::SEATS_PER_REQUEST_MAX }));
    }
    let ticket_types = edit.tx.list_ticket_types(event).await?;
    let allowed = edit.tx.list_ticket_type_areas(event).await?;
    let mut batch = Batch::default();
    for performance in
        performances.iter().filter(|performance| performance.state != PerformanceState::Cancelled)
    {
        let id = performance.performance_id;
        let here = known.iter().filter(|area| area.performance_id == id).count();
        let everywhere =
            ticket_types.iter().map(|ticket_type| ticket_type.ticket_type_id).filter(|ticket_type| {
                allowed
                    .iter()
                    .filter(|row| row.performance_id == id && row.ticket_type_id == *ticket_type)
                    .count()
                    == here
            });
        let plan = PerformancePlan {
            areas: areas.clone(),
            ticket_types: everywhere.map(|ticket_type| (ticket_type, Vec::new())).collect(),
            quotas: Vec::new(),
        };
        batch.add_places(app, id, &plan, here as i64, app.clock.now());
    }
    edit.tx.insert_batch(&batch).await?;
    edit.close("places.added", &json!({ "places": description })).await?;
    Ok(())
}

/// Changes how many standing places an area has. The row decides, however many sales race with it.
pub async fn change_capacity(
    app: &App,
    editor: &Editor,
    event: EventId,
    performance: PerformanceId,
    area: AreaId,
    capacity: i64,
) -> Result<(), EditError> {
    let (min, max) = (1, limits::CAPACITY_MAX);
    if !(min..=max).contains(&capacity) {
        return Err(refused("capacity", FieldError::OutOfRange { min, max }));
    }
    let mut edit = Edit::open(app, editor, event).await?;
    let areas = edit.tx.list_areas_of_event(event).await?;
    let found = areas.into_iter().find(|known| known.performance_id == performance && known.area_id == area);
    let found = found.ok_or(EditError::NoSuchArea)?;
    if found.kind == "seated" {
        return Err(EditError::SeatsAreFixed);
    }
    if !edit.tx.change_area_capacity(performance, area, capacity).await? {
        return Err(EditError::BelowSold { taken: found.held + found.sold });
    }
    let detail =
        json!({ "area": found.name, "performance": performance, "from": found.capacity, "to": capacity });
    edit.close("capacity.changed", &detail).await?;
    Ok(())
}
