//! What is left: a view in memory, loaded once per change and shared by every page, stream and API call.
//! It informs and never promises; the desk promises. Under load it is at most `availability_age_ms` old.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use boxoffice_domain::ids::{AreaId, EventId, PerformanceId, SeatId, TicketTypeId};
use boxoffice_domain::price::Rules;
use boxoffice_domain::time::Time;

use super::view::{assemble, status_of_event};
use crate::App;
use crate::store::StoreError;

/// Whether something can be had, as the buyer sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SaleStatus {
    /// Places can be held now.
    Open,
    /// Sold out.
    Full,
    /// Nothing can be held now, but holds may end.
    AllHeld,
    /// Sales have not opened.
    NotYet,
    /// Sales are over.
    Ended,
    /// It will not happen.
    Cancelled,
    /// A new date is not known yet.
    Postponed,
}

impl SaleStatus {
    /// The stable word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Full => "full",
            Self::AllHeld => "all_held",
            Self::NotYet => "not_yet",
            Self::Ended => "ended",
            Self::Cancelled => "cancelled",
            Self::Postponed => "postponed",
        }
    }
}

/// What is left of an event.
#[derive(Clone, Debug)]
pub struct EventAvailability {
    /// The event.
    pub event: EventId,
    /// Grows with every load; a page made from it carries it as its version.
    pub version: u64,
    /// The best status of its performances.
    pub status: SaleStatus,
    /// Its performances, soonest first, undated ones last.
    pub performances: Vec<PerformanceAvailability>,
    /// Which fees and taxes are in its prices, and what counts by the order.
    pub rules: Arc<Rules>,
    /// All places.
    pub capacity: i64,
    /// Places in confirmed orders.
    pub sold: i64,
    /// Places in live holds.
    pub held: i64,
    /// Places that can be held now.
    pub available: i64,
}

/// What is left of a performance.
#[derive(Clone, Debug)]
pub struct PerformanceAvailability {
    /// The performance.
    pub performance: PerformanceId,
    /// When it starts.
    pub starts_at: Option<Time>,
    /// When it ends.
    pub ends_at: Option<Time>,
    /// When doors open.
    pub doors_at: Option<Time>,
    /// Its status.
    pub status: SaleStatus,
    /// Its areas.
    pub areas: Vec<AreaAvailability>,
    /// Its ticket types, hidden ones too.
    pub ticket_types: Vec<TypeAvailability>,
}

/// The kinds of areas.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AreaKind {
    /// Sold by count.
    Standing,
    /// Sold by seat.
    Seated,
}

/// What is left of an area.
#[derive(Clone, Debug)]
pub struct AreaAvailability {
    /// The area.
    pub area: AreaId,
    /// Its name.
    pub name: String,
    /// Its kind.
    pub kind: AreaKind,
    /// Its places.
    pub capacity: i64,
    /// In live holds.
    pub held: i64,
    /// In confirmed orders.
    pub sold: i64,
    /// What can be held now.
    pub available: i64,
}

/// What is left of a ticket type.
#[derive(Clone, Debug)]
pub struct TypeAvailability {
    /// The ticket type.
    pub ticket_type: TicketTypeId,
    /// Its name.
    pub name: String,
    /// What it includes.
    pub description: String,
    /// Price of a place before fees, its tax included; the lowest of its areas.
    pub price_minor: i64,
    /// Fees of a place, their tax included.
    pub fee_minor: i64,
    /// Price and fee of each area, where they differ; else empty.
    pub levels: Vec<(AreaId, i64, i64)>,
    /// Most per order.
    pub order_limit: u32,
    /// Sales open at.
    pub sale_opens_at: Option<Time>,
    /// Sales close at.
    pub sale_closes_at: Option<Time>,
    /// Shown only to those who know it.
    pub hidden: bool,
    /// Shown to all, sold only with its code.
    pub needs_code: bool,
    /// The areas it is sold from.
    pub areas: Vec<AreaId>,
    /// What can be held now: the areas' places, within its quotas.
    pub available: i64,
    /// Its status.
    pub status: SaleStatus,
}

impl TypeAvailability {
    /// What a place of an area costs in all, before fees that count by the order.
    pub fn total_in(&self, area: AreaId) -> i64 {
        let level = self.levels.iter().find(|(level, _, _)| *level == area);
        level.map_or(self.price_minor + self.fee_minor, |(_, price, fee)| price + fee)
    }
}

/// A seat and whether it can be held now.
#[derive(Clone, Debug)]
pub struct SeatView {
    /// The seat.
    pub seat: SeatId,
    /// Its row.
    pub row: String,
    /// Its number.
    pub label: String,
    /// Nobody has it.
    pub free: bool,
}

/// Loaded views. Cheap to clone; clones share.
#[derive(Clone, Debug, Default)]
pub struct Views {
    kept: Arc<Mutex<Kept>>,
}

#[derive(Debug, Default)]
struct Kept {
    views: HashMap<EventId, Entry>,
    events: HashMap<PerformanceId, EventId>,
    /// Grows with every change heard of, so that a load knows whether it was overtaken.
    changes: u64,
    version: u64,
}

#[derive(Debug, Clone)]
struct Entry {
    view: Arc<EventAvailability>,
    loaded: Instant,
    /// The stream says that something changed since the load began.
    stale: bool,
    /// Somebody is loading it again; others take the old one meanwhile.
    loading: bool,
}

/// Events whose views are kept; past that, the oldest loads go.
const VIEWS_MAX: usize = 2_000;

impl Views {
    /// Views whose versions begin at `first`, so that no version of an earlier process comes again.
    pub fn starting_at(first: u64) -> Self {
        Self { kept: Arc::new(Mutex::new(Kept { version: first, ..Kept::default() })) }
    }

    /// Marks an event's view as outdated.
    pub fn changed(&self, event: EventId) {
        let mut kept = self.lock();
        kept.changes += 1;
        if let Some(entry) = kept.views.get_mut(&event) {
            entry.stale = true;
        }
    }

    /// Marks all as outdated: the stream was missed for a while.
    pub fn all_changed(&self) {
        let mut kept = self.lock();
        kept.changes += 1;
        kept.views.values_mut().for_each(|entry| entry.stale = true);
    }

    /// The kept view if it may be shown; otherwise the caller is the one to load it.
    fn find(&self, event: EventId, age_max: Duration, now: Time) -> Option<Arc<EventAvailability>> {
        let mut kept = self.lock();
        let entry = kept.views.get_mut(&event)?;
        let fresh = !entry.stale || entry.loaded.elapsed() < age_max;
        if entry.loading || (fresh && !turned(&entry.view, now)) {
            return Some(Arc::clone(&entry.view));
        }
        entry.loading = !age_max.is_zero();
        None
    }

    fn begin(&self) -> (u64, u64) {
        let mut kept = self.lock();
        kept.version += 1;
        (kept.version, kept.changes)
    }

    fn keep(&self, view: Arc<EventAvailability>, changes: u64) {
        let mut kept = self.lock();
        if kept.views.len() >= VIEWS_MAX
            && let Some(oldest) = kept.views.iter().min_by_key(|(_, entry)| entry.loaded).map(|(id, _)| *id)
        {
            kept.views.remove(&oldest);
        }
        for performance in &view.performances {
            kept.events.insert(performance.performance, view.event);
        }
        let stale = kept.changes != changes;
        kept.views.insert(view.event, Entry { view, loaded: Instant::now(), stale, loading: false });
    }

    fn give_up(&self, event: EventId) {
        if let Some(entry) = self.lock().views.get_mut(&event) {
            entry.loading = false;
        }
    }

    fn event_of(&self, performance: PerformanceId) -> Option<EventId> {
        self.lock().events.get(&performance).copied()
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// True when time alone has changed what the view says: a sale opened or closed, a performance began.
fn turned(view: &EventAvailability, now: Time) -> bool {
    status_of_event(view, now) != view.status
        || view.performances.iter().any(|p| super::view::status_of(p, now) != p.status)
}

/// What is left of an event; none when there is no such event.
pub async fn availability(app: &App, event: EventId) -> Result<Option<Arc<EventAvailability>>, StoreError> {
    let age_max = Duration::from_millis(app.settings.availability_age_ms);
    match app.views.find(event, age_max, app.clock.now()) {
        Some(view) => Ok(Some(view)),
        None => availability_now(app, event).await,
    }
}

/// The same, always read from the database: for answers that must count what was just done.
pub async fn availability_now(
    app: &App,
    event: EventId,
) -> Result<Option<Arc<EventAvailability>>, StoreError> {
    let (version, changes) = app.views.begin();
    match assemble(app, event, version).await {
        Ok(Some(view)) => {
            let view = Arc::new(view);
            app.views.keep(Arc::clone(&view), changes);
            Ok(Some(view))
        }
        other => {
            app.views.give_up(event);
            other.map(|_| None)
        }
    }
}

/// What is left of one performance.
pub async fn performance_availability(
    app: &App,
    performance: PerformanceId,
) -> Result<Option<PerformanceAvailability>, StoreError> {
    let Some(event) = event_of(app, performance).await? else { return Ok(None) };
    let view = availability(app, event).await?;
    Ok(view.and_then(|view| view.performances.iter().find(|p| p.performance == performance).cloned()))
}

/// The event of a performance; remembered, because it never changes.
pub async fn event_of(app: &App, performance: PerformanceId) -> Result<Option<EventId>, StoreError> {
    if let Some(event) = app.views.event_of(performance) {
        return Ok(Some(event));
    }
    let mut tx = app.store.read().await?;
    tx.find_event_of_performance(performance).await
}

/// Seats of an area, free or not, in their order.
pub async fn free_seats(
    app: &App,
    performance: PerformanceId,
    area: AreaId,
) -> Result<Vec<SeatView>, StoreError> {
    let limit = u32::try_from(boxoffice_domain::limits::SEATS_PER_PERFORMANCE_MAX).unwrap_or(u32::MAX);
    let mut tx = app.store.read().await?;
    let rows = tx.list_seats(performance, area, limit).await?;
    Ok(rows
        .into_iter()
        .map(|row| SeatView { seat: row.seat_id, row: row.row_label, label: row.seat_label, free: row.free })
        .collect())
}
