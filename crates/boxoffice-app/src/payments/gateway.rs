//! The wall between us and the companies that move money. Card data never comes near it: a buyer pays on the
//! gateway's own page, and what came of it is told by signed messages.
//! Every call may have had its effect although its answer was lost; that is [`GatewayError::Unknown`].

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;

use boxoffice_domain::ids::{GatewayAccountId, OrderId, OrganizationId, PaymentId};
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

    /// Through whose account it takes an organization's money in a currency now; none when it cannot. Without an
    /// organization: whether the installation's own account takes it.
    fn payee(&self, organization: Option<OrganizationId>, currency: Currency) -> Option<Payee>;

    /// Whether it can charge this amount at all: most have a least and a most, and some currencies steps.
    fn can_charge(&self, _amount: Money) -> bool {
        true
    }

    /// Whether what one account says is to be believed about money of another: only of its own, unless the gateway
    /// knows better.
    fn speaks_for(&self, speaker: Payee, payee: Payee) -> bool {
        speaker == payee
    }

    /// The origin of the pages where buyers pay; none when they are our own.
    fn pages(&self) -> Option<&str>;

    /// Opens a page where the buyer pays. The same key gives the same session.
    fn open_session<'a>(&'a self, request: &'a SessionRequest) -> Answer<'a, Session>;

    /// Ends a session, so that nothing can be captured in it any more.
    fn end_session<'a>(&'a self, payee: Payee, session_ref: &'a str) -> Answer<'a, SessionEnd>;

    /// Looks up what became of the session that a request opened, if it opened one; by its reference where that is
    /// known.
    fn find_session<'a>(
        &'a self,
        request: &'a SessionRequest,
        session_ref: Option<&'a str>,
    ) -> Answer<'a, Option<(Session, SessionState)>>;

    /// Gives money back. The same key gives it back once.
    fn refund<'a>(&'a self, request: &'a RefundRequest) -> Answer<'a, GivenBack>;

    /// Looks up the refund that a key made, if it made one.
    fn find_refund<'a>(&'a self, request: &'a RefundRequest) -> Answer<'a, Option<GivenBack>>;

    /// What it has told since then, oldest first, as far as we would not find it out by asking otherwise: for messages
    /// that were lost. A gateway whose messages wait until they are heard has nothing to add.
    fn list_told(&self, _since: Time) -> Answer<'_, Vec<GatewayEvent>> {
        Box::pin(async { Ok(Vec::new()) })
    }

    /// Checks the signature of a message over its raw bytes and reads it. It came to the installation's address, or
    /// to that of an organization.
    fn read_webhook(
        &self,
        organization: Option<OrganizationId>,
        headers: &HeaderMap,
        body: &[u8],
        now: Time,
    ) -> Result<GatewayEvent, WebhookError>;
}

/// Whose account at a gateway takes the money.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Payee {
    /// The installation's.
    #[default]
    Installation,
    /// One of an organization.
    Account(GatewayAccountId),
}

impl Payee {
    /// The organization's account, if it is one.
    pub fn id(self) -> Option<GatewayAccountId> {
        match self {
            Self::Installation => None,
            Self::Account(id) => Some(id),
        }
    }
}

impl From<Option<GatewayAccountId>> for Payee {
    fn from(account: Option<GatewayAccountId>) -> Self {
        account.map_or(Self::Installation, Self::Account)
    }
}

/// A page to be opened for a buyer.
#[derive(Clone, Debug)]
pub struct SessionRequest {
    /// The payment, which comes back in every message.
    pub payment: PaymentId,
    /// The order that it pays, as the gateway's books show it.
    pub order: OrderId,
    /// Whose account takes the money.
    pub payee: Payee,
    /// Makes the call safe to repeat.
    pub idempotency_key: String,
    /// When the key was made: gateways forget keys after a while.
    pub created_at: Time,
    /// Where the gateway may reach the buyer.
    pub email: String,
    /// The buyer's language.
    pub locale: String,
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
    /// The payment that it gives back.
    pub payment: PaymentId,
    /// Whose account took the money.
    pub payee: Payee,
    /// The charge it is taken from.
    pub charge_ref: String,
    /// How much.
    pub amount: Money,
    /// Makes the call safe to repeat.
    pub idempotency_key: String,
    /// When the key was made.
    pub created_at: Time,
}

/// A refund as the gateway has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GivenBack {
    /// The gateway's reference.
    pub refund_ref: String,
    /// How far it is.
    pub news: RefundNews,
}

/// What a gateway told us by webhook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GatewayEvent {
    /// The gateway's reference of the message; the same message repeats with the same one.
    pub event_ref: String,
    /// Whose account it speaks of.
    pub payee: Payee,
    /// When it happened, as the gateway says.
    pub at: Time,
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
        /// The session, where the message names it.
        session_ref: Option<String>,
        /// Our payment, as the gateway remembers it.
        payment: Option<PaymentId>,
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

impl Told {
    /// What it is about, in a word.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Captured(_) => "a capture",
            Self::Declined { .. } => "a declined card",
            Self::Over { .. } => "a session's end",
            Self::RefundUpdated { .. } => "a refund",
            Self::Disputed { .. } => "a dispute",
            Self::Other(_) => "something else",
        }
    }
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
    /// Our keys are not taken; the call had no effect and will be as useless until somebody mends them.
    #[error("the payment service does not let us in: {0}")]
    Closed(String),
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

    /// All of them.
    pub fn all(&self) -> impl Iterator<Item = &Arc<dyn Gateway>> {
        self.0.iter()
    }

    /// The gateway of that name.
    pub fn find(&self, name: &str) -> Option<&Arc<dyn Gateway>> {
        self.0.iter().find(|gateway| gateway.name() == name)
    }

    /// The gateway for an organization's new payments in a currency, and whose account there takes them.
    pub fn choose(
        &self,
        organization: Option<OrganizationId>,
        currency: Currency,
    ) -> Option<(&Arc<dyn Gateway>, Payee)> {
        self.0.iter().find_map(|gateway| Some((gateway, gateway.payee(organization, currency)?)))
    }

    /// The same for a payment of this amount: the first gateway that can charge it.
    pub fn choose_for(
        &self,
        organization: Option<OrganizationId>,
        amount: Money,
    ) -> Option<(&Arc<dyn Gateway>, Payee)> {
        let able = self.0.iter().filter(|gateway| gateway.can_charge(amount));
        able.into_iter().find_map(|gateway| Some((gateway, gateway.payee(organization, amount.currency)?)))
    }

    /// Origins of other sites to which our forms may lead.
    pub fn pages(&self) -> impl Iterator<Item = &str> {
        self.0.iter().filter_map(|gateway| gateway.pages())
    }

    /// Whether an organization's money in a currency can be taken at all.
    pub fn can_take_money(&self, organization: Option<OrganizationId>, currency: Currency) -> bool {
        self.choose(organization, currency).is_some()
    }
}
