//! What other nodes did: on PostgreSQL every node reads the outbox as it grows and tells its own subscribers.
//! Numbers are given before a commit, so a later number may be seen before an earlier one: a number that was
//! skipped is looked for again until it comes or its transaction must be over.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use boxoffice_domain::ids::EventId;
use boxoffice_domain::time::Time;
use tokio::sync::watch;

use crate::App;
use crate::store::outbox::OutboxChange;
use crate::store::{Dialect, StoreError};
use crate::stream::Changed;

/// How often the outbox is read.
const LOOK_MS: u64 = 250;
/// Changes read at once; more are read at once after.
const READ_MAX: u32 = 2_000;
/// A transaction that took a number and is not there after this was undone.
const GIVE_UP_S: i64 = 30;
/// Numbers before the first look that may still be on their way.
const LOOK_BACK: i64 = 500;
/// Skipped numbers that are remembered.
const MISSING_MAX: usize = 10_000;

/// Where a node is in the outbox.
#[derive(Debug, Default)]
pub struct Tail {
    /// The highest number seen.
    last: i64,
    /// Skipped numbers, and when they were skipped.
    missing: BTreeMap<i64, Time>,
}

impl Tail {
    /// Begins at what there is now. What was committed before is in every view that is loaded later.
    pub async fn begin(app: &App) -> Result<Self, StoreError> {
        let last = app.store.read().await?.find_last_change().await?;
        Ok(Self { last: (last - LOOK_BACK).max(0), missing: BTreeMap::new() })
    }

    /// Reads on and tells this node's subscribers. True when there may be more at once.
    pub async fn read_on(&mut self, app: &App) -> Result<bool, StoreError> {
        let missing: Vec<i64> = self.missing.keys().copied().collect();
        let changes = app.store.read().await?.list_changes(self.last, &missing, READ_MAX).await?;
        for event in self.take(&changes, app.clock.now()) {
            app.stream.tell(Changed { event });
        }
        Ok(changes.len() >= READ_MAX as usize)
    }

    /// Notes what was read and says which events changed.
    fn take(&mut self, changes: &[OutboxChange], now: Time) -> BTreeSet<EventId> {
        for change in changes {
            if change.outbox_no > self.last {
                let skipped = self.last + 1..change.outbox_no;
                self.missing.extend(skipped.rev().take(MISSING_MAX).map(|number| (number, now)));
                self.last = change.outbox_no;
            } else {
                self.missing.remove(&change.outbox_no);
            }
        }
        self.missing.retain(|_, since| now.since_s(*since) < GIVE_UP_S);
        while self.missing.len() > MISSING_MAX {
            self.missing.pop_first();
        }
        changes.iter().filter_map(|change| change.event_id).collect()
    }
}

/// Reads on until told to stop. SQLite has one node, which needs no telling.
pub(crate) async fn follow(app: App, mut stopped: watch::Receiver<bool>) {
    if app.store.dialect() == Dialect::Sqlite {
        return;
    }
    let mut tail = None;
    while !*stopped.borrow() {
        match look(&app, &mut tail).await {
            Ok(true) => continue,
            Ok(false) => {}
            Err(error) => tracing::warn!(%error, "changes of other nodes cannot be read"),
        }
        tokio::select! {
            () = tokio::time::sleep(Duration::from_millis(LOOK_MS)) => {}
            _ = stopped.changed() => {}
        }
    }
}

async fn look(app: &App, tail: &mut Option<Tail>) -> Result<bool, StoreError> {
    if let Some(tail) = tail {
        tail.read_on(app).await
    } else {
        *tail = Some(Tail::begin(app).await?);
        Ok(true)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(number: i64) -> OutboxChange {
        OutboxChange { outbox_no: number, event_id: Some(EventId::from_bytes([number as u8; 16])) }
    }

    fn told(tail: &mut Tail, numbers: &[i64], at_s: i64) -> Vec<u8> {
        let changes: Vec<OutboxChange> = numbers.iter().map(|number| change(*number)).collect();
        tail.take(&changes, Time::from_seconds(at_s)).iter().map(|event| event.bytes()[0]).collect()
    }

    #[test]
    fn a_number_that_commits_late_is_still_told() {
        let mut tail = Tail::default();
        assert_eq!(told(&mut tail, &[1, 2, 5], 0), [1, 2, 5]);
        assert_eq!(tail.missing.keys().copied().collect::<Vec<_>>(), [3, 4]);
        assert_eq!(told(&mut tail, &[4, 6], 1), [4, 6]);
        assert_eq!(tail.missing.keys().copied().collect::<Vec<_>>(), [3]);
    }

    #[test]
    fn a_number_that_never_comes_is_given_up() {
        let mut tail = Tail::default();
        told(&mut tail, &[2], 0);
        told(&mut tail, &[3], GIVE_UP_S);
        assert!(tail.missing.is_empty());
        assert_eq!(tail.last, 3);
    }
}
