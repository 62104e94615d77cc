//! Checkout Sessions: opened once per payment, ended with its hold, found again when an answer was lost.

use boxoffice_domain::time::Time;
use serde::Deserialize;
use serde_json::Value;

use super::Stripe;
use super::account::Account;
use super::amount::{from_stripe, share_rounded_down, to_stripe};
use super::client::{CallError, Form, field};
use crate::payments::{Capture, GatewayError, Session, SessionEnd, SessionRequest, SessionState};

/// Stripe takes no session that ends sooner than half an hour after the call; a call may be repeated for so long.
const SHORTEST_S: i64 = 30 * 60 + 15 * 60;
/// Stripe takes none that ends later than a day after the call.
const LONGEST_S: i64 = 23 * 3_600;
/// Stripe keeps idempotency keys for at least a day. Past this, a repeated call could open a second session.
pub(super) const KEY_LIFE_S: i64 = 23 * 3_600;
/// Sessions of a list's page, as many as Stripe gives.
const PAGE: u32 = 100;
/// Pages that are looked through for one session.
const PAGES_MAX: usize = 100;
/// Clocks differ.
const SKEW_S: i64 = 300;
/// A payment's session is opened within this time or never: nobody waits longer to pay.
const OPENED_WITHIN_S: i64 = 24 * 3_600;

/// What we read of a session.
#[derive(Debug, Deserialize)]
pub(super) struct CheckoutSession {
    pub(super) id: String,
    #[serde(default)]
    status: Option<String>,
    #[serde(default)]
    payment_status: String,
    #[serde(default)]
    url: Option<String>,
    #[serde(default)]
    amount_total: Option<i64>,
    #[serde(default)]
    currency: Option<String>,
    #[serde(default)]
    payment_intent: Option<Value>,
    #[serde(default)]
    pub(super) metadata: Option<Metadata>,
    pub(super) livemode: bool,
}

/// What we wrote on it.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Metadata {
    #[serde(default)]
    pub(super) payment: Option<String>,
    #[serde(default)]
    pub(super) key: Option<String>,
}

/// The connected account that the money goes on to, written on everything that it gets, so that messages name it.
pub(super) fn connected(account: &Account, prefix: &str) -> Option<(String, String)> {
    let id = account.payee.id().filter(|_| account.destination.is_some())?;
    Some(field(format!("{prefix}[account]"), id))
}

#[derive(Deserialize)]
struct Page {
    data: Vec<CheckoutSession>,
    has_more: bool,
}

impl CheckoutSession {
    pub(super) fn read(value: Value) -> Result<Self, CallError> {
        serde_json::from_value(value).map_err(|error| CallError::Unknown(error.to_string()))
    }

    /// The id of our payment; none when the session was not made by us.
    pub(super) fn our_payment(&self) -> Option<&str> {
        self.metadata.as_ref()?.payment.as_deref()
    }

    pub(super) fn is_paid(&self) -> bool {
        self.payment_status == "paid"
    }

    /// The money that was taken in it.
    pub(super) fn capture(&self) -> Result<Capture, CallError> {
        let unreadable = || CallError::Unknown(format!("session {} cannot be read", self.id));
        let (amount, currency) = self.amount_total.zip(self.currency.as_deref()).ok_or_else(unreadable)?;
        let intent = match &self.payment_intent {
            Some(Value::String(id)) => id.clone(),
            Some(intent) => intent["id"].as_str().map(str::to_owned).ok_or_else(unreadable)?,
            None => return Err(unreadable()),
        };
        Ok(Capture {
            payment: self.our_payment().and_then(|payment| payment.parse().ok()),
            session_ref: self.id.clone(),
            charge_ref: intent,
            amount: from_stripe(amount, currency).ok_or_else(unreadable)?,
        })
    }

    fn opened(&self) -> Session {
        Session { session_ref: self.id.clone(), url: self.url.clone().unwrap_or_default() }
    }

    fn state(&self) -> Result<SessionState, CallError> {
        Ok(match self.status.as_deref() {
            Some("complete") if self.is_paid() => SessionState::Complete(self.capture()?),
            Some("complete") if self.is_lost() => SessionState::Expired,
            // Complete and unpaid: the money is on its way and may still come or not.
            Some("open" | "complete") => SessionState::Open,
            _ => SessionState::Expired,
        })
    }

    /// Whether money that was on its way will not come. Only an expanded session tells.
    fn is_lost(&self) -> bool {
        let status = self.payment_intent.as_ref().and_then(|intent| intent["status"].as_str());
        matches!(status, Some("requires_payment_method" | "canceled"))
    }
}

impl Stripe {
    /// Opens a session, or finds the one that the same key has opened.
    pub(super) async fn open(
        &self,
        account: &Account,
        request: &SessionRequest,
    ) -> Result<Session, GatewayError> {
        let now = self.clock.now();
        if now.since_s(request.created_at) > KEY_LIFE_S {
            // The key may be forgotten there: a repeated call could open a second session. Look, and open none.
            return match self.search(account, request).await? {
                Some(session) => Ok(session.opened()),
                None => Err(GatewayError::Refused("this payment is too old to be opened".to_owned())),
            };
        }
        let form = self.form(account, request)?;
        let key = Some(request.idempotency_key.as_str());
        match self.post(account, "checkout/sessions", &form, key).await {
            Ok(value) => Ok(self.ours(value)?.opened()),
            // Something about the order was said differently then; its session is there all the same.
            Err(CallError::OtherParameters) => match self.search(account, request).await? {
                Some(session) => Ok(session.opened()),
                None => Err(CallError::OtherParameters.into()),
            },
            Err(error) => Err(error.into()),
        }
    }

    fn form(&self, account: &Account, request: &SessionRequest) -> Result<Form, GatewayError> {
        let amount = to_stripe(request.amount)?;
        let currency = request.amount.currency.code().to_ascii_lowercase();
        let (payment, order) = (request.payment, request.order);
        let mut form = vec![
            field("mode", "payment"),
            field("success_url", &request.return_url),
            field("cancel_url", &request.cancel_url),
            field("client_reference_id", payment),
            field("expires_at", expires_at(request).seconds()),
            field("locale", locale(&request.locale)),
            field("customer_email", &request.email),
            field("line_items[0][quantity]", 1),
            field("line_items[0][price_data][currency]", currency),
            field("line_items[0][price_data][unit_amount]", amount),
            field("line_items[0][price_data][product_data][name]", &request.description),
            field("metadata[payment]", payment),
            field("metadata[order]", order),
            field("metadata[key]", &request.idempotency_key),
            field("payment_intent_data[description]", &request.description),
            field("payment_intent_data[metadata][payment]", payment),
            field("payment_intent_data[metadata][order]", order),
        ];
        form.extend(connected(account, "metadata"));
        form.extend(connected(account, "payment_intent_data[metadata]"));
        if let Some(to) = &account.destination {
            form.push(field("payment_intent_data[transfer_data][destination]", &to.account_ref));
            let fee = share_rounded_down(amount, to.fee_bps, request.amount.currency);
            if fee > 0 {
                form.push(field("payment_intent_data[application_fee_amount]", fee));
            }
        }
        Ok(form)
    }

    /// Ends a session. One that is complete was paid, or money for it is on its way.
    pub(super) async fn end(&self, account: &Account, session_ref: &str) -> Result<SessionEnd, GatewayError> {
        let path = format!("checkout/sessions/{}/expire", safe(session_ref)?);
        match self.post(account, &path, &Form::new(), None).await {
            Ok(_) => Ok(SessionEnd::Ended),
            Err(CallError::Refused(_)) => self.look_why(account, session_ref).await,
            Err(error) => Err(error.into()),
        }
    }

    async fn look_why(&self, account: &Account, session_ref: &str) -> Result<SessionEnd, GatewayError> {
        match self.retrieve(account, session_ref).await?.state()? {
            SessionState::Complete(capture) => Ok(SessionEnd::AlreadyComplete(capture)),
            SessionState::Expired => Ok(SessionEnd::Ended),
            SessionState::Open => Err(GatewayError::Unknown("the money is on its way".to_owned())),
        }
    }

    /// What became of a request's session, if it opened one.
    pub(super) async fn find(
        &self,
        account: &Account,
        request: &SessionRequest,
        session_ref: Option<&str>,
    ) -> Result<Option<(Session, SessionState)>, GatewayError> {
        let known = match session_ref {
            Some(known) => Some(known.to_owned()),
            None => self.search(account, request).await?.map(|session| session.id),
        };
        let Some(known) = known else { return Ok(None) };
        let session = self.retrieve(account, &known).await?;
        Ok(Some((session.opened(), session.state()?)))
    }

    async fn retrieve(&self, account: &Account, session_ref: &str) -> Result<CheckoutSession, GatewayError> {
        let path = format!("checkout/sessions/{}", safe(session_ref)?);
        let value = self.get(account, &path, &vec![field("expand[]", "payment_intent")]).await?;
        Ok(self.ours(value)?)
    }

    /// Looks through the sessions of that time for the one with our key on it.
    async fn search(
        &self,
        account: &Account,
        request: &SessionRequest,
    ) -> Result<Option<CheckoutSession>, GatewayError> {
        let from = request.created_at.seconds() - SKEW_S;
        let mut query = vec![
            field("created[gte]", from),
            field("created[lte]", from + OPENED_WITHIN_S + 2 * SKEW_S),
            field("limit", PAGE),
        ];
        let fixed = query.len();
        for _ in 0..PAGES_MAX {
            let value = self.get(account, "checkout/sessions", &query).await?;
            let page: Page =
                serde_json::from_value(value).map_err(|error| GatewayError::Unknown(error.to_string()))?;
            let last = page.data.last().map(|session| session.id.clone());
            let wanted = |session: &CheckoutSession| {
                let key = session.metadata.as_ref().and_then(|metadata| metadata.key.as_deref());
                key == Some(request.idempotency_key.as_str())
            };
            if let Some(session) = page.data.into_iter().find(wanted) {
                return Ok(Some(session));
            }
            let (true, Some(last)) = (page.has_more, last) else { return Ok(None) };
            query.truncate(fixed);
            query.push(field("starting_after", last));
        }
        Err(GatewayError::Unknown("too many sessions to look through".to_owned()))
    }

    /// Reads a session of the mode that we are in.
    fn ours(&self, value: Value) -> Result<CheckoutSession, CallError> {
        let session = CheckoutSession::read(value)?;
        if session.livemode == self.live {
            return Ok(session);
        }
        Err(CallError::Unknown(format!("session {} is of the other mode", session.id)))
    }
}

/// The same for every call with the same key: it follows from what was stored before the first one.
fn expires_at(request: &SessionRequest) -> Time {
    let at = request.expires_at.max(request.created_at.plus_s(SHORTEST_S));
    at.min(request.created_at.plus_s(LONGEST_S))
}

/// Languages that Stripe's page and we both speak; else it follows the browser.
fn locale(ours: &str) -> &str {
    match ours {
        "en" | "de" => ours,
        _ => "auto",
    }
}

/// A reference as it may stand in an address: it comes from messages and is never trusted with a path of its own.
pub(super) fn safe(reference: &str) -> Result<&str, GatewayError> {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    if !reference.is_empty() && reference.len() <= 255 && reference.bytes().all(is_plain) {
        return Ok(reference);
    }
    Err(GatewayError::Refused("this is no reference of Stripe".to_owned()))
}
