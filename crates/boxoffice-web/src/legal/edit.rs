//! Writing the legal texts: the operator's for the installation, in the language of the page; an organizer's
//! for an organization.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use boxoffice_app::App;
use boxoffice_app::legal::{self, LegalError, LegalText, LegalTexts};
use serde::Deserialize;

use crate::client::Client;
use crate::form::{Form, Typed};
use crate::frame::Frame;
use crate::identify::SignedIn;
use crate::page::{Page, Sample};
use crate::problem::Problem;

/// The form of the three texts.
#[derive(Clone, Debug, Template)]
#[template(path = "legal/edit.html")]
pub struct EditLegalPage {
    frame: Frame,
    title: String,
    typed: Typed,
}

/// The fields of the form.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Fields {
    imprint: String,
    terms: String,
    privacy: String,
}

impl From<Fields> for LegalTexts {
    fn from(fields: Fields) -> Self {
        Self { imprint: fields.imprint, terms: fields.terms, privacy: fields.privacy }
    }
}

impl From<LegalError> for Problem {
    fn from(error: LegalError) -> Self {
        match &error {
            LegalError::NotFound => Self::not_found(),
            LegalError::TooLong(_) => Self::refused(StatusCode::UNPROCESSABLE_ENTITY, error.code(), &error),
            LegalError::Store(fault) => Self::fault(fault),
        }
    }
}

/// `GET /{lang}/operator/texts`
pub(super) async fn installation(
    State(app): State<App>,
    frame: Frame,
) -> Result<Page<EditLegalPage>, Problem> {
    let texts = legal::find_texts(&app, frame.lang).await?;
    let title = frame.t("legal-edit-title").to_owned();
    Ok(Page::new(EditLegalPage { frame, title, typed: filled(texts) }))
}

/// `POST /{lang}/operator/texts`
pub(super) async fn save_installation(
    State(app): State<App>,
    frame: Frame,
    SignedIn(operator): SignedIn,
    client: Client,
    Form { value, typed }: Form<Fields>,
) -> Result<Response, Problem> {
    let actor = client.actor(Some(&operator));
    let saved = legal::write_texts(&app, &actor, &operator, frame.lang, &value.into()).await;
    let title = frame.t("legal-edit-title").to_owned();
    saved_or_shown(saved, frame, title, typed, "/imprint")
}

/// `GET /{lang}/office/organizations/{slug}/texts`
pub(super) async fn organization(
    State(app): State<App>,
    frame: Frame,
    SignedIn(organizer): SignedIn,
    Path(slug): Path<String>,
) -> Result<Page<EditLegalPage>, Problem> {
    let found = legal::find_organization(&app, &slug).await?;
    let organization =
        found.filter(|found| organizer.may_manage(found.organization_id)).ok_or_else(Problem::not_found)?;
    let texts = LegalTexts {
        imprint: organization.imprint,
        terms: organization.terms,
        privacy: organization.privacy,
    };
    let title = frame.with("legal-edit-title-of", &[("name", organization.name.into())]);
    Ok(Page::new(EditLegalPage { frame, title, typed: filled(texts) }))
}

/// `POST /{lang}/office/organizations/{slug}/texts`
pub(super) async fn save_organization(
    State(app): State<App>,
    frame: Frame,
    SignedIn(organizer): SignedIn,
    client: Client,
    Path(slug): Path<String>,
    Form { value, typed }: Form<Fields>,
) -> Result<Response, Problem> {
    let actor = client.actor(Some(&organizer));
    let saved = legal::write_organization_texts(&app, &actor, &organizer, &slug, value.into()).await;
    let title = frame.t("legal-edit-title").to_owned();
    saved_or_shown(saved, frame, title, typed, &format!("/organizers/{slug}/imprint"))
}

/// On to the text, or the form again with what was typed.
fn saved_or_shown(
    saved: Result<(), LegalError>,
    frame: Frame,
    title: String,
    mut typed: Typed,
    next: &str,
) -> Result<Response, Problem> {
    match saved {
        Ok(()) => Ok(Redirect::to(&frame.href(next)).into_response()),
        Err(error @ LegalError::TooLong(text)) => {
            let label = frame.t(match text {
                LegalText::Imprint => "shell-imprint",
                LegalText::Terms => "shell-terms",
                LegalText::Privacy => "shell-privacy",
            });
            let why = Problem::from(error).sentence(frame.lang);
            let named = frame.with("field-of", &[("label", label.into()), ("sentence", why.into())]);
            typed.refuse(text.as_str(), named);
            Ok(Page::refused(EditLegalPage { frame, title, typed }).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

fn filled(texts: LegalTexts) -> Typed {
    Typed::filled([("imprint", texts.imprint), ("terms", texts.terms), ("privacy", texts.privacy)])
}

impl Sample for EditLegalPage {
    fn samples(frame: &Frame) -> Vec<Self> {
        let title = frame.with("legal-edit-title-of", &[("name", "Example Concerts".into())]);
        let mut refused = filled(LegalTexts { imprint: "Example".into(), ..LegalTexts::default() });
        refused.refuse("imprint", "That is too long.");
        let sample = |typed| Self { frame: frame.clone(), title: title.clone(), typed };
        vec![sample(filled(LegalTexts::default())), sample(refused)]
    }
}
