//! A new venue, or changes to one. Events keep the city, country and zone that they took from it.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use boxoffice_app::App;
use boxoffice_app::accounts::Principal;
use boxoffice_app::accounts::organization::list_organizations;
use boxoffice_app::catalog::Editor;
use boxoffice_app::catalog::create_venue::{VenueError, create_venue};
use boxoffice_app::catalog::edit_venue::edit_venue;
use boxoffice_app::catalog::office_venues::find_office_venue;
use boxoffice_domain::catalog::venue::VenueDraft;
use boxoffice_domain::ids::{OrganizationId, VenueId};
use serde::Deserialize;

use crate::client::Client;
use crate::form::{Form, Typed};
use crate::frame::Frame;
use crate::identify::SignedIn;
use crate::office_events::refusals::note_venue;
use crate::page::{Page, Sample};
use crate::problem::Problem;

/// The form.
#[derive(Clone, Debug, Template)]
#[template(path = "office_venues/form.html")]
pub struct VenuePage {
    frame: Frame,
    typed: Typed,
    /// Its name, or that it is a new one.
    title: String,
    /// Where the form is sent.
    action: String,
    /// Id and name; a choice only for those who work for several, and only for a new venue.
    organizations: Vec<(String, String)>,
    time_zone: String,
}

/// The fields.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Fields {
    organization: String,
    venue: String,
    street: String,
    city: String,
    country: String,
    time_zone: String,
}

impl Fields {
    fn draft(self) -> VenueDraft {
        VenueDraft {
            name: self.venue,
            street: self.street,
            city: self.city,
            country: self.country,
            time_zone: self.time_zone,
        }
    }
}

/// `GET /{lang}/office/venues/new`
pub(super) async fn show_new(
    State(app): State<App>,
    frame: Frame,
    SignedIn(principal): SignedIn,
) -> Result<Page<VenuePage>, Problem> {
    let mut page = VenuePage::fresh(&app, frame, &principal, Typed::default()).await?;
    let first = page.organizations.first().map(|(id, _)| id.clone()).unwrap_or_default();
    page.typed.fill("organization", first);
    Ok(Page::new(page))
}

/// `POST /{lang}/office/venues`
pub(super) async fn create(
    State(app): State<App>,
    frame: Frame,
    SignedIn(principal): SignedIn,
    client: Client,
    Form { value, mut typed }: Form<Fields>,
) -> Result<Response, Problem> {
    let organization: OrganizationId = crate::orders::parse(&value.organization)?;
    let editor = Editor::account(&principal, &client.address);
    match create_venue(&app, &editor, organization, &value.draft()).await {
        Ok(_) => Ok(to_list(&frame)),
        Err(error) => {
            note_venue(frame.lang, &mut typed, error)?;
            Ok(Page::refused(VenuePage::fresh(&app, frame, &principal, typed).await?).into_response())
        }
    }
}

/// `GET /{lang}/office/venues/{venue}`
pub(super) async fn show(
    State(app): State<App>,
    frame: Frame,
    SignedIn(principal): SignedIn,
    Path(venue): Path<VenueId>,
) -> Result<Page<VenuePage>, Problem> {
    let found = find_office_venue(&app, &principal, venue).await?.ok_or_else(Problem::not_found)?;
    let typed = Typed::filled([
        ("venue", found.name.clone()),
        ("street", found.street),
        ("city", found.city),
        ("country", found.country),
        ("time_zone", found.time_zone.clone()),
    ]);
    Ok(Page::new(VenuePage::of(frame, venue, found.name, found.time_zone, typed)))
}

/// `POST /{lang}/office/venues/{venue}`
pub(super) async fn save(
    State(app): State<App>,
    frame: Frame,
    SignedIn(principal): SignedIn,
    client: Client,
    Path(venue): Path<VenueId>,
    Form { value, mut typed }: Form<Fields>,
) -> Result<Response, Problem> {
    let editor = Editor::account(&principal, &client.address);
    match edit_venue(&app, &editor, venue, &value.draft()).await {
        Ok(()) => Ok(to_list(&frame)),
        Err(error @ VenueError::Draft(_)) => {
            note_venue(frame.lang, &mut typed, error)?;
            let found = find_office_venue(&app, &principal, venue).await?.ok_or_else(Problem::not_found)?;
            let page = VenuePage::of(frame, venue, found.name, found.time_zone, typed);
            Ok(Page::refused(page).into_response())
        }
        Err(error) => note_venue(frame.lang, &mut typed, error).map(|()| to_list(&frame)),
    }
}

fn to_list(frame: &Frame) -> Response {
    Redirect::to(&frame.href("/office/venues")).into_response()
}

impl VenuePage {
    async fn fresh(app: &App, frame: Frame, principal: &Principal, typed: Typed) -> Result<Self, Problem> {
        let organizations = list_organizations(app, principal).await?.into_iter();
        let managed = organizations
            .filter(|(organization, _)| principal.may_manage(organization.organization_id))
            .map(|(organization, _)| (organization.organization_id.to_string(), organization.name));
        Ok(Self {
            typed,
            title: frame.t("office-new-venue").to_owned(),
            action: frame.href("/office/venues"),
            organizations: managed.collect(),
            time_zone: app.settings.default_time_zone.clone(),
            frame,
        })
    }

    fn of(frame: Frame, venue: VenueId, title: String, time_zone: String, typed: Typed) -> Self {
        let action = frame.href(&format!("/office/venues/{venue}"));
        Self { frame, typed, title, action, organizations: Vec::new(), time_zone }
    }
}

impl Sample for VenuePage {
    fn samples(frame: &Frame) -> Vec<Self> {
        let page = |organizations: &[&str], typed| Self {
            frame: frame.clone(),
            typed,
            title: frame.t("office-new-venue").to_owned(),
            action: frame.href("/office/venues"),
            organizations: organizations.iter().map(|name| (format!("org_{name}"), (*name).into())).collect(),
            time_zone: "Europe/Berlin".into(),
        };
        let mut refused = Typed::filled([("venue", String::new()), ("city", "Hamburg".into())]);
        refused.refuse("venue", frame.t("field-missing"));
        let own = page(&[], Typed::filled([("venue", "Harbour Stage".into())]));
        vec![
            page(&["one"], Typed::default()),
            page(&["one", "two"], refused),
            Self { title: "Harbour Stage".into(), ..own },
        ]
    }
}
