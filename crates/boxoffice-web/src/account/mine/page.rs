//! The page of one's own account.

use askama::Template;
use boxoffice_app::App;
use boxoffice_app::accounts::sessions::list_sessions;
use boxoffice_app::accounts::{Principal, Role, organization};
use boxoffice_app::i18n::Lang;
use boxoffice_domain::time::Zone;

use crate::account::session::ThisSession;
use crate::account::team::role_key;
use crate::form::Typed;
use crate::frame::Frame;
use crate::page::Sample;
use crate::problem::Problem;

/// Everything about one's own account.
#[derive(Clone, Debug, Template)]
#[template(path = "account/mine.html")]
pub struct AccountPage {
    frame: Frame,
    typed: Typed,
    done: Option<&'static str>,
    email: String,
    confirmed: bool,
    languages: Vec<(&'static str, &'static str)>,
    sign_ins: Vec<SignInLine>,
    organizations: Vec<(String, &'static str)>,
}

/// One sign-in, as the table shows it.
#[derive(Clone, Debug)]
struct SignInLine {
    id: String,
    agent: String,
    address: String,
    seen: String,
    is_this: bool,
}

impl Sample for AccountPage {
    fn samples(frame: &Frame) -> Vec<Self> {
        let line = |id: &str, is_this| SignInLine {
            id: id.into(),
            agent: "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0".into(),
            address: "192.0.2.1".into(),
            seen: frame.date_time(&frame.now, &Zone::utc()),
            is_this,
        };
        let fresh = Self {
            frame: frame.clone(),
            typed: Typed::filled([("name", "Ada".to_owned()), ("language", "en".to_owned())]),
            done: Some("account-done-password"),
            email: "ada@example.org".into(),
            confirmed: true,
            languages: languages(),
            sign_ins: vec![line("aa", true), line("bb", false)],
            organizations: vec![("Harbour Stage".into(), "account-role-owner")],
        };
        let mut refused = fresh.clone();
        refused.typed.refuse("password", frame.t("error-password-too-short"));
        refused.confirmed = false;
        refused.done = None;
        refused.organizations.clear();
        vec![fresh, refused]
    }
}

fn languages() -> Vec<(&'static str, &'static str)> {
    Lang::all().map(|lang| (lang.code(), lang.name())).collect()
}

impl AccountPage {
    /// The page as it is now; `typed` holds what was refused, if anything was.
    pub(super) async fn load(
        app: &App,
        frame: Frame,
        principal: &Principal,
        session: ThisSession,
        mut typed: Typed,
    ) -> Result<Self, Problem> {
        if !typed.is_refused() {
            typed = Typed::filled([("name", principal.name.clone()), ("language", principal.locale.clone())]);
        }
        let sign_ins = list_sessions(app, principal).await?.into_iter().map(|known| SignInLine {
            id: known.id.text(),
            agent: known.agent,
            address: known.address,
            seen: frame.date_time(&known.seen_at, &Zone::utc()),
            is_this: session.0 == Some(known.id),
        });
        let sign_ins = sign_ins.collect();
        let named = organization::list_organizations(app, principal).await?;
        let organizations =
            named.into_iter().map(|(found, role): (_, Role)| (found.name, role_key(role))).collect();
        Ok(Self {
            frame,
            typed,
            done: None,
            email: principal.email.clone(),
            confirmed: principal.confirmed,
            languages: languages(),
            sign_ins,
            organizations,
        })
    }

    /// With a line about what just happened.
    pub(super) fn after(self, done: &str) -> Self {
        let done = match done {
            "profile" => Some("account-done-profile"),
            "email" => Some("account-done-email"),
            "moved" => Some("account-done-moved"),
            "confirmed" => Some("account-done-confirmed"),
            "password" => Some("account-done-password"),
            "confirmation" => Some("account-check-mail-confirm"),
            "sessions" => Some("account-done-sessions"),
            "organization" => Some("account-done-organization"),
            _ => None,
        };
        Self { done, ..self }
    }
}
