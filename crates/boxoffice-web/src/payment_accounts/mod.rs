//! Where the money of organizations goes: shown to their managers, changed by their owners. Keys go in and never out.

pub mod bank_account;
pub mod list;
pub mod own;

use boxoffice_app::accounts::Role;

use crate::policy::Policy;
use crate::routes::Routes;

pub(crate) fn routes(routes: &mut Routes) {
    let manager = Policy::Organizer(Role::Manager);
    let owner = Policy::Organizer(Role::Owner);
    routes
        .get("/{lang}/office/payments", manager, list::show)
        .get("/{lang}/office/organizations/{slug}/payments", manager, own::show)
        .get("/{lang}/office/organizations/{slug}/bank-account", manager, bank_account::show)
        .post("/{lang}/office/organizations/{slug}/bank-account", owner, bank_account::save)
        .post("/{lang}/office/organizations/{slug}/payments", owner, own::save)
        .post("/{lang}/office/organizations/{slug}/payments/removal", owner, own::remove);
}
