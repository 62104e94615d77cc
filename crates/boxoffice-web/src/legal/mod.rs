//! Imprint, terms and privacy: read by everybody, written by operators and organizers.

mod edit;
mod show;

pub use edit::EditLegalPage;
pub use show::LegalPage;

use boxoffice_app::accounts::Role;

use crate::policy::Policy;
use crate::routes::Routes;

pub(crate) fn routes(routes: &mut Routes) {
    routes
        .get("/{lang}/imprint", Policy::Public, show::imprint)
        .get("/{lang}/terms", Policy::Public, show::terms)
        .get("/{lang}/privacy", Policy::Public, show::privacy)
        .get("/{lang}/organizers/{slug}/{text}", Policy::Public, show::organization)
        .get("/{lang}/operator/texts", Policy::Operator, edit::installation)
        .post("/{lang}/operator/texts", Policy::Operator, edit::save_installation)
        .get(
            "/{lang}/office/organizations/{slug}/texts",
            Policy::Organizer(Role::Manager),
            edit::organization,
        )
        .post(
            "/{lang}/office/organizations/{slug}/texts",
            Policy::Organizer(Role::Manager),
            edit::save_organization,
        );
}
