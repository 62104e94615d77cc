//! Server-sent events of open pages. One task hears every change, folds what comes within a quarter of a
//! second, and wakes whoever watches that event; a message says only that there is something new.
//! The page then fetches itself, which is cheap (`pages.rs`), so no text is made here.

use std::collections::{HashMap, HashSet};
use std::convert::Infallible;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;

use boxoffice_app::App;
use boxoffice_domain::ids::EventId;
use boxoffice_domain::limits::LIVE_CONNECTIONS_MAX;
use bytes::Bytes;
use futures_util::{Stream, stream};
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tokio::time::{MissedTickBehavior, interval, timeout};

/// Changes closer together than this are told once.
const FOLD: Duration = Duration::from_millis(250);
/// A comment so often keeps proxies from closing the connection.
const HEARTBEAT: Duration = Duration::from_secs(25);

/// Who watches what. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Watchers(Arc<Hub>);

#[derive(Debug)]
struct Hub {
    rooms: Mutex<HashMap<EventId, watch::Sender<u64>>>,
    places: Arc<Semaphore>,
    changes: AtomicU64,
}

/// A watcher's place, given back when its connection ends.
#[derive(Debug)]
pub struct Watch {
    room: watch::Receiver<u64>,
    _place: OwnedSemaphorePermit,
}

impl Watchers {
    /// Begins to listen to the program's stream. The task ends with the last clone.
    pub fn start(app: &App) -> Self {
        let hub = Arc::new(Hub {
            rooms: Mutex::default(),
            places: Arc::new(Semaphore::new(LIVE_CONNECTIONS_MAX)),
            changes: AtomicU64::new(0),
        });
        if let Ok(runtime) = tokio::runtime::Handle::try_current() {
            runtime.spawn(relay(app.stream.subscribe(), Arc::downgrade(&hub)));
        }
        Self(hub)
    }

    /// Takes a place at an event; `None` when all are taken.
    pub fn watch(&self, event: EventId) -> Option<Watch> {
        let place = Arc::clone(&self.0.places).try_acquire_owned().ok()?;
        let mut rooms = self.0.rooms.lock().unwrap_or_else(PoisonError::into_inner);
        let room = rooms.entry(event).or_insert_with(|| watch::channel(0).0).subscribe();
        Some(Watch { room, _place: place })
    }
}

impl Hub {
    /// Wakes the watchers of these events, or of all when it is not known which changed; forgets empty rooms.
    fn wake(&self, dirty: &HashSet<EventId>, all: bool) {
        let number = self.changes.fetch_add(1, Ordering::Relaxed) + 1;
        let mut rooms = self.rooms.lock().unwrap_or_else(PoisonError::into_inner);
        rooms.retain(|event, room| {
            if all || dirty.contains(event) {
                let _ = room.send(number);
            }
            room.receiver_count() > 0
        });
    }
}

async fn relay(
    mut changes: tokio::sync::broadcast::Receiver<boxoffice_app::stream::Changed>,
    hub: Weak<Hub>,
) {
    let mut beat = interval(FOLD);
    beat.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let (mut dirty, mut all) = (HashSet::new(), false);
    loop {
        tokio::select! {
            change = changes.recv() => match change {
                Ok(change) => { dirty.insert(change.event); }
                // Behind by too much to know which: everybody looks again.
                Err(RecvError::Lagged(_)) => all = true,
                Err(RecvError::Closed) => return,
            },
            _ = beat.tick() => {
                let Some(hub) = hub.upgrade() else { return };
                if all || !dirty.is_empty() {
                    hub.wake(&dirty, all);
                    dirty.clear();
                    all = false;
                }
            }
        }
    }
}

impl Watch {
    /// The body of the answer: a message for each change, a comment while nothing happens.
    pub fn messages(self) -> impl Stream<Item = Result<Bytes, Infallible>> {
        let hello = Bytes::from_static(b"retry: 5000\n\n");
        stream::unfold((self, Some(hello)), |(mut watch, hello)| async move {
            if let Some(hello) = hello {
                return Some((Ok(hello), (watch, None)));
            }
            let message = match timeout(HEARTBEAT, watch.room.changed()).await {
                Ok(Ok(())) => {
                    Bytes::from(format!("event: changed\ndata: {}\n\n", *watch.room.borrow_and_update()))
                }
                Ok(Err(_)) => return None,
                Err(_) => Bytes::from_static(b": still here\n\n"),
            };
            Some((Ok(message), (watch, None)))
        })
    }
}
