//! What the hosted page and the book's page of the test gateway ask and do.

use boxoffice_domain::money::Money;
use serde::Serialize;

use super::book::{Entered, Entry, Paid};
use super::{Card, TestGateway};
use crate::store::StoreError;
use crate::store::test_disputes::TestDispute;
use crate::store::test_gateway::{TestCharge, TestRefund, TestSession};

/// What the hosted page shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionPage {
    /// Its reference.
    pub session_ref: String,
    /// What it is for.
    pub description: String,
    /// What is owed.
    pub amount: Money,
    /// Whether one can pay.
    pub state: PageState,
    /// Where the buyer goes after paying.
    pub return_url: String,
    /// Where the buyer goes instead.
    pub cancel_url: String,
}

/// Whether one can pay.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageState {
    /// Yes.
    Open,
    /// It is paid.
    Complete,
    /// Too late.
    Expired,
}

/// What came of paying.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Payment {
    /// The money was taken, now or earlier: on to the return address.
    Done,
    /// The card was declined; another one may be tried.
    Declined,
    /// Too late.
    Over,
}

/// The book, for a judge to compare.
#[derive(Clone, Debug, Serialize)]
pub struct BookPage {
    /// Pages opened, newest first.
    pub sessions: Vec<TestSession>,
    /// Attempts to take money, newest first.
    pub charges: Vec<TestCharge>,
    /// Money given back, newest first.
    pub refunds: Vec<TestRefund>,
    /// What buyers' banks ask back, newest first.
    pub disputes: Vec<TestDispute>,
}

impl TestGateway {
    /// The hosted page of a session.
    pub async fn find_page(&self, session_ref: &str) -> Result<Option<SessionPage>, StoreError> {
        let Some(session) = self.store.peek().await?.find_test_session(session_ref).await? else {
            return Ok(None);
        };
        let currency = session.currency.parse().map_err(|error| StoreError::Broken(format!("{error}")))?;
        let state = match session.state.as_str() {
            "complete" => PageState::Complete,
            "open" if self.clock.now() < session.expires_at => PageState::Open,
            _ => PageState::Expired,
        };
        Ok(Some(SessionPage {
            amount: Money::new(session.amount_minor, currency),
            session_ref: session.session_ref,
            description: session.description,
            state,
            return_url: session.return_url,
            cancel_url: session.cancel_url,
        }))
    }

    /// Pays with a card. None when there is no such session.
    pub async fn pay(&self, session_ref: &str, card: Card) -> Result<Option<Payment>, StoreError> {
        let entry = Entry::Pay {
            session_ref: session_ref.to_owned(),
            charge_ref: self.reference("tgc"),
            event_ref: self.reference("tge"),
            declined: card == Card::Declined,
            now: self.clock.now(),
        };
        let Entered::Paid(paid, message) = self.book.write(entry).await? else {
            return Err(StoreError::Broken("the book answered something else than was asked".into()));
        };
        self.send_and_wait(message).await;
        Ok(match paid {
            Paid::Captured | Paid::AlreadyCaptured => Some(Payment::Done),
            Paid::Declined => Some(Payment::Declined),
            Paid::Over => Some(Payment::Over),
            Paid::NoSuchSession => None,
        })
    }

    /// The book, at most so many rows of each list; of one payment where one is named.
    pub async fn read_book(&self, payment: Option<&str>, rows: u32) -> Result<BookPage, StoreError> {
        let mut tx = self.store.read().await?;
        Ok(BookPage {
            sessions: tx.list_test_sessions(payment, rows).await?,
            charges: tx.list_test_charges(payment, rows).await?,
            refunds: tx.list_test_refunds(payment, rows).await?,
            disputes: tx.list_test_disputes(payment, rows).await?,
        })
    }
}
