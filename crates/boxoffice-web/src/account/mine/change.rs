//! The forms of one's own account that change it.

use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use boxoffice_app::App;
use boxoffice_app::accounts::Principal;
use boxoffice_app::accounts::change_email::ask_for_email;
use boxoffice_app::accounts::change_password::{ReauthError, change_password};
use boxoffice_app::accounts::profile::{CloseError, ProfileError, change_profile, close_account};
use boxoffice_app::accounts::register::resend_confirmation;
use boxoffice_app::i18n::Lang;
use serde::Deserialize;

use super::AccountPage;
use crate::account::refusals::note_fields;
use crate::account::session::{ThisSession, redirect_with};
use crate::client::Client;
use crate::cookies;
use crate::form::{Form, Typed};
use crate::frame::Frame;
use crate::identify::SignedIn;
use crate::page::Page;
use crate::problem::Problem;
use crate::state::Web;

/// Name and language.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ProfileForm {
    name: String,
    language: String,
}

/// Another address, with the password.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct EmailForm {
    email: String,
    password_for_email: String,
}

/// Another password, with the old one.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PasswordForm {
    current: String,
    password: String,
}

/// The end, with the password.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CloseForm {
    password_for_close: String,
}

/// Who sends a form of this page, and from where.
type Asked = (State<App>, Frame, SignedIn, ThisSession, Client);

/// `POST /{lang}/account/profile`
pub(super) async fn profile(
    (State(app), frame, SignedIn(principal), session, client): Asked,
    Form { value, mut typed }: Form<ProfileForm>,
) -> Result<Response, Problem> {
    let language = Lang::all().find(|lang| lang.code() == value.language).unwrap_or(frame.lang);
    let actor = client.actor(Some(&principal));
    match change_profile(&app, &actor, &principal, &value.name, language.code()).await {
        Ok(()) => Ok(Redirect::to(&format!("/{}/account?done=profile", language.code())).into_response()),
        Err(ProfileError::Fields(refused)) => {
            note_fields(&frame, &mut typed, &refused);
            again(&app, frame, &principal, session, typed).await
        }
        Err(ProfileError::Store(error)) => Err(error.into()),
    }
}

/// `POST /{lang}/account/email`
pub(super) async fn email(
    (State(app), frame, SignedIn(principal), session, client): Asked,
    Form { value, mut typed }: Form<EmailForm>,
) -> Result<Response, Problem> {
    typed.forget("password_for_email");
    let actor = client.actor(Some(&principal));
    match ask_for_email(&app, &actor, &principal, &value.password_for_email, &value.email).await {
        Ok(()) => Ok(Redirect::to(&frame.href("/account?done=email")).into_response()),
        Err(error) => {
            note_reauth(&frame, &mut typed, "password_for_email", error)?;
            again(&app, frame, &principal, session, typed).await
        }
    }
}

/// `POST /{lang}/account/password`
pub(super) async fn password(
    (State(app), frame, SignedIn(principal), session, client): Asked,
    Form { value, mut typed }: Form<PasswordForm>,
) -> Result<Response, Problem> {
    typed.forget("current");
    typed.forget("password");
    let this = session.0.ok_or_else(Problem::not_signed_in)?;
    let actor = client.actor(Some(&principal));
    match change_password(&app, &actor, &principal, this, &value.current, &value.password).await {
        Ok(()) => Ok(Redirect::to(&frame.href("/account?done=password")).into_response()),
        Err(error) => {
            note_reauth(&frame, &mut typed, "current", error)?;
            again(&app, frame, &principal, session, typed).await
        }
    }
}

/// `POST /{lang}/account/confirmation`: the confirmation mail once more.
pub(super) async fn confirmation(
    (State(app), frame, SignedIn(principal), _, client): Asked,
) -> Result<Response, Problem> {
    resend_confirmation(&app, &client.actor(Some(&principal)), &principal.email).await?;
    Ok(Redirect::to(&frame.href("/account?done=confirmation")).into_response())
}

/// `POST /{lang}/account/close`
pub(super) async fn close(
    State(web): State<Web>,
    (State(app), frame, SignedIn(principal), session, client): Asked,
    Form { value, mut typed }: Form<CloseForm>,
) -> Result<Response, Problem> {
    typed.forget("password_for_close");
    let actor = client.actor(Some(&principal));
    let sentence = match close_account(&app, &actor, &principal, &value.password_for_close).await {
        Ok(()) => {
            let gone = cookies::clear(&web, cookies::SESSION);
            return Ok(redirect_with(gone, &frame.href("/login?done=closed")));
        }
        Err(CloseError::LastOwner) => frame.t("error-last-owner"),
        Err(CloseError::Operator) => frame.t("error-operator-stays"),
        Err(CloseError::Reauth(ReauthError::WrongPassword)) => frame.t("error-wrong-password"),
        Err(CloseError::Reauth(error)) => return Err(error.into()),
        Err(CloseError::Store(error)) => return Err(error.into()),
    };
    typed.refuse("password_for_close", sentence);
    again(&app, frame, &principal, session, typed).await
}

/// Notes what was refused; everything else is a problem of its own.
fn note_reauth(frame: &Frame, typed: &mut Typed, field: &str, error: ReauthError) -> Result<(), Problem> {
    match error {
        ReauthError::WrongPassword => typed.refuse(field, frame.t("error-wrong-password")),
        ReauthError::Fields(refused) => note_fields(frame, typed, &refused),
        other => return Err(other.into()),
    }
    Ok(())
}

/// The page with what was refused, and every other form as it is stored.
async fn again(
    app: &App,
    frame: Frame,
    principal: &Principal,
    session: ThisSession,
    mut typed: Typed,
) -> Result<Response, Problem> {
    for (name, stored) in [("name", &principal.name), ("language", &principal.locale)] {
        if typed.get(name).is_empty() {
            typed.fill(name, stored);
        }
    }
    let page = AccountPage::load(app, frame, principal, session, typed).await?;
    Ok(Page::refused(page).into_response())
}
