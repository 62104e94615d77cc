//! Money through Stripe, against an emulator as strict as Stripe: whatever is lost, doubled, late or forged, every
//! captured cent ends as tickets or goes back, once.

mod accounts;
mod keys;
mod lost;
mod messages;
mod money_permutations;
mod money_races;
mod paying;
mod prices;

use std::sync::Arc;

use boxoffice_app::App;
use boxoffice_app::activity::Actor;
use boxoffice_app::catalog::create_event::{Created, create_event};
use boxoffice_app::jobs;
use boxoffice_app::orders::{self, CheckedOut, Order, OrderKey, OrderState, ReceiveError, find_order};
use boxoffice_app::selling::Choice;
use boxoffice_app::settings::{Secret, Settings, StripeSettings};
use boxoffice_app::testing::TestApp;
use boxoffice_app::testing::fixtures::{Organizer, dated};
use boxoffice_app::testing::sales::{guest_checkout, hold_on, request};
use boxoffice_domain::catalog::draft::EventDraft;
use boxoffice_domain::ids::OrganizationId;
use hyper::HeaderMap;
use serde_json::Value;
use stripe_emulator::{Emulator, Message, TEST_KEY};

const PAYS: &str = "4242 4242 4242 4242";
const DECLINED: &str = "4000 0000 0000 0002";
const ASKS_THE_BANK: &str = "4000 0027 6000 3184";
const DELAYED: &str = "AT61 1904 3002 3457 3201";
const PRICE: i64 = 2_500;

/// A shop whose installation has an account at the emulator, and an event of two places.
struct Shop {
    app: App,
    stripe: Emulator,
    secret: String,
    organizer: Organizer,
    event: Created,
    root: TestApp,
}

/// An emulator with the clock of a test.
async fn emulator(root: &TestApp) -> Emulator {
    let clock = root.clock.clone();
    let listen = "127.0.0.1:0".parse().expect("an address");
    Emulator::start(listen, Arc::new(move || clock.now().seconds())).await.expect("the emulator starts")
}

fn settings(stripe: &Emulator, key: &str, secrets: &[&str]) -> StripeSettings {
    StripeSettings {
        secret_key: Some(Secret(key.to_owned())),
        webhook_secrets: secrets.iter().map(|secret| Secret((*secret).to_owned())).collect(),
        base_url: stripe.url().to_owned(),
    }
}

fn headers(signature: &str) -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.insert("stripe-signature", signature.parse().expect("a header"));
    headers
}

impl Shop {
    async fn open(root: TestApp) -> Self {
        Self::with(root, "EUR", PRICE).await
    }

    async fn with(root: TestApp, currency: &str, price_minor: i64) -> Self {
        let stripe = emulator(&root).await;
        let secret = stripe.hold_messages(TEST_KEY);
        let wanted = settings(&stripe, TEST_KEY, &[&secret]);
        let app = root.node_with(|settings: &mut Settings| settings.stripe = wanted).await;
        let organizer = root.organizer("Bell Tower").await;
        let event = standing_event(&app, &organizer, currency, price_minor).await;
        Self { app, stripe, secret, organizer, event, root }
    }

    /// One place, checked out.
    async fn order(&self) -> CheckedOut {
        self.order_of(&self.event).await
    }

    async fn order_of(&self, event: &Created) -> CheckedOut {
        let choice = Choice::Count { area: None, quantity: 1 };
        let held = hold_on(&self.app, request(event, choice)).await.expect("held");
        let actor = Actor::buyer("192.0.2.1");
        orders::checkout(&self.app, &actor, guest_checkout(held.cart)).await.expect("checked out")
    }

    async fn state(&self, order: &CheckedOut) -> OrderState {
        self.shown(order).await.state
    }

    async fn shown(&self, order: &CheckedOut) -> Order {
        find_order(&self.app, OrderKey::Id(order.order)).await.expect("read").expect("there")
    }

    async fn deliver(&self, message: &Message) -> Result<(), ReceiveError> {
        self.deliver_to(None, &message.signature, &message.body).await
    }

    async fn deliver_to(
        &self,
        organization: Option<OrganizationId>,
        signature: &str,
        body: &str,
    ) -> Result<(), ReceiveError> {
        orders::receive_webhook(&self.app, "stripe", organization, &headers(signature), body.as_bytes()).await
    }

    async fn deliver_all(&self) {
        for message in self.stripe.take_messages() {
            self.deliver(&message).await.expect("taken");
        }
    }

    /// All periodic work and every job that is due.
    async fn run_work(&self) {
        jobs::run_schedule(&self.app).await.expect("the schedule runs");
        jobs::run_due(&self.app).await.expect("jobs run");
    }

    /// Lets time pass, with work done in between.
    async fn pass_s(&self, seconds: i64) {
        self.root.advance_s(seconds);
        self.run_work().await;
    }

    /// Amounts of the charges that succeeded, and of the refunds, at the emulator.
    fn book(&self) -> (Vec<i64>, Vec<i64>) {
        let amounts = |all: Vec<Value>, state: &str| {
            let good = all.into_iter().filter(|one| one["status"] == state);
            good.filter_map(|one| one["amount"].as_i64()).collect()
        };
        let charges = amounts(self.stripe.book("charge"), "succeeded");
        (charges, amounts(self.stripe.book("refund"), "succeeded"))
    }
}

/// The session's reference in the address of its page.
fn session(order: &CheckedOut) -> String {
    let url = order.pay_url.as_ref().expect("a page to pay at");
    url.rsplit('/').next().expect("a reference").to_owned()
}

async fn standing_event(app: &App, organizer: &Organizer, currency: &str, price_minor: i64) -> Created {
    let draft = EventDraft {
        publish: true,
        currency: currency.to_owned(),
        ..dated(EventDraft::standing("Night of Bells", 2, price_minor))
    };
    create_event(app, &organizer.editor(), organizer.organization, &draft).await.expect("an event")
}
