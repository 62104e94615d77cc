//! One's own account: name and language, address, password, sign-ins, organizations, and its end.
//! The page is one, each of its forms has an address of its own and comes back to it.

mod change;
mod page;
mod sign_ins;

pub use page::AccountPage;

use axum::extract::{Query, State};
use boxoffice_app::App;
use serde::Deserialize;

use super::session::ThisSession;
use crate::form::Typed;
use crate::frame::Frame;
use crate::identify::SignedIn;
use crate::page::Page;
use crate::policy::Policy;
use crate::problem::Problem;
use crate::routes::Routes;

pub(super) fn routes(routes: &mut Routes) {
    routes
        .get("/{lang}/account", Policy::SignedIn, show)
        .post("/{lang}/account/profile", Policy::SignedIn, change::profile)
        .post("/{lang}/account/email", Policy::SignedIn, change::email)
        .post("/{lang}/account/password", Policy::SignedIn, change::password)
        .post("/{lang}/account/confirmation", Policy::SignedIn, change::confirmation)
        .post("/{lang}/account/close", Policy::SignedIn, change::close)
        .post("/{lang}/account/sessions/end", Policy::SignedIn, sign_ins::end)
        .post("/{lang}/account/sessions/end-others", Policy::SignedIn, sign_ins::end_others);
}

/// What just happened.
#[derive(Debug, Default, Deserialize)]
pub struct Came {
    #[serde(default)]
    done: String,
}

/// `GET /{lang}/account`
pub async fn show(
    State(app): State<App>,
    frame: Frame,
    SignedIn(principal): SignedIn,
    session: ThisSession,
    Query(came): Query<Came>,
) -> Result<Page<AccountPage>, Problem> {
    let page = AccountPage::load(&app, frame, &principal, session, Typed::default()).await?;
    Ok(Page::new(page.after(&came.done)))
}
