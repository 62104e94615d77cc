//! Making a hold inside a batch: used by holding, by registering at once, and by taking places again.

use std::collections::HashMap;

use boxoffice_domain::ids::{AccountId, CodeId, EventId, HoldId, PerformanceId, TicketTypeId};
use boxoffice_domain::inventory::{HoldRefusal, HoldState, Inventory, Place, Wanted};
use boxoffice_domain::limits::HOLDS_PER_CART_MAX;
use boxoffice_domain::money::Money;
use boxoffice_domain::time::Time;

use super::batch::{Batch, Code, Hold, Kept, Needs};
use super::secret::CartSecret;

/// Everything that a hold is made of.
#[derive(Debug, Clone)]
pub(crate) struct Claim {
    pub(crate) id: HoldId,
    pub(crate) performance: PerformanceId,
    pub(crate) cart: CartSecret,
    pub(crate) account: Option<AccountId>,
    /// The code that its buyer gave.
    pub(crate) code: Option<CodeId>,
    pub(crate) wanted: Vec<Wanted>,
}

/// Why no hold could be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum ClaimRefusal {
    /// There is no such performance.
    #[error("there is no such performance")]
    NoSuchPerformance,
    /// The cart gathers as many performances as one order may have.
    #[error("a cart takes at most {HOLDS_PER_CART_MAX} performances; check out first")]
    CartFull,
    /// The cart is already being paid or was bought.
    #[error("this cart is already part of an order")]
    CartInOrder,
    /// The engine says no.
    #[error(transparent)]
    Hold(#[from] HoldRefusal),
}

impl Claim {
    pub(crate) fn needs(&self, needs: &mut Needs) {
        needs.performance(self.performance);
        needs.hold(self.id);
        needs.cart(self.cart);
        if let Some(code) = self.code {
            needs.code(code);
        }
        for wanted in &self.wanted {
            if let Wanted::Seats { seats, .. } = wanted {
                for seat in seats {
                    needs.seat(self.performance, *seat);
                }
            }
        }
    }

    /// Takes the places and plans the hold; the same id a second time is the same hold.
    pub(crate) fn make(&self, batch: &mut Batch) -> Result<(HoldId, Time, Money), ClaimRefusal> {
        if let Some(made) = batch.holds.get(&self.id) {
            return Ok(summary(&made.value, batch));
        }
        let already = self.check_cart(batch)?;
        let (now, guard) = (batch.now, batch.guard);
        // One that does not count now opens nothing and is not kept.
        let code =
            self.code.and_then(|id| batch.codes.get(id)).filter(|code| code.rule.check_time(now).is_ok());
        let code = code.cloned();
        let opened = |ticket_type| code.as_ref().is_some_and(|code| code.rule.opens(ticket_type));
        let made = self.make_by(batch, |inventory| {
            inventory.claim(self.id, &self.wanted, &already, opened, now, guard)
        })?;
        let event = batch.performances.get(&self.performance).map(|performance| performance.event);
        if let Some(code) = code.filter(|code| event.is_some_and(|event| self.is_for(code, event))) {
            batch.apply_code(self.performance, self.id, Some(code.id));
        }
        Ok(made)
    }

    /// The same for places that the organizer gives away.
    pub(crate) fn make_comp(&self, batch: &mut Batch) -> Result<HoldId, ClaimRefusal> {
        let guard = batch.guard;
        let made = self.make_by(batch, |inventory| inventory.claim_comp(self.id, &self.wanted, guard));
        made.map(|(hold, _, _)| hold)
    }

    fn make_by(
        &self,
        batch: &mut Batch,
        claim: impl FnOnce(&mut Inventory) -> Result<Vec<Place>, HoldRefusal>,
    ) -> Result<(HoldId, Time, Money), ClaimRefusal> {
        let now = batch.now;
        let performance =
            batch.performances.get_mut(&self.performance).ok_or(ClaimRefusal::NoSuchPerformance)?;
        let places = claim(&mut performance.inventory)?;
        let hold = Hold {
            id: self.id,
            performance: self.performance,
            event: performance.event,
            organization: performance.organization,
            cart: self.cart,
            account: self.account,
            state: HoldState::Open,
            order: None,
            extensions: 0,
            created_at: now,
            expires_at: now.plus_s(performance.hold_ttl_s),
            ended_at: None,
            code: None,
            places,
        };
        let made = summary(&hold, batch);
        batch.holds.insert(self.id, Kept::new(hold));
        Ok(made)
    }

    /// Whether a code is for any of the tickets.
    fn is_for(&self, code: &Code, event: EventId) -> bool {
        code.event == event && self.wanted.iter().any(|wanted| code.rule.covers(wanted.ticket_type()))
    }

    fn check_cart(&self, batch: &Batch) -> Result<HashMap<TicketTypeId, u32>, ClaimRefusal> {
        let mut already: HashMap<TicketTypeId, u32> = HashMap::new();
        let mut open = 0;
        for hold in batch.cart(self.cart).iter().filter_map(|id| batch.holds.get(id)).map(|kept| &kept.value)
        {
            match hold.state {
                HoldState::Paying | HoldState::Ordered => return Err(ClaimRefusal::CartInOrder),
                HoldState::Released | HoldState::Expired => continue,
                HoldState::Open => open += 1,
            }
            if hold.performance == self.performance {
                for place in &hold.places {
                    *already.entry(place.ticket_type).or_default() +=
                        u32::try_from(place.quantity).unwrap_or(u32::MAX);
                }
            }
        }
        if open >= HOLDS_PER_CART_MAX { Err(ClaimRefusal::CartFull) } else { Ok(already) }
    }
}

fn summary(hold: &Hold, batch: &Batch) -> (HoldId, Time, Money) {
    let minor = hold.places.iter().map(|place| place.quantity * (place.price_minor + place.fee_minor)).sum();
    let currency = batch
        .performances
        .get(&hold.performance)
        .map_or(boxoffice_domain::money::Currency::EUR, |p| p.currency);
    (hold.id, hold.expires_at, Money::new(minor, currency))
}
