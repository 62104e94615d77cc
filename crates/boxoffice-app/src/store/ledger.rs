//! The ledger: rows are only ever added, and both databases refuse anything else.

use boxoffice_domain::ids::{EventId, OrderId, OrganizationId, PerformanceId};
use boxoffice_domain::time::Time;

use super::bulk::{Columns, Kind};
use super::cell::{Cells, cells};
use super::{Result, Tx};

/// One leg of a posting.
#[derive(Clone, Debug)]
pub(crate) struct LedgerRow {
    /// All legs of a posting share it, and sum to zero.
    pub(crate) transaction: [u8; 16],
    pub(crate) organization: OrganizationId,
    pub(crate) event: Option<EventId>,
    pub(crate) performance: Option<PerformanceId>,
    pub(crate) order: Option<OrderId>,
    pub(crate) cause: &'static str,
    pub(crate) account: &'static str,
    pub(crate) currency: &'static str,
    pub(crate) amount_minor: i64,
    pub(crate) at: Time,
}

const LEDGER: Columns = &[
    ("transaction_id", Kind::Bytes),
    ("organization_id", Kind::Bytes),
    ("event_id", Kind::Bytes),
    ("performance_id", Kind::Bytes),
    ("order_id", Kind::Bytes),
    ("cause", Kind::Text),
    ("account", Kind::Text),
    ("currency", Kind::Text),
    ("amount_minor", Kind::Int),
    ("at", Kind::Int),
];

impl Tx {
    /// Adds rows to the ledger.
    pub(crate) async fn insert_ledger(&mut self, rows: &[LedgerRow]) -> Result<()> {
        self.insert_rows("ledger", LEDGER, rows.iter().map(row).collect()).await
    }
}

fn row(row: &LedgerRow) -> Cells<'_> {
    cells![
        row.transaction,
        row.organization,
        row.event,
        row.performance,
        row.order,
        row.cause,
        row.account,
        row.currency,
        row.amount_minor,
        row.at,
    ]
}
