//! The forms of what an event sells. A refused one comes back as it was typed.

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use boxoffice_app::App;
use boxoffice_app::accounts::Principal;
use boxoffice_app::catalog::edit::EditError;
use boxoffice_app::catalog::office::{OfficeEvent, find_office_event};
use boxoffice_app::catalog::{Editor, performances, places, ticket_types};
use boxoffice_domain::catalog::draft::PerformanceDraft;
use boxoffice_domain::catalog::ticket_type::TicketTypeDraft;
use boxoffice_domain::ids::{AreaId, EventId, PerformanceId, TicketTypeId};
use boxoffice_domain::money::{Currency, Money};
use boxoffice_domain::time::{Time, Zone};
use serde::Deserialize;

use super::refusals::{note_capacity, note_edit, refuse};
use super::sale::SalePage;
use crate::client::Client;
use crate::form::{Form, Typed};
use crate::frame::Frame;
use crate::identify::SignedIn;
use crate::problem::Problem;

/// Times of a performance, and what to do with it.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct PerformanceFields {
    starts_at: String,
    ends_at: String,
    doors_at: String,
    /// `save` or `postpone`.
    deed: String,
}

/// A ticket type.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct TypeFields {
    ticket_type_name: String,
    ticket_type_description: String,
    price: String,
    fee: String,
    order_limit: String,
    quantity: String,
    sale_opens_at: String,
    sale_closes_at: String,
    hidden: String,
}

/// More areas.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PlacesFields {
    places: String,
}

/// Another number of standing places.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CapacityFields {
    performance: PerformanceId,
    area: AreaId,
    capacity: String,
}

/// `POST /{lang}/office/events/{event}/performances`
pub(super) async fn add_performance(
    State(app): State<App>,
    frame: Frame,
    SignedIn(principal): SignedIn,
    client: Client,
    Path(event): Path<EventId>,
    Form { value, mut typed }: Form<PerformanceFields>,
) -> Result<Response, Problem> {
    let found = find(&app, &principal, event).await?;
    let draft = times(&frame, &found, &value, &mut typed);
    let done = if typed.is_refused() {
        Ok(())
    } else {
        performances::add_performance(&app, &editor(&principal, &client), event, draft).await.map(drop)
    };
    answer(frame, &found, typed, "", done)
}

/// `POST /{lang}/office/events/{event}/performances/{performance}`
pub(super) async fn change_performance(
    State(app): State<App>,
    frame: Frame,
    SignedIn(principal): SignedIn,
    client: Client,
    Path((event, performance)): Path<(EventId, PerformanceId)>,
    Form { value, mut typed }: Form<PerformanceFields>,
) -> Result<Response, Problem> {
    let found = find(&app, &principal, event).await?;
    let editor = editor(&principal, &client);
    let done = if value.deed == "postpone" {
        performances::postpone_performance(&app, &editor, performance).await
    } else {
        let draft = times(&frame, &found, &value, &mut typed);
        if typed.is_refused() {
            Ok(())
        } else {
            performances::reschedule_performance(&app, &editor, performance, draft).await
        }
    };
    answer(frame, &found, typed, &performance.to_string(), done)
}

/// `POST /{lang}/office/events/{event}/ticket-types`
pub(super) async fn add_ticket_type(
    State(app): State<App>,
    frame: Frame,
    SignedIn(principal): SignedIn,
    client: Client,
    Path(event): Path<EventId>,
    Form { value, mut typed }: Form<TypeFields>,
) -> Result<Response, Problem> {
    let found = find(&app, &principal, event).await?;
    let draft = ticket_type(&frame, &found, &value, &mut typed);
    let done = if typed.is_refused() {
        Ok(())
    } else {
        ticket_types::add_ticket_type(&app, &editor(&principal, &client), event, &draft).await.map(drop)
    };
    answer(frame, &found, typed, "", done)
}

/// `POST /{lang}/office/events/{event}/ticket-types/{ticket_type}`
pub(super) async fn edit_ticket_type(
    State(app): State<App>,
    frame: Frame,
    SignedIn(principal): SignedIn,
    client: Client,
    Path((event, id)): Path<(EventId, TicketTypeId)>,
    Form { value, mut typed }: Form<TypeFields>,
) -> Result<Response, Problem> {
    let found = find(&app, &principal, event).await?;
    let draft = ticket_type(&frame, &found, &value, &mut typed);
    let done = if typed.is_refused() {
        Ok(())
    } else {
        ticket_types::edit_ticket_type(&app, &editor(&principal, &client), event, id, &draft).await
    };
    answer(frame, &found, typed, &id.to_string(), done)
}

/// `POST /{lang}/office/events/{event}/ticket-types/{ticket_type}/removal`
pub(super) async fn remove_ticket_type(
    State(app): State<App>,
    frame: Frame,
    SignedIn(principal): SignedIn,
    client: Client,
    Path((event, id)): Path<(EventId, TicketTypeId)>,
) -> Result<Response, Problem> {
    let found = find(&app, &principal, event).await?;
    let done = ticket_types::remove_ticket_type(&app, &editor(&principal, &client), event, id).await;
    answer(frame, &found, Typed::default(), "", done)
}

/// `POST /{lang}/office/events/{event}/places`
pub(super) async fn add_places(
    State(app): State<App>,
    frame: Frame,
    SignedIn(principal): SignedIn,
    client: Client,
    Path(event): Path<EventId>,
    Form { value, typed }: Form<PlacesFields>,
) -> Result<Response, Problem> {
    let found = find(&app, &principal, event).await?;
    let done = places::add_places(&app, &editor(&principal, &client), event, &value.places).await;
    answer(frame, &found, typed, "", done)
}

/// `POST /{lang}/office/events/{event}/capacity`
pub(super) async fn change_capacity(
    State(app): State<App>,
    frame: Frame,
    SignedIn(principal): SignedIn,
    client: Client,
    Path(event): Path<EventId>,
    Form { value, mut typed }: Form<CapacityFields>,
) -> Result<Response, Problem> {
    let found = find(&app, &principal, event).await?;
    let editor = editor(&principal, &client);
    // What is no number is out of bounds, and the operation says which those are.
    let capacity = value.capacity.trim().parse().unwrap_or(0);
    let done = places::change_capacity(&app, &editor, event, value.performance, value.area, capacity).await;
    let done = done.or_else(|error| note_capacity(frame.lang, &mut typed, value.area, error));
    answer(frame, &found, typed, "", done)
}

pub(super) async fn find(app: &App, principal: &Principal, event: EventId) -> Result<OfficeEvent, Problem> {
    find_office_event(app, principal, event).await?.ok_or_else(Problem::not_found)
}

fn editor(principal: &Principal, client: &Client) -> Editor {
    Editor::account(principal, &client.address)
}

pub(super) fn answer(
    frame: Frame,
    found: &OfficeEvent,
    mut typed: Typed,
    line: &str,
    done: Result<(), EditError>,
) -> Result<Response, Problem> {
    if let Err(error) = done {
        note_edit(frame.lang, &mut typed, error)?;
    }
    if typed.is_refused() {
        return Ok(SalePage::refused(frame, found, typed, line).into_response());
    }
    let address = frame.href(&format!("/office/events/{}/sale", found.event.event_id));
    Ok(Redirect::to(&address).into_response())
}

fn local(
    frame: &Frame,
    found: &OfficeEvent,
    name: &'static str,
    text: &str,
    typed: &mut Typed,
) -> Option<Time> {
    if text.trim().is_empty() {
        return None;
    }
    let zone = Zone::named(&found.event.time_zone).unwrap_or_else(|_| Zone::utc());
    let time = zone.local(text).ok();
    if time.is_none() {
        refuse(frame.lang, typed, name, frame.t("field-not-a-time"));
    }
    time
}

fn times(
    frame: &Frame,
    found: &OfficeEvent,
    fields: &PerformanceFields,
    typed: &mut Typed,
) -> PerformanceDraft {
    PerformanceDraft {
        starts_at: local(frame, found, "starts_at", &fields.starts_at, typed),
        ends_at: local(frame, found, "ends_at", &fields.ends_at, typed),
        doors_at: local(frame, found, "doors_at", &fields.doors_at, typed),
    }
}

fn ticket_type(
    frame: &Frame,
    found: &OfficeEvent,
    fields: &TypeFields,
    typed: &mut Typed,
) -> TicketTypeDraft {
    let currency = found.event.currency.parse().unwrap_or(Currency::EUR);
    let mut amount = |name: &'static str, text: &str| {
        let text = if text.trim().is_empty() { "0" } else { text };
        let money = Money::parse(text, currency);
        if money.is_none() {
            refuse(frame.lang, typed, name, frame.t("field-not-an-amount"));
        }
        money.map_or(0, |money| money.minor)
    };
    let price_minor = amount("price", &fields.price);
    let fee_minor = amount("fee", &fields.fee);
    TicketTypeDraft {
        name: fields.ticket_type_name.clone(),
        description: fields.ticket_type_description.clone(),
        fee_minor,
        sale_opens_at: local(frame, found, "sale_opens_at", &fields.sale_opens_at, typed),
        sale_closes_at: local(frame, found, "sale_closes_at", &fields.sale_closes_at, typed),
        order_limit: fields.order_limit.trim().parse().unwrap_or(0),
        hidden: fields.hidden == "on",
        // What is no number is out of bounds, and the check says which those are.
        quantity: (!fields.quantity.trim().is_empty()).then(|| fields.quantity.trim().parse().unwrap_or(0)),
        ..TicketTypeDraft::priced("", price_minor)
    }
}
