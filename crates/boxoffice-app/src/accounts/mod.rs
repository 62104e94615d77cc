//! Accounts: signing in, and what an account may do.
//! One file per verb; `Principal` is what every face checks a caller against.

pub mod authenticate;
pub mod change_email;
pub mod change_password;
pub mod confirm;
pub mod create;
pub mod fields;
pub mod hashing;
mod log;
pub mod login;
pub mod mail;
pub mod organization;
pub mod profile;
pub mod register;
pub mod reset;
pub mod session;
pub mod sessions;
pub mod setup;
pub mod team;
pub mod token;

use boxoffice_domain::ids::{AccountId, OrganizationId};

use crate::activity::{Actor, ActorKind};

/// What a member may do for an organization, most powerful first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Role {
    /// Everything, the team included.
    Owner,
    /// Everything but the team.
    Manager,
    /// Orders, registrations and scanning.
    BoxOffice,
    /// Scanning only.
    Door,
}

impl Role {
    /// As the database stores it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::Manager => "manager",
            Self::BoxOffice => "box_office",
            Self::Door => "door",
        }
    }

    /// Reads the stored form.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Owner, Self::Manager, Self::BoxOffice, Self::Door]
            .into_iter()
            .find(|role| role.as_str() == text)
    }
}

/// Who is calling, with everything that a decision about permission needs.
#[derive(Clone, Debug)]
pub struct Principal {
    /// The account.
    pub account: AccountId,
    /// Its canonical address.
    pub email: String,
    /// Its name.
    pub name: String,
    /// The language it chose.
    pub locale: String,
    /// Whether the address was confirmed.
    pub confirmed: bool,
    /// Whether it has the attendee role.
    pub attendee: bool,
    /// Whether it runs the installation.
    pub operator: bool,
    /// The organizations it works for.
    pub memberships: Vec<(OrganizationId, Role)>,
}

impl Principal {
    /// Its role in an organization.
    pub fn role_in(&self, organization: OrganizationId) -> Option<Role> {
        self.memberships.iter().find(|(id, _)| *id == organization).map(|(_, role)| *role)
    }

    /// May change the organization's events and see its money.
    pub fn may_manage(&self, organization: OrganizationId) -> bool {
        matches!(self.role_in(organization), Some(Role::Owner | Role::Manager))
    }

    /// May see and correct orders and registrations.
    pub fn may_sell(&self, organization: OrganizationId) -> bool {
        matches!(self.role_in(organization), Some(Role::Owner | Role::Manager | Role::BoxOffice))
    }

    /// May scan tickets of the organization's events.
    pub fn may_scan(&self, organization: OrganizationId) -> bool {
        self.role_in(organization).is_some()
    }

    /// Counts as organizer for the REST role rules: manages at least one organization.
    pub fn is_organizer(&self) -> bool {
        self.memberships.iter().any(|(_, role)| matches!(role, Role::Owner | Role::Manager))
    }

    /// Sees orders or more of at least one organization.
    pub fn works_in_office(&self) -> bool {
        self.memberships.iter().any(|(organization, _)| self.may_sell(*organization))
    }

    /// The actor of what this principal does from `address`.
    pub fn actor(&self, address: &str) -> Actor {
        Actor { kind: ActorKind::Account(self.account, self.name.clone()), address: address.to_owned() }
    }
}
