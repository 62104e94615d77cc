//! The test gateway's rules, over what a batch has looked up: pure, so that a batch decides each entry in turn.
//! A session is opened once per key and captured at most once; a charge is never refunded beyond its amount.

use std::collections::HashMap;

use boxoffice_domain::time::Time;

use super::webhook::{self, Message};
use crate::store::test_gateway::{BookChanges, TestCharge, TestRefund, TestSession, TestWebhook};

/// A first delivery happens at once; if that is lost, the book sends again after this.
const SEND_AGAIN_S: i64 = 5;

/// One entry to be made.
#[derive(Clone, Debug)]
pub(super) enum Entry {
    /// Opens a session, unless its key has opened one.
    Open(TestSession),
    /// Takes the money, or records that the card was declined.
    Pay { session_ref: String, charge_ref: String, event_ref: String, declined: bool, now: Time },
    /// Ends a session.
    End { session_ref: String, event_ref: String, now: Time },
    /// Gives money back, unless its key has.
    Refund(TestRefund),
    /// The shop has acknowledged a message.
    Delivered { event_ref: String, now: Time },
    /// It has not.
    Undelivered { event_ref: String, tries: i64, next_at: Time },
}

/// What came of an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Entered {
    /// The session that the key has opened, now or earlier.
    Opened(TestSession),
    /// What came of paying, and the message to send.
    Paid(Paid, Option<TestWebhook>),
    /// What came of ending, and the message to send.
    Ended(Ended, Option<TestWebhook>),
    /// The refund that the key has made, now or earlier.
    Refunded(TestRefund),
    /// The gateway says no.
    Refused(&'static str),
    /// Noted.
    Noted,
}

/// What came of paying.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Paid {
    Captured,
    Declined,
    AlreadyCaptured,
    Over,
    NoSuchSession,
}

/// What came of ending a session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Ended {
    Expired,
    AlreadyCaptured(TestCharge),
    NoSuchSession,
}

/// What a batch has looked up, and what it changed so far.
#[derive(Debug, Default)]
pub(super) struct Book {
    sessions: HashMap<String, TestSession>,
    session_by_key: HashMap<String, String>,
    captures: HashMap<String, TestCharge>,
    capture_by_session: HashMap<String, String>,
    refunds: Vec<TestRefund>,
    pub(super) changes: BookChanges,
}

impl Book {
    pub(super) fn new(
        sessions: Vec<TestSession>,
        charges: Vec<TestCharge>,
        refunds: Vec<TestRefund>,
    ) -> Self {
        let mut book = Self { refunds, ..Self::default() };
        for session in sessions {
            book.know_session(session);
        }
        for charge in charges.into_iter().filter(|charge| charge.state == "captured") {
            book.know_capture(charge);
        }
        book
    }

    fn know_session(&mut self, session: TestSession) {
        self.session_by_key.insert(session.idempotency_key.clone(), session.session_ref.clone());
        self.sessions.insert(session.session_ref.clone(), session);
    }

    fn know_capture(&mut self, charge: TestCharge) {
        self.capture_by_session.insert(charge.session_ref.clone(), charge.charge_ref.clone());
        self.captures.insert(charge.charge_ref.clone(), charge);
    }

    /// Decides an entry and notes what it changes.
    pub(super) fn enter(&mut self, entry: &Entry) -> Entered {
        match entry {
            Entry::Open(session) => self.open(session),
            Entry::Pay { session_ref, charge_ref, event_ref, declined, now } => {
                self.pay(session_ref, charge_ref, event_ref, *declined, *now)
            }
            Entry::End { session_ref, event_ref, now } => self.end(session_ref, event_ref, *now),
            Entry::Refund(refund) => self.refund(refund),
            Entry::Delivered { event_ref, now } => {
                self.changes.delivered.push((event_ref.clone(), *now));
                Entered::Noted
            }
            Entry::Undelivered { event_ref, tries, next_at } => {
                self.changes.undelivered.push((event_ref.clone(), *tries, *next_at));
                Entered::Noted
            }
        }
    }

    fn open(&mut self, wanted: &TestSession) -> Entered {
        let earlier =
            self.session_by_key.get(&wanted.idempotency_key).and_then(|found| self.sessions.get(found));
        if let Some(earlier) = earlier {
            let same = earlier.amount_minor == wanted.amount_minor
                && earlier.currency == wanted.currency
                && earlier.payment_ref == wanted.payment_ref;
            return if same {
                Entered::Opened(earlier.clone())
            } else {
                Entered::Refused("this key has opened another session")
            };
        }
        self.changes.opened.push(wanted.clone());
        self.know_session(wanted.clone());
        Entered::Opened(wanted.clone())
    }

    fn pay(
        &mut self,
        session_ref: &str,
        charge_ref: &str,
        event_ref: &str,
        declined: bool,
        now: Time,
    ) -> Entered {
        let Some(session) = self.sessions.get(session_ref) else {
            return Entered::Paid(Paid::NoSuchSession, None);
        };
        match session.state.as_str() {
            "complete" => return Entered::Paid(Paid::AlreadyCaptured, None),
            "open" if now < session.expires_at => {}
            _ => {
                let message = self.expire(session_ref, event_ref, now);
                return Entered::Paid(Paid::Over, message);
            }
        }
        let charge = TestCharge {
            charge_ref: charge_ref.to_owned(),
            session_ref: session_ref.to_owned(),
            payment_ref: session.payment_ref.clone(),
            amount_minor: session.amount_minor,
            currency: session.currency.clone(),
            state: if declined { "declined" } else { "captured" }.to_owned(),
            created_at: now,
        };
        self.changes.charges.push(charge.clone());
        if declined {
            let message = self.tell(event_ref, Message::declined(&charge), now);
            return Entered::Paid(Paid::Declined, Some(message));
        }
        self.set_state(session_ref, "complete");
        let message = self.tell(event_ref, Message::captured(&charge), now);
        self.know_capture(charge);
        Entered::Paid(Paid::Captured, Some(message))
    }

    fn end(&mut self, session_ref: &str, event_ref: &str, now: Time) -> Entered {
        if !self.sessions.contains_key(session_ref) {
            return Entered::Ended(Ended::NoSuchSession, None);
        }
        if let Some(capture) =
            self.capture_by_session.get(session_ref).and_then(|found| self.captures.get(found))
        {
            return Entered::Ended(Ended::AlreadyCaptured(capture.clone()), None);
        }
        let message = self.expire(session_ref, event_ref, now);
        Entered::Ended(Ended::Expired, message)
    }

    /// Ends an open session and writes the message; one that is over already says nothing again.
    fn expire(&mut self, session_ref: &str, event_ref: &str, now: Time) -> Option<TestWebhook> {
        let session = self.sessions.get(session_ref).filter(|session| session.state == "open")?.clone();
        self.set_state(session_ref, "expired");
        Some(self.tell(event_ref, Message::over(&session), now))
    }

    fn refund(&mut self, wanted: &TestRefund) -> Entered {
        let same_key = |refund: &&TestRefund| refund.idempotency_key == wanted.idempotency_key;
        if let Some(earlier) = self.refunds.iter().find(same_key) {
            let same = earlier.charge_ref == wanted.charge_ref && earlier.amount_minor == wanted.amount_minor;
            return if same {
                Entered::Refunded(earlier.clone())
            } else {
                Entered::Refused("this key has made another refund")
            };
        }
        let Some(charge) = self.captures.get(&wanted.charge_ref) else {
            return Entered::Refused("there is no such charge");
        };
        let of_charge = self
            .refunds
            .iter()
            .filter(|refund| refund.charge_ref == wanted.charge_ref && refund.state == "done");
        let refunded: i64 = of_charge.map(|refund| refund.amount_minor).sum();
        if charge.currency != wanted.currency {
            return Entered::Refused("the charge is in another currency");
        }
        if wanted.amount_minor <= 0 || wanted.amount_minor > charge.amount_minor - refunded {
            return Entered::Refused("more than is left of the charge");
        }
        self.changes.refunds.push(wanted.clone());
        self.refunds.push(wanted.clone());
        Entered::Refunded(wanted.clone())
    }

    fn set_state(&mut self, session_ref: &str, state: &'static str) {
        if let Some(session) = self.sessions.get_mut(session_ref) {
            state.clone_into(&mut session.state);
        }
        // A session that this very batch opened is written with its last state.
        match self.changes.opened.iter_mut().find(|opened| opened.session_ref == session_ref) {
            Some(opened) => state.clone_into(&mut opened.state),
            None => self.changes.closed.push((session_ref.to_owned(), state)),
        }
    }

    fn tell(&mut self, event_ref: &str, message: Message, now: Time) -> TestWebhook {
        let webhook = TestWebhook {
            event_ref: event_ref.to_owned(),
            kind: message.kind.clone(),
            body: webhook::write(event_ref, message, now),
            created_at: now,
            attempts: 0,
            next_at: now.plus_s(SEND_AGAIN_S),
        };
        self.changes.webhooks.push(webhook.clone());
        webhook
    }
}
