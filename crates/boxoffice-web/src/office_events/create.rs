//! A new event from five fields, straight to a draft; everything else can wait.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use boxoffice_app::App;
use boxoffice_app::catalog::Editor;
use boxoffice_app::catalog::create_event::create_event;
use boxoffice_domain::catalog::draft::{EventDraft, PerformanceDraft};
use boxoffice_domain::catalog::ticket_type::TicketTypeDraft;
use boxoffice_domain::ids::OrganizationId;
use boxoffice_domain::money::{Currency, Money};
use boxoffice_domain::time::Zone;
use serde::Deserialize;

use super::refusals::{note_create, refuse};
use crate::client::Client;
use crate::form::{Form, Typed};
use crate::frame::Frame;
use crate::identify::SignedIn;
use crate::page::{Page, Sample};
use crate::problem::Problem;

/// The form of a new event.
#[derive(Clone, Debug, Template)]
#[template(path = "office_events/create.html")]
pub struct CreateEventPage {
    frame: Frame,
    typed: Typed,
    /// Id and name; a choice only for those who work for several.
    organizations: Vec<(String, String)>,
    currency: String,
    time_zone: String,
}

/// The fields of a new event.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Fields {
    organization: OrganizationId,
    title: String,
    starts_at: String,
    city: String,
    places: String,
    price: String,
}

/// `GET /{lang}/office/events/new`
pub(super) async fn show(
    State(app): State<App>,
    frame: Frame,
    SignedIn(principal): SignedIn,
) -> Result<Page<CreateEventPage>, Problem> {
    let mut page = CreateEventPage::of(&app, frame, &principal, Typed::default()).await?;
    let first = page.organizations.first().map(|(id, _)| id.clone()).unwrap_or_default();
    page.typed.fill("organization", first);
    Ok(Page::new(page))
}

/// `POST /{lang}/office/events`
pub(super) async fn send(
    State(app): State<App>,
    frame: Frame,
    SignedIn(principal): SignedIn,
    client: Client,
    Form { value, mut typed }: Form<Fields>,
) -> Result<Response, Problem> {
    let draft = draft(&app, &frame, &value, &mut typed);
    if !typed.is_refused() {
        let editor = Editor::account(&principal, &client.address);
        match create_event(&app, &editor, value.organization, &draft).await {
            Ok(created) => {
                return Ok(Redirect::to(&frame.href(&format!("/office/events/{}/edit", created.event)))
                    .into_response());
            }
            Err(error) => note_create(frame.lang, &mut typed, error)?,
        }
    }
    Ok(Page::refused(CreateEventPage::of(&app, frame, &principal, typed).await?).into_response())
}

fn draft(app: &App, frame: &Frame, fields: &Fields, typed: &mut Typed) -> EventDraft {
    let zone = Zone::named(&app.settings.default_time_zone).unwrap_or_else(|_| Zone::utc());
    let starts_at = (!fields.starts_at.is_empty()).then(|| zone.local(&fields.starts_at));
    if matches!(starts_at, Some(Err(_))) {
        refuse(frame.lang, typed, "starts_at", frame.t("field-not-a-time"));
    }
    let currency = app.settings.default_currency.parse().unwrap_or(Currency::EUR);
    let price = if fields.price.trim().is_empty() { "0" } else { &fields.price };
    let price = Money::parse(price, currency);
    if price.is_none() {
        refuse(frame.lang, typed, "price", frame.t("field-not-an-amount"));
    }
    let price_minor = price.map_or(0, |price| price.minor);
    EventDraft {
        title: fields.title.clone(),
        city: fields.city.clone(),
        places: fields.places.clone(),
        performances: vec![PerformanceDraft {
            starts_at: starts_at.and_then(Result::ok),
            ..PerformanceDraft::default()
        }],
        ticket_types: vec![TicketTypeDraft::priced(frame.t("office-admission"), price_minor)],
        ..EventDraft::default()
    }
}

impl CreateEventPage {
    async fn of(
        app: &App,
        frame: Frame,
        principal: &boxoffice_app::accounts::Principal,
        typed: Typed,
    ) -> Result<Self, Problem> {
        let mut organizations = Vec::new();
        let mut tx = app.store.read().await?;
        for (id, _) in principal.memberships.iter().filter(|(id, _)| principal.may_manage(*id)) {
            if let Some(organization) = tx.find_organization(*id).await? {
                organizations.push((id.to_string(), organization.name));
            }
        }
        let settings = &app.settings;
        let (currency, time_zone) = (settings.default_currency.clone(), settings.default_time_zone.clone());
        Ok(Self { frame, typed, organizations, currency, time_zone })
    }
}

impl Sample for CreateEventPage {
    fn samples(frame: &Frame) -> Vec<Self> {
        let mut refused = Typed::filled([("title", String::new()), ("places", "Somewhere".into())]);
        refuse(frame.lang, &mut refused, "title", frame.t("field-missing"));
        [Typed::default(), refused]
            .map(|typed| Self {
                frame: frame.clone(),
                typed,
                organizations: vec![
                    ("org_a".into(), "Glass House".into()),
                    ("org_b".into(), "Bell Tower".into()),
                ],
                currency: "EUR".into(),
                time_zone: "Europe/Berlin".into(),
            })
            .into()
    }
}
