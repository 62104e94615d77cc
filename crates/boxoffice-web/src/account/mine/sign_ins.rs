//! Ending sign-ins: one that was forgotten somewhere, or all but this one.

use axum::extract::State;
use axum::response::Redirect;
use boxoffice_app::App;
use boxoffice_app::accounts::session::SessionId;
use boxoffice_app::accounts::sessions::{end_other_sessions, end_session};
use serde::Deserialize;

use crate::account::session::ThisSession;
use crate::client::Client;
use crate::form::Form;
use crate::frame::Frame;
use crate::identify::SignedIn;
use crate::problem::Problem;

/// Which sign-in.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct EndForm {
    session: String,
}

/// `POST /{lang}/account/sessions/end`
pub(super) async fn end(
    State(app): State<App>,
    frame: Frame,
    SignedIn(principal): SignedIn,
    client: Client,
    Form { value, .. }: Form<EndForm>,
) -> Result<Redirect, Problem> {
    let session = SessionId::parse(&value.session).ok_or_else(Problem::not_found)?;
    // One that has ended already, or is somebody else's, is none of the list that comes back.
    end_session(&app, &client.actor(Some(&principal)), &principal, session).await?;
    Ok(Redirect::to(&frame.href("/account?done=sessions")))
}

/// `POST /{lang}/account/sessions/end-others`
pub(super) async fn end_others(
    State(app): State<App>,
    frame: Frame,
    SignedIn(principal): SignedIn,
    session: ThisSession,
    client: Client,
) -> Result<Redirect, Problem> {
    let this = session.0.ok_or_else(Problem::not_signed_in)?;
    end_other_sessions(&app, &client.actor(Some(&principal)), &principal, this).await?;
    Ok(Redirect::to(&frame.href("/account?done=sessions")))
}
