//! Bank transfers in a batch: entries of statements, what came in for which order, and how organizations take them.

use boxoffice_domain::bank::judge::{EntryState, Verdict};
use boxoffice_domain::ids::{BankEntryId, BankStatementId, OrderId, OrganizationId};
use boxoffice_domain::order::Method;
use boxoffice_domain::time::Time;

use super::{Batch, Kept, Needs};
use crate::store::bank::BankEntryRow;
use crate::store::cell::{Cells, cells};
use crate::store::{Result, StoreError, Tx};

/// Money that a statement says came in.
#[derive(Debug, Clone)]
pub(crate) struct BankEntry {
    pub(crate) id: BankEntryId,
    pub(crate) organization: OrganizationId,
    pub(crate) statement: BankStatementId,
    pub(crate) booked_on: String,
    pub(crate) amount_minor: i64,
    pub(crate) currency: String,
    pub(crate) payer: String,
    pub(crate) payer_iban: String,
    pub(crate) purpose: String,
    pub(crate) state: EntryState,
    pub(crate) verdict: Verdict,
    /// The order that it names while it is open, or that it paid for.
    pub(crate) order: Option<OrderId>,
    pub(crate) note: String,
    pub(crate) created_at: Time,
    pub(crate) decided_at: Option<Time>,
}

impl Batch {
    /// Locks the accounts whose entries are decided about: before everything else, so that two batches with the same
    /// statement take turns and the second finds what the first has taken.
    pub(super) async fn lock_banks(&mut self, tx: &mut Tx, needs: &Needs) -> Result<()> {
        if !needs.banks.is_empty() {
            let organizations: Vec<_> = needs.banks.iter().copied().collect();
            self.keep_banks(tx, &organizations, true).await?;
        }
        if !needs.bank_entries.is_empty() {
            let ids: Vec<_> = needs.bank_entries.iter().copied().collect();
            for row in tx.batch_bank_entries(&ids).await? {
                let entry = entry(row)?;
                self.bank_entries.insert(entry.id, Kept::loaded(entry));
            }
        }
        Ok(())
    }

    /// What came in for the orders of the batch, and where the sellers of its performances have their accounts.
    pub(super) async fn load_transfers(&mut self, tx: &mut Tx, needs: &Needs) -> Result<()> {
        let by_transfer = self.orders.values().map(|kept| &kept.value);
        let by_transfer = by_transfer.filter(|order| order.method == Method::BankTransfer);
        let orders: Vec<OrderId> = by_transfer.map(|order| order.id).collect();
        if !orders.is_empty() {
            let rows = tx.batch_transferred(&orders).await?;
            self.transferred = rows.into_iter().map(|row| (row.order_id, row.amount_minor)).collect();
        }
        if needs.bank_accounts {
            let mut organizations: Vec<_> = self.performances.values().map(|p| p.organization).collect();
            organizations.sort_unstable();
            organizations.dedup();
            self.keep_banks(tx, &organizations, false).await?;
        }
        Ok(())
    }

    async fn keep_banks(&mut self, tx: &mut Tx, organizations: &[OrganizationId], lock: bool) -> Result<()> {
        let accounts = tx.batch_bank_accounts(organizations, lock).await?;
        self.bank_accounts.extend(accounts.into_iter().map(|account| (account.organization_id, account)));
        Ok(())
    }
}

fn entry(row: BankEntryRow) -> Result<BankEntry> {
    let broken = |what: &str, value: &str| StoreError::Broken(format!("{what} {value:?}"));
    Ok(BankEntry {
        id: row.bank_entry_id,
        organization: row.organization_id,
        statement: row.bank_statement_id,
        booked_on: row.booked_on,
        amount_minor: row.amount_minor,
        currency: row.currency,
        payer: row.payer,
        payer_iban: row.payer_iban,
        purpose: row.purpose,
        state: EntryState::parse(&row.state).ok_or_else(|| broken("entry state", &row.state))?,
        verdict: Verdict::parse(&row.verdict).ok_or_else(|| broken("verdict", &row.verdict))?,
        order: row.order_id,
        note: row.note,
        created_at: row.created_at,
        decided_at: row.decided_at,
    })
}

pub(super) fn whole(entry: &BankEntry) -> Cells<'_> {
    cells![
        entry.id,
        entry.organization,
        entry.statement,
        entry.booked_on.as_str(),
        entry.amount_minor,
        entry.currency.as_str(),
        entry.payer.as_str(),
        entry.payer_iban.as_str(),
        entry.purpose.as_str(),
        entry.state.as_str(),
        entry.verdict.as_str(),
        entry.order,
        entry.note.as_str(),
        entry.created_at,
        entry.decided_at,
    ]
}

pub(super) fn changes(entry: &BankEntry) -> Cells<'_> {
    cells![
        entry.id,
        entry.state.as_str(),
        entry.verdict.as_str(),
        entry.order,
        entry.note.as_str(),
        entry.decided_at,
    ]
}
