//! Registering (rows S1 to S4).

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use boxoffice_app::App;
use boxoffice_app::accounts::register::{RegisterError, Registration, register};
use serde::Deserialize;

use super::refusals::note_fields;
use crate::client::Client;
use crate::form::{Form, Typed};
use crate::frame::Frame;
use crate::page::{Page, Sample};
use crate::problem::Problem;

/// What a new account needs.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RegisterForm {
    name: String,
    email: String,
    password: String,
}

/// The form.
#[derive(Clone, Debug, Template)]
#[template(path = "account/register.html")]
pub struct RegisterPage {
    frame: Frame,
    typed: Typed,
}

impl Sample for RegisterPage {
    fn samples(frame: &Frame) -> Vec<Self> {
        let mut typed = Typed::filled([("name", "Ada".to_owned()), ("email", "ada@example".to_owned())]);
        typed.refuse("email", frame.t("error-not-an-email"));
        typed.refuse("password", frame.t("error-password-no-number"));
        [Typed::default(), typed].map(|typed| Self { frame: frame.clone(), typed }).into()
    }
}

/// `GET /{lang}/register`
pub async fn show(frame: Frame) -> Page<RegisterPage> {
    Page::new(RegisterPage { frame, typed: Typed::default() })
}

/// `POST /{lang}/register`
pub async fn send(
    State(app): State<App>,
    frame: Frame,
    client: Client,
    Form { value, mut typed }: Form<RegisterForm>,
) -> Result<Response, Problem> {
    typed.forget("password");
    let registration = Registration {
        email: value.email,
        password: value.password,
        name: value.name,
        locale: frame.lang.code().to_owned(),
    };
    match register(&app, &client.buyer(), &registration).await {
        Ok(()) => Ok(Redirect::to(&frame.href("/check-mail?for=confirm")).into_response()),
        Err(RegisterError::Fields(refused)) => {
            note_fields(&frame, &mut typed, &refused);
            Ok(Page::refused(RegisterPage { frame, typed }).into_response())
        }
        Err(error) => Err(error.into()),
    }
}
