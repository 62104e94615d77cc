//! Buying in tests: short words for what a buyer and a gateway do.

use boxoffice_domain::ids::{OrderId, PerformanceId, SeatId, TicketTypeId};
use boxoffice_domain::money::Money;

use super::TestApp;
use crate::App;
use crate::activity::Actor;
use crate::catalog::create_event::Created;
use crate::orders::{
    CaptureOutcome, Captured, CheckedOut, Checkout, CheckoutError, Method, Order, OrderKey, checkout,
    find_order, receive_webhook,
};
use crate::payments::test_gateway::Card;
use crate::selling::{CartSecret, Choice, Held, HoldError, HoldRequest, Item, hold};

impl TestApp {
    /// Holds so many places of the first ticket type.
    pub async fn hold_count(&self, event: &Created, quantity: u32) -> Result<Held, HoldError> {
        hold_on(self, request(event, Choice::Count { area: None, quantity })).await
    }

    /// Holds these seats.
    pub async fn hold_seats(&self, event: &Created, seats: &[SeatId]) -> Result<Held, HoldError> {
        hold_on(self, request(event, Choice::Seats(seats.to_vec()))).await
    }

    /// Checks a cart out as a guest.
    pub async fn check_out(&self, cart: CartSecret) -> Result<CheckedOut, CheckoutError> {
        checkout(self, &guest(), guest_checkout(cart)).await
    }

    /// The order as its page shows it.
    pub async fn order(&self, order: OrderId) -> Order {
        find_order(self, OrderKey::Id(order)).await.expect("the database answers").expect("the order exists")
    }

    /// The gateway's message that an order's open session was paid.
    pub async fn pay(&self, order: OrderId) -> CaptureOutcome {
        let captured = capture_of(self, order).await;
        crate::orders::captured(self, &captured).await.expect("the desk answers")
    }

    /// Pays an order's open session at the test gateway and lets its message arrive.
    pub async fn pay_by_card(&self, order: OrderId) {
        let gateway = self.test_gateway.as_ref().expect("test mode");
        let session = capture_of(self, order).await.session_ref;
        gateway.pay(&session, Card::Pays).await.expect("the gateway answers").expect("the session exists");
        for message in gateway.waiting_webhooks().await.expect("messages") {
            let told = receive_webhook(self, "test", None, &message.headers, message.body.as_bytes()).await;
            told.expect("the message is taken");
            gateway.acknowledged(&message).await.expect("noted");
        }
    }

    /// Buys so many places of the first ticket type, money included.
    pub async fn buy(&self, event: &Created, quantity: u32) -> Order {
        let held = self.hold_count(event, quantity).await.expect("held");
        let made = self.check_out(held.cart).await.expect("checked out");
        if made.pay_url.is_some() {
            self.pay_by_card(made.order).await;
        }
        self.order(made.order).await
    }

    /// The ids of an event's free seats, in order.
    pub async fn seats(&self, performance: PerformanceId) -> Vec<SeatId> {
        let view = crate::selling::availability::performance_availability(self, performance).await;
        let view = view.expect("the database answers").expect("the performance exists");
        let mut seats = Vec::new();
        for area in view.areas {
            let free = crate::selling::free_seats(self, performance, area.area).await.expect("seats");
            seats.extend(free.into_iter().filter(|seat| seat.free).map(|seat| seat.seat));
        }
        seats
    }
}

/// A hold request for the first ticket type of the first performance.
pub fn request(event: &Created, choice: Choice) -> HoldRequest {
    let (performance, ticket_type): (PerformanceId, TicketTypeId) =
        (event.performances[0], event.ticket_types[0]);
    HoldRequest {
        performance,
        items: vec![Item { ticket_type, choice }],
        cart: None,
        account: None,
        id: None,
    }
}

/// Holds on a certain node.
pub async fn hold_on(app: &App, request: HoldRequest) -> Result<Held, HoldError> {
    hold(app, &guest(), request).await
}

/// What a guest fills in.
pub fn guest_checkout(cart: CartSecret) -> Checkout {
    Checkout {
        cart,
        account: None,
        name: "Ada Example".into(),
        email: "ada@example.org".into(),
        attendees: Vec::new(),
        locale: "en".into(),
        method: Method::Gateway,
        terms_accepted: true,
        accepted_total_minor: None,
        id: None,
    }
}

/// A buyer without an account.
pub fn guest() -> Actor {
    Actor::buyer("127.0.0.1")
}

/// What the gateway would say of an order's newest session.
pub async fn capture_of(app: &App, order: OrderId) -> Captured {
    let mut tx = app.store.read().await.expect("a read");
    let payments = tx.list_payments(order).await.expect("payments");
    let payment = payments.last().expect("a payment");
    let session_ref = tx.find_session_ref(payment.payment_id).await.expect("a read").expect("a session");
    let currency =
        find_order(app, OrderKey::Id(order)).await.expect("a read").expect("an order").total.currency;
    Captured {
        gateway: "test",
        payee: crate::payments::Payee::Installation,
        event_ref: format!("evt-{session_ref}"),
        charge_ref: format!("ch-{session_ref}"),
        amount: Money::new(payment.amount_minor, currency),
        session_ref,
    }
}
