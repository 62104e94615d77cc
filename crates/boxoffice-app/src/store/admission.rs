//! What scans leave behind: check-ins and the log of every reading.

use boxoffice_domain::ids::{AccountId, CheckInId, EventId, PerformanceId, ScanId, TicketId};
use boxoffice_domain::time::Time;

use super::bulk::{Columns, Kind};
use super::cell::cells;
use super::{Result, Tx};

/// A ticket that was let in.
#[derive(Debug, Clone)]
pub(crate) struct NewCheckIn {
    pub(crate) id: CheckInId,
    pub(crate) performance: PerformanceId,
    pub(crate) ticket: TicketId,
    pub(crate) event: EventId,
    pub(crate) gate: String,
    pub(crate) account: Option<AccountId>,
    pub(crate) at: Time,
}

/// One reading of a barcode.
#[derive(Debug, Clone)]
pub(crate) struct NewScan {
    pub(crate) id: ScanId,
    /// None for a reading over the API that named no ticket of ours.
    pub(crate) event: Option<EventId>,
    pub(crate) performance: Option<PerformanceId>,
    pub(crate) ticket: Option<TicketId>,
    /// `valid`, `used` or `invalid`.
    pub(crate) result: &'static str,
    pub(crate) reason: &'static str,
    pub(crate) gate: String,
    pub(crate) account: Option<AccountId>,
    pub(crate) at: Time,
}

const CHECK_IN: Columns = &[
    ("check_in_id", Kind::Bytes),
    ("performance_id", Kind::Bytes),
    ("ticket_id", Kind::Bytes),
    ("event_id", Kind::Bytes),
    ("gate", Kind::Text),
    ("account_id", Kind::Bytes),
    ("scanned_at", Kind::Int),
];

const SCAN: Columns = &[
    ("scan_id", Kind::Bytes),
    ("event_id", Kind::Bytes),
    ("performance_id", Kind::Bytes),
    ("ticket_id", Kind::Bytes),
    ("result", Kind::Text),
    ("reason", Kind::Text),
    ("gate", Kind::Text),
    ("account_id", Kind::Bytes),
    ("scanned_at", Kind::Int),
];

impl Tx {
    pub(crate) async fn insert_check_ins(&mut self, check_ins: &[NewCheckIn]) -> Result<()> {
        let rows = check_ins
            .iter()
            .map(|c| cells![c.id, c.performance, c.ticket, c.event, c.gate.as_str(), c.account, c.at,])
            .collect();
        self.insert_rows("check_in", CHECK_IN, rows).await
    }

    pub(crate) async fn insert_scans(&mut self, scans: &[NewScan]) -> Result<()> {
        let rows = scans
            .iter()
            .map(|s| {
                cells![
                    s.id,
                    s.event,
                    s.performance,
                    s.ticket,
                    s.result,
                    s.reason,
                    s.gate.as_str(),
                    s.account,
                    s.at,
                ]
            })
            .collect();
        self.insert_rows("scan", SCAN, rows).await
    }
}
