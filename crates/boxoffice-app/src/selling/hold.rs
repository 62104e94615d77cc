//! Holding places: the first step of every online sale.
//! A place is held by at most one buyer, and every hold ends by itself (`expire.rs`).
//! What follows a hold is `orders/checkout.rs`.

use boxoffice_domain::ids::{AccountId, AreaId, HoldId, PerformanceId, SeatId, TicketTypeId};
use boxoffice_domain::inventory::{HoldRefusal, Wanted};
use boxoffice_domain::money::Money;
use boxoffice_domain::time::Time;

use super::batch::{Batch, Needs};
use super::claims::{Claim, ClaimRefusal};
use super::desk::{Deed, DeskError};
use super::secret::CartSecret;
use crate::App;
use crate::activity::Actor;
use crate::rates::TooMany;
use crate::store::StoreError;
use crate::store::bulk::{Columns, Kind};

/// Columns of a hold in batch statements; the first two are its key.
pub(super) const HOLD: Columns = &[
    ("performance_id", Kind::Bytes),
    ("hold_id", Kind::Bytes),
    ("event_id", Kind::Bytes),
    ("organization_id", Kind::Bytes),
    ("cart_secret", Kind::Bytes),
    ("account_id", Kind::Bytes),
    ("state", Kind::Text),
    ("order_id", Kind::Bytes),
    ("extensions", Kind::Int),
    ("created_at", Kind::Int),
    ("expires_at", Kind::Int),
    ("ended_at", Kind::Int),
];

/// What of a hold can change, after its key.
pub(super) const HOLD_CHANGES: Columns = &[
    ("performance_id", Kind::Bytes),
    ("hold_id", Kind::Bytes),
    ("state", Kind::Text),
    ("order_id", Kind::Bytes),
    ("extensions", Kind::Int),
    ("expires_at", Kind::Int),
    ("ended_at", Kind::Int),
];

/// The code of a hold, after its key: written apart, because few have one.
pub(super) const HOLD_CODE: Columns =
    &[("performance_id", Kind::Bytes), ("hold_id", Kind::Bytes), ("code_id", Kind::Bytes)];

/// Columns of a hold's lines.
pub(super) const HOLD_LINE: Columns = &[
    ("performance_id", Kind::Bytes),
    ("hold_id", Kind::Bytes),
    ("line_no", Kind::Int),
    ("ticket_type_id", Kind::Bytes),
    ("area_id", Kind::Bytes),
    ("seat_id", Kind::Bytes),
    ("quantity", Kind::Int),
    ("price_minor", Kind::Int),
    ("fee_minor", Kind::Int),
];

/// Which places of a ticket type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Choice {
    /// So many, of a standing area; in a seated area the best available together.
    Count {
        /// A certain area, or any that the type is sold from.
        area: Option<AreaId>,
        /// How many.
        quantity: u32,
    },
    /// These seats.
    Seats(Vec<SeatId>),
}

/// Places of one ticket type that a buyer wants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// For whom.
    pub ticket_type: TicketTypeId,
    /// Which.
    pub choice: Choice,
}

/// What a buyer wants held.
#[derive(Clone, Debug)]
pub struct HoldRequest {
    /// Of which performance.
    pub performance: PerformanceId,
    /// Which places.
    pub items: Vec<Item>,
    /// The cart to add to; none: a new one.
    pub cart: Option<CartSecret>,
    /// The signed-in buyer.
    pub account: Option<AccountId>,
    /// The hold's id, when it follows from an idempotency key.
    pub id: Option<HoldId>,
}

/// A hold that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// Its id.
    pub hold: HoldId,
    /// The cart it is in.
    pub cart: CartSecret,
    /// When it ends by itself.
    pub expires_at: Time,
    /// What its places cost, fees included.
    pub total: Money,
}

/// Why places could not be held.
#[derive(Debug, thiserror::Error)]
pub enum HoldError {
    /// There is no such performance.
    #[error("there is no such performance")]
    NoSuchPerformance,
    /// The cart is full.
    #[error("this cart is full; check out first")]
    CartFull,
    /// The cart has nothing that could be taken again.
    #[error("there is nothing to take again in this cart")]
    NothingExpired,
    /// Too many codes were tried.
    #[error(transparent)]
    TooMany(TooMany),
    /// The engine's refusal.
    #[error(transparent)]
    Refused(#[from] HoldRefusal),
    /// The desk could not decide.
    #[error(transparent)]
    Desk(#[from] DeskError),
}

impl HoldError {
    /// The stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoSuchPerformance => "no_such_performance",
            Self::CartFull => "cart_full",
            Self::NothingExpired => "nothing_expired",
            Self::TooMany(refusal) => refusal.code(),
            Self::Refused(refusal) => refusal.code(),
            Self::Desk(_) => "busy",
        }
    }
}

impl From<StoreError> for HoldError {
    fn from(error: StoreError) -> Self {
        Self::Desk(error.into())
    }
}

/// Holds places for a buyer until they are ordered, released, or the time runs out.
pub async fn hold(app: &App, actor: &Actor, request: HoldRequest) -> Result<Held, HoldError> {
    hold_with_code(app, actor, request, None).await
}

/// The same with the code that opens a ticket type, or lowers its price.
pub async fn hold_with_code(
    app: &App,
    actor: &Actor,
    request: HoldRequest,
    code: Option<&str>,
) -> Result<Held, HoldError> {
    let code = match code {
        Some(text) => super::codes::find_for_hold(app, actor, request.performance, text).await?,
        None => None,
    };
    let now = app.clock.now();
    let mut claim = Claim {
        id: request.id.unwrap_or_else(|| HoldId::from_bytes(app.random.id(now))),
        performance: request.performance,
        cart: request.cart.unwrap_or_else(|| CartSecret::from_bytes(app.random.bytes())),
        account: request.account,
        code,
        wanted: Vec::new(),
    };
    let mut tries = 0;
    loop {
        claim.wanted = choose(app, request.performance, &request.items).await?;
        match app.desk.ask(MakeHold(claim.clone())).await? {
            Ok((hold, expires_at, total)) => return Ok(Held { hold, cart: claim.cart, expires_at, total }),
            // The cart was bought meanwhile: what comes now starts a new one.
            Err(ClaimRefusal::CartInOrder) => claim.cart = CartSecret::from_bytes(app.random.bytes()),
            // Somebody took a seat between our choice and the desk: choose others.
            Err(ClaimRefusal::Hold(HoldRefusal::SeatTaken { .. })) if chose_seats(&request) && tries < 3 => {
                tries += 1;
            }
            Err(ClaimRefusal::NoSuchPerformance) => return Err(HoldError::NoSuchPerformance),
            Err(ClaimRefusal::CartFull) => return Err(HoldError::CartFull),
            Err(ClaimRefusal::Hold(refusal)) => return Err(refusal.into()),
        }
    }
}

/// True when the seats were our choice, not the buyer's.
fn chose_seats(request: &HoldRequest) -> bool {
    request.items.iter().all(|item| matches!(item.choice, Choice::Count { .. }))
}

/// What to ask the desk for: the buyer's seats, or the best available where only a number was named.
pub(crate) async fn choose(
    app: &App,
    performance: PerformanceId,
    items: &[Item],
) -> Result<Vec<Wanted>, HoldError> {
    let mut wanted = Vec::with_capacity(items.len());
    for item in items {
        let ticket_type = item.ticket_type;
        wanted.push(match &item.choice {
            Choice::Seats(seats) => Wanted::Seats { ticket_type, seats: seats.clone() },
            Choice::Count { area, quantity } => {
                super::best_available::choose(app, performance, ticket_type, *area, *quantity).await?
            }
        });
    }
    Ok(wanted)
}

struct MakeHold(Claim);

impl Deed for MakeHold {
    type Answer = (HoldId, Time, Money);
    type Refusal = ClaimRefusal;

    fn needs(&self, needs: &mut Needs) {
        self.0.needs(needs);
    }

    fn decide(&mut self, batch: &mut Batch) -> Result<Self::Answer, ClaimRefusal> {
        self.0.make(batch)
    }
}
