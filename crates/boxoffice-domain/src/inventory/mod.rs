//! The engine: who gets which place. Pure, exact, and the only code that moves the counters.
//! All checks come before the first change, in the order in which `HoldRefusal` lists them.
//! The desk loads an [`Inventory`], lets the engine decide a batch of commands, and writes the outcome.

pub mod claim;
pub mod hold;

use std::collections::{BTreeMap, HashMap};

use crate::ids::{AreaId, HoldId, QuotaId, SeatId, TicketTypeId};
use crate::price::{LinePrice, TaxClass};
use crate::time::Time;

pub use claim::{Guard, HoldRefusal, Wanted};
pub use hold::{HoldOver, HoldState};

/// A cap with what is taken of it: an area or a quota.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Count {
    /// Most places.
    pub capacity: i64,
    /// Places in open holds and in holds under payment.
    pub held: i64,
    /// Places in confirmed orders.
    pub sold: i64,
}

impl Count {
    /// Places that can be held now.
    pub const fn free(self) -> i64 {
        self.capacity - self.held - self.sold
    }
}

/// A standing area or a section of seats.
#[derive(Clone, Debug)]
pub struct Area {
    /// Its name, for refusals.
    pub name: String,
    /// True when its places are numbered seats.
    pub seated: bool,
    /// Its counters.
    pub count: Count,
}

/// A numbered seat.
#[derive(Clone, Debug)]
pub struct Seat {
    /// Its section.
    pub area: AreaId,
    /// `row, seat`, for refusals.
    pub label: String,
    /// Whose it is now.
    pub holder: Option<HoldId>,
}

/// Who may have a ticket type.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Access {
    /// Everybody.
    #[default]
    Open,
    /// Those whose code opens it; to others it does not exist.
    Hidden,
    /// Those whose code opens it; others see that there is one.
    Coded,
}

/// What a place costs: by the list, and as its buyer pays it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tag {
    /// The price by the list, in minor units.
    pub list_minor: i64,
    /// Price and fee as paid, before codes and fees that count by the order.
    pub price: LinePrice,
}

/// What a ticket type allows.
#[derive(Clone, Debug)]
pub struct TypeRule {
    /// What a place costs, where its area has no price of its own.
    pub tag: Tag,
    /// What it costs in areas that have one.
    pub levels: Vec<(AreaId, Tag)>,
    /// Its own fee by the list, in minor units.
    pub own_fee_minor: i64,
    /// How it is taxed.
    pub tax_class: TaxClass,
    /// Who may have it.
    pub access: Access,
    /// Sales open at; none: at once.
    pub opens_at: Option<Time>,
    /// Sales close before; none: when the performance starts.
    pub closes_at: Option<Time>,
    /// Most places per order.
    pub order_limit: u32,
    /// Quotas that count it.
    pub quotas: Vec<QuotaId>,
    /// Areas it may be sold from.
    pub areas: Vec<AreaId>,
}

impl TypeRule {
    /// What a place of an area costs.
    pub fn tag_in(&self, area: AreaId) -> Tag {
        self.levels.iter().find(|(level, _)| *level == area).map_or(self.tag, |(_, tag)| *tag)
    }
}

/// Whether the performance sells at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sale {
    /// The event is published and the performance goes ahead.
    Scheduled,
    /// A new date is not known yet.
    Postponed,
    /// It will not happen.
    Cancelled,
    /// The event is not published.
    Unpublished,
}

/// One performance's inventory, as far as a batch needs it.
#[derive(Clone, Debug)]
pub struct Inventory {
    /// Whether it sells.
    pub sale: Sale,
    /// When it starts; sales end then at the latest.
    pub starts_at: Option<Time>,
    /// Areas.
    pub areas: BTreeMap<AreaId, Area>,
    /// Quotas.
    pub quotas: BTreeMap<QuotaId, Count>,
    /// Ticket types.
    pub types: HashMap<TicketTypeId, TypeRule>,
    /// The seats that this batch touches.
    pub seats: HashMap<SeatId, Seat>,
}

/// Places of one ticket type in one area: a line of a hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// The ticket type.
    pub ticket_type: TicketTypeId,
    /// The area.
    pub area: AreaId,
    /// The seat; then the quantity is one.
    pub seat: Option<SeatId>,
    /// How many places.
    pub quantity: i64,
    /// Price of each, frozen when held.
    pub price_minor: i64,
    /// Fee of each, frozen when held.
    pub fee_minor: i64,
}

impl Inventory {
    /// Held places go back on sale.
    pub fn release(&mut self, hold: HoldId, places: &[Place]) {
        self.count(places, |count, n| count.held -= n);
        self.free_seats(hold, places);
    }

    /// Held places become sold.
    pub fn sell(&mut self, places: &[Place]) {
        self.count(places, |count, n| {
            count.held -= n;
            count.sold += n;
        });
    }

    /// Sold places go back on sale.
    pub fn give_back(&mut self, hold: HoldId, places: &[Place]) {
        self.count(places, |count, n| count.sold -= n);
        self.free_seats(hold, places);
    }

    fn free_seats(&mut self, hold: HoldId, places: &[Place]) {
        for seat in places.iter().filter_map(|place| place.seat) {
            if let Some(seat) = self.seats.get_mut(&seat)
                && seat.holder == Some(hold)
            {
                seat.holder = None;
            }
        }
    }

    fn count(&mut self, places: &[Place], change: impl Fn(&mut Count, i64)) {
        for place in places {
            if let Some(area) = self.areas.get_mut(&place.area) {
                change(&mut area.count, place.quantity);
            }
            for quota in self.types.get(&place.ticket_type).map_or(&[][..], |rule| &rule.quotas) {
                if let Some(count) = self.quotas.get_mut(quota) {
                    change(count, place.quantity);
                }
            }
        }
    }
}
