//! Asking gateways about payments that nothing was heard of: a message, or the answer to our own call, may have
//! been lost. What the gateway says is told to the desk as if it had come by message. Who was asked in vain is
//! asked again later and later; the pauses are stored, so that they outlive a restart.

use boxoffice_domain::ids::PaymentId;
use boxoffice_domain::time::Time;
use metrics::gauge;

use super::capture::hear_capture;
use super::open_session::{find_due_session, request};
use super::{session_opened, session_over};
use crate::App;
use crate::jobs::{JobError, Periodic, Where};
use crate::payments::{GatewayError, SessionState};
use crate::store::StoreError;
use crate::store::gateway_questions::PAYMENT;

/// After so long without a word we ask: the buyer may be typing, so not at once.
const QUIET_S: i64 = 120;
/// A call without an answer is looked into sooner.
const UNKNOWN_S: i64 = 10;
/// Payments that one round asks about.
const PAYMENTS_PER_ROUND: u32 = 100;
/// The pause after the first question; each further one is twice as long.
const PAUSE_S: i64 = 30;
/// The longest pause: a lost message is made up for within five minutes.
const PAUSE_S_MAX: i64 = 300;
/// The most of an answer that is kept.
const PROBLEM_CHARS_MAX: usize = 300;

/// Asks about quiet payments, twice a minute.
pub(crate) const CHECK: Periodic = Periodic {
    name: "ask gateways about quiet payments",
    every_s: 30,
    on: Where::OneNode,
    work: |app| Box::pin(async move { check_quiet_payments(&app).await }),
};

/// Counts what is unfinished, for the metrics listener.
pub(crate) const MEASURE: Periodic = Periodic {
    name: "count unfinished payments",
    every_s: 15,
    on: Where::EveryNode,
    work: |app| {
        Box::pin(async move {
            let mut tx = app.store.read().await?;
            let (payments, refunds) = tx.count_unfinished().await?;
            gauge!("boxoffice_payments_unfinished").set(payments as f64);
            gauge!("boxoffice_refunds_unfinished").set(refunds as f64);
            gauge!("boxoffice_stray_money").set(tx.count_stray_money().await? as f64);
            Ok(())
        })
    },
};

async fn check_quiet_payments(app: &App) -> Result<(), JobError> {
    let now = app.clock.now();
    let quiet = {
        let mut tx = app.store.read().await?;
        let (quiet_since, asked_before) = (now.plus_s(-QUIET_S), now.plus_s(-UNKNOWN_S));
        tx.list_quiet_payments(quiet_since, asked_before, now, PAYMENTS_PER_ROUND).await?
    };
    for payment in quiet {
        let asked = check_session(app, payment).await;
        if let Err(error) = &asked {
            tracing::warn!(%payment, %error, "a payment could not be checked; it is asked about again");
        }
        note_question(app, PAYMENT, payment.bytes(), asked, PAUSE_S_MAX).await?;
    }
    let mut tx = app.store.begin().await?;
    tx.forget_questions().await?;
    tx.commit().await?;
    Ok(())
}

/// Remembers that a gateway was asked, and when it is asked again.
pub(super) async fn note_question(
    app: &App,
    kind: &str,
    subject: &[u8],
    asked: Result<(), JobError>,
    pause_s_max: i64,
) -> Result<(), StoreError> {
    let problem: String = asked
        .err()
        .map(|error| error.to_string())
        .unwrap_or_default()
        .chars()
        .take(PROBLEM_CHARS_MAX)
        .collect();
    let mut tx = app.store.begin().await?;
    let tries = tx.count_questions(kind, subject).await?;
    let next_at = next_question(app.clock.now(), tries, pause_s_max);
    tx.put_question(kind, subject, next_at, &problem).await?;
    tx.commit().await
}

fn next_question(now: Time, tries: i64, pause_s_max: i64) -> Time {
    now.plus_s((PAUSE_S << tries.clamp(0, 20)).min(pause_s_max))
}

/// Asks the gateway what became of a payment's session and records it.
pub async fn check_session(app: &App, payment: PaymentId) -> Result<(), JobError> {
    let Some(due) = find_due_session(app, payment).await? else { return Ok(()) };
    let gateway =
        app.gateways.find(&due.gateway).ok_or_else(|| GatewayError::NotHere(due.gateway.clone()))?;
    let asked = request(app, payment, &due)?;
    let found = gateway.find_session(&asked, due.session_ref.as_deref()).await?;
    let Some((session, state)) = found else { return Ok(()) };
    if due.session_ref.is_none() {
        session_opened(app, payment, &session.session_ref, &session.url).await?;
    }
    match state {
        SessionState::Open => Ok(()),
        SessionState::Complete(capture) => {
            hear_capture(app, gateway.name(), asked.payee, None, &capture).await?;
            Ok(())
        }
        SessionState::Expired => Ok(session_over(app, payment).await?),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_up_to_the_longest() {
        let now = Time::from_seconds(0);
        let pauses = [0, 1, 2, 3, 4, 99].map(|tries| next_question(now, tries, PAUSE_S_MAX).seconds());
        assert_eq!(pauses, [30, 60, 120, 240, 300, 300]);
    }
}
