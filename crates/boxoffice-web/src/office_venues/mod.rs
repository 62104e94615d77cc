//! The venues of an organization: listed, added, changed. Events take city, country and zone from them.

pub mod form;
pub mod list;

use boxoffice_app::accounts::Role;

use crate::policy::Policy;
use crate::routes::Routes;

pub(crate) fn routes(routes: &mut Routes) {
    let manager = Policy::Organizer(Role::Manager);
    routes
        .get("/{lang}/office/venues", manager, list::show)
        .post("/{lang}/office/venues", manager, form::create)
        .get("/{lang}/office/venues/new", manager, form::show_new)
        .get("/{lang}/office/venues/{venue}", manager, form::show)
        .post("/{lang}/office/venues/{venue}", manager, form::save);
}
