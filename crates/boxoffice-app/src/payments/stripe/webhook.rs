//! Messages of Stripe: the signature is checked over the raw bytes before anything is read. Several secrets count
//! while they are being changed. What is of the other mode or of somebody else's account changes nothing.

use boxoffice_domain::payment::DisputeState;
use boxoffice_domain::time::Time;
use data_encoding::HEXLOWER_PERMISSIVE;
use hmac::{Hmac, KeyInit as _, Mac as _};
use hyper::HeaderMap;
use serde::Deserialize;
use serde_json::Value;
use sha2::Sha256;

use super::amount::from_stripe;
use super::refund::Refund;
use super::session::{CheckoutSession, Metadata};
use crate::payments::{Told, WebhookError};
use crate::settings::Secret;

/// The header that carries time and signatures.
const SIGNATURE_HEADER: &str = "stripe-signature";
/// A message older (or newer) than this is refused, so that a recorded one cannot be played back later.
const TOLERANCE_S: i64 = 300;
/// More signatures than this in one header are nobody's change of secrets.
const SIGNATURES_MAX: usize = 16;

/// The kinds of messages that we listen to.
pub const EVENTS: [&str; 11] = [
    "checkout.session.completed",
    "checkout.session.async_payment_succeeded",
    "checkout.session.async_payment_failed",
    "checkout.session.expired",
    "payment_intent.payment_failed",
    "refund.created",
    "refund.updated",
    "refund.failed",
    "charge.dispute.created",
    "charge.dispute.updated",
    "charge.dispute.closed",
];

/// A message that was read.
#[derive(Debug)]
pub(super) struct Heard {
    pub(super) event_ref: String,
    pub(super) at: Time,
    /// The connected account that it says it is about.
    pub(super) account: Option<String>,
    pub(super) told: Told,
}

#[derive(Deserialize)]
struct Event {
    id: String,
    #[serde(default)]
    created: i64,
    #[serde(rename = "type")]
    kind: String,
    livemode: bool,
    #[serde(default)]
    account: Option<String>,
    data: Data,
}

#[derive(Deserialize)]
struct Data {
    object: Value,
}

/// The attempt of a declined payment.
#[derive(Deserialize)]
struct Intent {
    #[serde(default)]
    metadata: Metadata,
    #[serde(default)]
    last_payment_error: Option<PaymentError>,
}

/// A buyer's bank asks money back, or has decided.
#[derive(Deserialize)]
struct Dispute {
    id: String,
    amount: i64,
    currency: String,
    #[serde(default)]
    payment_intent: Option<String>,
    #[serde(default)]
    reason: String,
    status: String,
}

#[derive(Deserialize)]
struct PaymentError {
    #[serde(default)]
    code: Option<String>,
    #[serde(default)]
    decline_code: Option<String>,
}

/// Whether one of the secrets signed this body, not long ago.
pub(super) fn is_signed(secrets: &[Secret], headers: &HeaderMap, body: &[u8], now: Time) -> bool {
    let header = headers.get(SIGNATURE_HEADER).and_then(|header| header.to_str().ok()).unwrap_or_default();
    let fields = || header.split(',').filter_map(|part| part.trim().split_once('='));
    let Some(time) = fields().find_map(|(name, value)| (name == "t").then_some(value)) else { return false };
    let age_s = time.parse::<i64>().ok().and_then(|time| now.seconds().checked_sub(time));
    if !age_s.is_some_and(|age_s| (-TOLERANCE_S..=TOLERANCE_S).contains(&age_s)) {
        return false;
    }
    let signatures = fields().filter(|(name, _)| *name == "v1").take(SIGNATURES_MAX);
    let decoded: Vec<Vec<u8>> =
        signatures.filter_map(|(_, value)| HEXLOWER_PERMISSIVE.decode(value.as_bytes()).ok()).collect();
    secrets.iter().any(|secret| {
        // `verify_slice` takes the same time wherever the first difference lies.
        decoded.iter().any(|signature| mac(secret, time, body).verify_slice(signature).is_ok())
    })
}

#[expect(clippy::expect_used, reason = "HMAC takes keys of any length")]
fn mac(secret: &Secret, time: &str, body: &[u8]) -> Hmac<Sha256> {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.0.as_bytes()).expect("any length");
    for part in [time.as_bytes(), b".", body] {
        mac.update(part);
    }
    mac
}

/// What a message says to us.
pub(super) fn read(body: &[u8], live: bool) -> Result<Heard, WebhookError> {
    hear(serde_json::from_slice(body).map_err(|_| WebhookError::Unreadable)?, live)
}

/// The same of a message that Stripe lists.
pub(super) fn read_listed(event: Value, live: bool) -> Result<Heard, WebhookError> {
    hear(serde_json::from_value(event).map_err(|_| WebhookError::Unreadable)?, live)
}

fn hear(event: Event, live: bool) -> Result<Heard, WebhookError> {
    let told = tell(&event, live)?;
    let account = event.data.object["metadata"]["account"].as_str().map(str::to_owned);
    Ok(Heard { event_ref: event.id, at: Time::from_seconds(event.created), account, told })
}

fn tell(event: &Event, live: bool) -> Result<Told, WebhookError> {
    let other = || Told::Other(event.kind.clone());
    if event.livemode != live {
        tracing::warn!(event = event.id, kind = event.kind, "a message of the other mode was ignored");
        return Ok(other());
    }
    if let Some(account) = &event.account {
        tracing::warn!(
            event = event.id,
            kind = event.kind,
            account,
            "a message of another account was ignored"
        );
        return Ok(other());
    }
    match event.kind.as_str() {
        "checkout.session.completed" | "checkout.session.async_payment_succeeded" => {
            session(event, |session| {
                if session.is_paid() {
                    return session.capture().map(Told::Captured).map_err(|_| WebhookError::Unreadable);
                }
                // The money is on its way; another message will say that it came.
                Ok(other())
            })
        }
        "checkout.session.expired" | "checkout.session.async_payment_failed" => {
            session(event, |session| Ok(Told::Over { session_ref: session.id.clone() }))
        }
        "payment_intent.payment_failed" => declined(event),
        "refund.created" | "refund.updated" | "refund.failed" => refund(event),
        "charge.dispute.created" | "charge.dispute.updated" | "charge.dispute.closed" => disputed(event),
        _ => Ok(other()),
    }
}

fn refund(event: &Event) -> Result<Told, WebhookError> {
    let refund = Refund::read(event.data.object.clone()).map_err(|_| WebhookError::Unreadable)?;
    Ok(Told::RefundUpdated {
        state: refund.news(),
        idempotency_key: refund.our_key().map(str::to_owned),
        refund_ref: refund.id,
    })
}

fn disputed(event: &Event) -> Result<Told, WebhookError> {
    let dispute: Dispute =
        serde_json::from_value(event.data.object.clone()).map_err(|_| WebhookError::Unreadable)?;
    let state = match dispute.status.as_str() {
        // An inquiry: no money has moved yet, and perhaps none will.
        status if status.starts_with("warning_") => return Ok(Told::Other(event.kind.clone())),
        "prevented" => return Ok(Told::Other(event.kind.clone())),
        "won" => DisputeState::Won,
        "lost" => DisputeState::Lost,
        _ => DisputeState::Opened,
    };
    // Charges without an intent are not ours.
    let Some(charge_ref) = dispute.payment_intent else { return Ok(Told::Other(event.kind.clone())) };
    Ok(Told::Disputed {
        dispute_ref: dispute.id,
        charge_ref,
        amount: from_stripe(dispute.amount, &dispute.currency).ok_or(WebhookError::Unreadable)?,
        state,
        reason: dispute.reason,
    })
}

fn session(
    event: &Event,
    told: impl FnOnce(&CheckoutSession) -> Result<Told, WebhookError>,
) -> Result<Told, WebhookError> {
    let session = CheckoutSession::read(event.data.object.clone()).map_err(|_| WebhookError::Unreadable)?;
    if session.our_payment().is_none() {
        // The same account sells something else, too.
        return Ok(Told::Other(event.kind.clone()));
    }
    if session.livemode != event.livemode {
        return Err(WebhookError::Unreadable);
    }
    told(&session)
}

fn declined(event: &Event) -> Result<Told, WebhookError> {
    let intent: Intent =
        serde_json::from_value(event.data.object.clone()).map_err(|_| WebhookError::Unreadable)?;
    let Some(payment) = intent.metadata.payment else { return Ok(Told::Other(event.kind.clone())) };
    let reason = intent.last_payment_error.and_then(|error| error.decline_code.or(error.code));
    Ok(Told::Declined {
        session_ref: None,
        payment: payment.parse().ok(),
        reason: reason.unwrap_or_else(|| "declined".to_owned()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Made by `stripe.webhooks.generateTestHeaderString` of Stripe's own library.
    const BODY: &str = r#"{"id":"evt_1","type":"weather.changed","livemode":false,"data":{"object":{}}}"#;
    const SECRET: &str = "whsec_c29tZXRoaW5nIHNlY3JldA";
    const SIGNED_AT: Time = Time::from_seconds(1_803_895_200);
    const SIGNATURE: &str =
        "t=1803895200,v1=7cbf65e0c8237b5f0a5342251e65142734fc4819f1da49e74687fc5751f242b7";

    fn signed(header: &str, secrets: &[&str], body: &str, now: Time) -> bool {
        let mut headers = HeaderMap::new();
        headers.insert(SIGNATURE_HEADER, header.parse().expect("a header"));
        let secrets: Vec<Secret> = secrets.iter().map(|secret| Secret((*secret).to_owned())).collect();
        is_signed(&secrets, &headers, body.as_bytes(), now)
    }

    #[test]
    fn what_stripes_library_signs_is_taken_and_nothing_else() {
        assert!(signed(SIGNATURE, &[SECRET], BODY, SIGNED_AT));
        assert!(signed(SIGNATURE, &["whsec_newer_one", SECRET], BODY, SIGNED_AT.plus_s(300)));
        assert!(!signed(SIGNATURE, &[SECRET], BODY, SIGNED_AT.plus_s(301)), "too old");
        assert!(!signed(SIGNATURE, &[SECRET], BODY, SIGNED_AT.plus_s(-301)), "from the future");
        assert!(!signed(SIGNATURE, &["whsec_newer_one"], BODY, SIGNED_AT), "another secret");
        assert!(!signed(SIGNATURE, &[], BODY, SIGNED_AT), "no secret");
        assert!(!signed(SIGNATURE, &[SECRET], &BODY[1..], SIGNED_AT), "another body");
        assert!(!signed(&SIGNATURE.replace("v1=", "v0="), &[SECRET], BODY, SIGNED_AT), "another scheme");
        assert!(!signed(&SIGNATURE.replace("t=18", "t=17"), &[SECRET], BODY, SIGNED_AT), "another time");
        for nothing in ["", "t=1803895200", "v1=00", "t=,v1=", "t=1803895200,v1=zz"] {
            assert!(!signed(nothing, &[SECRET], BODY, SIGNED_AT), "{nothing}");
        }
    }

    #[test]
    fn one_of_several_signatures_is_enough() {
        let two = SIGNATURE.replace(",v1=", &format!(",v1={},v1=", "00".repeat(32)));
        assert!(signed(&two, &[SECRET], BODY, SIGNED_AT));
    }

    #[test]
    fn the_other_mode_other_accounts_and_other_shops_are_ignored() {
        let event = |livemode: bool, account: &str, metadata: &str| {
            format!(
                r#"{{"id":"e","type":"checkout.session.completed","livemode":{livemode}{account},"data":{{"object":
                {{"id":"cs_1","livemode":{livemode},"payment_status":"paid","amount_total":100,"currency":"eur",
                "payment_intent":"pi_1","metadata":{metadata}}}}}}}"#
            )
        };
        let ours = r#"{"payment":"pay_1"}"#;
        let is_heard =
            |body: String| matches!(read(body.as_bytes(), false).expect("readable").told, Told::Captured(_));
        assert!(is_heard(event(false, "", ours)));
        assert!(!is_heard(event(true, "", ours)));
        assert!(!is_heard(event(false, r#","account":"acct_2""#, ours)));
        assert!(!is_heard(event(false, "", "{}")));
        assert!(read(br#"{"id":"a","id":"b"}"#, false).is_err());
        assert!(read(b"[[[[", false).is_err());
    }
}
