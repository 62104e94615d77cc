//! Sending the test gateway's messages to the shop: signed, over HTTP, again and again until acknowledged.
//! A message is sent at once from memory; the book remembers it, so that a crash only delays it.

use std::sync::Arc;
use std::time::Duration;

use boxoffice_domain::time::Time;
use bytes::Bytes;
use http_body_util::{BodyExt as _, Full};
use hyper::Request;
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use tokio::sync::{Semaphore, mpsc};

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
/// Messages fetched from the book at once.
const FETCH_MAX: u32 = 500;
/// Acknowledged messages are kept so long.
const KEEP_S: i64 = 86_400;

/// Carries messages to the shop.
#[derive(Debug)]
pub(super) struct Courier {
    /// None where there is nowhere to send to: then messages wait in the book.
    queue: Option<mpsc::Sender<TestWebhook>>,
}

#[derive(Debug)]
struct Route {
    client: Client<HttpConnector, Full<Bytes>>,
    url: String,
    secret: Secret,
    clock: Clock,
    book: Group<Pages>,
}

impl Courier {
    pub(super) fn start(local_url: &str, secret: Secret, clock: Clock, book: Group<Pages>) -> Self {
        if local_url.is_empty() {
            return Self { queue: None };
        }
        let (queue, waiting) = mpsc::channel(QUEUE_MAX);
        let client = Client::builder(TokioExecutor::new()).pool_max_idle_per_host(AT_ONCE).build_http();
        let url = format!("{local_url}/webhooks/{NAME}");
        tokio::spawn(carry(Arc::new(Route { client, url, secret, clock, book }), waiting));
        Self { queue: Some(queue) }
    }

    pub(super) fn send(&self, webhook: TestWebhook) {
        if let Some(queue) = &self.queue {
            // A full queue loses nothing: the book sends it again.
            let _ = queue.try_send(webhook);
        }
    }
}

async fn carry(route: Arc<Route>, mut waiting: mpsc::Receiver<TestWebhook>) {
    let places = Arc::new(Semaphore::new(AT_ONCE));
    while let Some(webhook) = waiting.recv().await {
        let Ok(place) = Arc::clone(&places).acquire_owned().await else { return };
        let route = Arc::clone(&route);
        tokio::spawn(async move {
            route.deliver(webhook).await;
            drop(place);
        });
    }
}

impl Route {
    async fn deliver(&self, webhook: TestWebhook) {
        let outcome = tokio::time::timeout(Duration::from_secs(ANSWER_S), self.post(&webhook)).await;
        let now = self.clock.now();
        let entry = match outcome {
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
        };
        if let Err(error) = self.book.write(entry).await {
            tracing::error!(%error, "the test gateway's book cannot be written; the message will be sent again");
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
            self.courier.send(webhook);
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
