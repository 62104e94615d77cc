//! Holds end by themselves: the sweeper gives back what has run out of time.
//! Holds under payment are not touched here; the gateway's word ends those (`orders/session_over.rs`).

use boxoffice_domain::ids::HoldId;
use boxoffice_domain::inventory::HoldState;

use super::batch::{Batch, Needs};
use super::desk::{Deed, DeskError};
use crate::App;

/// Holds that one sweep ends; more are left for the next, so that sales are not kept waiting.
const HOLDS_PER_SWEEP: u32 = 500;

/// Ends open holds whose time has run out, and says how many there were.
pub async fn expire_due(app: &App) -> Result<usize, DeskError> {
    let due = {
        let mut tx = app.store.read().await?;
        tx.list_due_holds(app.clock.now(), HOLDS_PER_SWEEP).await?
    };
    let count = due.len();
    if !due.is_empty() {
        let Ok(()) = app.desk.ask(Expire { holds: due }).await?;
    }
    Ok(count)
}

struct Expire {
    holds: Vec<HoldId>,
}

impl Deed for Expire {
    type Answer = ();
    type Refusal = std::convert::Infallible;

    fn needs(&self, needs: &mut Needs) {
        for hold in &self.holds {
            needs.hold(*hold);
        }
    }

    fn decide(&mut self, batch: &mut Batch) -> Result<(), Self::Refusal> {
        for id in &self.holds {
            let now = batch.now;
            // It may have been extended or ordered since it was listed.
            let is_due = |hold: &super::batch::Hold| hold.state == HoldState::Open && hold.expires_at <= now;
            if batch.holds.get(id).is_some_and(|hold| is_due(&hold.value)) {
                batch.end_hold(*id, HoldState::Expired);
            }
        }
        Ok(())
    }
}
