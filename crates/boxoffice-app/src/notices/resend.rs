//! Sending an order's tickets once more, when the first mail was lost or never came.

use serde_json::json;

use super::{OrderMail, SendOrderMail};
use crate::App;
use crate::activity::{Activity, Actor};
use crate::jobs::NewJob;
use crate::orders::{Order, OrderState};
use crate::store::StoreError;

/// Why nothing is sent again.
#[derive(Debug, thiserror::Error)]
pub enum ResendError {
    /// Only a confirmed order has tickets.
    #[error("this order has no tickets to send")]
    NoTickets,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl ResendError {
    /// The stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoTickets => "no_tickets",
            Self::Store(_) => "internal",
        }
    }
}

/// Mails the tickets of a confirmed order to its buyer again.
pub async fn resend(app: &App, actor: &Actor, order: &Order) -> Result<(), ResendError> {
    if order.state != OrderState::Confirmed {
        return Err(ResendError::NoTickets);
    }
    let now = app.clock.now();
    let job = SendOrderMail { order: order.id, mail: OrderMail::Confirmed, again: now.micros() };
    let mut tx = app.store.begin().await?;
    tx.enqueue(&[NewJob::now(app, &job)]).await?;
    tx.log(&[Activity {
        organization: Some(order.organization),
        at: now,
        actor: actor.clone(),
        action: "order.mailed_again",
        subject_kind: "order",
        subject: *order.id.as_bytes(),
        event: order.lines.first().map(|line| line.event),
        detail: json!({}),
    }])
    .await?;
    Ok(tx.commit().await?)
}
