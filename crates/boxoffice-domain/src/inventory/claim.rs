//! Taking places: the checks in their order, then the change.
//! A seat has one holder, a count never exceeds its capacity; a refused claim changes nothing.

use std::collections::{HashMap, HashSet};

use super::{Access, Area, Inventory, Place, Sale};
use crate::ids::{AreaId, HoldId, QuotaId, SeatId, TicketTypeId};
use crate::limits::TICKETS_PER_ORDER_MAX;
use crate::price::LinePrice;
use crate::time::Time;

/// Places that a buyer wants of one ticket type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// So many places of a standing area; none named: the first of the type's areas with room.
    Count {
        /// For whom.
        ticket_type: TicketTypeId,
        /// Where.
        area: Option<AreaId>,
        /// How many.
        quantity: u32,
    },
    /// These very seats.
    Seats {
        /// For whom.
        ticket_type: TicketTypeId,
        /// Which.
        seats: Vec<SeatId>,
    },
}

/// Why places could not be held. In this order: the first that applies is the answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HoldRefusal {
    /// Nothing was asked for.
    #[error("choose at least one ticket")]
    NothingWanted,
    /// The event is a draft, or gone.
    #[error("this performance is not on sale")]
    NotPublished,
    /// The performance was cancelled.
    #[error("this performance was cancelled")]
    Cancelled,
    /// The performance has no date for now.
    #[error("this performance is postponed; sales go on when the new date is known")]
    Postponed,
    /// The performance has started.
    #[error("sales for this performance have ended")]
    Ended,
    /// The ticket type is not of this event.
    #[error("there is no such ticket type")]
    NoSuchTicketType,
    /// The ticket type is only sold with a code.
    #[error("this ticket type is only sold with its code")]
    CodeNeeded,
    /// Sales have not opened.
    #[error("sales open on {opens_at}")]
    NotOnSale {
        /// When they do.
        opens_at: Time,
    },
    /// The ticket type's sales have closed.
    #[error("sales of this ticket type have ended")]
    SaleClosed,
    /// Too many of one type, or of all.
    #[error("at most {max} tickets per order")]
    OverOrderLimit {
        /// The limit that was met first.
        max: u32,
    },
    /// The area or seat is not of this performance, or not for this type.
    #[error("there is no such place for this ticket type")]
    NoSuchPlace,
    /// The area has numbered seats, so a number is not enough.
    #[error("choose the seats in {area}")]
    ChooseSeats {
        /// Its name.
        area: String,
    },
    /// Somebody else has one of the seats.
    #[error("someone was faster: {label} is taken")]
    SeatTaken {
        /// The seat.
        seat: SeatId,
        /// What it is called.
        label: String,
    },
    /// Nothing is left, now or later.
    #[error("sold out: only {left} left")]
    Full {
        /// Places that can still be held.
        left: i64,
    },
    /// Nothing is left now, but holds may end.
    #[error("all remaining places are held by others right now; some may come back")]
    AllHeld {
        /// Places that can still be held.
        left: i64,
    },
}

impl HoldRefusal {
    /// The stable code of the refusal.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NothingWanted => "nothing_wanted",
            Self::NotPublished => "not_published",
            Self::Cancelled => "cancelled",
            Self::Postponed => "postponed",
            Self::Ended => "ended",
            Self::NoSuchTicketType => "no_such_ticket_type",
            Self::CodeNeeded => "code_needed",
            Self::NotOnSale { .. } => "not_on_sale",
            Self::SaleClosed => "sale_closed",
            Self::OverOrderLimit { .. } => "over_order_limit",
            Self::NoSuchPlace => "no_such_place",
            Self::ChooseSeats { .. } => "choose_seats",
            Self::SeatTaken { .. } => "seat_taken",
            Self::Full { .. } => "full",
            Self::AllHeld { .. } => "all_held",
        }
    }
}

/// Whether the engine keeps places exclusive. Switched off only by the control of the race proof.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Guard {
    /// As it must be.
    #[default]
    On,
    /// Everybody gets what they ask for: the oversell that the proofs must find.
    Off,
}

impl Inventory {
    /// Claims places for a hold, all or none. `already` is what the same cart holds of each type here; `opened` says
    /// whether the buyer's code opens a type.
    pub fn claim(
        &mut self,
        hold: HoldId,
        wanted: &[Wanted],
        already: &HashMap<TicketTypeId, u32>,
        opened: impl Fn(TicketTypeId) -> bool,
        now: Time,
        guard: Guard,
    ) -> Result<Vec<Place>, HoldRefusal> {
        self.check_sale(now)?;
        self.check_access(wanted, opened)?;
        self.check_types(wanted, already, now)?;
        let places = self.choose(wanted, guard)?;
        self.take(hold, places, guard)
    }

    /// Claims places that the organizer gives away, whatever the sale windows and the limits of orders say.
    pub fn claim_comp(
        &mut self,
        hold: HoldId,
        wanted: &[Wanted],
        guard: Guard,
    ) -> Result<Vec<Place>, HoldRefusal> {
        match self.sale {
            Sale::Cancelled => return Err(HoldRefusal::Cancelled),
            Sale::Unpublished => return Err(HoldRefusal::NotPublished),
            Sale::Scheduled | Sale::Postponed => {}
        }
        let quantity: u64 = wanted.iter().map(|item| u64::from(item.quantity())).sum();
        if quantity == 0 {
            return Err(HoldRefusal::NothingWanted);
        }
        if quantity > u64::from(TICKETS_PER_ORDER_MAX) {
            return Err(HoldRefusal::OverOrderLimit { max: TICKETS_PER_ORDER_MAX });
        }
        let places = self.choose(wanted, guard)?;
        self.take(hold, places, guard)
    }

    /// Claims the very places again that an expired hold had, whatever the sale windows say now.
    pub fn reclaim(&mut self, hold: HoldId, places: &[Place], guard: Guard) -> Result<(), HoldRefusal> {
        match self.sale {
            Sale::Cancelled => return Err(HoldRefusal::Cancelled),
            Sale::Unpublished => return Err(HoldRefusal::NotPublished),
            Sale::Scheduled | Sale::Postponed => {}
        }
        for seat in places.iter().filter_map(|place| place.seat) {
            self.check_seat(seat, guard)?;
        }
        self.take(hold, places.to_vec(), guard).map(|_| ())
    }

    fn check_sale(&self, now: Time) -> Result<(), HoldRefusal> {
        match self.sale {
            Sale::Unpublished => Err(HoldRefusal::NotPublished),
            Sale::Cancelled => Err(HoldRefusal::Cancelled),
            Sale::Postponed => Err(HoldRefusal::Postponed),
            Sale::Scheduled if self.starts_at.is_some_and(|starts_at| starts_at <= now) => {
                Err(HoldRefusal::Ended)
            }
            Sale::Scheduled => Ok(()),
        }
    }

    fn check_access(
        &self,
        wanted: &[Wanted],
        opened: impl Fn(TicketTypeId) -> bool,
    ) -> Result<(), HoldRefusal> {
        for item in wanted {
            let access = self.types.get(&item.ticket_type()).map_or(Access::Open, |rule| rule.access);
            match access {
                Access::Open => {}
                _ if opened(item.ticket_type()) => {}
                Access::Hidden => return Err(HoldRefusal::NoSuchTicketType),
                Access::Coded => return Err(HoldRefusal::CodeNeeded),
            }
        }
        Ok(())
    }

    fn check_types(
        &self,
        wanted: &[Wanted],
        already: &HashMap<TicketTypeId, u32>,
        now: Time,
    ) -> Result<(), HoldRefusal> {
        let mut per_type = already.clone();
        let mut all: u64 = already.values().map(|n| u64::from(*n)).sum();
        for item in wanted {
            let rule = self.types.get(&item.ticket_type()).ok_or(HoldRefusal::NoSuchTicketType)?;
            if let Some(opens_at) = rule.opens_at.filter(|opens_at| now < *opens_at) {
                return Err(HoldRefusal::NotOnSale { opens_at });
            }
            if rule.closes_at.is_some_and(|closes_at| closes_at <= now) {
                return Err(HoldRefusal::SaleClosed);
            }
            if item.quantity() == 0 {
                return Err(HoldRefusal::NothingWanted);
            }
            let so_far = per_type.entry(item.ticket_type()).or_default();
            *so_far = so_far.saturating_add(item.quantity());
            all += u64::from(item.quantity());
            if *so_far > rule.order_limit {
                return Err(HoldRefusal::OverOrderLimit { max: rule.order_limit });
            }
            if all > u64::from(TICKETS_PER_ORDER_MAX) {
                return Err(HoldRefusal::OverOrderLimit { max: TICKETS_PER_ORDER_MAX });
            }
        }
        if wanted.is_empty() { Err(HoldRefusal::NothingWanted) } else { Ok(()) }
    }

    fn choose(&self, wanted: &[Wanted], guard: Guard) -> Result<Vec<Place>, HoldRefusal> {
        let mut places = Vec::new();
        let mut chosen = HashSet::new();
        let mut planned: HashMap<AreaId, i64> = HashMap::new();
        for item in wanted {
            let rule = self.types.get(&item.ticket_type()).ok_or(HoldRefusal::NoSuchTicketType)?;
            let place = |area, seat, quantity| {
                let LinePrice { price_minor, fee_minor, .. } = rule.tag_in(area).price;
                Place { ticket_type: item.ticket_type(), area, seat, quantity, price_minor, fee_minor }
            };
            match item {
                Wanted::Count { area, quantity, .. } => {
                    let quantity = i64::from(*quantity);
                    let area = self.standing_area(&rule.areas, *area, quantity, &planned)?;
                    *planned.entry(area).or_default() += quantity;
                    places.push(place(area, None, quantity));
                }
                Wanted::Seats { seats, .. } => {
                    for id in seats {
                        let seat = self.check_seat(*id, guard)?;
                        if !rule.areas.contains(&seat) || !chosen.insert(*id) {
                            return Err(HoldRefusal::NoSuchPlace);
                        }
                        places.push(place(seat, Some(*id), 1));
                    }
                }
            }
        }
        Ok(places)
    }

    fn standing_area(
        &self,
        allowed: &[AreaId],
        named: Option<AreaId>,
        quantity: i64,
        planned: &HashMap<AreaId, i64>,
    ) -> Result<AreaId, HoldRefusal> {
        let known = |id: &AreaId| self.areas.get(id).filter(|_| allowed.contains(id)).map(|area| (*id, area));
        if let Some(id) = named {
            let (id, area) = known(&id).ok_or(HoldRefusal::NoSuchPlace)?;
            return if area.seated {
                Err(HoldRefusal::ChooseSeats { area: area.name.clone() })
            } else {
                Ok(id)
            };
        }
        let standing: Vec<(AreaId, &Area)> =
            self.areas.keys().filter_map(known).filter(|(_, area)| !area.seated).collect();
        let room = |(id, area): &&(AreaId, &Area)| {
            area.count.free() - planned.get(id).copied().unwrap_or(0) >= quantity
        };
        if let Some((id, _)) = standing.iter().find(room).or(standing.first()) {
            return Ok(*id);
        }
        match self.areas.keys().find_map(known) {
            Some((_, area)) => Err(HoldRefusal::ChooseSeats { area: area.name.clone() }),
            None => Err(HoldRefusal::NoSuchPlace),
        }
    }

    fn check_seat(&self, id: SeatId, guard: Guard) -> Result<AreaId, HoldRefusal> {
        let seat = self.seats.get(&id).ok_or(HoldRefusal::NoSuchPlace)?;
        if guard == Guard::On && seat.holder.is_some() {
            return Err(HoldRefusal::SeatTaken { seat: id, label: seat.label.clone() });
        }
        Ok(seat.area)
    }

    fn take(&mut self, hold: HoldId, places: Vec<Place>, guard: Guard) -> Result<Vec<Place>, HoldRefusal> {
        if guard == Guard::On {
            self.check_counts(&places)?;
        }
        self.count(&places, |count, n| count.held += n);
        for seat in places.iter().filter_map(|place| place.seat) {
            if let Some(seat) = self.seats.get_mut(&seat) {
                seat.holder = Some(hold);
            }
        }
        Ok(places)
    }

    fn check_counts(&self, places: &[Place]) -> Result<(), HoldRefusal> {
        let mut areas: HashMap<AreaId, i64> = HashMap::new();
        let mut quotas: HashMap<QuotaId, i64> = HashMap::new();
        for place in places {
            *areas.entry(place.area).or_default() += place.quantity;
            for quota in self.types.get(&place.ticket_type).map_or(&[][..], |rule| &rule.quotas) {
                *quotas.entry(*quota).or_default() += place.quantity;
            }
        }
        let of_areas = areas.iter().filter_map(|(id, n)| self.areas.get(id).map(|area| (area.count, *n)));
        let of_quotas = quotas.iter().filter_map(|(id, n)| self.quotas.get(id).map(|count| (*count, *n)));
        for (count, n) in of_areas.chain(of_quotas) {
            if n > count.free() {
                let left = count.free().max(0);
                return Err(if n <= count.capacity - count.sold {
                    HoldRefusal::AllHeld { left }
                } else {
                    HoldRefusal::Full { left }
                });
            }
        }
        Ok(())
    }
}

impl Wanted {
    /// For whom the places are.
    pub const fn ticket_type(&self) -> TicketTypeId {
        match self {
            Self::Count { ticket_type, .. } | Self::Seats { ticket_type, .. } => *ticket_type,
        }
    }

    /// How many places.
    pub fn quantity(&self) -> u32 {
        match self {
            Self::Count { quantity, .. } => *quantity,
            Self::Seats { seats, .. } => u32::try_from(seats.len()).unwrap_or(u32::MAX),
        }
    }
}
