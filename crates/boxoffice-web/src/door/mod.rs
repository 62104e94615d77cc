//! The door: choose an event, then scan. A focused field takes what a keyboard scanner types; without a script
//! each reading is a page, with one it is a full screen in colour, with a sound, for a second.

mod choose;
mod scan;

use axum::http::StatusCode;
use boxoffice_app::admission::ScanError;
use boxoffice_app::selling::desk::DeskError;

use crate::policy::Policy;
use crate::problem::Problem;
use crate::routes::Routes;

pub use choose::ChoosePage;
pub use scan::ScanPage;

pub(crate) fn routes(routes: &mut Routes) {
    routes
        .get("/{lang}/door", Policy::Staff, choose::show)
        .get("/{lang}/door/{event}", Policy::Staff, scan::show)
        .post("/{lang}/door/{event}", Policy::Staff, scan::read);
}

impl From<ScanError> for Problem {
    fn from(error: ScanError) -> Self {
        match &error {
            ScanError::NotYours => Self::not_found(),
            ScanError::Desk(DeskError::Full | DeskError::Stopped) => {
                Self::refused(StatusCode::SERVICE_UNAVAILABLE, error.code(), &error).retry_after(1)
            }
            ScanError::Desk(DeskError::Store(_)) | ScanError::Store(_) => Self::fault(&error),
        }
    }
}
