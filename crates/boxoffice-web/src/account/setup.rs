//! The first-run page: makes the operator's account with the code that the terminal shows.

use askama::Template;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::header::ACCEPT_LANGUAGE;
use axum::response::{IntoResponse, Redirect, Response};
use boxoffice_app::App;
use boxoffice_app::accounts::create::CreateError;
use boxoffice_app::accounts::login;
use boxoffice_app::accounts::setup::{FirstOperator, SetupError, is_setup_open, set_up};
use boxoffice_app::i18n::Lang;
use serde::Deserialize;

use super::refusals::note_fields;
use super::session::{cookie, redirect_with};
use crate::client::Client;
use crate::form::{Form, Typed};
use crate::frame::Frame;
use crate::page::{Page, Sample};
use crate::problem::Problem;
use crate::state::Web;

/// The code and the operator.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SetupForm {
    code: String,
    name: String,
    email: String,
    password: String,
}

/// The form.
#[derive(Clone, Debug, Template)]
#[template(path = "account/setup.html")]
pub struct SetupPage {
    frame: Frame,
    typed: Typed,
}

impl Sample for SetupPage {
    fn samples(frame: &Frame) -> Vec<Self> {
        let mut typed = Typed::filled([("code", "AAAA-BBBB".to_owned())]);
        typed.refuse("code", frame.t("error-wrong-setup-code"));
        [Typed::default(), typed].map(|typed| Self { frame: frame.clone(), typed }).into()
    }
}

/// `GET /setup`: the address that the terminal shows, in the best language for this browser.
pub async fn choose_language(headers: HeaderMap) -> Redirect {
    let wish = headers.get(ACCEPT_LANGUAGE).and_then(|wish| wish.to_str().ok()).unwrap_or_default();
    Redirect::to(&format!("/{}/setup", Lang::accepted(wish).code()))
}

/// `GET /{lang}/setup`
pub async fn show(State(app): State<App>, frame: Frame) -> Result<Page<SetupPage>, Problem> {
    if !is_setup_open(&app).await? {
        return Err(Problem::not_found());
    }
    Ok(Page::new(SetupPage { frame, typed: Typed::default() }))
}

/// `POST /{lang}/setup`
pub async fn send(
    State(web): State<Web>,
    frame: Frame,
    client: Client,
    Form { value, mut typed }: Form<SetupForm>,
) -> Result<Response, Problem> {
    typed.forget("password");
    let operator = FirstOperator {
        email: value.email.clone(),
        name: value.name,
        password: value.password.clone(),
        locale: frame.lang.code().to_owned(),
    };
    match set_up(web.app(), &client.buyer(), &value.code, operator).await {
        Ok(_) => sign_in(&web, &frame, &client, &value.email, &value.password).await,
        Err(SetupError::Closed) => Err(Problem::not_found()),
        Err(SetupError::WrongCode) => {
            typed.refuse("code", frame.t("error-wrong-setup-code"));
            Ok(Page::refused(SetupPage { frame, typed }).into_response())
        }
        Err(SetupError::Create(CreateError::Fields(refused))) => {
            note_fields(&frame, &mut typed, &refused);
            Ok(Page::refused(SetupPage { frame, typed }).into_response())
        }
        Err(SetupError::Create(CreateError::Exists)) => {
            typed.refuse("email", frame.t("error-account-exists"));
            Ok(Page::refused(SetupPage { frame, typed }).into_response())
        }
        Err(SetupError::TooMany(error)) => Err(error.into()),
        Err(SetupError::Create(CreateError::Busy(error))) => Err(error.into()),
        Err(SetupError::Create(CreateError::Store(error)) | SetupError::Store(error)) => Err(error.into()),
    }
}

async fn sign_in(
    web: &Web,
    frame: &Frame,
    client: &Client,
    email: &str,
    password: &str,
) -> Result<Response, Problem> {
    match login::login(web.app(), &client.buyer(), &client.agent, email, password).await {
        Ok(signed_in) => Ok(redirect_with(cookie(web, &signed_in), &frame.href("/account"))),
        // The account stands; only this convenience failed.
        Err(_) => Ok(Redirect::to(&frame.href("/login")).into_response()),
    }
}
