//! The activity log: who did what, when and from where, written in the transaction that did it.
//! Nobody can edit it; both databases refuse updates and deletes of its rows.

use boxoffice_domain::ids::{AccountId, EventId, OrganizationId};
use boxoffice_domain::time::Time;
use serde_json::Value;

use crate::store::bulk::{Columns, Kind};
use crate::store::cell::{Cells, cells};
use crate::store::{Result, Tx};

/// Who acts, and from where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    /// What kind of actor.
    pub kind: ActorKind,
    /// The client's address, or `-`.
    pub address: String,
}

/// The kinds of actors.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ActorKind {
    /// A signed-in account, with the name it had.
    Account(AccountId, String),
    /// A buyer without an account, known by the secret link or the cart.
    Buyer,
    /// A payment gateway's message.
    Gateway(&'static str),
    /// The program itself: expiry, jobs.
    System,
    /// A command on the machine.
    Command,
}

impl Actor {
    /// The program itself.
    pub fn system() -> Self {
        Self { kind: ActorKind::System, address: "-".into() }
    }

    /// A command on the machine.
    pub fn command() -> Self {
        Self { kind: ActorKind::Command, address: "-".into() }
    }

    /// A guest at an address.
    pub fn buyer(address: impl Into<String>) -> Self {
        Self { kind: ActorKind::Buyer, address: address.into() }
    }

    /// The account that acts, if one does.
    pub fn account(&self) -> Option<AccountId> {
        match &self.kind {
            ActorKind::Account(account, _) => Some(*account),
            _ => None,
        }
    }

    fn columns(&self) -> (&'static str, Option<AccountId>, &str) {
        match &self.kind {
            ActorKind::Account(account, name) => ("account", Some(*account), name),
            ActorKind::Buyer => ("buyer", None, ""),
            ActorKind::Gateway(name) => ("gateway", None, name),
            ActorKind::System => ("system", None, ""),
            ActorKind::Command => ("command", None, ""),
        }
    }
}

/// One entry. `action` is `noun.verb_in_past` such as `order.confirmed`, the same words as domain events.
#[derive(Clone, Debug)]
pub struct Activity {
    /// Whose log it belongs to; none for accounts and the installation itself.
    pub organization: Option<OrganizationId>,
    /// When.
    pub at: Time,
    /// Who, and from where.
    pub actor: Actor,
    /// What happened.
    pub action: &'static str,
    /// The kind of thing it happened to: `event`, `order`, `ticket`, `payment`, `refund`, `member`, `account` …
    pub subject_kind: &'static str,
    /// Its 16 bytes.
    pub subject: [u8; 16],
    /// The event concerned, where there is one.
    pub event: Option<EventId>,
    /// What changed, as JSON; no secrets.
    pub detail: Value,
}

pub(crate) const ACTIVITY: Columns = &[
    ("organization_id", Kind::Bytes),
    ("at", Kind::Int),
    ("actor_kind", Kind::Text),
    ("actor_id", Kind::Bytes),
    ("actor_name", Kind::Text),
    ("address", Kind::Text),
    ("action", Kind::Text),
    ("subject_kind", Kind::Text),
    ("subject_id", Kind::Bytes),
    ("event_id", Kind::Bytes),
    ("detail", Kind::Text),
];

impl Tx {
    /// Appends entries to the log.
    pub async fn log(&mut self, entries: &[Activity]) -> Result<()> {
        let rows = entries.iter().map(row).collect();
        self.insert_rows("activity", ACTIVITY, rows).await
    }
}

fn row(entry: &Activity) -> Cells<'_> {
    let (kind, account, name) = entry.actor.columns();
    cells![
        entry.organization,
        entry.at,
        kind,
        account,
        name,
        entry.actor.address.as_str(),
        entry.action,
        entry.subject_kind,
        entry.subject,
        entry.event,
        entry.detail.to_string(),
    ]
}
