//! `/control`: what a test wishes for from outside: faults, time, disputes, refunds that fail, and the whole book.

use axum::Json;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::faults::{Fault, MessageFault};
use crate::{Shared, lock};

/// `POST /control`: one wish, by its name.
#[derive(Deserialize)]
#[serde(tag = "do", rename_all = "snake_case", deny_unknown_fields)]
pub(crate) enum Wish {
    /// The next call of that name goes wrong.
    Fault { call: String, fault: String },
    /// The next message goes wrong.
    MessageFault { fault: String },
    /// Idempotency keys older than this are forgotten.
    PruneKeys { older_than_s: i64 },
    /// A charge is disputed.
    Dispute { charge: String, reason: String },
    /// A dispute goes on.
    MoveDispute { dispute: String, status: String },
    /// A refund goes on.
    MoveRefund { refund: String, status: String },
    /// Money is taken though the session is over.
    PayLate { session: String },
    /// Money that was to come later arrives or does not.
    Settle { session: String, arrived: bool },
}

/// `POST /control`
pub(crate) async fn wish(State(shared): State<Shared>, Json(wish): Json<Wish>) -> (StatusCode, Json<Value>) {
    let mut book = lock(&shared);
    let done = match wish {
        Wish::Fault { call, fault } => {
            Fault::parse(&fault).map(|fault| book.faults.add(&call, fault)).is_some()
        }
        Wish::MessageFault { fault } => {
            MessageFault::parse(&fault).map(|fault| book.deliveries.fault(fault)).is_some()
        }
        Wish::PruneKeys { older_than_s } => {
            book.prune_keys(older_than_s);
            true
        }
        Wish::Dispute { charge, reason } => book.dispute(&charge, &reason).is_some(),
        Wish::MoveDispute { dispute, status } => book.move_dispute(&dispute, &status),
        Wish::MoveRefund { refund, status } => book.move_refund(&refund, &status),
        Wish::PayLate { session } => book.pay_late(&session),
        Wish::Settle { session, arrived } => book.settle(&session, arrived),
    };
    let status = if done { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    (status, Json(json!({ "done": done })))
}

#[derive(Deserialize)]
pub(crate) struct Kind {
    kind: String,
}

/// `GET /control/book?kind=charge`: every object of a kind, of all accounts, oldest first.
pub(crate) async fn book(State(shared): State<Shared>, Query(kind): Query<Kind>) -> Json<Value> {
    Json(Value::Array(lock(&shared).every(&kind.kind)))
}
