//! The frame of every change of an event: look, decide, write, record, commit, tell.
//! What was sold is protected by the verbs; the frame keeps editors in turn and lists in step.

use boxoffice_domain::catalog::field::DraftError;
use boxoffice_domain::catalog::state::{EventState, PerformanceState};
use boxoffice_domain::ids::EventId;
use serde_json::Value;

use crate::App;
use crate::catalog::publish::PublishError;
use crate::catalog::{Editor, record};
use crate::store::events::Event;
use crate::store::pricing::price_from;
use crate::store::{StoreError, Tx};
use crate::stream::Changed;

/// Why a change of an event was refused. The first that applies is the answer.
#[derive(Debug, thiserror::Error)]
pub enum EditError {
    /// No event of yours with this id.
    #[error("there is no such event")]
    NoSuchEvent,
    /// It was cancelled.
    #[error("this event is cancelled and cannot be changed any more")]
    EventCancelled,
    /// Somebody else changed it since the form was opened.
    #[error("somebody else has changed this event in the meantime; look at both and save again")]
    Conflict,
    /// It cannot be taken as written.
    #[error(transparent)]
    Draft(#[from] DraftError),
    /// The venue is not one of the organization.
    #[error("this venue is not one of yours")]
    NoSuchVenue,
    /// Orders are in the old currency.
    #[error("the currency cannot change any more: tickets are held or sold")]
    CurrencyLocked,
    /// Tickets say the old local time.
    #[error("the time zone cannot change any more: tickets are held or sold")]
    TimeZoneLocked,
    /// No performance of this event with this id.
    #[error("there is no such performance")]
    NoSuchPerformance,
    /// A cancelled performance stays cancelled.
    #[error("this performance is cancelled")]
    PerformanceCancelled,
    /// No ticket type of this event with this id.
    #[error("there is no such ticket type")]
    NoSuchTicketType,
    /// No shared quota of this event with this id.
    #[error("there is no such quota")]
    NoSuchQuota,
    /// No code of this event with this id.
    #[error("there is no such code")]
    NoSuchCode,
    /// Tickets of this type are held or sold.
    #[error("this ticket type cannot be removed: tickets of it are held or sold; hide it instead")]
    TicketTypeSold,
    /// No area of this event with this id.
    #[error("there is no such area")]
    NoSuchArea,
    /// Seats are drawn, not counted.
    #[error("the seats of an area cannot be counted up or down")]
    SeatsAreFixed,
    /// More is held or sold than the new number allows.
    #[error("{taken} places are held or sold; the capacity cannot be lower")]
    BelowSold {
        /// How many.
        taken: i64,
    },
    /// Places of it are held or sold.
    #[error("places are held or sold; cancel the event instead, so that everybody is told")]
    Sold,
    /// It cannot be published yet.
    #[error(transparent)]
    Publish(#[from] PublishError),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl EditError {
    /// Its stable name.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoSuchEvent => "no_such_event",
            Self::EventCancelled => "event_cancelled",
            Self::Conflict => "edit_conflict",
            Self::Draft(_) => "invalid",
            Self::NoSuchVenue => "no_such_venue",
            Self::CurrencyLocked => "currency_locked",
            Self::TimeZoneLocked => "time_zone_locked",
            Self::NoSuchPerformance => "no_such_performance",
            Self::PerformanceCancelled => "performance_cancelled",
            Self::NoSuchTicketType => "no_such_ticket_type",
            Self::NoSuchQuota => "no_such_quota",
            Self::NoSuchCode => "no_such_code",
            Self::TicketTypeSold => "ticket_type_sold",
            Self::NoSuchArea => "no_such_area",
            Self::SeatsAreFixed => "seats_are_fixed",
            Self::BelowSold { .. } => "capacity_below_sold",
            Self::Sold => "event_sold",
            Self::Publish(error) => error.code(),
            Self::Store(_) => "internal",
        }
    }
}

/// A change under way: the event is locked until [`Edit::close`].
pub(crate) struct Edit<'a> {
    pub(crate) app: &'a App,
    editor: &'a Editor,
    pub(crate) tx: Tx,
    pub(crate) event: Event,
}

impl<'a> Edit<'a> {
    /// Locks an event of the editor's that is not cancelled.
    pub(crate) async fn open(app: &'a App, editor: &'a Editor, event: EventId) -> Result<Self, EditError> {
        let mut tx = app.store.begin().await?;
        let event = tx.lock_event(event).await?;
        let event = event
            .filter(|event| event.state != EventState::Deleted && editor.may_manage(event.organization_id));
        let event = event.ok_or(EditError::NoSuchEvent)?;
        if event.state == EventState::Cancelled {
            return Err(EditError::EventCancelled);
        }
        Ok(Self { app, editor, tx, event })
    }

    /// Whether anything of the event is held or sold, now or ever.
    pub(crate) async fn is_sold(&mut self) -> Result<bool, StoreError> {
        let areas = self.tx.list_areas_of_event(self.event.event_id).await?;
        if areas.iter().any(|area| area.held + area.sold > 0) {
            return Ok(true);
        }
        self.tx.has_orders(self.event.event_id).await
    }

    /// Writes the event, records the change, commits and tells.
    pub(crate) async fn close(mut self, action: &'static str, detail: &Value) -> Result<Event, EditError> {
        self.keep_lists_in_step().await?;
        self.event.version += 1;
        self.tx.update_event(&self.event).await?;
        let events = std::slice::from_ref(&self.event);
        record::event_changes(&mut self.tx, self.app, &self.editor.actor, action, events, detail).await?;
        self.tx.commit().await?;
        self.app.stream.tell(Changed { event: self.event.event_id });
        Ok(self.event)
    }

    /// Dates and lowest price stand on the event, for lists and filters.
    async fn keep_lists_in_step(&mut self) -> Result<(), StoreError> {
        let mut performances = self.tx.list_performances(self.event.event_id).await?;
        if performances.iter().any(|performance| performance.state != PerformanceState::Cancelled) {
            performances.retain(|performance| performance.state != PerformanceState::Cancelled);
        }
        let dated =
            performances.iter().filter(|performance| performance.state != PerformanceState::Postponed);
        self.event.starts_at = dated.clone().filter_map(|performance| performance.starts_at).min();
        self.event.ends_at =
            dated.filter_map(|performance| performance.ends_at.or(performance.starts_at)).max();
        self.event.price_from_minor = price_from(&mut self.tx, &self.event).await?;
        Ok(())
    }
}
