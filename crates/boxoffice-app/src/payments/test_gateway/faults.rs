//! Faults on demand, for tests only: an answer that is lost after the effect, a call that never arrives.

use std::collections::HashMap;
use std::sync::Mutex;

use crate::payments::GatewayError;

/// The calls that can go wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Call {
    /// Opening a session.
    OpenSession,
    /// Ending one.
    EndSession,
    /// Looking one up.
    FindSession,
    /// Giving money back.
    Refund,
    /// Looking a refund up.
    FindRefund,
}

/// What goes wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The call never arrives.
    LostCall,
    /// The call has its effect, but its answer is lost.
    LostAnswer,
    /// The gateway says no.
    Refused,
}

/// Faults still to happen.
#[derive(Debug, Default)]
pub struct Faults(Mutex<HashMap<Call, Vec<Fault>>>);

impl Faults {
    /// The next call of that kind goes wrong so; asked again, the one after it too.
    pub fn next(&self, call: Call, fault: Fault) {
        self.lock().entry(call).or_default().push(fault);
    }

    pub(super) fn take(&self, call: Call) -> Option<Fault> {
        let mut faults = self.lock();
        let waiting = faults.get_mut(&call)?;
        (!waiting.is_empty()).then(|| waiting.remove(0))
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<Call, Vec<Fault>>> {
        self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

impl Fault {
    pub(super) fn before(self) -> Result<(), GatewayError> {
        match self {
            Self::LostCall => Err(GatewayError::Unknown("the line is dead".into())),
            Self::Refused => Err(GatewayError::Refused("as the test wished".into())),
            Self::LostAnswer => Ok(()),
        }
    }

    pub(super) fn after(self) -> Result<(), GatewayError> {
        match self {
            Self::LostAnswer => Err(GatewayError::Unknown("the answer was lost".into())),
            Self::LostCall | Self::Refused => Ok(()),
        }
    }
}
