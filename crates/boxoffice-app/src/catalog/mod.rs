//! The catalogue: venues, events, performances, ticket types and pictures, from draft to published.
//! One file per verb. What is sold is protected here; who gets which place is `selling/`'s business.
//! The rules of what an event may say are in `boxoffice_domain::catalog`.

pub mod codes;
pub mod create_event;
pub mod create_venue;
pub mod edit;
pub mod edit_event;
pub mod edit_venue;
pub mod end_event;
pub mod find_or_create_venue;
pub mod images;
pub mod import;
pub mod look;
pub mod markdown;
pub mod office;
pub mod office_venues;
pub mod performances;
pub mod places;
pub mod pricing;
pub mod publish;
pub mod quotas;
pub(crate) mod record;
pub mod shown;
pub(crate) mod slug;
pub mod ticket_types;
pub(crate) mod write;

use boxoffice_domain::catalog::draft::Defaults;
use boxoffice_domain::ids::OrganizationId;

use crate::accounts::Principal;
use crate::activity::Actor;
use crate::settings::Settings;

/// Who changes the catalogue: what they may change, and as whom the activity log names them.
#[derive(Clone, Debug)]
pub struct Editor {
    /// As whom it is logged.
    pub actor: Actor,
    scope: Scope,
}

#[derive(Clone, Debug)]
enum Scope {
    Everything,
    Organizations(Vec<OrganizationId>),
}

impl Editor {
    /// An account, for every organization that it manages.
    pub fn account(principal: &Principal, address: &str) -> Self {
        let managed = principal.memberships.iter().map(|(id, _)| *id).filter(|id| principal.may_manage(*id));
        Self { actor: principal.actor(address), scope: Scope::Organizations(managed.collect()) }
    }

    /// The program itself, as when it fills the demo shop.
    pub fn system() -> Self {
        Self { actor: Actor::system(), scope: Scope::Everything }
    }

    /// A command on the machine.
    pub fn command() -> Self {
        Self { actor: Actor::command(), scope: Scope::Everything }
    }

    /// Whether it may change what belongs to this organization.
    pub fn may_manage(&self, organization: OrganizationId) -> bool {
        match &self.scope {
            Scope::Everything => true,
            Scope::Organizations(managed) => managed.contains(&organization),
        }
    }
}

/// What this installation fills in where a draft says nothing.
pub fn defaults(settings: &Settings) -> Defaults {
    Defaults {
        time_zone: settings.default_time_zone.clone(),
        currency: settings.default_currency.clone(),
        hold_ttl_s: settings.hold_ttl_s,
        hold_ttl_s_min: settings.hold_ttl_s_min,
    }
}
