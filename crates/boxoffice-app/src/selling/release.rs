//! Giving places back before the time runs out.

use boxoffice_domain::ids::HoldId;
use boxoffice_domain::inventory::{HoldOver, HoldState};

use super::batch::{Batch, Needs};
use super::desk::{Deed, DeskError};
use super::secret::CartSecret;
use crate::App;
use crate::activity::Actor;

/// Why nothing was released.
#[derive(Debug, thiserror::Error)]
pub enum ReleaseError {
    /// The cart or hold does not exist.
    #[error("there is no such cart")]
    NoSuchCart,
    /// It is over, or being paid.
    #[error(transparent)]
    Over(#[from] HoldOver),
    /// The desk could not decide.
    #[error(transparent)]
    Desk(#[from] DeskError),
}

impl ReleaseError {
    /// The stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoSuchCart => "no_such_cart",
            Self::Over(HoldOver::Expired) => "hold_expired",
            Self::Over(HoldOver::Released) => "hold_released",
            Self::Over(HoldOver::InOrder) => "hold_in_order",
            Self::Desk(_) => "busy",
        }
    }
}

/// Releases one hold of a cart, or all of its open ones. Releasing what is released already is no error.
pub async fn release(
    app: &App,
    _actor: &Actor,
    cart: CartSecret,
    hold: Option<HoldId>,
) -> Result<(), ReleaseError> {
    app.desk.ask(Release { cart, hold }).await?
}

struct Release {
    cart: CartSecret,
    hold: Option<HoldId>,
}

impl Deed for Release {
    type Answer = ();
    type Refusal = ReleaseError;

    fn needs(&self, needs: &mut Needs) {
        needs.cart(self.cart);
    }

    fn decide(&mut self, batch: &mut Batch) -> Result<(), ReleaseError> {
        let mut holds = batch.cart(self.cart);
        holds.retain(|id| self.hold.is_none_or(|hold| hold == *id));
        if holds.is_empty() {
            return Err(ReleaseError::NoSuchCart);
        }
        for id in holds {
            let Some(state) = batch.holds.get(&id).map(|hold| hold.value.state) else { continue };
            match state.release() {
                Ok(released) => batch.end_hold(id, released),
                Err(over) if self.hold.is_some() && state != HoldState::Released => return Err(over.into()),
                Err(_) => {}
            }
        }
        Ok(())
    }
}
