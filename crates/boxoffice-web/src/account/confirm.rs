//! Links that prove a mailbox. Opening one changes nothing, because mail programs open links by themselves;
//! the button on its page does.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use boxoffice_app::App;
use boxoffice_app::accounts::change_email::confirm_email;
use boxoffice_app::accounts::confirm::{LinkError, confirm};
use boxoffice_app::accounts::token::{TokenPurpose, is_link_open};
use serde::Deserialize;

use super::note::link_over;
use crate::client::Client;
use crate::form::Form;
use crate::frame::Frame;
use crate::page::{Page, Sample};
use crate::problem::Problem;

/// The token of a link.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Link {
    #[serde(default)]
    token: String,
}

impl Link {
    pub(super) fn into_token(self) -> String {
        self.token
    }
}

/// A button that follows the link.
#[derive(Clone, Debug, Template)]
#[template(path = "account/confirm.html")]
pub struct ConfirmPage {
    frame: Frame,
    action: String,
    token: String,
    title: &'static str,
    lead: &'static str,
}

impl Sample for ConfirmPage {
    fn samples(frame: &Frame) -> Vec<Self> {
        [TokenPurpose::Confirm, TokenPurpose::Email]
            .map(|purpose| Self::new(frame.clone(), purpose, "sample".into()))
            .into()
    }
}

impl ConfirmPage {
    fn new(frame: Frame, purpose: TokenPurpose, token: String) -> Self {
        let (path, title, lead) = match purpose {
            TokenPurpose::Email => {
                ("/confirm-email", "account-confirm-email-title", "account-confirm-email-lead")
            }
            TokenPurpose::Confirm | TokenPurpose::Reset => {
                ("/confirm", "account-confirm-title", "account-confirm-lead")
            }
        };
        Self { action: frame.href(path), frame, token, title, lead }
    }
}

/// `GET /{lang}/confirm?token=…`
pub async fn show(app: State<App>, frame: Frame, link: Query<Link>) -> Result<Response, Problem> {
    page(app, frame, link, TokenPurpose::Confirm).await
}

/// `GET /{lang}/confirm-email?token=…`
pub async fn show_email(app: State<App>, frame: Frame, link: Query<Link>) -> Result<Response, Problem> {
    page(app, frame, link, TokenPurpose::Email).await
}

async fn page(
    State(app): State<App>,
    frame: Frame,
    Query(Link { token }): Query<Link>,
    purpose: TokenPurpose,
) -> Result<Response, Problem> {
    if !is_link_open(&app, &token, purpose, app.clock.now()).await? {
        return Ok(link_over(frame).into_response());
    }
    Ok(Page::new(ConfirmPage::new(frame, purpose, token)).into_response())
}

/// `POST /{lang}/confirm`
pub async fn send(
    State(app): State<App>,
    frame: Frame,
    client: Client,
    Form { value, .. }: Form<Link>,
) -> Result<Response, Problem> {
    answer(frame, confirm(&app, &client.buyer(), &value.token).await, "confirmed")
}

/// `POST /{lang}/confirm-email`
pub async fn send_email(
    State(app): State<App>,
    frame: Frame,
    client: Client,
    Form { value, .. }: Form<Link>,
) -> Result<Response, Problem> {
    answer(frame, confirm_email(&app, &client.buyer(), &value.token).await, "moved")
}

/// On to the account where the browser is signed in, else to the sign-in.
fn answer(frame: Frame, followed: Result<(), LinkError>, done: &str) -> Result<Response, Problem> {
    match followed {
        Ok(()) => {
            let page = if frame.viewer.is_some() { "/account" } else { "/login" };
            Ok(Redirect::to(&frame.href(&format!("{page}?done={done}"))).into_response())
        }
        Err(LinkError::Over(_)) => Ok(link_over(frame).into_response()),
        Err(error) => Err(error.into()),
    }
}
