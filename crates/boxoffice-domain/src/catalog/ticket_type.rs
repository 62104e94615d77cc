//! What a ticket type may be.

use crate::catalog::field::{DraftError, FieldError, Refusals};
use crate::limits;
use crate::time::Time;

/// A ticket type as an organizer writes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TicketTypeDraft {
    /// Such as `Adult`.
    pub name: String,
    /// What it includes.
    pub description: String,
    /// Price in minor units of the event's currency.
    pub price_minor: i64,
    /// Fee on top, in minor units; shown in the total from first sight.
    pub fee_minor: i64,
    /// When its sale opens; none: at once.
    pub sale_opens_at: Option<Time>,
    /// When its sale closes; none: when the performance is over.
    pub sale_closes_at: Option<Time>,
    /// Most tickets of it in one order.
    pub order_limit: u32,
    /// Not shown in the shop.
    pub hidden: bool,
    /// Names of the areas it may be sold from; none: all.
    pub areas: Vec<String>,
    /// Most tickets of it per performance; none: as many as there are places.
    pub quantity: Option<i64>,
}

impl TicketTypeDraft {
    /// An ordinary ticket type at a price.
    pub fn priced(name: impl Into<String>, price_minor: i64) -> Self {
        Self {
            name: name.into(),
            description: String::new(),
            price_minor,
            fee_minor: 0,
            sale_opens_at: None,
            sale_closes_at: None,
            order_limit: limits::TICKETS_PER_ORDER_MAX.min(10),
            hidden: false,
            areas: Vec::new(),
            quantity: None,
        }
    }

    /// What a buyer pays for one.
    pub fn total_minor(&self) -> i64 {
        self.price_minor.saturating_add(self.fee_minor)
    }

    /// The same, checked: names trimmed, numbers in bounds.
    pub fn check(&self) -> Result<Self, DraftError> {
        let mut refusals = Refusals::default();
        let name = refusals.name("ticket_type_name", &self.name, limits::NAME_CHARS_MAX);
        let description = refusals.text("ticket_type_description", &self.description, limits::NOTE_CHARS_MAX);
        let price = 0..=limits::PRICE_MINOR_MAX;
        let bounds = |min, max| FieldError::OutOfRange { min, max };
        if !price.contains(&self.price_minor) {
            refusals.add("price", bounds(0, limits::PRICE_MINOR_MAX));
        }
        if !price.contains(&self.fee_minor) {
            refusals.add("fee", bounds(0, limits::PRICE_MINOR_MAX));
        }
        if !(1..=limits::TICKETS_PER_ORDER_MAX).contains(&self.order_limit) {
            refusals.add("order_limit", bounds(1, limits::TICKETS_PER_ORDER_MAX.into()));
        }
        if self.quantity.is_some_and(|quantity| !(1..=limits::CAPACITY_MAX).contains(&quantity)) {
            refusals.add("quantity", bounds(1, limits::CAPACITY_MAX));
        }
        if let (Some(opens), Some(closes)) = (self.sale_opens_at, self.sale_closes_at)
            && closes <= opens
        {
            refusals.add("sale_closes_at", FieldError::SaleClosesFirst);
        }
        refusals.finish(Self { name, description, ..self.clone() })
    }
}

/// A cap that several ticket types share, per performance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuotaDraft {
    /// Such as `Reduced`.
    pub name: String,
    /// Most tickets of these types together.
    pub capacity: i64,
    /// Which, by their place in the draft's list of ticket types.
    pub ticket_types: Vec<usize>,
}
