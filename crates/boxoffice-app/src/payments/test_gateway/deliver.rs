//! Sending the test gateway's messages to the shop: signed, over HTTP, again and again until acknowledged.
//! A message is sent at once from memory; the book remembers it, so that a crash only delays it.

use std::sync::Arc;
use std::time::Duration;

use boxoffice_domain::time::Time;
use bytes::Bytes;
use futures_util::future::join_all;
use http_body_util::{BodyExt as _, Full};
use hyper::Request;
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use tokio::sync::{Semaphore, mpsc, oneshot};
use tokio::time::error::Elapsed;

use super::book::Entry;
use super::webhook::{SIGNATURE_HEADER, Secret};
use super::{NAME, Pages, TestGateway};
use crate::clock::Clock;
use crate::store::test_gateway::TestWebhook;
use crate::store::together::Group;
use crate::store::{Result, StoreError};

/// Messages on their way at once.
const AT_ONCE: usize = 64;
/// Messages waiting in memory; more wait in the book.
const QUEUE_MAX: usize = 16_384;
/// The shop's answer is waited for so long.
const ANSWER_S: u64 = 10;
/// The longest pause between two tries.
const PAUSE_S_MAX: i64 = 600;
/// What came of deliveries is written so often, and so many at once.
const NOTES_EVERY_MS: u64 = 100;
const NOTES_AT_ONCE: usize = 256;
/// Messages fetched from the book at once.
const FETCH_MAX: u32 = 500;
/// Acknowledged messages are kept so long.
const KEEP_S: i64 = 86_400;

/// Carries messages to the shop.
#[derive(Debug)]
pub(super) struct Courier {
    /// None where there is nowhere to send to: then messages wait in the book.
    queue: Option<mpsc::Sender<Parcel>>,
}

/// A message on its way, and who wants to know when its first delivery has been tried.
#[derive(Debug)]
struct Parcel {
    webhook: TestWebhook,
    tried: oneshot::Sender<()>,
}

#[derive(Debug)]
struct Route {
    client: Client<HttpConnector, Full<Bytes>>,
    url: String,
    secret: Secret,
    clock: Clock,
    notes: mpsc::Sender<Entry>,
}

impl Courier {
    pub(super) fn start(local_url: &str, secret: Secret, clock: Clock, book: Group<Pages>) -> Self {
        if local_url.is_empty() {
            return Self { queue: None };
        }
        let (queue, waiting) = mpsc::channel(QUEUE_MAX);
        let client = Client::builder(TokioExecutor::new()).pool_max_idle_per_host(AT_ONCE).build_http();
        let url = format!("{local_url}/webhooks/{NAME}");
        let (notes, written) = mpsc::channel(QUEUE_MAX);
        tokio::spawn(keep_notes(book, written));
        tokio::spawn(carry(Arc::new(Route { client, url, secret, clock, notes }), waiting));
        Self { queue: Some(queue) }
    }

    /// Sends a message. The answer comes when the shop has answered, or will not for now.
    pub(super) fn send(&self, webhook: TestWebhook) -> oneshot::Receiver<()> {
        let (tried, answered) = oneshot::channel();
        if let Some(queue) = &self.queue {
            // A full queue loses nothing: the book sends it again.
            let _ = queue.try_send(Parcel { webhook, tried });
        }
        answered
    }
}

async fn carry(route: Arc<Route>, mut waiting: mpsc::Receiver<Parcel>) {
    let places = Arc::new(Semaphore::new(AT_ONCE));
    while let Some(Parcel { webhook, tried }) = waiting.recv().await {
        let Ok(place) = Arc::clone(&places).acquire_owned().await else { return };
        let route = Arc::clone(&route);
        tokio::spawn(async move {
            let outcome = tokio::time::timeout(Duration::from_secs(ANSWER_S), route.post(&webhook)).await;
            // Whoever waited may have gone.
            let _ = tried.send(());
            // A note that finds no room is made when the book sends the message again.
            let _ = route.notes.try_send(route.note(webhook, outcome));
            drop(place);
        });
    }
}

/// Writes notes into the book, many with one transaction: nobody waits for them.
async fn keep_notes(book: Group<Pages>, mut waiting: mpsc::Receiver<Entry>) {
    let mut notes = Vec::new();
    while waiting.recv_many(&mut notes, NOTES_AT_ONCE).await > 0 {
        for written in join_all(notes.drain(..).map(|note| book.write(note))).await {
            if let Err(error) = written {
                tracing::error!(%error, "the test gateway's book cannot be written; messages will be sent again");
            }
        }
        tokio::time::sleep(Duration::from_millis(NOTES_EVERY_MS)).await;
    }
}

impl Route {
    /// What the book shall know of a delivery.
    fn note(&self, webhook: TestWebhook, outcome: Result<Result<(), String>, Elapsed>) -> Entry {
        let now = self.clock.now();
        match outcome {
            Ok(Ok(())) => Entry::Delivered { event_ref: webhook.event_ref, now },
            failed => {
                let tries = webhook.attempts + 1;
                tracing::warn!(
                    event = webhook.event_ref,
                    tries,
                    ?failed,
                    "a test webhook was not acknowledged"
                );
                Entry::Undelivered { event_ref: webhook.event_ref, tries, next_at: next_try(now, tries) }
            }
        }
    }

    async fn post(&self, webhook: &TestWebhook) -> Result<(), String> {
        let body = Bytes::from(webhook.body.clone());
        let request = Request::post(&self.url)
            .header("content-type", "application/json")
            .header(SIGNATURE_HEADER, self.secret.sign(&body, self.clock.now()))
            .body(Full::new(body))
            .map_err(|error| error.to_string())?;
        let answer = self.client.request(request).await.map_err(|error| error.to_string())?;
        let status = answer.status();
        // Read to its end, so that the connection can be used again.
        answer.into_body().collect().await.map_err(|error| error.to_string())?;
        if status.is_success() { Ok(()) } else { Err(format!("the shop answered {status}")) }
    }
}

/// 2, 4, 8 … seconds, up to ten minutes.
fn next_try(now: Time, tries: i64) -> Time {
    now.plus_s((1_i64 << tries.clamp(1, 20)).min(PAUSE_S_MAX))
}

impl TestGateway {
    /// Sends again what the shop has not acknowledged in time, also from before a crash.
    pub async fn send_waiting(&self) -> Result<(), StoreError> {
        if self.courier.queue.is_none() {
            return Ok(());
        }
        let now = self.clock.now();
        let waiting = self.store.read().await?.list_waiting_test_webhooks(now, FETCH_MAX).await?;
        for webhook in waiting {
            // Until this delivery is over the book does not offer the message again.
            let tries = webhook.attempts;
            let next_at = now.plus_s(2 * ANSWER_S as i64);
            self.book
                .write(Entry::Undelivered { event_ref: webhook.event_ref.clone(), tries, next_at })
                .await?;
            drop(self.courier.send(webhook));
        }
        Ok(())
    }

    /// Forgets messages that were acknowledged long ago.
    pub async fn forget_delivered(&self) -> Result<(), StoreError> {
        let mut tx = self.store.begin().await?;
        tx.delete_old_test_webhooks(self.clock.now().plus_s(-KEEP_S)).await?;
        tx.commit().await
    }

    /// Every message that was not acknowledged yet, signed: for tests that deliver by hand, twice, late or in
    /// another order.
    #[cfg(any(test, feature = "testing"))]
    pub async fn waiting_webhooks(&self) -> Result<Vec<HeldWebhook>, StoreError> {
        const FOREVER: Time = Time::from_micros(i64::MAX);
        let waiting = self.store.read().await?.list_waiting_test_webhooks(FOREVER, FETCH_MAX).await?;
        Ok(waiting
            .into_iter()
            .map(|webhook| {
                let mut headers = hyper::HeaderMap::new();
                if let Ok(signature) = self.secret.sign(webhook.body.as_bytes(), self.clock.now()).parse() {
                    headers.insert(SIGNATURE_HEADER, signature);
                }
                HeldWebhook { event_ref: webhook.event_ref, kind: webhook.kind, headers, body: webhook.body }
            })
            .collect())
    }

    /// Notes that a message was acknowledged, as the courier does.
    #[cfg(any(test, feature = "testing"))]
    pub async fn acknowledged(&self, webhook: &HeldWebhook) -> Result<(), StoreError> {
        let entry = Entry::Delivered { event_ref: webhook.event_ref.clone(), now: self.clock.now() };
        self.book.write(entry).await.map(|_| ())
    }
}

/// A message that a test delivers by hand.
#[cfg(any(test, feature = "testing"))]
#[derive(Clone, Debug)]
pub struct HeldWebhook {
    /// Its reference.
    pub event_ref: String,
    /// What it says.
    pub kind: String,
    /// The signature.
    pub headers: hyper::HeaderMap,
    /// The raw body.
    pub body: String,
}
