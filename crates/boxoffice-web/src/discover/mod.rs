//! Finding events: the start page with search and filters, and the pictures of events.
//! A GET form, so that results can be shared, bookmarked and gone back to; nothing here needs a script.

pub mod card;
pub mod filters;
mod pictures;
mod show;

pub use show::DiscoverPage;
pub(crate) use show::category_name;

use crate::policy::Policy;
use crate::routes::Routes;

pub(crate) fn routes(routes: &mut Routes) {
    routes.get("/{lang}", Policy::Public, show::show).get("/{lang}/events", Policy::Public, show::show).get(
        "/images/{image}/{file}",
        Policy::Public,
        pictures::show,
    );
}
