//! A bank statement is brought in, looked at, and taken: what pays exactly for a waiting order confirms it, everything
//! else waits for somebody to look (`assign_entry.rs`). An entry is taken once, in the transaction of its effect,
//! however often and in however many statements it comes.

use std::collections::{HashMap, HashSet};

use boxoffice_domain::bank::account::Iban;
use boxoffice_domain::bank::judge::{EntryState, Named, Verdict};
use boxoffice_domain::bank::reference::find_numbers;
use boxoffice_domain::bank::statement::{Entry, content};
use boxoffice_domain::ids::{BankEntryId, BankStatementId, OrderId, OrganizationId};
use boxoffice_domain::limits::{NAME_CHARS_MAX, STATEMENT_ENTRIES_PER_DEED, STATEMENT_TTL_S};
use boxoffice_domain::money::{Currency, Money};
use boxoffice_domain::order::{Method, OrderState};
use serde_json::json;
use sha2::{Digest, Sha256};

use crate::App;
use crate::accounts::Principal;
use crate::activity::{Activity, Actor};
use crate::payments::bank::read::{StatementError, read_statement};
use crate::selling::batch::{BankEntry, Batch, Kept, Needs};
use crate::selling::desk::{Deed, DeskError};
use crate::store::bank::{NumberedOrderRow, StoredStatement};
use crate::store::{StoreError, Tx};

/// Why a statement was not brought in or taken.
#[derive(Debug, thiserror::Error)]
pub enum TakeStatementError {
    /// There is no such organization or statement for the caller.
    #[error("Resource not found")]
    NotFound,
    /// The organization has no bank account to compare with.
    #[error("enter the bank account first")]
    NoAccount,
    /// The file cannot be read.
    #[error(transparent)]
    Unreadable(#[from] StatementError),
    /// The desk could not decide.
    #[error(transparent)]
    Desk(#[from] DeskError),
}

impl TakeStatementError {
    /// The stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotFound => "not_found",
            Self::NoAccount => "no_bank_account",
            Self::Unreadable(error) => error.code(),
            Self::Desk(_) => "busy",
        }
    }
}

impl From<StoreError> for TakeStatementError {
    fn from(error: StoreError) -> Self {
        Self::Desk(error.into())
    }
}

/// A file that somebody brings in.
#[derive(Clone, Copy, Debug)]
pub struct StatementFile<'a> {
    /// Its name.
    pub name: &'a str,
    /// What is in it.
    pub bytes: &'a [u8],
}

/// An entry as it would be taken now.
#[derive(Clone, Debug)]
pub struct LookedEntry {
    /// Its id.
    pub id: BankEntryId,
    /// What the statement says.
    pub entry: Entry,
    /// What it is.
    pub verdict: Verdict,
    /// Number and buyer of the one order that it names.
    pub order: Option<(String, String)>,
    /// What that order still owes.
    pub due: Option<Money>,
    orders: Vec<OrderId>,
}

/// A statement that was brought in and not taken yet, or that was taken.
#[derive(Clone, Debug)]
pub struct LookedStatement {
    /// Its id.
    pub id: BankStatementId,
    /// Whose account it is of.
    pub organization: OrganizationId,
    /// The file's name.
    pub file_name: String,
    /// In which currency.
    pub currency: Currency,
    /// Lines that do not count.
    pub passed_over: i64,
    /// Whether it was taken already.
    pub is_taken: bool,
    /// Its entries; none once it is taken.
    pub entries: Vec<LookedEntry>,
}

/// What came of taking a statement.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Taken {
    /// Entries that paid for their orders.
    pub exact: usize,
    /// Entries that somebody must look at.
    pub open: usize,
    /// Entries that had been taken before.
    pub known: usize,
}

/// Keeps a statement, so that it can be looked at before it is taken. Nothing else changes.
pub async fn bring_in_statement(
    app: &App,
    principal: &Principal,
    organization: OrganizationId,
    file: StatementFile<'_>,
) -> Result<BankStatementId, TakeStatementError> {
    if !principal.may_manage(organization) {
        return Err(TakeStatementError::NotFound);
    }
    let account = app.store.read().await?.find_bank_account(organization).await?;
    let account = account.ok_or(TakeStatementError::NoAccount)?;
    let iban = Iban::parse(&account.iban).map_err(|_| TakeStatementError::NoAccount)?;
    let currency: Currency = account.currency.parse().map_err(|_| TakeStatementError::NoAccount)?;
    let read = read_statement(file.bytes, &iban, currency)?;
    let now = app.clock.now();
    let statement = StoredStatement {
        bank_statement_id: BankStatementId::from_bytes(app.random.id(now)),
        organization_id: organization,
        file_name: file.name.chars().filter(|letter| !letter.is_control()).take(NAME_CHARS_MAX).collect(),
        entries: serde_json::to_string(&read.entries).map_err(|e| StoreError::Broken(e.to_string()))?,
        passed_over: read.passed_over as i64,
        account_id: Some(principal.account),
        created_at: now,
        taken_at: None,
    };
    let mut tx = app.store.begin().await?;
    tx.forget_statements(now.plus_s(-STATEMENT_TTL_S)).await?;
    tx.insert_statement(&statement).await?;
    tx.commit().await?;
    Ok(statement.bank_statement_id)
}

/// A statement with what each of its entries is now, for those who manage its organization.
pub async fn look_at_statement(
    app: &App,
    principal: &Principal,
    id: BankStatementId,
) -> Result<LookedStatement, TakeStatementError> {
    let mut tx = app.store.read().await?;
    let found = tx.find_statement(id).await?.filter(|found| principal.may_manage(found.organization_id));
    let found = found.ok_or(TakeStatementError::NotFound)?;
    let account = tx.find_bank_account(found.organization_id).await?.ok_or(TakeStatementError::NoAccount)?;
    let currency: Currency = account.currency.parse().map_err(|_| TakeStatementError::NoAccount)?;
    let entries: Vec<Entry> = if found.taken_at.is_some() {
        Vec::new()
    } else {
        serde_json::from_str(&found.entries).map_err(|error| StoreError::Broken(error.to_string()))?
    };
    Ok(LookedStatement {
        id,
        organization: found.organization_id,
        file_name: found.file_name,
        currency,
        passed_over: found.passed_over,
        is_taken: found.taken_at.is_some(),
        entries: look(&mut tx, found.organization_id, currency, entries).await?,
    })
}

/// Takes a statement, in parts that are each a transaction. Taking it again changes nothing.
pub async fn take_statement(
    app: &App,
    principal: &Principal,
    actor: &Actor,
    id: BankStatementId,
) -> Result<Taken, TakeStatementError> {
    let looked = look_at_statement(app, principal, id).await?;
    let mut taken = Taken::default();
    for part in looked.entries.chunks(STATEMENT_ENTRIES_PER_DEED) {
        let deed = TakeEntries {
            organization: looked.organization,
            statement: id,
            currency: looked.currency,
            entries: part.to_vec(),
            actor: actor.clone(),
        };
        let Ok(done) = app.desk.ask(deed).await?;
        taken.exact += done.exact;
        taken.open += done.open;
        taken.known += done.known;
    }
    if !looked.is_taken {
        let now = app.clock.now();
        let mut tx = app.store.begin().await?;
        tx.close_statement(id, now).await?;
        tx.log(&[Activity {
            organization: Some(looked.organization),
            at: now,
            actor: actor.clone(),
            action: "bank_statement.taken",
            subject_kind: "organization",
            subject: *looked.organization.as_bytes(),
            event: None,
            detail: json!({ "statement": id, "name": looked.file_name, "exact": taken.exact, "open": taken.open,
                "known": taken.known }),
        }])
        .await?;
        tx.commit().await?;
    }
    Ok(taken)
}

/// Ids follow from what an entry says; the second of two equal ones in one statement is another one.
fn entry_ids(organization: OrganizationId, entries: &[Entry]) -> Vec<BankEntryId> {
    let mut seen: HashMap<String, u32> = HashMap::new();
    let id = |entry: &Entry| {
        let content = content(entry);
        let count = seen.entry(content.clone()).or_default();
        *count += 1;
        let mut digest = Sha256::new();
        digest.update(organization.as_bytes());
        digest.update(count.to_be_bytes());
        digest.update(content.as_bytes());
        let mut id = [0; 16];
        id.copy_from_slice(&digest.finalize()[..16]);
        BankEntryId::from_bytes(id)
    };
    entries.iter().map(id).collect()
}

async fn look(
    tx: &mut Tx,
    organization: OrganizationId,
    currency: Currency,
    entries: Vec<Entry>,
) -> Result<Vec<LookedEntry>, StoreError> {
    let ids = entry_ids(organization, &entries);
    let known: HashSet<BankEntryId> = tx.list_known_entries(&ids).await?.into_iter().collect();
    let numbers: Vec<Vec<String>> = entries.iter().map(|entry| find_numbers(&entry.text)).collect();
    let all: HashSet<&str> = numbers.iter().flatten().map(String::as_str).collect();
    let rows = tx.list_orders_by_number(organization, currency.code(), all.into_iter()).await?;
    let by_number: HashMap<&str, &NumberedOrderRow> =
        rows.iter().map(|row| (row.number.as_str(), row)).collect();
    // What one entry of the statement pays, the next one does not pay again.
    let mut paid: HashSet<OrderId> = HashSet::new();
    let looked = entries.into_iter().zip(ids).zip(numbers).map(|((entry, id), numbers)| {
        let rows: Vec<&NumberedOrderRow> =
            numbers.iter().filter_map(|number| by_number.get(number.as_str()).copied()).collect();
        let named: Vec<Named> = rows.iter().filter_map(|row| named(row, &paid)).collect();
        let verdict =
            if known.contains(&id) { Verdict::Known } else { Verdict::of(entry.amount_minor, &named) };
        let one = if let [row] = rows[..] { Some(row) } else { None };
        if let (Verdict::Exact, Some(row)) = (verdict, one) {
            paid.insert(row.order_id);
        }
        LookedEntry {
            id,
            entry,
            verdict,
            order: one.map(|row| (row.number.clone(), row.name.clone())),
            due: one
                .filter(|row| row.state == OrderState::Pending.as_str())
                .map(|row| Money::new(row.due_minor, currency)),
            orders: rows.iter().map(|row| row.order_id).collect(),
        }
    });
    Ok(looked.collect())
}

fn named(row: &NumberedOrderRow, paid: &HashSet<OrderId>) -> Option<Named> {
    let state =
        if paid.contains(&row.order_id) { OrderState::Confirmed } else { OrderState::parse(&row.state)? };
    Some(Named { state, method: Method::parse(&row.method)?, due_minor: row.due_minor })
}

struct TakeEntries {
    organization: OrganizationId,
    statement: BankStatementId,
    currency: Currency,
    entries: Vec<LookedEntry>,
    actor: Actor,
}

impl Deed for TakeEntries {
    type Answer = Taken;
    type Refusal = std::convert::Infallible;

    fn needs(&self, needs: &mut Needs) {
        for looked in &self.entries {
            needs.bank_entry(self.organization, looked.id);
            looked.orders.iter().for_each(|order| needs.order(*order));
        }
    }

    fn decide(&mut self, batch: &mut Batch) -> Result<Taken, Self::Refusal> {
        let mut taken = Taken::default();
        for looked in &self.entries {
            match self.take(batch, looked) {
                Verdict::Known => taken.known += 1,
                Verdict::Exact => taken.exact += 1,
                _ => taken.open += 1,
            }
        }
        Ok(taken)
    }
}

impl TakeEntries {
    fn take(&self, batch: &mut Batch, looked: &LookedEntry) -> Verdict {
        if batch.bank_entries.contains_key(&looked.id) {
            return Verdict::Known;
        }
        let amount_minor = looked.entry.amount_minor;
        let orders: Vec<OrderId> =
            looked.orders.iter().copied().filter(|order| batch.named(*order).is_some()).collect();
        let named: Vec<Named> = orders.iter().filter_map(|order| batch.named(*order)).collect();
        let verdict = Verdict::of(amount_minor, &named);
        let order = if let [order] = orders[..] { Some(order) } else { None };
        let is_exact = verdict == Verdict::Exact;
        let entry = BankEntry {
            id: looked.id,
            organization: self.organization,
            statement: self.statement,
            booked_on: looked.entry.booked_on.clone(),
            amount_minor,
            currency: self.currency.code().to_owned(),
            payer: looked.entry.payer.clone(),
            payer_iban: looked.entry.payer_iban.clone(),
            purpose: looked.entry.text.clone(),
            state: if is_exact { EntryState::Taken } else { EntryState::Open },
            verdict,
            order,
            note: String::new(),
            created_at: batch.now,
            decided_at: is_exact.then_some(batch.now),
        };
        batch.bank_entries.insert(entry.id, Kept::new(entry));
        if let (true, Some(order)) = (is_exact, order) {
            batch.receive_transfer(order, amount_minor, &looked.id.to_string(), &self.actor);
        }
        verdict
    }
}

impl Batch {
    /// An order that is paid by transfer, as far as an entry of a statement matters to it.
    pub(crate) fn named(&self, order: OrderId) -> Option<Named> {
        let order = &self.orders.get(&order)?.value;
        let due_minor = order.total_minor - self.deposit_of(order.id).max(0);
        (order.method == Method::BankTransfer).then_some(Named {
            state: order.state,
            method: order.method,
            due_minor,
        })
    }
}
