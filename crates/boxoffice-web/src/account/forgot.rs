//! A forgotten password: asking for the link, and following it.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use boxoffice_app::App;
use boxoffice_app::accounts::register::RegisterError;
use boxoffice_app::accounts::reset::{ResetError, forgot_password, reset_password};
use boxoffice_app::accounts::token::{TokenPurpose, is_link_open};
use serde::Deserialize;

use super::confirm::Link;
use super::note::link_over;
use super::refusals::note_fields;
use crate::client::Client;
use crate::form::{Form, Typed};
use crate::frame::Frame;
use crate::page::{Page, Sample};
use crate::problem::Problem;

/// Whose password.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ForgotForm {
    email: String,
}

/// The new password, with the link's token.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ResetForm {
    token: String,
    password: String,
}

/// Asks for an address.
#[derive(Clone, Debug, Template)]
#[template(path = "account/forgot.html")]
pub struct ForgotPage {
    frame: Frame,
    typed: Typed,
}

impl Sample for ForgotPage {
    fn samples(frame: &Frame) -> Vec<Self> {
        let mut typed = Typed::filled([("email", "ada".to_owned())]);
        typed.refuse("email", frame.t("error-not-an-email"));
        [Typed::default(), typed].map(|typed| Self { frame: frame.clone(), typed }).into()
    }
}

/// Asks for the new password.
#[derive(Clone, Debug, Template)]
#[template(path = "account/reset.html")]
pub struct ResetPage {
    frame: Frame,
    typed: Typed,
    token: String,
}

impl Sample for ResetPage {
    fn samples(frame: &Frame) -> Vec<Self> {
        let mut typed = Typed::default();
        typed.refuse("password", frame.t("error-password-no-symbol"));
        [Typed::default(), typed]
            .map(|typed| Self { frame: frame.clone(), typed, token: "sample".into() })
            .into()
    }
}

/// `GET /{lang}/forgot`
pub async fn show(frame: Frame) -> Page<ForgotPage> {
    Page::new(ForgotPage { frame, typed: Typed::default() })
}

/// `POST /{lang}/forgot`
pub async fn send(
    State(app): State<App>,
    frame: Frame,
    client: Client,
    Form { value, mut typed }: Form<ForgotForm>,
) -> Result<Response, Problem> {
    match forgot_password(&app, &client.buyer(), &value.email).await {
        Ok(()) => Ok(Redirect::to(&frame.href("/check-mail?for=reset")).into_response()),
        Err(RegisterError::Fields(refused)) => {
            note_fields(&frame, &mut typed, &refused);
            Ok(Page::refused(ForgotPage { frame, typed }).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

/// `GET /{lang}/reset?token=…`
pub async fn show_reset(
    State(app): State<App>,
    frame: Frame,
    Query(link): Query<Link>,
) -> Result<Response, Problem> {
    let token = link.into_token();
    if !is_link_open(&app, &token, TokenPurpose::Reset, app.clock.now()).await? {
        return Ok(link_over(frame).into_response());
    }
    Ok(Page::new(ResetPage { frame, typed: Typed::default(), token }).into_response())
}

/// `POST /{lang}/reset`
pub async fn send_reset(
    State(app): State<App>,
    frame: Frame,
    client: Client,
    Form { value, mut typed }: Form<ResetForm>,
) -> Result<Response, Problem> {
    typed.forget("password");
    match reset_password(&app, &client.buyer(), &value.token, &value.password).await {
        Ok(()) => Ok(Redirect::to(&frame.href("/login?done=reset")).into_response()),
        Err(ResetError::Fields(refused)) => {
            note_fields(&frame, &mut typed, &refused);
            Ok(Page::refused(ResetPage { frame, typed, token: value.token }).into_response())
        }
        Err(ResetError::Over(_)) => Ok(link_over(frame).into_response()),
        Err(ResetError::TooMany(error)) => Err(error.into()),
        Err(ResetError::Busy(error)) => Err(error.into()),
        Err(ResetError::Store(error)) => Err(error.into()),
    }
}
