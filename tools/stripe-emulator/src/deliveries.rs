//! Messages on their way: signed at each sending, sent again until acknowledged. An endpoint whose address begins
//! with `held:` is never called; a test takes its messages and delivers them by hand.

use std::collections::VecDeque;

use data_encoding::HEXLOWER;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

use crate::faults::MessageFault;

/// The longest pause between two tries, in seconds.
const PAUSE_S_MAX: i64 = 3_600;

/// A message for one endpoint, signed now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// The event's id.
    pub event: String,
    /// The event's type.
    pub kind: String,
    /// Where it goes.
    pub url: String,
    /// The `Stripe-Signature` header.
    pub signature: String,
    /// The raw body.
    pub body: String,
}

/// A message that was not acknowledged yet.
#[derive(Clone, Debug)]
struct Waiting {
    number: u64,
    event: String,
    kind: String,
    url: String,
    secret: String,
    body: String,
    next_at: i64,
    tries: u32,
}

/// All messages that were not acknowledged yet.
#[derive(Debug, Default)]
pub(crate) struct Deliveries {
    waiting: Vec<Waiting>,
    faults: VecDeque<MessageFault>,
    held_back: Vec<Waiting>,
    number: u64,
}

impl Deliveries {
    pub(crate) fn fault(&mut self, fault: MessageFault) {
        self.faults.push_back(fault);
    }

    pub(crate) fn add(&mut self, event: &str, kind: &str, url: &str, secret: &str, body: &str, now: i64) {
        self.number += 1;
        let mut message = Waiting {
            number: self.number,
            event: event.to_owned(),
            kind: kind.to_owned(),
            url: url.to_owned(),
            secret: secret.to_owned(),
            body: body.to_owned(),
            next_at: now,
            tries: 0,
        };
        match self.faults.pop_front() {
            Some(MessageFault::Drop) => return,
            Some(MessageFault::Reorder) => return self.held_back.push(message),
            Some(MessageFault::Late(seconds)) => message.next_at = now + seconds,
            Some(MessageFault::Duplicate) => {
                self.number += 1;
                self.waiting.push(Waiting { number: self.number, ..message.clone() });
            }
            None => {}
        }
        self.waiting.push(message);
        self.waiting.append(&mut self.held_back);
    }

    /// What is due now, signed, with the number to acknowledge it by.
    pub(crate) fn due(&self, now: i64) -> Vec<(u64, Message)> {
        self.waiting
            .iter()
            .filter(|waiting| waiting.next_at <= now)
            .map(|waiting| (waiting.number, waiting.signed(now)))
            .collect()
    }

    pub(crate) fn acknowledged(&mut self, number: u64) {
        self.waiting.retain(|waiting| waiting.number != number);
    }

    pub(crate) fn refused(&mut self, number: u64, now: i64) {
        if let Some(waiting) = self.waiting.iter_mut().find(|waiting| waiting.number == number) {
            waiting.tries += 1;
            waiting.next_at = now + (1_i64 << waiting.tries.min(12)).min(PAUSE_S_MAX);
        }
    }
}

impl Waiting {
    fn signed(&self, now: i64) -> Message {
        Message {
            event: self.event.clone(),
            kind: self.kind.clone(),
            url: self.url.clone(),
            signature: sign(&self.secret, now, &self.body),
            body: self.body.clone(),
        }
    }
}

/// The `Stripe-Signature` header for a body.
#[expect(clippy::expect_used, reason = "HMAC takes keys of any length")]
pub fn sign(secret: &str, now: i64, body: &str) -> String {
    let mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes())
        .expect("any length")
        .chain_update(format!("{now}.{body}"))
        .finalize()
        .into_bytes();
    format!("t={now},v1={}", HEXLOWER.encode(&mac))
}
