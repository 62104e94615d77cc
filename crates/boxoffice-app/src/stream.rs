//! Domain events: appended to the outbox in the transaction that causes them, then told to subscribers.
//! In this process a commit wakes subscribers at once; other nodes' events are found by tailing the outbox.

use boxoffice_domain::ids::{EventId, PerformanceId};
use boxoffice_domain::time::Time;
use serde_json::Value;
use tokio::sync::broadcast;

use crate::selling::availability::Views;
use crate::store::bulk::{Columns, Kind};
use crate::store::cell::cells;
use crate::store::{Result, Tx};

/// Something that happened, as others may know it.
#[derive(Clone, Debug)]
pub struct DomainEvent {
    /// `noun.verb_in_past`, such as `order.confirmed`, `hold.made`, `event.changed`, `ticket.checked_in`.
    pub kind: &'static str,
    /// The event concerned.
    pub event: Option<EventId>,
    /// The performance concerned.
    pub performance: Option<PerformanceId>,
    /// Ids and figures, as JSON; no personal data.
    pub payload: Value,
    /// When.
    pub at: Time,
}

/// What subscribers in this process are told: something about this event changed; look again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Changed {
    /// The event whose availability, price or status may be different now.
    pub event: EventId,
}

/// The in-process end of the stream. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Stream {
    sender: broadcast::Sender<Changed>,
    views: Views,
}

/// Changes a slow subscriber may lag behind before it must look at everything again.
const LAG_MAX: usize = 4_096;

impl Stream {
    /// A stream that marks these views as outdated before anybody is told, so that nobody looks at an old one.
    pub fn over(views: Views) -> Self {
        Self { sender: broadcast::channel(LAG_MAX).0, views }
    }

    /// Hears every change from now on.
    pub fn subscribe(&self) -> broadcast::Receiver<Changed> {
        self.sender.subscribe()
    }

    /// Tells subscribers; call it after the commit.
    pub fn tell(&self, changed: Changed) {
        self.views.changed(changed.event);
        // Nobody listening is not an error.
        let _ = self.sender.send(changed);
    }
}

pub(crate) const OUTBOX: Columns = &[
    ("kind", Kind::Text),
    ("event_id", Kind::Bytes),
    ("performance_id", Kind::Bytes),
    ("payload", Kind::Text),
    ("at", Kind::Int),
];

impl Tx {
    /// Appends domain events to the outbox.
    pub async fn append_events(&mut self, events: &[DomainEvent]) -> Result<()> {
        let rows = events
            .iter()
            .map(|event| {
                cells![event.kind, event.event, event.performance, event.payload.to_string(), event.at,]
            })
            .collect();
        self.insert_rows("outbox", OUTBOX, rows).await
    }
}
