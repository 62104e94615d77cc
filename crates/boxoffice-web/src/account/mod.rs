//! The account face: registering, signing in and out, links from mails, one's own account, organizations and
//! their teams, and the first operator. Every form works without a script and comes back as it was typed,
//! except passwords.

pub mod confirm;
pub mod forgot;
pub mod login;
pub mod mine;
pub mod note;
pub mod organization;
mod refusals;
pub mod register;
mod session;
pub mod setup;
pub mod team;

use axum::http::HeaderMap;
use boxoffice_app::accounts::login::LoggedIn;
use boxoffice_app::accounts::session::SessionId;

use crate::policy::Policy;
use crate::routes::Routes;
use crate::state::Web;

/// The session of a request's cookie, ended ones too.
pub(crate) fn this_session(headers: &HeaderMap) -> Option<SessionId> {
    session::ThisSession::of(headers).0
}

/// The `Set-Cookie` value of a fresh sign-in.
pub(crate) fn session_cookie(web: &Web, signed_in: &LoggedIn) -> String {
    session::cookie(web, signed_in)
}

pub(crate) fn routes(routes: &mut Routes) {
    routes
        .get("/{lang}/register", Policy::Public, register::show)
        .post("/{lang}/register", Policy::Public, register::send)
        .get("/{lang}/check-mail", Policy::Public, note::check_mail)
        .get("/{lang}/confirm", Policy::SecretLink, confirm::show)
        .post("/{lang}/confirm", Policy::SecretLink, confirm::send)
        .get("/{lang}/confirm-email", Policy::SecretLink, confirm::show_email)
        .post("/{lang}/confirm-email", Policy::SecretLink, confirm::send_email)
        .get("/{lang}/login", Policy::Public, login::show)
        .post("/{lang}/login", Policy::Public, login::send)
        .post("/{lang}/logout", Policy::Public, login::logout)
        .get("/{lang}/forgot", Policy::Public, forgot::show)
        .post("/{lang}/forgot", Policy::Public, forgot::send)
        .get("/{lang}/reset", Policy::SecretLink, forgot::show_reset)
        .post("/{lang}/reset", Policy::SecretLink, forgot::send_reset)
        .get("/setup", Policy::Public, setup::choose_language)
        .get("/{lang}/setup", Policy::Public, setup::show)
        .post("/{lang}/setup", Policy::Public, setup::send);
    mine::routes(routes);
    organization::routes(routes);
    team::routes(routes);
}
