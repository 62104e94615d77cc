//! The test gateway: a payment company in miniature inside the program, so that test mode goes the whole way:
//! redirect out, webhook in, redirect back. It has its own book and touches nothing else of the database.
//! `book.rs` has its rules, `deliver.rs` sends its messages, `page.rs` is what its hosted page asks.
//! In live mode it does not exist.

mod book;
mod card;
mod deliver;
mod dispute;
#[cfg(any(test, feature = "testing"))]
mod faults;
mod page;
mod webhook;

use std::collections::BTreeSet;
use std::time::Duration;

use boxoffice_domain::ids::OrganizationId;
use boxoffice_domain::money::{Currency, Money};
use boxoffice_domain::time::Time;
use hyper::HeaderMap;

use super::{
    Answer, Capture, Gateway, GatewayError, GatewayEvent, GivenBack, Payee, RefundNews, RefundRequest,
    Session, SessionEnd, SessionRequest, SessionState, WebhookError,
};
use crate::clock::Clock;
use crate::random::Random;
use crate::settings::Settings;
use crate::store::test_gateway::{TestCharge, TestRefund, TestSession, TestWebhook};
use crate::store::together::{Batch, Group};
use crate::store::{Flush, Result, Store, StoreError, Tx};

use book::{Book, Ended, Entered, Entry};
use deliver::Courier;
use webhook::Secret;

pub use card::{Card, DECLINED_NUMBER, NotATestCard, PAYING_NUMBER};
#[cfg(any(test, feature = "testing"))]
pub use deliver::HeldWebhook;
#[cfg(any(test, feature = "testing"))]
pub use faults::{Call, Fault, Faults};
pub use page::{BookPage, PageState, Payment, SessionPage};

/// Its name in the database and in `/webhooks/{name}`.
pub const NAME: &str = "test";
/// Entries waiting to be written; one more is told to come again.
const QUEUE_MAX: usize = 16_384;
/// So long a buyer who paid waits for the shop to hear of it, before going back there.
const PATIENCE_S: u64 = 3;
/// Entries that one transaction carries.
const BATCH_MAX: usize = 256;

/// The gateway. One per process; the book is shared.
#[derive(Debug)]
pub struct TestGateway {
    store: Store,
    clock: Clock,
    random: Random,
    public_url: String,
    secret: Secret,
    book: Group<Pages>,
    courier: Courier,
    /// What shall go wrong.
    #[cfg(any(test, feature = "testing"))]
    pub faults: Faults,
}

impl TestGateway {
    /// Opens the gateway over its book. Without a `local_url` its messages wait to be fetched.
    pub fn start(store: &Store, clock: &Clock, random: &Random, settings: &Settings) -> Self {
        let secret = Secret::of(&settings.master_key);
        let book = Group::start(store.clone(), Pages, QUEUE_MAX, BATCH_MAX);
        let courier = Courier::start(&settings.local_url, secret.clone(), clock.clone(), book.clone());
        Self {
            store: store.clone(),
            clock: clock.clone(),
            random: random.clone(),
            public_url: settings.public_url.clone(),
            secret,
            book,
            courier,
            #[cfg(any(test, feature = "testing"))]
            faults: Faults::default(),
        }
    }

    /// A reference that cannot be guessed. Those of one moment sort together, so that they share the pages of an index.
    fn reference(&self, prefix: &str) -> String {
        let mut name = [0; 24];
        name[..8].copy_from_slice(&self.clock.now().micros().to_be_bytes());
        name[8..].copy_from_slice(&self.random.bytes::<16>());
        // The two highest bytes of microseconds are zero for the next two thousand years.
        format!("{prefix}_{}", data_encoding::BASE32HEX_NOPAD.encode(&name[2..]).to_ascii_lowercase())
    }

    fn session(&self, session: &TestSession) -> Session {
        let url = format!("{}/test-gateway/sessions/{}", self.public_url, session.session_ref);
        Session { session_ref: session.session_ref.clone(), url }
    }

    /// Sends a message of the book, if there is one, and waits a moment for the shop to take it, as Stripe's
    /// Checkout does before it lets the buyer go back (<https://docs.stripe.com/checkout/fulfillment>).
    async fn send_and_wait(&self, webhook: Option<TestWebhook>) {
        let Some(webhook) = webhook else { return };
        // Whoever cannot be reached in time hears of it later; the buyer goes on.
        let _ = tokio::time::timeout(Duration::from_secs(PATIENCE_S), self.courier.send(webhook)).await;
    }

    async fn open(&self, request: &SessionRequest) -> Result<Session, GatewayError> {
        let wanted = TestSession {
            session_ref: self.reference("tgs"),
            idempotency_key: request.idempotency_key.clone(),
            payment_ref: request.payment.to_string(),
            description: request.description.clone(),
            amount_minor: request.amount.minor,
            currency: request.amount.currency.code().to_owned(),
            state: "open".to_owned(),
            return_url: request.return_url.clone(),
            cancel_url: request.cancel_url.clone(),
            created_at: self.clock.now(),
            expires_at: request.expires_at,
        };
        match self.book.write(Entry::Open(wanted)).await? {
            Entered::Opened(session) => Ok(self.session(&session)),
            other => Err(refused(other)),
        }
    }

    async fn end(&self, session_ref: &str) -> Result<SessionEnd, GatewayError> {
        let entry = Entry::End {
            session_ref: session_ref.to_owned(),
            event_ref: self.reference("tge"),
            now: self.clock.now(),
        };
        match self.book.write(entry).await? {
            Entered::Ended(Ended::Expired, message) => {
                if let Some(message) = message {
                    drop(self.courier.send(message));
                }
                Ok(SessionEnd::Ended)
            }
            Entered::Ended(Ended::AlreadyCaptured(charge), _) => {
                Ok(SessionEnd::AlreadyComplete(capture(&charge)?))
            }
            other => Err(refused(other)),
        }
    }

    async fn find(&self, key: &str) -> Result<Option<(Session, SessionState)>, GatewayError> {
        let mut tx = self.store.read().await?;
        let Some(found) = tx.find_test_session_by_key(key).await? else { return Ok(None) };
        let state = match found.state.as_str() {
            "open" => SessionState::Open,
            "complete" => match tx.find_test_capture(&found.session_ref).await? {
                Some(charge) => SessionState::Complete(capture(&charge)?),
                None => return Err(StoreError::Broken("a complete session without a charge".into()).into()),
            },
            _ => SessionState::Expired,
        };
        Ok(Some((self.session(&found), state)))
    }

    async fn give_back(&self, request: &RefundRequest) -> Result<GivenBack, GatewayError> {
        let refund = TestRefund {
            refund_ref: self.reference("tgr"),
            charge_ref: request.charge_ref.clone(),
            idempotency_key: request.idempotency_key.clone(),
            amount_minor: request.amount.minor,
            currency: request.amount.currency.code().to_owned(),
            state: "done".to_owned(),
            created_at: self.clock.now(),
        };
        match self.book.write(Entry::Refund(refund)).await? {
            Entered::Refunded(refund) => Ok(given_back(refund)),
            other => Err(refused(other)),
        }
    }
}

fn refused(entered: Entered) -> GatewayError {
    match entered {
        Entered::Refused(reason) => GatewayError::Refused(reason.to_owned()),
        Entered::Ended(Ended::NoSuchSession, _) => {
            GatewayError::Refused("there is no such session".to_owned())
        }
        other => GatewayError::Refused(format!("unexpected answer {other:?}")),
    }
}

/// What is given back here is with the buyer at once.
fn given_back(refund: TestRefund) -> GivenBack {
    GivenBack { refund_ref: refund.refund_ref, news: RefundNews::Done }
}

fn capture(charge: &TestCharge) -> Result<Capture, GatewayError> {
    let currency: Currency = charge
        .currency
        .parse()
        .map_err(|error| StoreError::Broken(format!("charge {}: {error}", charge.charge_ref)))?;
    Ok(Capture {
        payment: charge.payment_ref.parse().ok(),
        session_ref: charge.session_ref.clone(),
        charge_ref: charge.charge_ref.clone(),
        amount: Money::new(charge.amount_minor, currency),
    })
}

/// Runs a call through the faults that a test has wished for; outside of tests there are none.
macro_rules! through_faults {
    ($gateway:expr, $call:ident, $work:expr) => {
        Box::pin(async move {
            #[cfg(any(test, feature = "testing"))]
            let fault = $gateway.faults.take(faults::Call::$call);
            #[cfg(any(test, feature = "testing"))]
            if let Some(fault) = fault {
                fault.before()?;
            }
            let answer = $work.await;
            #[cfg(any(test, feature = "testing"))]
            if let Some(fault) = fault {
                fault.after()?;
            }
            answer
        })
    };
}

impl Gateway for TestGateway {
    fn name(&self) -> &'static str {
        NAME
    }

    fn payee(&self, _organization: Option<OrganizationId>, _currency: Currency) -> Option<Payee> {
        Some(Payee::Installation)
    }

    fn pages(&self) -> Option<&str> {
        None
    }

    fn open_session<'a>(&'a self, request: &'a SessionRequest) -> Answer<'a, Session> {
        through_faults!(self, OpenSession, self.open(request))
    }

    fn end_session<'a>(&'a self, _payee: Payee, session_ref: &'a str) -> Answer<'a, SessionEnd> {
        through_faults!(self, EndSession, self.end(session_ref))
    }

    fn find_session<'a>(
        &'a self,
        request: &'a SessionRequest,
        _session_ref: Option<&'a str>,
    ) -> Answer<'a, Option<(Session, SessionState)>> {
        through_faults!(self, FindSession, self.find(&request.idempotency_key))
    }

    fn refund<'a>(&'a self, request: &'a RefundRequest) -> Answer<'a, GivenBack> {
        through_faults!(self, Refund, self.give_back(request))
    }

    fn find_refund<'a>(&'a self, request: &'a RefundRequest) -> Answer<'a, Option<GivenBack>> {
        through_faults!(self, FindRefund, async {
            let found = self.store.read().await?.find_test_refund(&request.idempotency_key).await?;
            Ok(found.map(given_back))
        })
    }

    fn read_webhook(
        &self,
        organization: Option<OrganizationId>,
        headers: &HeaderMap,
        body: &[u8],
        now: Time,
    ) -> Result<GatewayEvent, WebhookError> {
        if organization.is_some() {
            // No organization has an account here.
            return Err(WebhookError::Signature);
        }
        self.secret.read(headers, body, now)
    }
}

/// Writes entries of many callers together.
#[derive(Debug)]
struct Pages;

impl Batch for Pages {
    type Command = Entry;
    type Answer = Entered;

    /// The shop writes what it was told into the same log, and flushes that: what a power cut could take from the book
    /// is only what the shop does not know of either.
    fn flush(&self) -> Flush {
        Flush::WithTheNext
    }

    async fn write(&self, tx: &mut Tx, entries: &[Entry]) -> Result<Vec<Entered>> {
        let mut book = look_up(tx, entries).await?;
        let answers = entries.iter().map(|entry| book.enter(entry)).collect();
        tx.write_test_book(&book.changes).await?;
        Ok(answers)
    }
}

async fn look_up(tx: &mut Tx, entries: &[Entry]) -> Result<Book> {
    let (mut keys, mut refs, mut charged) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    for entry in entries {
        match entry {
            Entry::Open(session) => keys.insert(session.idempotency_key.as_str()),
            Entry::Pay { session_ref, .. } | Entry::End { session_ref, .. } => {
                refs.insert(session_ref.as_str())
            }
            Entry::Refund(refund) => charged.insert(refund.charge_ref.as_str()),
            Entry::Delivered { .. } | Entry::Undelivered { .. } => false,
        };
    }
    let list = |set: BTreeSet<_>| -> Vec<&str> { set.into_iter().collect() };
    let (keys, refs, charged) = (list(keys), list(refs), list(charged));
    let mut sessions = tx.lock_test_sessions(&refs, false).await?;
    sessions.extend(tx.lock_test_sessions(&keys, true).await?);
    let complete: Vec<&str> = sessions
        .iter()
        .filter(|session| session.state == "complete")
        .map(|session| session.session_ref.as_str())
        .collect();
    let mut charges = tx.list_test_charges_of(&complete).await?;
    charges.extend(tx.lock_test_charges(&charged).await?);
    let refunds = tx.list_test_refunds_of(&charged).await?;
    Ok(Book::new(sessions, charges, refunds))
}
