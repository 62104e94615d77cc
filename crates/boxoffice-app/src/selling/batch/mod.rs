//! A batch: everything that its deeds need, loaded and locked; what they decided, written with one statement
//! per table. Deeds see what their neighbours before them did.

mod bank;
mod codes;
mod load;
mod needs;
mod records;
mod write;

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use boxoffice_domain::cancellation::CancelFee;
use boxoffice_domain::ids::{
    AccountId, AreaId, BankEntryId, CodeId, DisputeId, EventId, HoldId, JobId, OrderId, OrderLineId,
    OrganizationId, PaymentId, PerformanceId, RefundId, SeatId, TicketId, TicketTypeId,
};
use boxoffice_domain::inventory::{Guard, HoldState, Inventory, Place};
use boxoffice_domain::money::Currency;
use boxoffice_domain::order::{Method, OrderState};
use boxoffice_domain::payment::{DisputeState, PaymentState, RefundKind, RefundState, TakenAs};
use boxoffice_domain::price::{LineParts, Receipt, Rules};
use boxoffice_domain::ticket::TicketState;
use boxoffice_domain::time::Time;
use serde_json::Value;

use super::desk::Tools;
use super::secret::{CartSecret, OrderSecret};
use crate::activity::Activity;
use crate::jobs::{Job, NewJob};
use crate::keys::Keys;
use crate::payments::Payee;
use crate::random::Random;
use crate::store::admission::{NewCheckIn, NewScan};
use crate::store::bank::StoredBankAccount;
use crate::store::invoice_recipients::Recipient;
use crate::store::ledger::LedgerRow;
use crate::store::stray_money::StrayMoney;
use crate::stream::DomainEvent;

pub(crate) use bank::BankEntry;
pub(crate) use codes::{Code, Codes, rule as code_rule};
pub(crate) use needs::Needs;

/// One performance with what it sells.
#[derive(Debug)]
pub(crate) struct Performance {
    pub(crate) event: EventId,
    pub(crate) organization: OrganizationId,
    pub(crate) currency: Currency,
    pub(crate) starts_at: Option<Time>,
    pub(crate) ends_at: Option<Time>,
    pub(crate) hold_ttl_s: i64,
    pub(crate) cancel_until_s: Option<i64>,
    pub(crate) cancel_fee: CancelFee,
    pub(crate) box_office: bool,
    pub(crate) has_terms: bool,
    pub(crate) rules: Arc<Rules>,
    pub(crate) inventory: Inventory,
}

/// A hold with its places.
#[derive(Debug, Clone)]
pub(crate) struct Hold {
    pub(crate) id: HoldId,
    pub(crate) performance: PerformanceId,
    pub(crate) event: EventId,
    pub(crate) organization: OrganizationId,
    pub(crate) cart: CartSecret,
    pub(crate) account: Option<AccountId>,
    pub(crate) state: HoldState,
    pub(crate) order: Option<OrderId>,
    pub(crate) extensions: i64,
    pub(crate) created_at: Time,
    pub(crate) expires_at: Time,
    pub(crate) ended_at: Option<Time>,
    /// What its buyer applied; only [`Batch::apply_code`] changes it.
    pub(crate) code: Option<CodeId>,
    pub(crate) places: Vec<Place>,
}

/// An order with its lines.
#[derive(Debug, Clone)]
pub(crate) struct Order {
    pub(crate) id: OrderId,
    pub(crate) organization: OrganizationId,
    pub(crate) secret: OrderSecret,
    pub(crate) number: String,
    pub(crate) account: Option<AccountId>,
    pub(crate) email: String,
    pub(crate) name: String,
    pub(crate) locale: String,
    pub(crate) state: OrderState,
    pub(crate) method: Method,
    pub(crate) currency: Currency,
    pub(crate) total_minor: i64,
    pub(crate) fee_minor: i64,
    pub(crate) created_at: Time,
    pub(crate) pay_by: Time,
    pub(crate) terms_accepted_at: Option<Time>,
    pub(crate) confirmed_at: Option<Time>,
    pub(crate) ended_at: Option<Time>,
    pub(crate) end_reason: Option<String>,
    /// Why the organizer gave it away.
    pub(crate) comp_reason: Option<String>,
    /// None where it says no more than the amounts do.
    pub(crate) receipt: Option<Box<Receipt>>,
    pub(crate) lines: Vec<Line>,
}

/// One place of an order.
#[derive(Debug, Clone)]
pub(crate) struct Line {
    pub(crate) id: OrderLineId,
    pub(crate) event: EventId,
    pub(crate) performance: PerformanceId,
    pub(crate) hold: HoldId,
    pub(crate) ticket_type: TicketTypeId,
    pub(crate) area: AreaId,
    pub(crate) seat: Option<SeatId>,
    pub(crate) attendee: String,
    pub(crate) price_minor: i64,
    pub(crate) fee_minor: i64,
    /// What these amounts are made of, where that is more than the list price.
    pub(crate) parts: Option<LineParts>,
}

/// One attempt to move money in.
#[derive(Debug, Clone)]
pub(crate) struct Payment {
    pub(crate) id: PaymentId,
    pub(crate) order: OrderId,
    pub(crate) gateway: String,
    pub(crate) state: PaymentState,
    pub(crate) amount_minor: i64,
    pub(crate) currency: Currency,
    pub(crate) idempotency_key: String,
    pub(crate) session_ref: Option<String>,
    pub(crate) checkout_url: Option<String>,
    pub(crate) charge_ref: Option<String>,
    pub(crate) failure: Option<String>,
    pub(crate) created_at: Time,
    pub(crate) updated_at: Time,
    pub(crate) captured_at: Option<Time>,
    pub(crate) payee: Payee,
    pub(crate) session_until: Option<Time>,
    /// How the box office was paid.
    pub(crate) taken_as: Option<TakenAs>,
}

/// Money on its way back.
#[derive(Debug, Clone)]
pub(crate) struct Refund {
    pub(crate) id: RefundId,
    pub(crate) payment: PaymentId,
    pub(crate) order: OrderId,
    pub(crate) state: RefundState,
    pub(crate) kind: RefundKind,
    pub(crate) reason: String,
    pub(crate) amount_minor: i64,
    /// Kept by the organizer of what the places cost.
    pub(crate) kept_minor: i64,
    /// Given beyond what they cost; below zero: had been given before.
    pub(crate) extra_minor: i64,
    pub(crate) currency: Currency,
    pub(crate) idempotency_key: String,
    pub(crate) gateway_ref: Option<String>,
    /// The failed refund that this one tries again.
    pub(crate) again_of: Option<RefundId>,
    pub(crate) created_at: Time,
    pub(crate) updated_at: Time,
    pub(crate) done_at: Option<Time>,
}

/// A buyer's bank asking money back.
#[derive(Debug, Clone)]
pub(crate) struct Dispute {
    pub(crate) id: DisputeId,
    pub(crate) payment: PaymentId,
    pub(crate) order: OrderId,
    pub(crate) gateway: String,
    pub(crate) dispute_ref: String,
    pub(crate) state: DisputeState,
    pub(crate) amount_minor: i64,
    pub(crate) currency: Currency,
    pub(crate) reason: String,
    pub(crate) opened_at: Time,
    pub(crate) updated_at: Time,
    pub(crate) closed_at: Option<Time>,
}

/// The right to enter.
#[derive(Debug, Clone)]
pub(crate) struct Ticket {
    pub(crate) id: TicketId,
    pub(crate) performance: PerformanceId,
    pub(crate) event: EventId,
    pub(crate) organization: OrganizationId,
    pub(crate) order: OrderId,
    pub(crate) line_no: i64,
    pub(crate) ticket_type: TicketTypeId,
    pub(crate) area: AreaId,
    pub(crate) seat: Option<SeatId>,
    pub(crate) account: Option<AccountId>,
    pub(crate) holder_name: String,
    pub(crate) holder_email: String,
    pub(crate) barcode: String,
    pub(crate) state: TicketState,
    pub(crate) issued_at: Time,
    pub(crate) voided_at: Option<Time>,
    pub(crate) void_reason: Option<String>,
    /// When and where it was let in, if it is in.
    pub(crate) checked_in: Option<(Time, String)>,
}

/// A record with whether it is new or changed in this batch.
#[derive(Debug)]
pub(crate) struct Kept<T> {
    pub(crate) value: T,
    pub(crate) new: bool,
    pub(crate) dirty: bool,
}

impl<T> Kept<T> {
    pub(crate) fn loaded(value: T) -> Self {
        Self { value, new: false, dirty: false }
    }

    pub(crate) fn new(value: T) -> Self {
        Self { value, new: true, dirty: false }
    }

    /// Gives the record to be changed: what the `…_CHANGES` of its columns name, nothing else would be written.
    pub(crate) fn change(&mut self) -> &mut T {
        self.dirty = true;
        &mut self.value
    }
}

/// Effects that only ever add rows.
#[derive(Debug, Default)]
pub(crate) struct Effects {
    pub(crate) activities: Vec<Activity>,
    pub(crate) events: Vec<DomainEvent>,
    pub(crate) jobs: Vec<NewJob>,
    pub(crate) check_ins: Vec<NewCheckIn>,
    pub(crate) scans: Vec<NewScan>,
    pub(crate) gateway_events: Vec<(String, String, &'static str)>,
    pub(crate) ledger: Vec<LedgerRow>,
    /// Order, line and refund of places that were given back.
    pub(crate) refund_lines: Vec<(OrderId, i64, Option<RefundId>)>,
    pub(crate) stray_money: Vec<StrayMoney>,
    /// Codes that holds have from now on.
    pub(crate) hold_codes: Vec<(PerformanceId, HoldId, Option<CodeId>)>,
    /// Businesses that bought.
    pub(crate) recipients: Vec<(OrderId, Recipient)>,
}

/// The batch.
#[derive(Debug)]
pub(crate) struct Batch {
    pub(crate) now: Time,
    pub(crate) guard: Guard,
    pub(crate) random: Random,
    pub(crate) keys: Keys,
    pub(crate) performances: HashMap<PerformanceId, Performance>,
    pub(crate) holds: HashMap<HoldId, Kept<Hold>>,
    pub(crate) orders: HashMap<OrderId, Kept<Order>>,
    pub(crate) payments: HashMap<PaymentId, Kept<Payment>>,
    pub(crate) refunds: HashMap<RefundId, Kept<Refund>>,
    pub(crate) tickets: HashMap<TicketId, Kept<Ticket>>,
    /// Of the batch's orders, where a deed asked for them.
    pub(crate) disputes: HashMap<DisputeId, Kept<Dispute>>,
    /// Of the organizations that a deed asked for.
    pub(crate) bank_accounts: HashMap<OrganizationId, StoredBankAccount>,
    pub(crate) bank_entries: HashMap<BankEntryId, Kept<BankEntry>>,
    /// What came in by transfer for those orders that are paid so.
    pub(crate) transferred: HashMap<OrderId, i64>,
    /// Gateway messages known before, and those of this batch.
    pub(crate) heard: HashSet<(String, String)>,
    /// Of the batch's holds, and those that deeds name.
    pub(crate) codes: Codes,
    pub(crate) effects: Effects,
    before: write::Before,
}

impl Batch {
    fn empty(tools: &Tools) -> Self {
        Self {
            now: tools.clock.now(),
            guard: tools.guard,
            random: tools.random.clone(),
            keys: tools.keys.clone(),
            performances: HashMap::new(),
            holds: HashMap::new(),
            orders: HashMap::new(),
            payments: HashMap::new(),
            refunds: HashMap::new(),
            tickets: HashMap::new(),
            disputes: HashMap::new(),
            bank_accounts: HashMap::new(),
            bank_entries: HashMap::new(),
            transferred: HashMap::new(),
            heard: HashSet::new(),
            codes: Codes::default(),
            effects: Effects::default(),
            before: write::Before::default(),
        }
    }

    /// The 16 bytes of a new id.
    pub(crate) fn new_id(&self) -> [u8; 16] {
        self.random.id(self.now)
    }

    /// The holds of a cart, oldest first.
    pub(crate) fn cart(&self, cart: CartSecret) -> Vec<HoldId> {
        self.holds_where(|hold| hold.cart == cart)
    }

    /// The holds of an order, oldest first.
    pub(crate) fn holds_of(&self, order: OrderId) -> Vec<HoldId> {
        self.holds_where(|hold| hold.order == Some(order))
    }

    fn holds_where(&self, choose: impl Fn(&Hold) -> bool) -> Vec<HoldId> {
        let mut ids: Vec<HoldId> = self
            .holds
            .values()
            .map(|hold| &hold.value)
            .filter(|hold| choose(hold))
            .map(|hold| hold.id)
            .collect();
        ids.sort_unstable();
        ids
    }

    /// The payments of an order, oldest first.
    pub(crate) fn payments_of(&self, order: OrderId) -> Vec<PaymentId> {
        let mut ids: Vec<PaymentId> =
            self.payments.values().filter(|p| p.value.order == order).map(|p| p.value.id).collect();
        ids.sort_unstable();
        ids
    }

    /// The valid tickets of an order.
    pub(crate) fn valid_tickets_of(&self, order: OrderId) -> Vec<TicketId> {
        self.tickets
            .values()
            .map(|ticket| &ticket.value)
            .filter(|ticket| ticket.order == order && ticket.state == TicketState::Valid)
            .map(|ticket| ticket.id)
            .collect()
    }

    /// Enqueues a job for after the commit.
    pub(crate) fn enqueue<J: Job>(&mut self, job: &J) {
        let (id, now) = (JobId::from_bytes(self.new_id()), self.now);
        let payload = serde_json::to_value(job).unwrap_or(Value::Null);
        let job = NewJob { id, kind: J::KIND, lane: J::LANE, payload, run_at: now, created_at: now };
        self.effects.jobs.push(job);
    }

    /// Ends a live hold: its places go back on sale.
    pub(crate) fn end_hold(&mut self, id: HoldId, state: HoldState) {
        let Some(hold) = self.holds.get_mut(&id).filter(|hold| hold.value.state.is_live()) else { return };
        let now = self.now;
        let hold = hold.change();
        hold.state = state;
        hold.ended_at = Some(now);
        if let Some(performance) = self.performances.get_mut(&hold.performance) {
            performance.inventory.release(id, &hold.places);
        }
    }
}
