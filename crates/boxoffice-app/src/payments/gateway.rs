//! The wall between us and the companies that move money. Card data never comes near it: a buyer pays on the
//! gateway's own page, and what came of it is told by signed messages.
//! Every call may have had its effect although its answer was lost; that is [`GatewayError::Unknown`].

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;

use boxoffice_domain::ids::PaymentId;
use boxoffice_domain::money::{Currency, Money};
use boxoffice_domain::payment::DisputeState;
use boxoffice_domain::time::Time;
use hyper::HeaderMap;

use crate::jobs::JobError;

/// What a gateway's call gives, later.
pub type Answer<'a, T> = Pin<Box<dyn Future<Output = Result<T, GatewayError>> + Send + 'a>>;

/// A company that moves money. A further one is one file and one line in `wiring.rs`.
pub trait Gateway: Send + Sync + fmt::Debug {
    /// Its name in the database and in `/webhooks/{name}`.
    fn name(&self) -> &'static str;

    /// Whether it takes money in a currency now.
    fn can_take(&self, currency: Currency) -> bool;

    /// Opens a page where the buyer pays. The same key gives the same session.
    fn open_session<'a>(&'a self, request: &'a SessionRequest) -> Answer<'a, Session>;

    /// Ends a session, so that nothing can be captured in it any more.
    fn end_session<'a>(&'a self, session_ref: &'a str) -> Answer<'a, SessionEnd>;

    /// Looks up what became of the session that a key opened, if it opened one.
    fn find_session<'a>(&'a self, idempotency_key: &'a str) -> Answer<'a, Option<(Session, SessionState)>>;

    /// Gives money back. The same key gives it back once. Answers the gateway's reference.
    fn refund<'a>(&'a self, request: &'a RefundRequest) -> Answer<'a, String>;

    /// Looks up the refund that a key made, if it made one.
    fn find_refund<'a>(&'a self, request: &'a RefundRequest) -> Answer<'a, Option<String>>;

    /// Checks the signature of a message over its raw bytes and reads it.
    fn read_webhook(&self, headers: &HeaderMap, body: &[u8], now: Time)
    -> Result<GatewayEvent, WebhookError>;
}

/// A page to be opened for a buyer.
#[derive(Clone, Debug)]
pub struct SessionRequest {
    /// The payment, which comes back in every message.
    pub payment: PaymentId,
    /// Makes the call safe to repeat.
    pub idempotency_key: String,
    /// What is owed.
    pub amount: Money,
    /// What the buyer sees that it is for.
    pub description: String,
    /// Where the buyer goes after paying.
    pub return_url: String,
    /// Where the buyer goes instead of paying.
    pub cancel_url: String,
    /// After this nothing may be captured.
    pub expires_at: Time,
}

/// A gateway's page for one payment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// The gateway's reference.
    pub session_ref: String,
    /// Where the buyer pays.
    pub url: String,
}

/// What became of a session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SessionState {
    /// The buyer may still pay.
    Open,
    /// Paid.
    Complete(Capture),
    /// Over, unpaid.
    Expired,
}

/// The answer to [`Gateway::end_session`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SessionEnd {
    /// Over; nothing will be captured.
    Ended,
    /// The buyer was faster.
    AlreadyComplete(Capture),
}

/// Money that was taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Capture {
    /// Our payment, as the gateway remembers it.
    pub payment: Option<PaymentId>,
    /// The session it was taken in.
    pub session_ref: String,
    /// The gateway's reference of the charge.
    pub charge_ref: String,
    /// How much.
    pub amount: Money,
}

/// Money to be given back.
#[derive(Clone, Debug)]
pub struct RefundRequest {
    /// The charge it is taken from.
    pub charge_ref: String,
    /// How much.
    pub amount: Money,
    /// Makes the call safe to repeat.
    pub idempotency_key: String,
}

/// What a gateway told us by webhook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GatewayEvent {
    /// The gateway's reference of the message; the same message repeats with the same one.
    pub event_ref: String,
    /// What it says.
    pub told: Told,
}

/// The contents of a message that concern us.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Told {
    /// Money was taken.
    Captured(Capture),
    /// An attempt was declined; the session stays open for another one.
    Declined {
        /// The session.
        session_ref: String,
        /// The gateway's word for why.
        reason: String,
    },
    /// A session is over, unpaid.
    Over {
        /// The session.
        session_ref: String,
    },
    /// News of a refund, of ours or made at the gateway.
    RefundUpdated {
        /// The gateway's reference of the refund.
        refund_ref: String,
        /// The key that we asked with, where the gateway repeats it.
        idempotency_key: Option<String>,
        /// What came of it.
        state: RefundNews,
    },
    /// A buyer's bank asks money back, or has decided about it.
    Disputed {
        /// The gateway's reference of the dispute.
        dispute_ref: String,
        /// The charge that is disputed.
        charge_ref: String,
        /// How much of it.
        amount: Money,
        /// Where it stands.
        state: DisputeState,
        /// The bank's word for why.
        reason: String,
    },
    /// Something that does not concern us.
    Other(String),
}

/// What a gateway may say of a refund.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RefundNews {
    /// It is on its way.
    Pending,
    /// The buyer has it.
    Done,
    /// It cannot be carried out, or the bank has sent it back.
    Failed,
}

/// Why a gateway's call did not succeed.
#[derive(Debug, thiserror::Error)]
pub enum GatewayError {
    /// No answer. Whether the call had its effect is not known: look before trying again.
    #[error("the payment service did not answer: {0}")]
    Unknown(String),
    /// It answered no; the call had no effect.
    #[error("the payment service refused: {0}")]
    Refused(String),
    /// No gateway of that name works here.
    #[error("there is no payment service called {0} here")]
    NotHere(String),
    /// Our own database failed.
    #[error(transparent)]
    Store(#[from] crate::store::StoreError),
}

impl From<GatewayError> for JobError {
    fn from(error: GatewayError) -> Self {
        Self::Later(error.to_string())
    }
}

/// Why a message was not accepted.
#[derive(Debug, thiserror::Error)]
pub enum WebhookError {
    /// The signature is missing, wrong or too old. It had no effect.
    #[error("the signature is missing, wrong or too old")]
    Signature,
    /// Signed, but not readable.
    #[error("the message cannot be read")]
    Unreadable,
}

/// The gateways of this installation, by name.
#[derive(Clone, Debug, Default)]
pub struct Gateways(Vec<Arc<dyn Gateway>>);

impl Gateways {
    /// These gateways; the first that takes a currency is the one for new payments in it.
    pub fn new(gateways: Vec<Arc<dyn Gateway>>) -> Self {
        Self(gateways)
    }

    /// The gateway of that name.
    pub fn find(&self, name: &str) -> Option<&Arc<dyn Gateway>> {
        self.0.iter().find(|gateway| gateway.name() == name)
    }

    /// The gateway for new payments in a currency.
    pub fn for_currency(&self, currency: Currency) -> Option<&Arc<dyn Gateway>> {
        self.0.iter().find(|gateway| gateway.can_take(currency))
    }

    /// Whether money in a currency can be taken at all.
    pub fn can_take_money(&self, currency: Currency) -> bool {
        self.for_currency(currency).is_some()
    }
}
