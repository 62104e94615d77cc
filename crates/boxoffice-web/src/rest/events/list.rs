//! `GET /events`: an organizer sees their own, newest first; an attendee what is on, soonest first, undated last.

use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use boxoffice_app::App;
use boxoffice_app::accounts::Principal;
use boxoffice_app::catalog::look::{self, Listed};
use boxoffice_app::search::{self, EventQuery};
use boxoffice_app::store::own_events::OwnEvents;
use boxoffice_domain::catalog::category::category;
use boxoffice_domain::ids::EventId;
use boxoffice_domain::limits;
use boxoffice_domain::time::{Time, Zone};
use serde::Deserialize;
use utoipa::IntoParams;

use super::shapes::EventView;
use crate::json::{Json, invalid};
use crate::problem::Problem;
use crate::request::encode;
use crate::rest::caller::Account;
use crate::rest::query::Params;

/// What to list.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Wanted {
    /// Words; beginnings and small typing errors are forgiven.
    #[param(max_length = 64)]
    q: Option<String>,
    /// Category.
    category: Option<String>,
    /// Starting at or after: a day, a date and time, or milliseconds since 1970.
    #[param(example = "2027-05-01")]
    from: Option<String>,
    /// Starting before, or on this day.
    #[param(example = "2027-05-31")]
    to: Option<String>,
    /// Where the page before ended: from the `Link` header.
    cursor: Option<String>,
    /// Most events of the page.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u32>,
}

/// A page: events, and where the next one begins.
struct Listing {
    events: Vec<Listed>,
    next: Option<String>,
}

/// Lists events
///
/// Organizers see their own, drafts included, newest first; everybody else what is on, soonest first, undated last.
#[utoipa::path(
    get,
    path = "/api/v1/events",
    operation_id = "listEvents",
    tag = "Events",
    security(("bearer" = []), ("session" = [])),
    params(Wanted),
    responses((
        status = 200,
        description = "A page of events",
        body = Vec<EventView>,
        headers(("Link" = String, description = "`<address>; rel=\"next\"`, where there is a next page")),
    ))
)]
pub(crate) async fn list(
    State(app): State<App>,
    account: Account,
    Params(wanted): Params<Wanted>,
) -> Result<Response, Problem> {
    let limit = wanted.limit.unwrap_or(limits::PAGE_LIMIT);
    if !(1..=limits::PAGE_LIMIT_MAX).contains(&limit) {
        return Err(invalid(
            "limit",
            &format!("limit is a whole number from 1 to {}", limits::PAGE_LIMIT_MAX),
        ));
    }
    let listing = if account.principal.is_organizer() {
        list_own(&app, &account.principal, &wanted, limit).await?
    } else {
        list_public(&app, &wanted, limit).await?
    };
    let url = &app.settings.public_url;
    let views: Vec<EventView> =
        listing.events.iter().map(|listed| EventView::new(&listed.event, listed.capacity, url)).collect();
    let mut response = Json(views).into_response();
    if let Some(next) = listing.next {
        let link = format!("<{url}/api/v1/events?{}>; rel=\"next\"", wanted.query(&next, limit));
        if let Ok(link) = link.parse() {
            response.headers_mut().insert(header::LINK, link);
        }
    }
    Ok(response)
}

async fn list_own(app: &App, principal: &Principal, wanted: &Wanted, limit: u32) -> Result<Listing, Problem> {
    let mine = principal.memberships.iter().map(|(id, _)| *id).filter(|id| principal.may_manage(*id));
    let before = wanted.cursor.as_deref().map(str::parse::<EventId>).transpose();
    let which = OwnEvents {
        organizations: mine.collect(),
        title: given(wanted.q.as_ref()).map(|text| text.to_lowercase()),
        category: given(wanted.category.as_ref()).map(|name| category(&name)),
        from: wanted.from(app)?,
        to: wanted.to(app)?,
        before: before.map_err(|_| no_such_page())?,
        limit: limit + 1,
    };
    let mut events = look::list_own_events(app, &which).await?;
    let more = events.len() > limit as usize;
    events.truncate(limit as usize);
    let next = events.last().filter(|_| more).map(|last| last.event.event_id.uuid());
    Ok(Listing { events, next })
}

async fn list_public(app: &App, wanted: &Wanted, limit: u32) -> Result<Listing, Problem> {
    let cursor = wanted.cursor.as_deref().map(str::parse).transpose().map_err(|_| no_such_page())?;
    let query = EventQuery {
        text: wanted.q.clone().unwrap_or_default(),
        category: wanted.category.clone().unwrap_or_default(),
        from: wanted.from(app)?,
        to: wanted.to(app)?,
        cursor,
        limit,
        ..EventQuery::default()
    };
    let found = search::events(app, &query).await?;
    let ids: Vec<EventId> = found.events.iter().map(|card| card.event_id).collect();
    let events = look::list_events(app, &ids).await?;
    Ok(Listing { events, next: found.next.map(|cursor| cursor.to_string()) })
}

fn no_such_page() -> Problem {
    invalid("cursor", "cursor is not a page of this list")
}

fn given(text: Option<&String>) -> Option<String> {
    text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())
}

impl Wanted {
    fn from(&self, app: &App) -> Result<Option<Time>, Problem> {
        self.from.as_deref().map(|text| moment(app, "from", text, "T00:00")).transpose()
    }

    fn to(&self, app: &App) -> Result<Option<Time>, Problem> {
        let read = |text| moment(app, "to", text, "T23:59:59.999999");
        self.to.as_deref().map(read).transpose()
    }

    /// The query of the next page.
    fn query(&self, cursor: &str, limit: u32) -> String {
        let texts = [("q", &self.q), ("category", &self.category), ("from", &self.from), ("to", &self.to)];
        let mut query: String = texts
            .into_iter()
            .filter_map(|(name, text)| text.as_ref().map(|text| format!("{name}={}&", encode(text))))
            .collect();
        query.push_str(&format!("cursor={}&limit={limit}", encode(cursor)));
        query
    }
}

/// A day (its first or last moment), a date and time, or milliseconds; local times are the installation's.
fn moment(app: &App, field: &str, text: &str, of_day: &str) -> Result<Time, Problem> {
    let text = text.trim();
    if let Ok(millis) = text.parse::<i64>() {
        return crate::rest::when::When::Millis(millis).time(field, &Zone::utc());
    }
    let zone = Zone::named(&app.settings.default_time_zone).map_err(|error| Problem::fault(&error))?;
    let day = (text.len() == "2027-05-01".len()).then(|| format!("{text}{of_day}"));
    let read = crate::rest::when::When::Text(day.unwrap_or_else(|| text.to_owned())).time(field, &zone);
    read.map_err(|_| invalid(field, &format!("{field} is a day such as 2027-05-01, or a date and time")))
}
