//! Stripe as tests need it: its API, hosted page and signed messages over HTTP on loopback, in memory, as strict as
//! the real one where a mistake would cost money, with faults on demand. `api.rs` is one request's way; a contract
//! test drives it with Stripe's own library (`contract/`), so that it is not only our idea of Stripe.

mod accounts;
mod amounts;
mod api;
mod book;
mod control;
mod deliveries;
mod expand;
mod faults;
mod hosted;
mod listing;
mod params;
mod paying;
mod refunds;
mod refusal;
mod routes;
mod sender;
mod sessions;

use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::Router;
use axum::http::StatusCode;
use axum::routing::{any, get, post};
use serde_json::Value;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

pub use book::{API_VERSION, Clock};
use book::{ApiKey, Book, Owner};
pub use deliveries::{Message, sign};
pub use faults::{Fault, MessageFault};
pub use paying::Paid;

/// The account of the keys that every emulator begins with.
pub const ACCOUNT: &str = "acct_emulator";
/// Its test key.
pub const TEST_KEY: &str = "sk_test_emulator";
/// Its live key: live in name only, no money moves here.
pub const LIVE_KEY: &str = "sk_live_emulator";

type Shared = Arc<Mutex<Book>>;

fn lock(shared: &Shared) -> MutexGuard<'_, Book> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A running emulator; it stops when dropped.
pub struct Emulator {
    shared: Shared,
    url: String,
    tasks: [JoinHandle<()>; 2],
}

impl std::fmt::Debug for Emulator {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Stripe emulator at {}", self.url)
    }
}

impl Drop for Emulator {
    fn drop(&mut self) {
        for task in &self.tasks {
            task.abort();
        }
    }
}

impl Emulator {
    /// Listens at an address, with [`ACCOUNT`] and its two keys.
    pub async fn start(listen: SocketAddr, clock: Clock) -> io::Result<Self> {
        let listener = TcpListener::bind(listen).await?;
        let url = format!("http://{}", listener.local_addr()?);
        let shared: Shared = Arc::new(Mutex::new(Book::new(clock, url.clone())));
        let router = Router::new()
            .route("/v1/{*rest}", any(api::serve))
            .route("/c/pay/{session}", get(hosted::show).post(hosted::pay))
            .route("/c/pay/{session}/bank", get(hosted::bank).post(hosted::answer))
            // Browsers ask for it by themselves.
            .route("/favicon.ico", get(async || StatusCode::NO_CONTENT))
            .route("/control", post(control::wish))
            .route("/control/book", get(control::book))
            .with_state(Arc::clone(&shared));
        let serving = tokio::spawn(async move {
            if let Err(error) = axum::serve(listener, router).await {
                eprintln!("the emulator stopped: {error}");
            }
        });
        let sending = tokio::spawn(sender::send_forever(Arc::clone(&shared)));
        let emulator = Self { shared, url, tasks: [serving, sending] };
        emulator.add_account(ACCOUNT, None);
        emulator.add_key(TEST_KEY, ACCOUNT);
        emulator.add_key(LIVE_KEY, ACCOUNT);
        Ok(emulator)
    }

    /// Where it listens.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// A further account, connected to a platform or standing alone.
    pub fn add_account(&self, account: &str, platform: Option<&str>) {
        lock(&self.shared).accounts.insert(account.to_owned(), platform.map(str::to_owned));
    }

    /// A secret key of an account; `_live_` in it makes it a live one.
    pub fn add_key(&self, secret: &str, account: &str) {
        let owner = Owner { account: account.to_owned(), livemode: secret.contains("_live_") };
        lock(&self.shared).keys.push(ApiKey { secret: secret.to_owned(), owner });
    }

    /// Has all messages of a key's account held for [`Emulator::take_messages`]; gives their signing secret.
    pub fn hold_messages(&self, key: &str) -> String {
        let mut book = lock(&self.shared);
        let owner = book.keys.iter().find(|known| known.secret == key).map(|known| known.owner.clone());
        let params = params::Params::parse("url=held:&enabled_events[]=*").unwrap_or_default();
        owner
            .and_then(|owner| accounts::create_endpoint(&mut book, &owner, &params).ok())
            .map(|endpoint| book::text(&endpoint, "secret"))
            .unwrap_or_default()
    }

    /// An endpoint with a signing secret that is known beforehand.
    pub fn add_endpoint(&self, key: &str, url: &str, secret: &str) {
        let mut book = lock(&self.shared);
        let Some(owner) = book.keys.iter().find(|known| known.secret == key).map(|known| known.owner.clone())
        else {
            return;
        };
        accounts::keep_endpoint(&mut book, &owner, url, &["*"], secret);
    }

    /// Every held message that is due, signed now; they are not given again.
    pub fn take_messages(&self) -> Vec<Message> {
        let mut book = lock(&self.shared);
        book.pass_time();
        let now = book.now();
        let due = book.deliveries.due(now);
        let held: Vec<_> = due.into_iter().filter(|(_, message)| message.url.starts_with("held:")).collect();
        held.into_iter()
            .map(|(number, message)| {
                book.deliveries.acknowledged(number);
                message
            })
            .collect()
    }

    /// The next call of that name (`sessions.create`, `refunds.create` …) goes wrong so.
    pub fn fault(&self, call: &str, fault: Fault) {
        lock(&self.shared).faults.add(call, fault);
    }

    /// The next message goes wrong so.
    pub fn message_fault(&self, fault: MessageFault) {
        lock(&self.shared).deliveries.fault(fault);
    }

    /// Forgets idempotency keys that are older than this.
    pub fn prune_keys(&self, older_than_s: i64) {
        lock(&self.shared).prune_keys(older_than_s);
    }

    /// Pays on the hosted page.
    pub fn pay(&self, session: &str, card: &str) -> Paid {
        lock(&self.shared).pay(session, card)
    }

    /// The buyer's bank says yes or no.
    pub fn approve(&self, session: &str, approved: bool) -> Paid {
        lock(&self.shared).approve(session, approved)
    }

    /// A bank says yes after the session is over, and the money is taken all the same; false unless it is over.
    pub fn pay_late(&self, session: &str) -> bool {
        lock(&self.shared).pay_late(session)
    }

    /// Money that was to come later arrives or does not; false when none was awaited.
    pub fn settle(&self, session: &str, arrived: bool) -> bool {
        lock(&self.shared).settle(session, arrived)
    }

    /// Disputes a charge and names the dispute.
    pub fn dispute(&self, charge: &str, reason: &str) -> Option<String> {
        lock(&self.shared).dispute(charge, reason)
    }

    /// Moves a dispute on; false when there is none.
    pub fn move_dispute(&self, dispute: &str, status: &str) -> bool {
        lock(&self.shared).move_dispute(dispute, status)
    }

    /// Moves a refund on; false when there is none.
    pub fn move_refund(&self, refund: &str, status: &str) -> bool {
        lock(&self.shared).move_refund(refund, status)
    }

    /// Every object of a kind (`charge`, `refund`, `checkout.session` …), oldest first.
    pub fn book(&self, kind: &str) -> Vec<Value> {
        lock(&self.shared).every(kind)
    }
}
