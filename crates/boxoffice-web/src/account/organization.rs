//! Creating an organization: from then on the account is an organizer.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use boxoffice_app::App;
use boxoffice_app::accounts::organization::{CreateOrganizationError, create_organization};
use serde::Deserialize;

use super::refusals::note_fields;
use crate::client::Client;
use crate::form::{Form, Typed};
use crate::frame::Frame;
use crate::identify::SignedIn;
use crate::page::{Page, Sample};
use crate::policy::Policy;
use crate::problem::Problem;
use crate::routes::Routes;

/// What a new organization needs.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OrganizationForm {
    name: String,
    contact_email: String,
}

/// The form.
#[derive(Clone, Debug, Template)]
#[template(path = "account/organization.html")]
pub struct OrganizationPage {
    frame: Frame,
    typed: Typed,
}

impl Sample for OrganizationPage {
    fn samples(frame: &Frame) -> Vec<Self> {
        let mut typed = Typed::filled([("contact_email", "ada".to_owned())]);
        typed.refuse("name", frame.t("error-field-missing"));
        typed.refuse("contact_email", frame.t("error-not-an-email"));
        [Typed::default(), typed].map(|typed| Self { frame: frame.clone(), typed }).into()
    }
}

pub(super) fn routes(routes: &mut Routes) {
    routes.get("/{lang}/account/organization", Policy::SignedIn, show).post(
        "/{lang}/account/organization",
        Policy::SignedIn,
        send,
    );
}

/// `GET /{lang}/account/organization`
async fn show(frame: Frame, SignedIn(principal): SignedIn) -> Page<OrganizationPage> {
    let typed = Typed::filled([("contact_email", principal.email)]);
    Page::new(OrganizationPage { frame, typed })
}

/// `POST /{lang}/account/organization`
async fn send(
    State(app): State<App>,
    frame: Frame,
    SignedIn(principal): SignedIn,
    client: Client,
    Form { value, mut typed }: Form<OrganizationForm>,
) -> Result<Response, Problem> {
    let actor = client.actor(Some(&principal));
    match create_organization(&app, &actor, &principal, &value.name, &value.contact_email).await {
        Ok(_) => return Ok(Redirect::to(&frame.href("/account?done=organization")).into_response()),
        Err(CreateOrganizationError::Store(error)) => return Err(error.into()),
        Err(CreateOrganizationError::Fields(refused)) => note_fields(&frame, &mut typed, &refused),
        Err(error) => {
            let most = boxoffice_domain::limits::ORGANIZATIONS_PER_ACCOUNT_MAX as i64;
            typed.refuse("", frame.lang.error(error.code(), &[("max", most.into())]));
        }
    }
    Ok(Page::refused(OrganizationPage { frame, typed }).into_response())
}
