//! Sends messages to endpoints over HTTP until each was acknowledged.

use std::time::Duration;

use axum::http::Request;
use bytes::Bytes;
use futures_util::future::join_all;
use http_body_util::Full;
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;

use crate::deliveries::Message;
use crate::{Shared, lock};

/// How often it looks whether something is due.
const LOOK_EVERY: Duration = Duration::from_millis(50);
/// How long an endpoint may take.
const PATIENCE: Duration = Duration::from_secs(10);

pub(crate) async fn send_forever(shared: Shared) {
    let client: Client<HttpConnector, Full<Bytes>> = Client::builder(TokioExecutor::new()).build_http();
    loop {
        tokio::time::sleep(LOOK_EVERY).await;
        let due = {
            let mut book = lock(&shared);
            book.pass_time();
            let now = book.now();
            book.deliveries.due(now)
        };
        let due = due.into_iter().filter(|(_, message)| !message.url.starts_with("held:"));
        join_all(due.map(|(number, message)| {
            let (client, shared) = (client.clone(), shared.clone());
            async move {
                let taken = tokio::time::timeout(PATIENCE, send(&client, message)).await == Ok(true);
                let mut book = lock(&shared);
                let now = book.now();
                if taken {
                    book.deliveries.acknowledged(number);
                } else {
                    book.deliveries.refused(number, now);
                }
            }
        }))
        .await;
    }
}

async fn send(client: &Client<HttpConnector, Full<Bytes>>, message: Message) -> bool {
    let request = Request::post(&message.url)
        .header("content-type", "application/json; charset=utf-8")
        .header("stripe-signature", &message.signature)
        .body(Full::new(Bytes::from(message.body)));
    let Ok(request) = request else { return false };
    client.request(request).await.is_ok_and(|answer| answer.status().is_success())
}
