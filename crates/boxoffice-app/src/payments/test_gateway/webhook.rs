//! The test gateway's messages: written once, signed at each sending, read by the shop like a stranger's.
//! The signature is HMAC-SHA256 over `time.body`, as the larger payment companies do it.

use boxoffice_domain::money::{Currency, Money};
use boxoffice_domain::payment::DisputeState;
use boxoffice_domain::time::Time;
use data_encoding::HEXLOWER_PERMISSIVE;
use hmac::{Hmac, KeyInit as _, Mac as _};
use hyper::HeaderMap;
use serde::{Deserialize, Serialize};
use sha2::Sha256;

use crate::payments::{Capture, GatewayEvent, Payee, RefundNews, Told, WebhookError};
use crate::settings::MasterKey;
use crate::store::test_disputes::TestDispute;
use crate::store::test_gateway::{TestCharge, TestRefund, TestSession};

/// The header that carries time and signature.
pub(super) const SIGNATURE_HEADER: &str = "test-gateway-signature";
/// A message older (or newer) than this is refused, so that a recorded one cannot be played back later.
const TOLERANCE_S: i64 = 300;

const CAPTURED: &str = "session.completed";
const DECLINED: &str = "charge.declined";
const OVER: &str = "session.expired";
const DISPUTED: &str = "charge.disputed";
const REFUND: &str = "refund.updated";

/// What a message carries besides its envelope.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Message {
    #[serde(rename = "type")]
    pub(super) kind: String,
    session: String,
    payment: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    charge: Option<String>,
    amount_minor: i64,
    currency: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    /// The dispute or refund that it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    about: Option<String>,
    /// Where that stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    state: Option<String>,
    /// The key that the refund was asked for with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    key: Option<String>,
}

#[derive(Debug, Serialize, Deserialize)]
struct Envelope<T> {
    id: String,
    test_mode: bool,
    created: i64,
    event: T,
}

impl Message {
    pub(super) fn captured(charge: &TestCharge) -> Self {
        Self::of_charge(CAPTURED, charge, None)
    }

    pub(super) fn declined(charge: &TestCharge) -> Self {
        Self::of_charge(DECLINED, charge, Some("card_declined".to_owned()))
    }

    pub(super) fn over(session: &TestSession) -> Self {
        Self {
            kind: OVER.to_owned(),
            session: session.session_ref.clone(),
            payment: session.payment_ref.clone(),
            charge: None,
            amount_minor: session.amount_minor,
            currency: session.currency.clone(),
            reason: None,
            about: None,
            state: None,
            key: None,
        }
    }

    fn of_charge(kind: &str, charge: &TestCharge, reason: Option<String>) -> Self {
        Self {
            kind: kind.to_owned(),
            session: charge.session_ref.clone(),
            payment: charge.payment_ref.clone(),
            charge: Some(charge.charge_ref.clone()),
            amount_minor: charge.amount_minor,
            currency: charge.currency.clone(),
            reason,
            about: None,
            state: None,
            key: None,
        }
    }

    pub(super) fn disputed(dispute: &TestDispute, charge: &TestCharge) -> Self {
        Self {
            about: Some(dispute.dispute_ref.clone()),
            state: Some(dispute.state.clone()),
            amount_minor: dispute.amount_minor,
            ..Self::of_charge(DISPUTED, charge, Some("fraudulent".to_owned()))
        }
    }

    pub(super) fn returned(refund: &TestRefund, charge: &TestCharge) -> Self {
        Self {
            about: Some(refund.refund_ref.clone()),
            state: Some("failed".to_owned()),
            key: Some(refund.idempotency_key.clone()),
            amount_minor: refund.amount_minor,
            ..Self::of_charge(REFUND, charge, Some("bank_returned".to_owned()))
        }
    }

    fn told(self) -> Result<Told, WebhookError> {
        Ok(match self.kind.as_str() {
            CAPTURED => Told::Captured(Capture {
                payment: self.payment.parse().ok(),
                amount: self.amount()?,
                session_ref: self.session,
                charge_ref: self.charge.ok_or(WebhookError::Unreadable)?,
            }),
            DISPUTED => Told::Disputed {
                amount: self.amount()?,
                dispute_ref: self.about.ok_or(WebhookError::Unreadable)?,
                charge_ref: self.charge.ok_or(WebhookError::Unreadable)?,
                state: self.state.as_deref().and_then(DisputeState::parse).ok_or(WebhookError::Unreadable)?,
                reason: self.reason.unwrap_or_default(),
            },
            REFUND => Told::RefundUpdated {
                refund_ref: self.about.ok_or(WebhookError::Unreadable)?,
                idempotency_key: self.key,
                state: match self.state.as_deref() {
                    Some("pending") => RefundNews::Pending,
                    Some("done") => RefundNews::Done,
                    Some("failed") => RefundNews::Failed,
                    _ => return Err(WebhookError::Unreadable),
                },
            },
            DECLINED => Told::Declined {
                payment: self.payment.parse().ok(),
                session_ref: Some(self.session),
                reason: self.reason.unwrap_or_default(),
            },
            OVER => Told::Over { session_ref: self.session },
            _ => Told::Other(self.kind),
        })
    }

    fn amount(&self) -> Result<Money, WebhookError> {
        let currency: Currency = self.currency.parse().map_err(|_| WebhookError::Unreadable)?;
        Ok(Money::new(self.amount_minor, currency))
    }
}

/// The raw body of a message.
pub(super) fn write(event_ref: &str, event: Message, now: Time) -> String {
    let envelope = Envelope { id: event_ref.to_owned(), test_mode: true, created: now.seconds(), event };
    serde_json::to_string(&envelope).unwrap_or_default()
}

/// The secret between this gateway and the shop: the same on every node, never empty, of no use elsewhere.
#[derive(Clone)]
pub(super) struct Secret([u8; 32]);

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("…")
    }
}

impl Secret {
    pub(super) fn of(master: &MasterKey) -> Self {
        Self(mac(&master.0, &[b"webhooks of the test gateway"]).finalize().into_bytes().into())
    }

    /// The header's value for a body sent now.
    pub(super) fn sign(&self, body: &[u8], now: Time) -> String {
        let time = now.seconds().to_string();
        let signature = mac(&self.0, &[time.as_bytes(), b".", body]).finalize().into_bytes();
        format!("t={time},v1={}", data_encoding::HEXLOWER.encode(&signature))
    }

    /// Checks the header over the raw body, then reads the message.
    pub(super) fn read(
        &self,
        headers: &HeaderMap,
        body: &[u8],
        now: Time,
    ) -> Result<GatewayEvent, WebhookError> {
        self.check(headers, body, now).ok_or(WebhookError::Signature)?;
        let envelope: Envelope<serde_json::Value> =
            serde_json::from_slice(body).map_err(|_| WebhookError::Unreadable)?;
        let kind = envelope.event.get("type").and_then(|kind| kind.as_str()).unwrap_or_default().to_owned();
        let told = if !envelope.test_mode {
            // Signed, but about real money, which this gateway never moves.
            tracing::warn!(event = envelope.id, "a message that is not in test mode was ignored");
            Told::Other(kind)
        } else if [CAPTURED, DECLINED, OVER, DISPUTED, REFUND].contains(&kind.as_str()) {
            let message: Message =
                serde_json::from_value(envelope.event).map_err(|_| WebhookError::Unreadable)?;
            message.told()?
        } else {
            Told::Other(kind)
        };
        let at = Time::from_seconds(envelope.created);
        Ok(GatewayEvent { event_ref: envelope.id, payee: Payee::Installation, at, told })
    }

    fn check(&self, headers: &HeaderMap, body: &[u8], now: Time) -> Option<()> {
        let header = headers.get(SIGNATURE_HEADER)?.to_str().ok()?;
        let field = |name: &str| header.split(',').find_map(|part| part.trim().strip_prefix(name));
        let time = field("t=")?;
        let age_s = now.seconds().checked_sub(time.parse().ok()?)?;
        let signature = HEXLOWER_PERMISSIVE.decode(field("v1=")?.as_bytes()).ok()?;
        // `verify_slice` takes the same time wherever the first difference lies.
        mac(&self.0, &[time.as_bytes(), b".", body]).verify_slice(&signature).ok()?;
        (-TOLERANCE_S..=TOLERANCE_S).contains(&age_s).then_some(())
    }
}

#[expect(clippy::expect_used, reason = "HMAC takes keys of any length")]
fn mac(key: &[u8], parts: &[&[u8]]) -> Hmac<Sha256> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("any length");
    for part in parts {
        mac.update(part);
    }
    mac
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Time = Time::from_seconds(1_800_000_000);

    fn secret() -> Secret {
        Secret::of(&MasterKey([7; 32]))
    }

    fn headers(value: &str) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(SIGNATURE_HEADER, value.parse().expect("a header"));
        headers
    }

    fn charge() -> TestCharge {
        TestCharge {
            charge_ref: "tgc_1".into(),
            session_ref: "tgs_1".into(),
            payment_ref: "pay_1".into(),
            amount_minor: 1_234,
            currency: "EUR".into(),
            state: "captured".into(),
            created_at: NOW,
        }
    }

    #[test]
    fn a_signed_message_reads_back() {
        let body = write("tge_1", Message::captured(&charge()), NOW);
        let event = secret()
            .read(&headers(&secret().sign(body.as_bytes(), NOW)), body.as_bytes(), NOW)
            .expect("read");
        assert_eq!(event.event_ref, "tge_1");
        let Told::Captured(capture) = event.told else { panic!("{event:?}") };
        assert_eq!((capture.amount.minor, capture.charge_ref.as_str()), (1_234, "tgc_1"));
    }

    #[test]
    fn a_wrong_old_or_missing_signature_is_refused() {
        let body = write("tge_1", Message::captured(&charge()), NOW);
        let signed = secret().sign(body.as_bytes(), NOW);
        let refused = |headers: &HeaderMap, body: &[u8], now| {
            matches!(secret().read(headers, body, now), Err(WebhookError::Signature))
        };
        assert!(refused(&HeaderMap::new(), body.as_bytes(), NOW));
        assert!(refused(&headers(""), body.as_bytes(), NOW));
        assert!(refused(&headers("t=1,v1="), body.as_bytes(), NOW));
        assert!(refused(&headers(&signed), &body.as_bytes()[1..], NOW));
        assert!(refused(&headers(&signed), body.as_bytes(), NOW.plus_s(301)));
        assert!(refused(&headers(&signed), body.as_bytes(), NOW.plus_s(-301)));
        let stranger = Secret::of(&MasterKey([8; 32])).sign(body.as_bytes(), NOW);
        assert!(refused(&headers(&stranger), body.as_bytes(), NOW));
        assert!(!refused(&headers(&signed), body.as_bytes(), NOW.plus_s(300)));
    }

    #[test]
    fn what_is_signed_but_unknown_or_real_is_ignored() {
        for body in [
            r#"{"id":"a","test_mode":true,"created":1,"event":{"type":"weather.changed"}}"#,
            r#"{"id":"a","test_mode":false,"created":1,"event":{"type":"session.completed"}}"#,
        ] {
            let event = secret().read(&headers(&secret().sign(body.as_bytes(), NOW)), body.as_bytes(), NOW);
            assert!(matches!(event.expect("read").told, Told::Other(_)), "{body}");
        }
        let twice = br#"{"id":"a","id":"b","test_mode":true,"created":1,"event":{}}"#;
        let read = secret().read(&headers(&secret().sign(twice, NOW)), twice, NOW);
        assert!(matches!(read, Err(WebhookError::Unreadable)));
    }
}
