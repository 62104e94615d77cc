//! What the office sees of bank transfers: entries that somebody must look at, statements that were taken, and refunds
//! that people must carry out.

use boxoffice_domain::ids::OrganizationId;

use crate::App;
use crate::accounts::Principal;
use crate::store::Result;
use crate::store::bank::{ShownEntry, StoredBankAccount, StoredStatement};
use crate::store::hand_refunds::HandRefund;
use crate::store::organizations::Organization;

/// Lines of each list.
const LINES_MAX: u32 = 200;
/// Statements that are listed.
const STATEMENTS_MAX: u32 = 20;

/// The transfers of an organization.
#[derive(Clone, Debug)]
pub struct Transfers {
    /// Whose.
    pub organization: Organization,
    /// Its account; none: not entered yet.
    pub account: Option<StoredBankAccount>,
    /// Entries that somebody must look at, oldest first.
    pub open: Vec<ShownEntry>,
    /// Refunds that people must carry out, oldest first.
    pub refunds: Vec<HandRefund>,
    /// Statements that were taken, newest first.
    pub statements: Vec<StoredStatement>,
}

/// The transfers of an organization, for those who manage it.
pub async fn find_transfers(
    app: &App,
    principal: &Principal,
    organization: OrganizationId,
) -> Result<Option<Transfers>> {
    if !principal.may_manage(organization) {
        return Ok(None);
    }
    let mut tx = app.store.read().await?;
    let Some(found) = tx.find_organization(organization).await? else { return Ok(None) };
    Ok(Some(Transfers {
        organization: found,
        account: tx.find_bank_account(organization).await?,
        open: tx.list_open_entries(organization, LINES_MAX).await?,
        refunds: tx.list_hand_refunds(organization, LINES_MAX).await?,
        statements: tx.list_statements(organization, STATEMENTS_MAX).await?,
    }))
}
