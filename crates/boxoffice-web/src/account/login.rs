//! Signing in and out (rows S1, S9).

use askama::Template;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Response};
use boxoffice_app::App;
use boxoffice_app::accounts::Principal;
use boxoffice_app::accounts::login::{self, LoginError};
use serde::Deserialize;

use super::session::{ThisSession, cookie, redirect_with};
use crate::client::Client;
use crate::cookies;
use crate::form::{Form, Typed};
use crate::frame::Frame;
use crate::identify::Viewer;
use crate::page::{Page, Sample};
use crate::problem::Problem;
use crate::state::Web;

/// What a sign-in needs, and where it goes on.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LoginForm {
    email: String,
    password: String,
    #[serde(default)]
    next: String,
}

/// Where the visitor came from, and what just happened.
#[derive(Debug, Default, Deserialize)]
pub struct Came {
    #[serde(default)]
    next: String,
    #[serde(default)]
    done: String,
}

/// The form.
#[derive(Clone, Debug, Template)]
#[template(path = "account/login.html")]
pub struct LoginPage {
    frame: Frame,
    typed: Typed,
    next: String,
    done: Option<&'static str>,
}

impl Sample for LoginPage {
    fn samples(frame: &Frame) -> Vec<Self> {
        let mut typed = Typed::filled([("email", "ada@example.org".to_owned())]);
        typed.refuse("", frame.t("error-wrong-login"));
        let came = || Came { next: "/en/account".into(), done: "confirmed".into() };
        vec![
            Self::new(frame.clone(), Typed::default(), &came()),
            Self::new(frame.clone(), typed, &Came::default()),
        ]
    }
}

impl LoginPage {
    fn new(frame: Frame, typed: Typed, came: &Came) -> Self {
        let done = match came.done.as_str() {
            "confirmed" => Some("account-done-confirmed"),
            "reset" => Some("account-done-reset"),
            "moved" => Some("account-done-moved"),
            "closed" => Some("account-done-closed"),
            _ => None,
        };
        Self { frame, typed, next: local_path(&came.next).unwrap_or_default().to_owned(), done }
    }
}

/// `GET /{lang}/login`
pub async fn show(frame: Frame, Query(came): Query<Came>) -> Page<LoginPage> {
    Page::new(LoginPage::new(frame, Typed::default(), &came))
}

/// `POST /{lang}/login`
pub async fn send(
    State(web): State<Web>,
    frame: Frame,
    client: Client,
    before: ThisSession,
    Form { value, mut typed }: Form<LoginForm>,
) -> Result<Response, Problem> {
    let app = web.app();
    typed.forget("password");
    match login::login(app, &client.buyer(), &client.agent, &value.email, &value.password).await {
        Ok(signed_in) => {
            // Whatever this browser was signed in as before ends here.
            if let Some(session) = before.0 {
                login::logout(app, &client.actor(Some(&signed_in.principal)), session).await?;
            }
            let to =
                local_path(&value.next).map_or_else(|| home(&frame, &signed_in.principal), str::to_owned);
            Ok(redirect_with(cookie(&web, &signed_in), &to))
        }
        Err(error @ LoginError::Wrong) => {
            typed.refuse("", frame.lang.error(error.code(), &[]));
            let came = Came { next: value.next, done: String::new() };
            Ok(Page::refused(LoginPage::new(frame, typed, &came)).into_response())
        }
        Err(LoginError::TooMany(error)) => Err(error.into()),
        Err(LoginError::Busy(error)) => Err(error.into()),
        Err(LoginError::Store(error)) => Err(error.into()),
    }
}

/// `POST /{lang}/logout`
pub async fn logout(
    State(web): State<Web>,
    State(app): State<App>,
    frame: Frame,
    client: Client,
    Viewer(viewer): Viewer,
    session: ThisSession,
) -> Result<Response, Problem> {
    if let Some(session) = session.0 {
        login::logout(&app, &client.actor(viewer.as_ref()), session).await?;
    }
    Ok(redirect_with(cookies::clear(&web, cookies::SESSION), &frame.href("")))
}

/// Where a sign-in without a destination goes.
fn home(frame: &Frame, principal: &Principal) -> String {
    frame.href(if principal.is_organizer() { "/office" } else { "/account" })
}

/// An address of this site: a path from its root. Everything that a browser could read as another site is none.
pub(super) fn local_path(next: &str) -> Option<&str> {
    let is_local = next.starts_with('/')
        && !next.starts_with("//")
        && !next.contains('\\')
        && !next.chars().any(|c| c.is_control() || c.is_whitespace());
    is_local.then_some(next)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signing_in_leads_to_this_site_only() {
        for path in ["/en/account", "/de/office?x=1#a", "/"] {
            assert_eq!(local_path(path), Some(path));
        }
        for path in [
            "",
            "https://evil.example",
            "//evil.example",
            "/\\evil.example",
            "\\\\evil.example",
            "evil",
            "/\t/evil.example",
            " //evil.example",
            "javascript:alert(1)",
            "/\n/evil.example",
        ] {
            assert_eq!(local_path(path), None, "{path:?}");
        }
    }
}
