//! `/{lang}/office/organizations/{slug}/payments`: an owner enters the keys of the organization's account at Stripe.
//! What was entered is never shown again, not even when the form is refused.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use boxoffice_app::App;
use boxoffice_app::accounts::{Principal, Role};
use boxoffice_app::legal;
use boxoffice_app::payments::stripe::{
    ConnectError, EVENTS, NAME, OwnAccount, connect_own, disconnect, find_own,
};
use boxoffice_app::settings::Secret;
use boxoffice_app::store::organizations::Organization;
use serde::Deserialize;

use super::list::destination;
use crate::client::Client;
use crate::form::{Form, Typed};
use crate::frame::Frame;
use crate::identify::SignedIn;
use crate::page::{Page, Sample};
use crate::problem::Problem;

/// The fields that hold secrets.
const SECRETS: [&str; 2] = ["secret_key", "webhook_secret"];

/// What is entered.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct KeysForm {
    secret_key: String,
    webhook_secret: String,
}

/// The page.
#[derive(Clone, Debug, Template)]
#[template(path = "payment_accounts/own.html")]
pub struct OwnAccountPage {
    frame: Frame,
    title: String,
    slug: String,
    /// The sentence about where the money goes; empty: no account yet.
    where_to: String,
    /// Where Stripe is to send its messages.
    webhook_url: String,
    is_owner: bool,
    typed: Typed,
}

/// `GET /{lang}/office/organizations/{slug}/payments`
pub(super) async fn show(
    State(app): State<App>,
    frame: Frame,
    SignedIn(principal): SignedIn,
    Path(slug): Path<String>,
) -> Result<Page<OwnAccountPage>, Problem> {
    let organization = find(&app, &principal, &slug).await?;
    OwnAccountPage::load(&app, frame, &principal, &organization, Typed::default()).await.map(Page::new)
}

/// `POST /{lang}/office/organizations/{slug}/payments`
pub(super) async fn save(
    State(app): State<App>,
    frame: Frame,
    SignedIn(principal): SignedIn,
    client: Client,
    Path(slug): Path<String>,
    Form { value, mut typed }: Form<KeysForm>,
) -> Result<Response, Problem> {
    let organization = find(&app, &principal, &slug).await?;
    let entered = OwnAccount { key: Secret(value.secret_key), webhook_secrets: Secret(value.webhook_secret) };
    let actor = client.actor(Some(&principal));
    let saved = connect_own(&app, &actor, &principal, organization.organization_id, &entered).await;
    let error = match saved {
        Ok(()) => return Ok(done(&frame)),
        Err(error) => error,
    };
    for secret in SECRETS {
        typed.forget(secret);
    }
    let field = match &error {
        ConnectError::Key(_) | ConnectError::Refused(_) | ConnectError::NotReady => "secret_key",
        ConnectError::WebhookSecret(_) => "webhook_secret",
        ConnectError::NoAnswer => "",
        _ => return Err(error.into()),
    };
    typed.refuse(field, frame.lang.error(error.code(), &[]));
    let page = OwnAccountPage::load(&app, frame, &principal, &organization, typed).await?;
    Ok(Page::refused(page).into_response())
}

/// `POST /{lang}/office/organizations/{slug}/payments/removal`
pub(super) async fn remove(
    State(app): State<App>,
    frame: Frame,
    SignedIn(principal): SignedIn,
    client: Client,
    Path(slug): Path<String>,
) -> Result<Response, Problem> {
    let organization = find(&app, &principal, &slug).await?;
    let actor = client.actor(Some(&principal));
    disconnect(&app, &actor, &principal, organization.organization_id).await?;
    Ok(done(&frame))
}

fn done(frame: &Frame) -> Response {
    Redirect::to(&frame.href("/office/payments?done=payments")).into_response()
}

pub(super) async fn find(app: &App, principal: &Principal, slug: &str) -> Result<Organization, Problem> {
    let found = legal::find_organization(app, slug).await?;
    found.filter(|found| principal.may_manage(found.organization_id)).ok_or_else(Problem::not_found)
}

impl OwnAccountPage {
    /// One kind of message a line.
    fn events(&self) -> String {
        EVENTS.join("\n")
    }

    async fn load(
        app: &App,
        frame: Frame,
        principal: &Principal,
        organization: &Organization,
        typed: Typed,
    ) -> Result<Self, Problem> {
        let id = organization.organization_id;
        let account = find_own(app, principal, id).await?;
        Ok(Self {
            title: frame.with("money-title-of", &[("name", organization.name.as_str().into())]),
            slug: organization.slug.clone(),
            where_to: account.map(|account| destination(&frame, &account)).unwrap_or_default(),
            webhook_url: format!("{}/webhooks/{NAME}/{id}", app.settings.public_url),
            is_owner: principal.role_in(id) == Some(Role::Owner),
            frame,
            typed,
        })
    }
}

impl From<ConnectError> for Problem {
    fn from(error: ConnectError) -> Self {
        match &error {
            ConnectError::NotFound => Self::not_found(),
            ConnectError::NotOwner => Self::refused(StatusCode::FORBIDDEN, error.code(), &error),
            ConnectError::Store(fault) => Self::fault(fault),
            _ => Self::refused(StatusCode::UNPROCESSABLE_ENTITY, error.code(), &error),
        }
    }
}

impl Sample for OwnAccountPage {
    fn samples(frame: &Frame) -> Vec<Self> {
        let page = |where_to: String, is_owner, typed| Self {
            frame: frame.clone(),
            title: frame.with("money-title-of", &[("name", "Harbour Stage".into())]),
            slug: "harbour-stage".into(),
            where_to,
            webhook_url: "https://tickets.example.org/webhooks/stripe/org_sample".into(),
            is_owner,
            typed,
        };
        let own = frame.with("money-goes-to-own", &[("account", "acct_1A2b3C".into())]);
        let mut refused = Typed::default();
        refused.refuse("secret_key", frame.lang.error("stripe_not_a_key", &[]));
        vec![
            page(String::new(), true, Typed::default()),
            page(own.clone(), true, refused),
            page(own, false, Typed::default()),
        ]
    }
}
