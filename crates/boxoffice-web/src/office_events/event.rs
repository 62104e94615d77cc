//! What an event says about itself: the form, its picture, and the way into the shop and out of it.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use boxoffice_app::App;
use boxoffice_app::catalog::Editor;
use boxoffice_app::catalog::edit_event::edit_event;
use boxoffice_app::catalog::find_or_create_venue::find_or_create_venue;
use boxoffice_app::catalog::office::{OfficeEvent, find_office_event};
use boxoffice_app::i18n::Lang;
use boxoffice_app::store::events::Event;
use boxoffice_domain::cancellation::CancelFee;
use boxoffice_domain::catalog::category::CATEGORIES;
use boxoffice_domain::catalog::draft::EventDraft;
use boxoffice_domain::catalog::state::EventState;
use boxoffice_domain::catalog::venue::VenueDraft;
use boxoffice_domain::ids::{EventId, VenueId};
use boxoffice_domain::limits;
use boxoffice_domain::money::{Currency, Money};
use serde::Deserialize;

use super::lengths::{parse_hours, parse_minutes, parse_percent, show_hours, show_minutes, show_percent};
use super::list::state_words;
use super::refusals::{note_edit, note_venue, refuse};
use crate::client::Client;
use crate::discover::category_name;
use crate::form::{Form, Typed};
use crate::frame::Frame;
use crate::identify::SignedIn;
use crate::page::{Page, Sample};
use crate::problem::Problem;

/// The page of an event under work.
#[derive(Clone, Debug, Template)]
#[template(path = "office_events/event.html")]
pub struct EditEventPage {
    frame: Frame,
    typed: Typed,
    id: String,
    slug: String,
    title: String,
    state: &'static str,
    kind: &'static str,
    is_draft: bool,
    is_cancelled: bool,
    image: String,
    /// What keeps it from being published, as sentences.
    missing: Vec<String>,
    categories: Vec<(String, String)>,
    /// Shortest and longest hold, as typed.
    hold_bounds: (String, String),
}

/// The fields of the form.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Fields {
    version: i64,
    title: String,
    summary: String,
    description: String,
    category: String,
    venue: String,
    city: String,
    country: String,
    online: String,
    url: String,
    time_zone: String,
    currency: String,
    box_office: String,
    cancel_until_s: String,
    cancel_fee_percent: String,
    cancel_fee_minor: String,
    hold_ttl_s: String,
    age_limit: String,
    access_notes: String,
}

/// `GET /{lang}/office/events/{event}/edit`
pub(super) async fn show(
    State(app): State<App>,
    frame: Frame,
    SignedIn(principal): SignedIn,
    Path(event): Path<EventId>,
) -> Result<Page<EditEventPage>, Problem> {
    let found = find_office_event(&app, &principal, event).await?.ok_or_else(Problem::not_found)?;
    let typed = filled(&found);
    Ok(Page::new(EditEventPage::of(&app, frame, &found, typed)))
}

/// `POST /{lang}/office/events/{event}/edit`
pub(super) async fn save(
    State(app): State<App>,
    frame: Frame,
    SignedIn(principal): SignedIn,
    client: Client,
    Path(event): Path<EventId>,
    Form { value, mut typed }: Form<Fields>,
) -> Result<Response, Problem> {
    let found = find_office_event(&app, &principal, event).await?.ok_or_else(Problem::not_found)?;
    let editor = Editor::account(&principal, &client.address);
    let mut draft = draft(frame.lang, &value, &mut typed);
    if !typed.is_refused() {
        draft.venue = venue(&app, &editor, &found, &value, frame.lang, &mut typed).await?;
    }
    if !typed.is_refused() {
        match edit_event(&app, &editor, event, value.version, &draft).await {
            Ok(_) => {
                let address = frame.href(&format!("/office/events/{event}/edit"));
                return Ok(Redirect::to(&address).into_response());
            }
            Err(error) => note_edit(frame.lang, &mut typed, error)?,
        }
    }
    Ok(Page::refused(EditEventPage::of(&app, frame, &found, typed)).into_response())
}

/// The venue of this name, made when there is none.
async fn venue(
    app: &App,
    editor: &Editor,
    found: &OfficeEvent,
    fields: &Fields,
    lang: Lang,
    typed: &mut Typed,
) -> Result<Option<VenueId>, Problem> {
    if fields.venue.trim().is_empty() {
        return Ok(None);
    }
    let draft = VenueDraft {
        name: fields.venue.clone(),
        city: fields.city.clone(),
        country: fields.country.clone(),
        time_zone: fields.time_zone.clone(),
        ..VenueDraft::default()
    };
    match find_or_create_venue(app, editor, found.event.organization_id, &draft).await {
        Ok(venue) => Ok(Some(venue)),
        Err(error) => note_venue(lang, typed, error).map(|()| None),
    }
}

/// What is kept when a buyer cancels, as typed.
fn cancel_fee(lang: Lang, fields: &Fields, typed: &mut Typed) -> CancelFee {
    let part_bp = parse_percent(&fields.cancel_fee_percent);
    if part_bp.is_none() {
        refuse(lang, typed, "cancel_fee_percent", lang.t("field-not-a-percent"));
    }
    let fixed = match fields.cancel_fee_minor.trim() {
        "" => Some(0),
        text => fields
            .currency
            .parse()
            .ok()
            .and_then(|currency| Money::parse(text, currency))
            .map(|money| money.minor),
    };
    if fixed.is_none() {
        refuse(lang, typed, "cancel_fee_minor", lang.t("report-refund-amount-missing"));
    }
    CancelFee { part_bp: part_bp.unwrap_or(0), fixed_minor: fixed.unwrap_or(0) }
}

fn draft(lang: Lang, fields: &Fields, typed: &mut Typed) -> EventDraft {
    let cancel_fee = cancel_fee(lang, fields, typed);
    let mut length = |name, text: &str, parse: fn(&str) -> Option<i64>| {
        let length = parse(text);
        if length.is_none() {
            refuse(lang, typed, name, lang.t("field-not-a-length"));
        }
        length
    };
    let cancel = &fields.cancel_until_s;
    let cancel_until_s =
        if cancel.trim().is_empty() { None } else { length("cancel_until_s", cancel, parse_hours) };
    let hold_ttl_s = length("hold_ttl_s", &fields.hold_ttl_s, parse_minutes);
    EventDraft {
        title: fields.title.clone(),
        summary: fields.summary.clone(),
        description: fields.description.clone(),
        category: fields.category.clone(),
        city: fields.city.clone(),
        country: fields.country.clone(),
        online: fields.online == "on",
        url: fields.url.clone(),
        time_zone: fields.time_zone.clone(),
        currency: fields.currency.clone(),
        box_office: fields.box_office == "on",
        cancel_until_s,
        cancel_fee,
        hold_ttl_s,
        age_limit: fields.age_limit.clone(),
        access_notes: fields.access_notes.clone(),
        ..EventDraft::default()
    }
}

fn filled(found: &OfficeEvent) -> Typed {
    let event = &found.event;
    let mut typed = Typed::default();
    let on = |set: bool| if set { "on" } else { "" };
    for (name, value) in [
        ("version", event.version.to_string()),
        ("title", event.title.clone()),
        ("summary", event.summary.clone()),
        ("description", event.description.clone()),
        ("category", event.category.clone()),
        ("venue", found.venue.clone()),
        ("city", event.city.clone()),
        ("country", event.country.clone()),
        ("online", on(event.online).into()),
        ("url", event.url.clone()),
        ("time_zone", event.time_zone.clone()),
        ("currency", event.currency.clone()),
        ("box_office", on(event.box_office).into()),
        ("cancel_until_s", event.cancel_until_s.map(show_hours).unwrap_or_default()),
        ("cancel_fee_percent", show_percent(event.cancel_fee_bp)),
        ("cancel_fee_minor", show_fixed(event)),
        ("hold_ttl_s", show_minutes(event.hold_ttl_s)),
        ("age_limit", event.age_limit.clone()),
        ("access_notes", event.access_notes.clone()),
    ] {
        typed.fill(name, value);
    }
    typed
}

/// The fixed part of the cancellation fee; empty: none.
fn show_fixed(event: &Event) -> String {
    if event.cancel_fee_minor == 0 {
        return String::new();
    }
    let currency = event.currency.parse().unwrap_or(Currency::EUR);
    Money::new(event.cancel_fee_minor, currency).plain()
}

impl EditEventPage {
    fn of(app: &App, frame: Frame, found: &OfficeEvent, typed: Typed) -> Self {
        let event = &found.event;
        let (state, kind) = state_words(event.state);
        let mut categories: Vec<(String, String)> =
            CATEGORIES.iter().map(|slug| ((*slug).to_owned(), category_name(&frame, slug))).collect();
        if !CATEGORIES.contains(&event.category.as_str()) {
            categories.push((event.category.clone(), event.category.clone()));
        }
        Self {
            id: event.event_id.to_string(),
            slug: event.slug.clone(),
            title: event.title.clone(),
            state,
            kind,
            is_draft: event.state == EventState::Draft,
            is_cancelled: event.state == EventState::Cancelled,
            image: event.image_id.map(|id| format!("/images/{id}/480.jpg")).unwrap_or_default(),
            missing: found.missing.iter().map(|error| frame.lang.error(error.code(), &[])).collect(),
            categories,
            hold_bounds: (show_minutes(app.settings.hold_ttl_s_min), show_minutes(limits::HOLD_TTL_S_MAX)),
            frame,
            typed,
        }
    }
}

impl Sample for EditEventPage {
    fn samples(frame: &Frame) -> Vec<Self> {
        let draft = Self {
            frame: frame.clone(),
            typed: Typed::filled([("title", "The Glass Orchard".into()), ("version", "3".into())]),
            id: "evt_example".into(),
            slug: "the-glass-orchard".into(),
            title: "The Glass Orchard".into(),
            state: "office-draft",
            kind: "neutral",
            is_draft: true,
            is_cancelled: false,
            image: String::new(),
            missing: vec![frame.t("error-nothing-to-sell").to_owned()],
            categories: vec![("music".into(), category_name(frame, "music"))],
            hold_bounds: ("1:00".into(), "60:00".into()),
        };
        let mut refused = draft.clone();
        for (field, sentence) in [("title", "field-missing"), ("hold_ttl_s", "field-not-a-length")] {
            refuse(frame.lang, &mut refused.typed, field, frame.t(sentence));
        }
        let published = Self {
            state: "office-published",
            kind: "success",
            is_draft: false,
            missing: Vec::new(),
            image: "/images/img_example/480.jpg".into(),
            ..draft.clone()
        };
        let cancelled = Self { state: "office-cancelled", is_cancelled: true, ..published.clone() };
        vec![draft, refused, published, cancelled]
    }
}
