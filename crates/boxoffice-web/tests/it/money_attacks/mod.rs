//! Attacks on money and places, each from outside over HTTP with the answer that it must get, and with a look at
//! whether it left a trace. `a…` are those by buyers and sellers, `b…` those by messages that say to come from a
//! gateway; the numbers are those of the list in docs/money.md.

mod buying;
mod messages;
mod refunding;

use std::sync::Arc;

use axum::http::Method;
use boxoffice_app::App;
use boxoffice_app::catalog::create_event::Created;
use boxoffice_app::jobs;
use boxoffice_app::settings::{Secret, Settings, StripeSettings};
use boxoffice_app::testing::TestApp;
use boxoffice_app::testing::fixtures::Organizer;
use serde_json::{Value, json};
use stripe_emulator::{Emulator, Message, TEST_KEY};

use crate::api::{Answer, Api};

const PRICE: i64 = 2_500;
const PAYS: &str = "4242 4242 4242 4242";

/// A shop that takes money through the emulated Stripe, an event of ten places, and callers of it.
struct Shop {
    root: TestApp,
    app: App,
    stripe: Emulator,
    secret: String,
    organizer: Organizer,
    event: Created,
    guest: Api,
    seller: Api,
}

/// An order that waits for its money.
struct Placed {
    cart: String,
    secret: String,
    session: String,
}

impl Shop {
    async fn open(root: TestApp) -> Self {
        let clock = root.clock.clone();
        let listen = "127.0.0.1:0".parse().expect("an address");
        let stripe = Emulator::start(listen, Arc::new(move || clock.now().seconds())).await;
        let stripe = stripe.expect("the emulator starts");
        let secret = stripe.hold_messages(TEST_KEY);
        let wanted = StripeSettings {
            secret_key: Some(Secret(TEST_KEY.to_owned())),
            webhook_secrets: vec![Secret(secret.clone())],
            base_url: stripe.url().to_owned(),
        };
        let with_stripe = |settings: &mut Settings| {
            settings.stripe = wanted;
            // All attackers come from one address; that this alone would stop them is shown elsewhere.
            settings.lift_person_limits = true;
        };
        let app = root.node_with(with_stripe).await;
        let organizer = root.organizer("Bell Tower").await;
        let event = root.standing_event(&organizer, 10, PRICE).await;
        let guest = Api::of(&app);
        let seller = guest.bearing(&root.token(&organizer.principal).await);
        Self { root, app, stripe, secret, organizer, event, guest, seller }
    }

    /// A hold's body with this item beside the ticket type.
    fn wish(&self, item: Value) -> Value {
        let mut item = item;
        item["ticketTypeId"] = json!(self.event.ticket_types[0]);
        json!({ "performanceId": self.event.performances[0], "items": [item] })
    }

    async fn hold(&self, quantity: u32) -> Answer {
        self.guest.post("/holds", &self.wish(json!({ "quantity": quantity }))).await
    }

    async fn order(&self, quantity: u32) -> Placed {
        let cart = text(&self.hold(quantity).await.is(201), "cart");
        self.check_out(cart).await
    }

    async fn check_out(&self, cart: String) -> Placed {
        let made = self.guest.post(&format!("/carts/{cart}/orders"), &buyer()).await.is(201);
        let url = text(&made, "checkoutUrl");
        let session = url.rsplit('/').next().expect("a reference").to_owned();
        Placed { cart, secret: text(&made, "order"), session }
    }

    /// An order that was paid and has its tickets.
    async fn sold(&self, quantity: u32) -> (Placed, Value) {
        let order = self.order(quantity).await;
        self.stripe.pay(&order.session, PAYS);
        self.deliver_all().await;
        let shown = self.shown(&order).await;
        assert_eq!(shown["state"], "confirmed", "{shown}");
        (order, shown)
    }

    async fn shown(&self, order: &Placed) -> Value {
        self.guest.get(&format!("/orders/{}", order.secret)).await.is(200)
    }

    async fn deliver(&self, message: &Message) -> Answer {
        self.send("//webhooks/stripe", &message.signature, &message.body).await
    }

    async fn send(&self, path: &str, signature: &str, body: &str) -> Answer {
        let stripe = Api::of(&self.app).with("stripe-signature", signature);
        stripe.with("content-type", "application/json").send(Method::POST, path, Some(body)).await
    }

    async fn deliver_all(&self) {
        for message in self.stripe.take_messages() {
            assert_eq!(self.deliver(&message).await.status, 200, "{}", message.kind);
        }
    }

    async fn run_work(&self) {
        jobs::run_schedule(&self.app).await.expect("the schedule runs");
        jobs::run_due(&self.app).await.expect("jobs run");
    }

    /// Amounts of the charges at Stripe, and of its refunds.
    fn book(&self) -> (Vec<i64>, Vec<i64>) {
        let amounts = |kind: &str| {
            let good = self.stripe.book(kind).into_iter().filter(|one| one["status"] == "succeeded");
            good.filter_map(|one| one["amount"].as_i64()).collect()
        };
        (amounts("charge"), amounts("refund"))
    }

    /// How many rows there are of everything that money and places leave behind, and how they stand.
    async fn traces(&self) -> Vec<i64> {
        let mut traces = Vec::new();
        for what in [
            "count(*) from hold",
            "count(*) from buyer_order",
            "count(*) from buyer_order where state = 'confirmed'",
            "count(*) from payment",
            "count(*) from payment where state = 'captured'",
            "count(*) from refund",
            "count(*) from ticket where state = 'valid'",
            "count(*) from dispute",
            "count(*) from ledger",
            "count(*) from gateway_event",
            "count(*) from stray_money",
            "count(*) from job",
        ] {
            traces.push(self.app.store.count(&format!("select {what}")).await.expect("counted"));
        }
        traces
    }

    /// Everything that was promised still holds.
    async fn audit(&self) {
        let checked = boxoffice_app::audit::audit(&self.app).await.expect("the audit runs");
        let broken: Vec<_> = checked.into_iter().filter(|check| !check.findings.is_empty()).collect();
        assert!(broken.is_empty(), "{broken:?}");
    }
}

fn buyer() -> Value {
    json!({ "name": "Ada Example", "email": "ada@example.org", "method": "gateway", "termsAccepted": true })
}

fn text(body: &Value, name: &str) -> String {
    body[name].as_str().unwrap_or_else(|| panic!("no {name} in {body}")).to_owned()
}
