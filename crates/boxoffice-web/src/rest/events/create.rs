//! `POST /events`: an event that is on sale at once. The simplest is a title and a capacity; everything else
//! has a default. One standing area of that capacity, whatever the ticket types.

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use boxoffice_app::App;
use boxoffice_app::catalog::Editor;
use boxoffice_app::catalog::create_event::{CreateEventError, create_event};
use boxoffice_app::catalog::find_or_create_venue::find_or_create_venue;
use boxoffice_app::store::StoreError;
use boxoffice_domain::catalog::draft::{EventDraft, PerformanceDraft};
use boxoffice_domain::catalog::ticket_type::TicketTypeDraft;
use boxoffice_domain::catalog::venue::VenueDraft;
use boxoffice_domain::ids::{EventId, OrganizationId};
use boxoffice_domain::limits;
use boxoffice_domain::time::Zone;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::json::{Json, invalid};
use crate::problem::Problem;
use crate::rest::caller::Organizer;
use crate::rest::docs;
use crate::rest::once::Seed;
use crate::rest::refusals::{ErrorBody, refuse_draft, refuse_event, refuse_venue};
use crate::rest::when::When;

/// An event to be created.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct NewEvent {
    /// 1 to 200 characters after trimming.
    #[schema(example = "Night of Bells", min_length = 1, max_length = 200)]
    title: String,
    /// How many people the place takes.
    #[schema(example = 500, minimum = 1, maximum = 1_000_000)]
    capacity: i64,
    /// Markdown.
    #[serde(default)]
    description: Option<String>,
    /// Where: the name of a venue of the organization, which is made when there is none of that name.
    #[serde(default)]
    #[schema(example = "Harbour Hall")]
    venue: Option<String>,
    /// The venue's city.
    #[serde(default)]
    #[schema(example = "Bremen")]
    city: Option<String>,
    /// The venue's country.
    #[serde(default)]
    country: Option<String>,
    /// When it begins; without it the date is to be announced.
    #[serde(default)]
    starts_at: Option<When>,
    /// When it ends.
    #[serde(default)]
    ends_at: Option<When>,
    /// IANA zone; without it the venue's or the installation's.
    #[serde(default)]
    #[schema(example = "Europe/Berlin")]
    time_zone: Option<String>,
    /// Such as `concert`.
    #[serde(default)]
    category: Option<String>,
    /// Price of the one ticket type; without it the installation's default price.
    #[serde(default)]
    #[schema(example = 2500, minimum = 0)]
    price_minor: Option<i64>,
    /// ISO 4217; without it the installation's default currency.
    #[serde(default)]
    #[schema(example = "EUR")]
    currency: Option<String>,
    /// Several ticket types instead of one; all draw on the same places.
    #[serde(default)]
    ticket_types: Option<Vec<NewTicketType>>,
    /// Sections, rows and seats, and standing areas, such as `Stalls, rows A–R, 24 seats; Floor standing 500`;
    /// without it one standing area of `capacity` places. The capacity is then what the description adds up to.
    #[serde(default)]
    #[schema(example = "Stalls, rows A–R, 24 seats; Floor standing 500")]
    places: Option<String>,
    /// How long places are held for a buyer; without it the installation's default.
    #[serde(default)]
    #[schema(example = 600, minimum = 5, maximum = 3600)]
    hold_seconds: Option<i64>,
    /// A buyer may cancel until so many seconds before the start; without it never.
    #[serde(default)]
    #[schema(example = 86400, minimum = 0)]
    cancel_until_seconds: Option<i64>,
    /// Whether orders may be paid at the box office.
    #[serde(default)]
    box_office: Option<bool>,
    /// `false` keeps it a draft that only its organization sees.
    #[serde(default)]
    publish: Option<bool>,
    /// Which of the caller's organizations; without it the first one that they joined.
    #[serde(default)]
    #[schema(value_type = Option<docs::Uuid>)]
    organization_id: Option<OrganizationId>,
}

/// A ticket type of a new event.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct NewTicketType {
    /// Such as `Adult`.
    #[schema(example = "Adult")]
    name: String,
    /// What it includes.
    #[serde(default)]
    description: Option<String>,
    /// Price; without it the event's.
    #[serde(default)]
    #[schema(example = 2500, minimum = 0)]
    price_minor: Option<i64>,
    /// Fee on top.
    #[serde(default)]
    #[schema(minimum = 0)]
    fee_minor: Option<i64>,
    /// Most of this type; without it as many as there are places.
    #[serde(default)]
    #[schema(minimum = 1, maximum = 1_000_000)]
    quantity: Option<i64>,
    /// Most in one order.
    #[serde(default)]
    #[schema(minimum = 1, maximum = 20)]
    order_limit: Option<u32>,
}

/// The event was created.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CreatedEvent {
    /// Its id.
    #[schema(value_type = docs::Uuid)]
    event_id: String,
}

/// Creates an event
///
/// It is published at once, unless the body says `"publish": false`.
#[utoipa::path(
    post,
    path = "/api/v1/events",
    operation_id = "createEvent",
    tag = "Events",
    security(("bearer" = []), ("session" = [])),
    request_body = NewEvent,
    responses(
        (status = 201, description = "Created", body = CreatedEvent),
        (status = 409, description = "This installation cannot sell it yet (no gateway, no mail)", body = ErrorBody),
    )
)]
pub(crate) async fn create(
    State(app): State<App>,
    Organizer(organizer): Organizer,
    seed: Seed,
    Json(new): Json<NewEvent>,
) -> Result<Response, Problem> {
    let editor = Editor::account(&organizer.principal, organizer.address());
    let organization = choose_organization(&organizer.principal, new.organization_id)?;
    let id = seed.id(EventId::PREFIX).map(EventId::from_bytes);
    let mut draft = new.draft(&app, id)?;
    draft.check(&boxoffice_app::catalog::defaults(&app.settings)).map_err(|error| refuse_draft(&error))?;
    if let Some(name) = new.venue.as_deref().map(str::trim).filter(|name| !name.is_empty()) {
        let venue = new.venue_draft(name);
        let venue = find_or_create_venue(&app, &editor, organization, &venue).await.map_err(refuse_venue)?;
        draft.venue = Some(venue);
    }
    let event = match create_event(&app, &editor, organization, &draft).await {
        Ok(created) => created.event,
        // The same request ran before, and only its answer was lost.
        Err(CreateEventError::Store(error)) => created_before(&error, id)?,
        Err(error) => return Err(refuse_event(error)),
    };
    let location = [(header::LOCATION, format!("/api/v1/events/{}", event.uuid()))];
    Ok((StatusCode::CREATED, location, Json(CreatedEvent { event_id: event.uuid() })).into_response())
}

fn created_before(error: &StoreError, id: Option<EventId>) -> Result<EventId, Problem> {
    id.filter(|_| error.is_duplicate()).ok_or_else(|| Problem::fault(error))
}

/// The organization named, or the first; somebody else's is as if it were not there.
fn choose_organization(
    principal: &boxoffice_app::accounts::Principal,
    named: Option<OrganizationId>,
) -> Result<OrganizationId, Problem> {
    let mut managed = principal.memberships.iter().map(|(id, _)| *id).filter(|id| principal.may_manage(*id));
    managed.find(|id| named.is_none_or(|named| named == *id)).ok_or_else(Problem::not_found)
}

impl NewEvent {
    fn draft(&self, app: &App, id: Option<EventId>) -> Result<EventDraft, Problem> {
        if !(1..=limits::CAPACITY_MAX).contains(&self.capacity) {
            let sentence = format!("capacity is a whole number from 1 to {}", limits::CAPACITY_MAX);
            return Err(invalid("capacity", &sentence));
        }
        if self.price_minor.is_some_and(|price| !(0..=limits::PRICE_MINOR_MAX).contains(&price)) {
            let sentence = format!("priceMinor is a whole number from 0 to {}", limits::PRICE_MINOR_MAX);
            return Err(invalid("priceMinor", &sentence));
        }
        let price_minor = self.price_minor.unwrap_or(app.settings.default_price_minor);
        let mut draft = EventDraft::standing(&self.title, self.capacity, price_minor);
        if let Some(types) = self.ticket_types.as_ref().filter(|types| !types.is_empty()) {
            draft.ticket_types = types.iter().map(|given| given.draft(price_minor)).collect();
        }
        if let Some(places) = self.places.as_deref().filter(|places| !places.trim().is_empty()) {
            places.clone_into(&mut draft.places);
        }
        draft.hold_ttl_s = self.hold_seconds;
        draft.cancel_until_s = self.cancel_until_seconds;
        draft.box_office = self.box_office.unwrap_or(false);
        draft.id = id;
        draft.description = text(self.description.as_ref());
        draft.city = text(self.city.as_ref());
        draft.country = text(self.country.as_ref());
        draft.category = text(self.category.as_ref());
        draft.currency = text(self.currency.as_ref());
        draft.time_zone = text(self.time_zone.as_ref());
        draft.performances = vec![self.performance(app)?];
        draft.publish = self.publish.unwrap_or(true);
        Ok(draft)
    }

    fn performance(&self, app: &App) -> Result<PerformanceDraft, Problem> {
        let name = self.time_zone.as_deref().map(str::trim).filter(|name| !name.is_empty());
        let zone = Zone::named(name.unwrap_or(&app.settings.default_time_zone))
            .map_err(|error| invalid("timeZone", &error.to_string()))?;
        let read = |field, when: &Option<When>| when.as_ref().map(|when| when.time(field, &zone)).transpose();
        let (starts_at, ends_at) = (read("startsAt", &self.starts_at)?, read("endsAt", &self.ends_at)?);
        Ok(PerformanceDraft { starts_at, ends_at, doors_at: None })
    }

    fn venue_draft(&self, name: &str) -> VenueDraft {
        VenueDraft {
            name: name.to_owned(),
            street: String::new(),
            city: text(self.city.as_ref()),
            country: text(self.country.as_ref()),
            time_zone: text(self.time_zone.as_ref()),
        }
    }
}

impl NewTicketType {
    fn draft(&self, price_minor: i64) -> TicketTypeDraft {
        let usual = TicketTypeDraft::priced(&self.name, self.price_minor.unwrap_or(price_minor));
        TicketTypeDraft {
            description: text(self.description.as_ref()),
            fee_minor: self.fee_minor.unwrap_or(0),
            quantity: self.quantity,
            order_limit: self.order_limit.unwrap_or(usual.order_limit),
            ..usual
        }
    }
}

fn text(given: Option<&String>) -> String {
    given.cloned().unwrap_or_default()
}
