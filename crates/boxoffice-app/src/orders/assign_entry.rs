//! An entry of a bank statement that matched nothing by itself, in the hands of the organizer: it pays for an order,
//! or it is set aside with a note. Each is decided once.

use boxoffice_domain::bank::judge::{EntryState, Verdict};
use boxoffice_domain::ids::{BankEntryId, OrderId, OrganizationId};

use crate::App;
use crate::accounts::Principal;
use crate::activity::{Activity, Actor};
use crate::selling::batch::{BankEntry, Batch, Needs};
use crate::selling::desk::{Deed, DeskError};
use crate::store::StoreError;
use crate::store::bank::StoredBankAccount;
use serde_json::json;

/// Longest note, in characters.
pub const ENTRY_NOTE_CHARS_MAX: usize = 200;

/// Why an entry stays as it is.
#[derive(Debug, thiserror::Error)]
pub enum AssignEntryError {
    /// There is no such entry for the caller.
    #[error("Resource not found")]
    NotFound,
    /// There is no order with that number that is paid by transfer in this currency.
    #[error("there is no order with this number that is paid by bank transfer")]
    NoSuchOrder,
    /// Somebody else was faster.
    #[error("this entry was decided already")]
    Decided,
    /// A note is missing or too long.
    #[error("write a note of at most {ENTRY_NOTE_CHARS_MAX} characters")]
    NoNote,
    /// The desk could not decide.
    #[error(transparent)]
    Desk(#[from] DeskError),
}

impl AssignEntryError {
    /// The stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotFound => "not_found",
            Self::NoSuchOrder => "no_such_transfer_order",
            Self::Decided => "entry_decided",
            Self::NoNote => "entry_no_note",
            Self::Desk(_) => "busy",
        }
    }
}

impl From<StoreError> for AssignEntryError {
    fn from(error: StoreError) -> Self {
        Self::Desk(error.into())
    }
}

/// Has an entry pay for the order with this number. Says what it was for that order.
pub async fn assign_entry(
    app: &App,
    principal: &Principal,
    actor: &Actor,
    entry: BankEntryId,
    number: &str,
) -> Result<Verdict, AssignEntryError> {
    let (organization, account) = find_owner(app, principal, entry).await?;
    let number = number.trim().to_uppercase();
    let named = boxoffice_domain::bank::reference::find_numbers(&number);
    let number = named.first().ok_or(AssignEntryError::NoSuchOrder)?;
    let mut tx = app.store.read().await?;
    let orders =
        tx.list_orders_by_number(organization, &account.currency, std::iter::once(number.as_str())).await?;
    drop(tx);
    let order = orders.first().ok_or(AssignEntryError::NoSuchOrder)?.order_id;
    app.desk.ask(Assign { organization, entry, order, actor: actor.clone() }).await?
}

/// Notes why an entry pays for no order.
pub async fn set_entry_aside(
    app: &App,
    principal: &Principal,
    actor: &Actor,
    entry: BankEntryId,
    note: &str,
) -> Result<(), AssignEntryError> {
    let (organization, _) = find_owner(app, principal, entry).await?;
    let note = note.trim();
    if note.is_empty() || note.chars().count() > ENTRY_NOTE_CHARS_MAX {
        return Err(AssignEntryError::NoNote);
    }
    app.desk.ask(SetAside { organization, entry, note: note.to_owned(), actor: actor.clone() }).await?
}

async fn find_owner(
    app: &App,
    principal: &Principal,
    entry: BankEntryId,
) -> Result<(OrganizationId, StoredBankAccount), AssignEntryError> {
    let mut tx = app.store.read().await?;
    let owner = tx.find_entry_owner(entry).await?.filter(|owner| principal.may_manage(*owner));
    let owner = owner.ok_or(AssignEntryError::NotFound)?;
    let account = tx.find_bank_account(owner).await?.ok_or(AssignEntryError::NotFound)?;
    Ok((owner, account))
}

/// The entry, if nobody has decided about it yet; one that was set aside may still pay.
fn undecided(batch: &Batch, entry: BankEntryId, may_be_aside: bool) -> Result<BankEntry, AssignEntryError> {
    let found = batch.bank_entries.get(&entry).ok_or(AssignEntryError::NotFound)?.value.clone();
    match found.state {
        EntryState::Open => Ok(found),
        EntryState::Aside if may_be_aside => Ok(found),
        EntryState::Aside | EntryState::Taken => Err(AssignEntryError::Decided),
    }
}

struct Assign {
    organization: OrganizationId,
    entry: BankEntryId,
    order: OrderId,
    actor: Actor,
}

impl Deed for Assign {
    type Answer = Verdict;
    type Refusal = AssignEntryError;

    fn needs(&self, needs: &mut Needs) {
        needs.bank_entry(self.organization, self.entry);
        needs.order(self.order);
    }

    fn decide(&mut self, batch: &mut Batch) -> Result<Verdict, AssignEntryError> {
        let entry = undecided(batch, self.entry, true)?;
        let named = batch.named(self.order).ok_or(AssignEntryError::NoSuchOrder)?;
        let verdict = Verdict::of(entry.amount_minor, &[named]);
        let now = batch.now;
        if let Some(kept) = batch.bank_entries.get_mut(&self.entry) {
            let entry = kept.change();
            entry.state = EntryState::Taken;
            entry.verdict = verdict;
            entry.order = Some(self.order);
            entry.decided_at = Some(now);
        }
        batch.receive_transfer(self.order, entry.amount_minor, &self.entry.to_string(), &self.actor);
        Ok(verdict)
    }
}

struct SetAside {
    organization: OrganizationId,
    entry: BankEntryId,
    note: String,
    actor: Actor,
}

impl Deed for SetAside {
    type Answer = ();
    type Refusal = AssignEntryError;

    fn needs(&self, needs: &mut Needs) {
        needs.bank_entry(self.organization, self.entry);
    }

    fn decide(&mut self, batch: &mut Batch) -> Result<(), AssignEntryError> {
        let entry = undecided(batch, self.entry, false)?;
        let now = batch.now;
        if let Some(kept) = batch.bank_entries.get_mut(&self.entry) {
            let entry = kept.change();
            entry.state = EntryState::Aside;
            entry.order = None;
            entry.note = self.note.clone();
            entry.decided_at = Some(now);
        }
        batch.effects.activities.push(Activity {
            organization: Some(self.organization),
            at: now,
            actor: self.actor.clone(),
            action: "bank_entry.set_aside",
            subject_kind: "organization",
            subject: *self.organization.as_bytes(),
            event: None,
            detail: json!({ "entry": self.entry, "amount_minor": entry.amount_minor, "currency": entry.currency,
                "name": entry.payer, "note": self.note }),
        });
        Ok(())
    }
}
