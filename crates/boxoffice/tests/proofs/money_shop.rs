//! A shop that takes money through the emulated Stripe and may die at any moment; whoever deals with it asks again,
//! as buyers, sellers and Stripe do, until it has answered.

use std::sync::Arc;
use std::time::{Duration, Instant};

use boxoffice_app::App;
use boxoffice_app::accounts::Principal;
use boxoffice_app::clock::Clock;
use boxoffice_app::mishap::{DIE_AT_VARIABLE, FORGETS_VARIABLE, PLACES_VARIABLE};
use boxoffice_app::orders::{OrderKey, find_order};
use boxoffice_app::testing::TestApp;
use boxoffice_domain::catalog::draft::EventDraft;
use boxoffice_domain::catalog::ticket_type::TicketTypeDraft;
use boxoffice_domain::ids::OrderId;
use serde_json::json;
use stripe_emulator::{Emulator, Paid, TEST_KEY};
use tokio::time::{Interval, MissedTickBehavior};

use crate::http::{Answer, Client, Wish};
use crate::money_judge::{Wanted, find_faults};
use crate::server::Server;
use crate::shop::follow_the_clock;

const PRICE_MINOR: i64 = 2_500;
const GIFT_MINOR: i64 = 500;
const PAYS: &str = "4242 4242 4242 4242";
const DECLINED: &str = "4000 0000 0000 0002";
const SECRET: &str = "whsec_of_the_proof";
/// The promise: so long after a restart everything that was captured is in tickets or has gone back.
pub(crate) const SETTLE: Duration = Duration::from_mins(1);
/// Nobody asks for longer than this.
const PATIENCE: Duration = Duration::from_secs(90);
/// How often another process is looked at until it has done what it must.
const LOOK_EVERY: Duration = Duration::from_millis(15);

/// What the program is told to do beside its work.
#[derive(Clone, Debug, Default)]
pub(crate) struct Mishap {
    /// Where to die.
    pub(crate) die_at: Option<String>,
    /// Where to note the places that it passes.
    pub(crate) places: Option<String>,
    /// Whether it forgets what it asked the gateway before.
    pub(crate) forgets: bool,
}

/// The shop, with the world around it.
pub(crate) struct Shop<'a> {
    app: &'a TestApp,
    stripe: Emulator,
    client: Client,
    performance: String,
    ticket_type: String,
    seller: Principal,
    /// A node that issues tokens for the program's address.
    node: Option<App>,
    token: String,
    url: String,
    forgets: bool,
    pace: Interval,
    server: Option<Server>,
    /// When it was started again after it had died.
    pub(crate) restarted: Option<Instant>,
    /// Everything that was ever ordered.
    wanted: Vec<Wanted>,
    /// Where the last run begins in it.
    last_run: usize,
    runs: u64,
}

/// An order under way.
struct Placed {
    id: OrderId,
    secret: String,
    /// The session at Stripe.
    session: String,
}

impl<'a> Shop<'a> {
    /// Opens it, with an event of more places than any proof sells.
    pub(crate) async fn open(app: &'a TestApp, forgets: bool) -> Shop<'a> {
        follow_the_clock(app);
        let organizer = app.organizer("Proof Hall").await;
        let draft = EventDraft {
            title: "Night of Proofs".into(),
            places: "Floor, standing 100000".into(),
            ticket_types: vec![TicketTypeDraft::priced("Adult", PRICE_MINOR)],
            publish: true,
            ..EventDraft::default()
        };
        let event = app.event(&organizer, &draft).await;
        let clock = Clock::system();
        let listen = "127.0.0.1:0".parse().expect("an address");
        let stripe = Emulator::start(listen, Arc::new(move || clock.now().seconds())).await;
        let stripe = stripe.expect("the emulator starts");
        let mut pace = tokio::time::interval(LOOK_EVERY);
        pace.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut shop = Self {
            app,
            stripe,
            client: Client::new(),
            performance: event.performances[0].to_string(),
            ticket_type: event.ticket_types[0].to_string(),
            seller: organizer.principal.clone(),
            node: None,
            token: String::new(),
            url: "http://127.0.0.1:0".to_owned(),
            forgets,
            pace,
            server: None,
            restarted: None,
            wanted: Vec::new(),
            last_run: 0,
            runs: 0,
        };
        // Its address is known once it was taken; later starts take the same.
        shop.start(&Mishap::default());
        shop.node = Some(app.node_with(|settings| settings.public_url.clone_from(&shop.url)).await);
        shop.stripe.add_endpoint(TEST_KEY, &format!("{}/webhooks/stripe", shop.url), SECRET);
        shop
    }

    /// Starts the program, or ends it first. One that dies while it starts is started again.
    pub(crate) fn start(&mut self, mishap: &Mishap) {
        self.stop();
        self.restarted = None;
        match self.try_start(mishap) {
            Ok(server) => {
                // One that is told to die may do so in the middle of its own address.
                if mishap.die_at.is_none() {
                    self.url.clone_from(&server.url);
                }
                self.server = Some(server);
            }
            Err(said) if mishap.die_at.is_none() => panic!("the program ended: {said}"),
            Err(_) => self.start_again(),
        }
    }

    fn start_again(&mut self) {
        self.server = None;
        let mishap = Mishap { forgets: self.forgets, ..Mishap::default() };
        let server = self.try_start(&mishap).unwrap_or_else(|said| panic!("it cannot start again: {said}"));
        (self.server, self.restarted) = (Some(server), Some(Instant::now()));
    }

    fn try_start(&self, mishap: &Mishap) -> Result<Server, String> {
        let mut more = vec![
            ("BOXOFFICE_STRIPE_SECRET_KEY", TEST_KEY.to_owned()),
            ("BOXOFFICE_STRIPE_WEBHOOK_SECRET", SECRET.to_owned()),
            ("BOXOFFICE_STRIPE_BASE_URL", self.stripe.url().to_owned()),
        ];
        more.extend(mishap.die_at.clone().map(|place| (DIE_AT_VARIABLE, place)));
        more.extend(mishap.places.clone().map(|file| (PLACES_VARIABLE, file)));
        if mishap.forgets {
            more.push((FORGETS_VARIABLE, "true".to_owned()));
        }
        Server::start_with(self.app, self.url.trim_start_matches("http://"), &more)
    }

    /// Ends the program at once.
    pub(crate) fn stop(&mut self) {
        if let Some(server) = self.server.take() {
            server.kill();
        }
    }

    fn revive(&mut self) {
        if self.server.as_mut().is_none_or(Server::has_ended) {
            self.start_again();
        }
    }

    /// Asks until there is an answer that is none of "come back".
    async fn ask(&mut self, wish: &Wish) -> Answer {
        let begun = Instant::now();
        while begun.elapsed() < PATIENCE {
            if let Some(answer) = self.client.send(&self.url, wish).await
                && !matches!(answer.status, 429 | 503)
                && !answer.text.contains("\"in_progress\"")
            {
                return answer;
            }
            self.revive();
            self.pace.tick().await;
        }
        panic!("nobody answers {wish:?}");
    }

    /// Asks, and insists on one of these statuses: the first is the effect, the others say that it was there.
    async fn must(&mut self, wish: Wish, statuses: &[u16]) -> Answer {
        let answer = self.ask(&wish).await;
        assert!(statuses.contains(&answer.status), "{wish:?}: {answer:?}");
        answer
    }

    /// Takes places and orders them.
    async fn order(&mut self, quantity: i64) -> Placed {
        let items = json!([{ "ticketTypeId": self.ticket_type, "quantity": quantity }]);
        let wish = json!({ "performanceId": self.performance, "items": items });
        let cart = self.must(Wish::post("/api/v1/holds", &wish), &[201]).await.field("cart");
        let total = quantity * PRICE_MINOR;
        let form = format!("name=Ada+Example&email=ada%40example.org&terms=on&method=gateway&total={total}");
        let checkout = Wish::form(&format!("/en/carts/{cart}/checkout"), form);
        let made = self.must(checkout, &[303]).await;
        let view = self.must(Wish::get(&format!("/api/v1/carts/{cart}")), &[200]).await;
        let secret = view.field("order");
        let session = match made.location.split_once("/c/pay/") {
            Some((_, session)) => session.to_owned(),
            None => self.find_session(&secret).await,
        };
        let key = OrderKey::Secret(secret.parse().expect("a secret"));
        let order = find_order(self.app, key).await.expect("read").expect("the order");
        Placed { id: order.id, secret, session }
    }

    /// Whoever finds the cart ordered already pays from the order's page.
    async fn find_session(&mut self, secret: &str) -> String {
        let pay = Wish::form(&format!("/en/orders/{secret}/payments"), String::new());
        let answer = self.must(pay, &[303]).await;
        let (_, session) = answer.location.split_once("/c/pay/").expect("a page to pay at");
        session.to_owned()
    }

    fn pay(&self, order: &Placed) {
        assert!(matches!(self.stripe.pay(&order.session, PAYS), Paid::Done(_)));
    }

    /// Waits for the tickets, as a buyer who looks at the order's page.
    async fn confirmed(&mut self, order: &Placed) {
        let begun = Instant::now();
        while begun.elapsed() < PATIENCE {
            let shown = self.must(Wish::get(&format!("/api/v1/orders/{}", order.secret)), &[200]).await;
            if shown.field("state") == "confirmed" {
                return;
            }
            self.pace.tick().await;
        }
        panic!("order {} was paid and has no tickets", order.id);
    }

    /// Everything that people do with money, once: pay after a declined card, give back a ticket, an amount and a
    /// whole order, leave a payment, and pay when it is too late.
    pub(crate) async fn run(&mut self) {
        self.runs += 1;
        self.last_run = self.wanted.len();
        self.sign_in().await;
        let kept = self.order(1).await;
        self.want(&kept, 1, 0);
        assert!(matches!(self.stripe.pay(&kept.session, DECLINED), Paid::Declined(_)));
        self.pay(&kept);
        self.confirmed(&kept).await;
        self.give_in_part().await;
        let cancelled = self.order(1).await;
        self.want(&cancelled, 0, 0);
        self.pay(&cancelled);
        self.confirmed(&cancelled).await;
        let path = format!("/api/v1/orders/{}/cancellations", cancelled.id);
        self.must(Wish::post(&path, &json!({})).bearing(&self.token), &[201, 409]).await;
        let left = self.order(1).await;
        self.want(&left, 0, 0);
        let path = format!("/api/v1/orders/{}/reopenings", left.secret);
        self.must(Wish::post(&path, &json!({})), &[201, 409]).await;
        assert!(self.stripe.pay_late(&left.session), "the session is over");
    }

    /// A token lives an hour, a proof may live longer.
    async fn sign_in(&mut self) {
        follow_the_clock(self.app);
        if let Some(node) = &self.node {
            self.token = self.app.token_at(node, &self.seller).await;
        }
    }

    async fn give_in_part(&mut self) {
        let order = self.order(2).await;
        self.want(&order, 1, GIFT_MINOR);
        self.pay(&order);
        self.confirmed(&order).await;
        let path = format!("/api/v1/orders/{}/refunds", order.id);
        let ticket = self.app.order(order.id).await.lines[0].ticket.as_ref().expect("issued").id.to_string();
        let tickets = Wish::post(&path, &json!({ "tickets": [ticket], "reason": "ill" }));
        self.must(tickets.bearing(&self.token), &[201, 422]).await;
        let gift = Wish::post(&path, &json!({ "amountMinor": GIFT_MINOR, "reason": "noise" }));
        let key = format!("gift-{}", self.runs);
        self.must(gift.bearing(&self.token).with("idempotency-key", &key), &[201]).await;
    }

    fn want(&mut self, order: &Placed, tickets: usize, given_minor: i64) {
        self.wanted.push(Wanted { order: order.id, tickets, given_minor });
    }

    /// What is at fault now with the orders of the last run.
    async fn faults(&mut self) -> Vec<String> {
        self.revive();
        find_faults(self.app, &self.stripe, &self.wanted, &self.wanted[self.last_run..]).await
    }

    /// Waits until nothing is at fault any more; after [`SETTLE`] what still is, is given.
    pub(crate) async fn settle(&mut self) -> Result<Duration, Vec<String>> {
        let begun = Instant::now();
        loop {
            let faults = self.faults().await;
            let since = self.restarted.unwrap_or(begun);
            if faults.is_empty() {
                return Ok(since.elapsed());
            }
            if since.elapsed() > SETTLE {
                return Err(faults);
            }
            self.pace.tick().await;
        }
    }

    /// Waits until the judge says this word, and gives all that it says.
    pub(crate) async fn wait_for_fault(&mut self, word: &str) -> Vec<String> {
        let begun = Instant::now();
        loop {
            let faults = self.faults().await;
            if begun.elapsed() > SETTLE || faults.iter().any(|fault| fault.contains(word)) {
                return faults;
            }
            self.pace.tick().await;
        }
    }

    /// What is at fault with anything that was ever ordered.
    pub(crate) async fn find_all_faults(&mut self) -> Vec<String> {
        follow_the_clock(self.app);
        find_faults(self.app, &self.stripe, &self.wanted, &self.wanted).await
    }
}
