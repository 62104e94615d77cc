//! Faults on demand: what shall go wrong with the next calls and the next messages.

use std::collections::{HashMap, VecDeque};

/// What goes wrong with a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The connection ends before the call has its effect.
    LostCall,
    /// The call has its effect, and then the connection ends.
    LostAnswer,
    /// A 500 without effect.
    Error,
    /// A 429 without effect.
    RateLimited,
    /// A 400 without effect: there is not enough on the account.
    Refused,
    /// The answer takes so many milliseconds; until then its idempotency key is in use.
    Slow(u64),
}

/// What goes wrong with a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MessageFault {
    /// It is never sent.
    Drop,
    /// It is sent twice.
    Duplicate,
    /// It is sent after the one that follows it.
    Reorder,
    /// It is sent so many seconds later.
    Late(i64),
}

/// Faults still to happen.
#[derive(Debug, Default)]
pub(crate) struct Faults {
    calls: HashMap<String, VecDeque<Fault>>,
}

impl Faults {
    /// The next call of that name (`sessions.create`, `refunds.list` …) goes wrong so.
    pub(crate) fn add(&mut self, call: &str, fault: Fault) {
        self.calls.entry(call.to_owned()).or_default().push_back(fault);
    }

    pub(crate) fn take(&mut self, call: &str) -> Option<Fault> {
        self.calls.get_mut(call)?.pop_front()
    }
}

impl Fault {
    /// Reads `lost_call`, `lost_answer`, `error`, `rate_limited`, `refused`, `slow:500`.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        Some(match text.split_once(':').unwrap_or((text, "")) {
            ("lost_call", _) => Self::LostCall,
            ("lost_answer", _) => Self::LostAnswer,
            ("error", _) => Self::Error,
            ("rate_limited", _) => Self::RateLimited,
            ("refused", _) => Self::Refused,
            ("slow", ms) => Self::Slow(ms.parse().ok()?),
            _ => return None,
        })
    }
}

impl MessageFault {
    /// Reads `drop`, `duplicate`, `reorder`, `late:60`.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        Some(match text.split_once(':').unwrap_or((text, "")) {
            ("drop", _) => Self::Drop,
            ("duplicate", _) => Self::Duplicate,
            ("reorder", _) => Self::Reorder,
            ("late", seconds) => Self::Late(seconds.parse().ok()?),
            _ => return None,
        })
    }
}
