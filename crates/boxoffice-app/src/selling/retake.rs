//! Recoverable expiry: one action takes an expired cart's places again, the same ones or the nearest.
//! The expired hold becomes released, so that it can be taken again only once.

use boxoffice_domain::ids::{AreaId, HoldId, PerformanceId, SeatId};
use boxoffice_domain::inventory::{HoldState, Wanted};

use super::batch::{Batch, Needs};
use super::cart::{CartHold, CartLine};
use super::claims::{Claim, ClaimRefusal};
use super::desk::Deed;
use super::hold::{Held, HoldError};
use super::secret::CartSecret;
use crate::App;
use crate::activity::Actor;
use crate::store::inventory::FreeSeat;

/// A cart that is held again.
#[derive(Clone, Debug)]
pub struct Retaken {
    /// The last hold that was made.
    pub held: Held,
    /// Seats that are not the ones from before.
    pub moved: Vec<Moved>,
    /// Places that nobody can have back now.
    pub lost: Vec<String>,
}

/// A seat that became another one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moved {
    /// Area, row and seat before.
    pub from: String,
    /// Area, row and seat now.
    pub to: String,
}

/// Free seats looked at to find the nearest ones.
const SEATS_LOOKED_AT: u32 = 5_000;

/// Takes the expired places of a cart again.
pub async fn retake(app: &App, _actor: &Actor, cart: CartSecret) -> Result<Retaken, HoldError> {
    let Some(view) = super::find_cart(app, cart).await? else { return Err(HoldError::NothingExpired) };
    let expired: Vec<&CartHold> = view.holds.iter().filter(|hold| hold.state == HoldState::Expired).collect();
    if expired.is_empty() {
        return Err(HoldError::NothingExpired);
    }
    let (mut moved, mut again) = (Vec::new(), Vec::new());
    for hold in &expired {
        let wanted = nearest(app, hold, &mut moved).await?;
        let claim = Claim {
            id: HoldId::from_bytes(app.random.id(app.clock.now())),
            performance: hold.performance,
            cart,
            account: hold.account,
            code: hold.code.as_ref().map(|code| code.id),
            wanted,
        };
        again.push((hold.hold, claim));
    }
    let names: Vec<String> = expired.iter().map(|hold| hold.event_title.clone()).collect();
    settle(app.desk.ask(Retake { again }).await?, cart, names, moved)
}

type Outcome = Result<(HoldId, boxoffice_domain::time::Time, boxoffice_domain::money::Money), ClaimRefusal>;

fn settle(
    outcomes: Result<Vec<Outcome>, std::convert::Infallible>,
    cart: CartSecret,
    names: Vec<String>,
    moved: Vec<Moved>,
) -> Result<Retaken, HoldError> {
    let Ok(outcomes) = outcomes;
    let (mut held, mut lost, mut refusal) = (None, Vec::new(), None);
    for (outcome, name) in outcomes.into_iter().zip(names) {
        match outcome {
            Ok((hold, expires_at, total)) => held = Some(Held { hold, cart, expires_at, total }),
            Err(error) => {
                refusal = Some(error);
                lost.push(name);
            }
        }
    }
    match (held, refusal) {
        (Some(held), _) => Ok(Retaken { held, moved, lost }),
        (None, Some(ClaimRefusal::Hold(refusal))) => Err(refusal.into()),
        (None, Some(ClaimRefusal::NoSuchPerformance)) => Err(HoldError::NoSuchPerformance),
        (None, Some(ClaimRefusal::CartFull)) => Err(HoldError::CartFull),
        (None, _) => Err(HoldError::NothingExpired),
    }
}

/// The same places where they are free, else the nearest free seats of the same area.
async fn nearest(app: &App, hold: &CartHold, moved: &mut Vec<Moved>) -> Result<Vec<Wanted>, HoldError> {
    let mut wanted = Vec::new();
    let mut taken: Vec<SeatId> = Vec::new();
    for line in &hold.lines {
        let ticket_type = line.ticket_type;
        let Some(seat) = &line.seat else {
            wanted.push(Wanted::Count { ticket_type, area: Some(line.area), quantity: line.quantity });
            continue;
        };
        let free = free_seats(app, hold.performance, line.area).await?;
        let free = free.iter().filter(|free| !taken.contains(&free.seat_id));
        let Some(now) = free.min_by_key(|free| (free.sort - seat.sort).abs()) else {
            wanted.push(Wanted::Seats { ticket_type, seats: vec![seat.id] });
            continue;
        };
        if now.seat_id != seat.id {
            moved.push(Moved {
                from: name(line, &seat.row, &seat.label),
                to: name(line, &now.row_label, &now.seat_label),
            });
        }
        taken.push(now.seat_id);
        wanted.push(Wanted::Seats { ticket_type, seats: vec![now.seat_id] });
    }
    Ok(wanted)
}

async fn free_seats(app: &App, performance: PerformanceId, area: AreaId) -> Result<Vec<FreeSeat>, HoldError> {
    let mut tx = app.store.read().await?;
    Ok(tx.list_free_seats(performance, area, SEATS_LOOKED_AT).await?)
}

fn name(line: &CartLine, row: &str, seat: &str) -> String {
    format!("{} {row} {seat}", line.area_name)
}

struct Retake {
    again: Vec<(HoldId, Claim)>,
}

impl Deed for Retake {
    type Answer = Vec<Outcome>;
    type Refusal = std::convert::Infallible;

    fn needs(&self, needs: &mut Needs) {
        for (old, claim) in &self.again {
            needs.hold(*old);
            claim.needs(needs);
        }
    }

    fn decide(&mut self, batch: &mut Batch) -> Result<Vec<Outcome>, Self::Refusal> {
        let mut outcomes = Vec::new();
        for (old, claim) in &self.again {
            // The sweeper may not have come by yet: what is past its time is over all the same.
            let now = batch.now;
            let is_due = |hold: &super::batch::Hold| hold.state == HoldState::Open && hold.expires_at <= now;
            if batch.holds.get(old).is_some_and(|hold| is_due(&hold.value)) {
                batch.end_hold(*old, HoldState::Expired);
            }
            let is_expired = batch.holds.get(old).is_some_and(|hold| hold.value.state == HoldState::Expired);
            if !is_expired {
                outcomes.push(Err(ClaimRefusal::CartInOrder));
                continue;
            }
            let outcome = claim.make(batch);
            if outcome.is_ok()
                && let Some(old) = batch.holds.get_mut(old)
            {
                old.change().state = HoldState::Released;
            }
            outcomes.push(outcome);
        }
        Ok(outcomes)
    }
}
