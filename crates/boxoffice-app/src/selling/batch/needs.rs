//! What a batch must load: ids that its deeds name. What hangs on them follows by itself.

use std::collections::{BTreeMap, BTreeSet};

use boxoffice_domain::ids::{
    BankEntryId, CodeId, EventId, HoldId, OrderId, OrganizationId, PaymentId, PerformanceId, RefundId,
    SeatId, TicketId,
};

use crate::selling::secret::CartSecret;

/// Ids to load, in the order in which they are locked.
#[derive(Debug, Default)]
pub(crate) struct Needs {
    pub(super) payments: BTreeSet<PaymentId>,
    /// Payments without their orders.
    pub(super) lone_payments: BTreeSet<PaymentId>,
    /// Gateway and session.
    pub(super) sessions: BTreeSet<(String, String)>,
    pub(super) refunds: BTreeSet<RefundId>,
    pub(super) tickets: BTreeSet<TicketId>,
    pub(super) orders: BTreeSet<OrderId>,
    pub(super) holds: BTreeSet<HoldId>,
    pub(super) carts: BTreeSet<[u8; 16]>,
    pub(super) performances: BTreeSet<PerformanceId>,
    pub(super) seats: BTreeMap<SeatId, PerformanceId>,
    pub(super) codes: BTreeSet<CodeId>,
    /// Addresses of those who are about to use codes.
    pub(super) buyers: BTreeSet<String>,
    /// Gateway and message.
    pub(super) messages: BTreeSet<(String, String)>,
    /// Whether the orders' disputes are looked at.
    pub(super) disputes: bool,
    /// Accounts' tickets for an event.
    pub(super) registrations: BTreeSet<(EventId, [u8; 16])>,
    /// Organizations whose bank entries are decided about, one batch after the other.
    pub(super) banks: BTreeSet<OrganizationId>,
    pub(super) bank_entries: BTreeSet<BankEntryId>,
    /// Whether it matters where the performances' organizations have their bank accounts.
    pub(super) bank_accounts: bool,
}

impl Needs {
    pub(crate) fn performance(&mut self, id: PerformanceId) {
        self.performances.insert(id);
    }

    pub(crate) fn seat(&mut self, performance: PerformanceId, id: SeatId) {
        self.seats.insert(id, performance);
    }

    pub(crate) fn code(&mut self, id: CodeId) {
        self.codes.insert(id);
    }

    /// A buyer whose uses of codes count, should the cart have any.
    pub(crate) fn buyer(&mut self, email: &str) {
        self.buyers.insert(email.to_owned());
    }

    pub(crate) fn hold(&mut self, id: HoldId) {
        self.holds.insert(id);
    }

    pub(crate) fn cart(&mut self, cart: CartSecret) {
        self.carts.insert(*cart.as_bytes());
    }

    pub(crate) fn order(&mut self, id: OrderId) {
        self.orders.insert(id);
    }

    /// A payment and the order that it pays.
    pub(crate) fn payment(&mut self, id: PaymentId) {
        self.payments.insert(id);
    }

    /// A payment only, for a deed that does not look at its order.
    pub(crate) fn lone_payment(&mut self, id: PaymentId) {
        self.lone_payments.insert(id);
    }

    pub(crate) fn session(&mut self, gateway: &str, session_ref: &str) {
        self.sessions.insert((gateway.to_owned(), session_ref.to_owned()));
    }

    pub(crate) fn message(&mut self, gateway: &str, event_ref: &str) {
        self.messages.insert((gateway.to_owned(), event_ref.to_owned()));
    }

    pub(crate) fn refund(&mut self, id: RefundId) {
        self.refunds.insert(id);
    }

    /// The disputes of all orders of the batch.
    pub(crate) fn disputes(&mut self) {
        self.disputes = true;
    }

    pub(crate) fn ticket(&mut self, id: TicketId) {
        self.tickets.insert(id);
    }

    /// Whether an account already has a ticket for an event.
    pub(crate) fn registration(&mut self, event: EventId, account: [u8; 16]) {
        self.registrations.insert((event, account));
    }

    /// An entry of an organization's bank statement, which may be there already.
    pub(crate) fn bank_entry(&mut self, organization: OrganizationId, id: BankEntryId) {
        self.banks.insert(organization);
        self.bank_entries.insert(id);
    }

    /// How the performances' organizations take bank transfers.
    pub(crate) fn bank_accounts(&mut self) {
        self.bank_accounts = true;
    }
}
