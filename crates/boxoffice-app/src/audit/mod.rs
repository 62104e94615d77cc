//! The audit: the program checks its own promises against its own database, in one snapshot, and changes nothing.
//! Each check counts again, from the rows that cause it, what another row claims. The SQL is in `store/audit.rs`.

use crate::App;
use crate::store::StoreError;
use crate::store::audit::{CHECKS, Finding};
use crate::store::{audit_ledger, audit_prices};

/// A promise that was checked.
#[derive(Clone, Debug)]
pub struct Checked {
    /// Its short name.
    pub name: &'static str,
    /// What must hold.
    pub promise: &'static str,
    /// Where it does not: at most [`FINDINGS_MAX`] of them.
    pub findings: Vec<String>,
}

/// Findings shown per check; one is too many already.
pub const FINDINGS_MAX: u32 = 20;

/// Checks every promise. Nothing found means that all of them hold in this moment.
pub async fn audit(app: &App) -> Result<Vec<Checked>, StoreError> {
    let mut tx = app.store.read().await?;
    let mut checked = Vec::with_capacity(CHECKS.len());
    for check in CHECKS.iter().chain(audit_ledger::CHECKS).chain(audit_prices::CHECKS) {
        let found = tx.audit(check, app.clock.now(), FINDINGS_MAX).await?;
        let findings = found.into_iter().map(|finding| describe(&finding)).collect();
        checked.push(Checked { name: check.name, promise: check.promise, findings });
    }
    Ok(checked)
}

fn describe(finding: &Finding) -> String {
    let id = data_encoding::HEXLOWER.encode(&finding.id);
    format!("{id}: {} where {} must be", finding.stands, finding.must)
}
