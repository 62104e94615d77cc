//! Ending a gateway's session before its places are given to others. Only the gateway's word ends it: either
//! nothing will be captured any more, or the buyer was faster and the tickets are theirs.

use boxoffice_domain::ids::PaymentId;
use boxoffice_domain::payment::PaymentState;
use serde::{Deserialize, Serialize};

use super::capture::hear_capture;
use super::open_session::{find_due_session, request};
use super::{session_opened, session_over};
use crate::App;
use crate::jobs::{Job, JobError, Lane};
use crate::payments::{Gateway, GatewayError, SessionEnd};
use crate::store::payments::DueSession;

/// Ends the session of a payment whose time has run out or whose order is over.
#[derive(Debug, Serialize, Deserialize)]
pub struct EndSession {
    /// Which.
    pub payment: PaymentId,
}

impl Job for EndSession {
    const KIND: &'static str = "end_session";
    const LANE: Lane = Lane::Prompt;

    async fn run(self, app: &App) -> Result<(), JobError> {
        end_session(app, self.payment).await
    }
}

/// Asks the gateway to end a payment's session, and records what it says.
pub(super) async fn end_session(app: &App, payment: PaymentId) -> Result<(), JobError> {
    let Some(due) = find_due_session(app, payment).await? else { return Ok(()) };
    if !PaymentState::parse(&due.state).is_some_and(PaymentState::is_unfinished) {
        return Ok(());
    }
    let gateway =
        app.gateways.find(&due.gateway).ok_or_else(|| GatewayError::NotHere(due.gateway.clone()))?;
    let Some(session_ref) = session_to_end(app, &**gateway, payment, &due).await? else {
        return Ok(session_over(app, payment).await?);
    };
    match gateway.end_session(due.gateway_account_id.into(), &session_ref).await? {
        SessionEnd::Ended => Ok(session_over(app, payment).await?),
        SessionEnd::AlreadyComplete(capture) => {
            hear_capture(app, gateway.name(), due.gateway_account_id.into(), None, &capture).await?;
            Ok(())
        }
    }
}

/// The payment's session; none when the gateway will not have one.
async fn session_to_end(
    app: &App,
    gateway: &dyn Gateway,
    payment: PaymentId,
    due: &DueSession,
) -> Result<Option<String>, JobError> {
    if let Some(known) = &due.session_ref {
        return Ok(Some(known.clone()));
    }
    // Opening with the same key gives the very session that an earlier call, lost or still under way, has opened
    // or will open. Once that one is ended, none can be left open unseen.
    match gateway.open_session(&request(app, payment, due)?).await {
        Ok(session) => {
            session_opened(app, payment, &session.session_ref, &session.url).await?;
            Ok(Some(session.session_ref))
        }
        // A gateway that lets nobody in opens nothing either.
        Err(GatewayError::Refused(_) | GatewayError::Closed(_)) => Ok(None),
        Err(error) => Err(error.into()),
    }
}
