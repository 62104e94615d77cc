//! Edits what an event says about itself. What buyers rely on stays: currency and time zone once tickets are out.

use boxoffice_domain::cancellation::CancelFee;
use boxoffice_domain::catalog::draft::{Details, EventDraft};
use boxoffice_domain::ids::EventId;
use boxoffice_domain::time::{Time, Zone};
use serde_json::json;

use crate::App;
use crate::catalog::edit::{Edit, EditError};
use crate::catalog::{Editor, defaults};
use crate::store::events::Event;

/// Writes the details of `draft` over those of the event; performances, places and ticket types have verbs of
/// their own. `version` is the one that the form was opened with.
pub async fn edit_event(
    app: &App,
    editor: &Editor,
    event: EventId,
    version: i64,
    draft: &EventDraft,
) -> Result<Event, EditError> {
    let details = draft.check_details(&defaults(&app.settings))?;
    let mut edit = Edit::open(app, editor, event).await?;
    if edit.event.version != version {
        return Err(EditError::Conflict);
    }
    if let Some(venue) = details.venue {
        let venue = edit.tx.find_venue(venue).await?;
        let own = venue.is_some_and(|venue| venue.organization_id == edit.event.organization_id);
        if !own {
            return Err(EditError::NoSuchVenue);
        }
    }
    let currency_changes = details.currency.code() != edit.event.currency;
    let zone_changes = details.zone.name() != edit.event.time_zone;
    if (currency_changes || zone_changes) && edit.is_sold().await? {
        return Err(if currency_changes { EditError::CurrencyLocked } else { EditError::TimeZoneLocked });
    }
    if zone_changes {
        keep_clocks(&mut edit, &details.zone).await?;
    }
    let detail = json!({ "changed": changed_fields(&edit.event, &details) });
    apply(&mut edit.event, details);
    edit.close("event.edited", &detail).await
}

/// Half past seven stays half past seven: whoever corrects the zone of an event has not moved it.
async fn keep_clocks(edit: &mut Edit<'_>, zone: &Zone) -> Result<(), EditError> {
    let before = Zone::named(&edit.event.time_zone).unwrap_or_else(|_| Zone::utc());
    let moved = |time: Option<Time>| time.map(|time| zone.same_clock(time, &before));
    for mut performance in edit.tx.list_performances(edit.event.event_id).await? {
        performance.starts_at = moved(performance.starts_at);
        performance.ends_at = moved(performance.ends_at);
        performance.doors_at = moved(performance.doors_at);
        edit.tx.update_performance(&performance).await?;
    }
    for mut ticket_type in edit.tx.list_ticket_types(edit.event.event_id).await? {
        ticket_type.sale_opens_at = moved(ticket_type.sale_opens_at);
        ticket_type.sale_closes_at = moved(ticket_type.sale_closes_at);
        edit.tx.update_ticket_type(&ticket_type).await?;
    }
    Ok(())
}

/// An event as a draft, for forms that show what is there.
pub fn draft_of(event: &Event) -> EventDraft {
    EventDraft {
        id: Some(event.event_id),
        title: event.title.clone(),
        summary: event.summary.clone(),
        description: event.description.clone(),
        category: event.category.clone(),
        venue: event.venue_id,
        city: event.city.clone(),
        country: event.country.clone(),
        online: event.online,
        url: event.url.clone(),
        time_zone: event.time_zone.clone(),
        currency: event.currency.clone(),
        box_office: event.box_office,
        cancel_until_s: event.cancel_until_s,
        cancel_fee: CancelFee { part_bp: event.cancel_fee_bp, fixed_minor: event.cancel_fee_minor },
        hold_ttl_s: Some(event.hold_ttl_s),
        age_limit: event.age_limit.clone(),
        access_notes: event.access_notes.clone(),
        ..EventDraft::default()
    }
}

fn changed_fields(event: &Event, details: &Details) -> Vec<&'static str> {
    [
        ("title", event.title != details.title),
        ("summary", event.summary != details.summary),
        ("description", event.description != details.description),
        ("category", event.category != details.category),
        ("venue", event.venue_id != details.venue),
        ("city", event.city != details.city),
        ("country", event.country != details.country),
        ("online", event.online != details.online),
        ("url", event.url != details.url),
        ("time_zone", event.time_zone != details.zone.name()),
        ("currency", event.currency != details.currency.code()),
        ("box_office", event.box_office != details.box_office),
        ("cancel_until_s", event.cancel_until_s != details.cancel_until_s),
        (
            "cancel_fee",
            (event.cancel_fee_bp, event.cancel_fee_minor)
                != (details.cancel_fee.part_bp, details.cancel_fee.fixed_minor),
        ),
        ("hold_ttl_s", event.hold_ttl_s != details.hold_ttl_s),
        ("age_limit", event.age_limit != details.age_limit),
        ("access_notes", event.access_notes != details.access_notes),
    ]
    .into_iter()
    .filter_map(|(name, changed)| changed.then_some(name))
    .collect()
}

fn apply(event: &mut Event, details: Details) {
    event.title = details.title;
    event.summary = details.summary;
    event.description = details.description;
    event.category = details.category;
    event.venue_id = details.venue;
    event.city = details.city;
    event.country = details.country;
    event.online = details.online;
    event.url = details.url;
    event.time_zone = details.zone.name().to_owned();
    event.currency = details.currency.code().to_owned();
    event.box_office = details.box_office;
    event.cancel_until_s = details.cancel_until_s;
    event.cancel_fee_bp = details.cancel_fee.part_bp;
    event.cancel_fee_minor = details.cancel_fee.fixed_minor;
    event.hold_ttl_s = details.hold_ttl_s;
    event.age_limit = details.age_limit;
    event.access_notes = details.access_notes;
}
