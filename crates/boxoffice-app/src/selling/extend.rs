//! "Five more minutes": a hold can be prolonged a bounded number of times.

use boxoffice_domain::inventory::HoldState;
use boxoffice_domain::limits::{HOLD_EXTENSION_S, HOLD_EXTENSIONS_MAX};
use boxoffice_domain::time::Time;

use super::batch::{Batch, Needs};
use super::desk::{Deed, DeskError};
use super::secret::CartSecret;
use crate::App;
use crate::activity::Actor;

/// Why there is no more time.
#[derive(Debug, thiserror::Error)]
pub enum ExtendError {
    /// Nothing in the cart is open.
    #[error("this cart has expired; take the places again")]
    NothingOpen,
    /// It was prolonged as often as allowed.
    #[error("the time cannot be extended again")]
    NoMore,
    /// The desk could not decide.
    #[error(transparent)]
    Desk(#[from] DeskError),
}

impl ExtendError {
    /// The stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NothingOpen => "hold_expired",
            Self::NoMore => "no_more_time",
            Self::Desk(_) => "busy",
        }
    }
}

/// Gives every open hold of a cart five more minutes from now, and says when the first of them ends.
pub async fn extend(app: &App, _actor: &Actor, cart: CartSecret) -> Result<Time, ExtendError> {
    app.desk.ask(Extend { cart }).await?
}

struct Extend {
    cart: CartSecret,
}

impl Deed for Extend {
    type Answer = Time;
    type Refusal = ExtendError;

    fn needs(&self, needs: &mut Needs) {
        needs.cart(self.cart);
    }

    fn decide(&mut self, batch: &mut Batch) -> Result<Time, ExtendError> {
        let now = batch.now;
        let mut open = batch.cart(self.cart);
        open.retain(|id| {
            batch
                .holds
                .get(id)
                .is_some_and(|hold| hold.value.state == HoldState::Open && hold.value.expires_at > now)
        });
        let used_up = |id| {
            batch.holds.get(id).is_none_or(|hold| hold.value.extensions >= i64::from(HOLD_EXTENSIONS_MAX))
        };
        if open.is_empty() {
            return Err(ExtendError::NothingOpen);
        }
        if open.iter().any(used_up) {
            return Err(ExtendError::NoMore);
        }
        let mut first = Time::from_micros(i64::MAX);
        for id in open {
            if let Some(hold) = batch.holds.get_mut(&id) {
                let hold = hold.change();
                hold.extensions += 1;
                hold.expires_at = hold.expires_at.max(now.plus_s(HOLD_EXTENSION_S));
                first = first.min(hold.expires_at);
            }
        }
        Ok(first)
    }
}
