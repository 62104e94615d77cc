//! What a buyer sees of their holds: the cart, with prices as held and as they are now.

use boxoffice_domain::bank::deadline::pay_until;
use boxoffice_domain::ids::{
    AccountId, AreaId, CodeId, EventId, HoldId, OrganizationId, PerformanceId, SeatId, TicketTypeId,
};
use boxoffice_domain::inventory::HoldState;
use boxoffice_domain::limits::HOLD_EXTENSIONS_MAX;
use boxoffice_domain::money::{Currency, Money};
use boxoffice_domain::price::{CodeRefusal, LinePrice, Receipt};
use boxoffice_domain::time::Time;

use super::cart_prices::CartPrices;
use super::secret::{CartSecret, OrderSecret};
use crate::App;
use crate::store::StoreError;
use crate::store::carts::{CartHoldRow, CartLineRow};

/// A cart.
#[derive(Clone, Debug)]
pub struct Cart {
    /// Its secret.
    pub secret: CartSecret,
    /// Its holds that are not over, and expired ones that can be taken again.
    pub holds: Vec<CartHold>,
    /// Currency of the first hold.
    pub currency: Currency,
    /// Organization of the first hold.
    pub organization: OrganizationId,
    /// Its name.
    pub organization_name: String,
    /// Its part of addresses.
    pub organization_slug: String,
    /// Whether it has terms that must be accepted.
    pub has_terms: bool,
    /// Whether every event in it may be paid at the box office.
    pub box_office: bool,
    /// Whether a gateway can take its money now.
    pub by_gateway: bool,
    /// Until when a bank transfer would have to be there; none: it cannot be chosen.
    pub transfer_until: Option<Time>,
    /// What everything costs as held, fees, taxes and codes included.
    pub total_minor: i64,
    /// The fees in it.
    pub fee_minor: i64,
    /// What the total is made of.
    pub receipt: Receipt,
    /// Whether a business elsewhere in the EU may owe the tax itself.
    pub may_reverse: bool,
    /// What everything costs at today's prices, fees included.
    pub current_total_minor: i64,
    /// When the first open hold ends.
    pub expires_at: Option<Time>,
    /// Where the cart stands.
    pub state: CartState,
    /// Organizations or currencies differ, so it cannot be one order.
    pub mixed: bool,
}

/// Where a cart stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CartState {
    /// It can be checked out.
    Open,
    /// Its time ran out; its places may be taken again.
    Expired,
    /// An order waits to be paid.
    Paying(OrderSecret),
    /// It was bought.
    Ordered(OrderSecret),
    /// Everything in it was released.
    Empty,
}

/// One performance's part of a cart.
#[derive(Clone, Debug)]
pub struct CartHold {
    /// The hold.
    pub hold: HoldId,
    /// The event.
    pub event: EventId,
    /// Its address part.
    pub event_slug: String,
    /// Its title.
    pub event_title: String,
    /// The performance.
    pub performance: PerformanceId,
    /// When it starts.
    pub starts_at: Option<Time>,
    /// On which clocks.
    pub time_zone: String,
    /// Where; empty when not known.
    pub venue: String,
    /// Its organization.
    pub organization: OrganizationId,
    /// Its currency.
    pub currency: Currency,
    /// The signed-in buyer who made it.
    pub account: Option<AccountId>,
    /// Where it stands; an open one past its time counts as expired.
    pub state: HoldState,
    /// When it ends.
    pub expires_at: Time,
    /// How often it may still be extended.
    pub extensions_left: u32,
    /// The code that its buyer applied.
    pub code: Option<CartCode>,
    /// Its places.
    pub lines: Vec<CartLine>,
}

/// A code in a cart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CartCode {
    /// Its id.
    pub id: CodeId,
    /// As its organizer wrote it.
    pub label: String,
    /// Why it does not count now.
    pub refusal: Option<CodeRefusal>,
}

/// Places of one type.
#[derive(Clone, Debug)]
pub struct CartLine {
    /// The ticket type.
    pub ticket_type: TicketTypeId,
    /// Its name.
    pub ticket_type_name: String,
    /// The area.
    pub area: AreaId,
    /// Its name.
    pub area_name: String,
    /// The seat, when it is numbered.
    pub seat: Option<CartSeat>,
    /// How many places.
    pub quantity: u32,
    /// Price of each, as held.
    pub price_minor: i64,
    /// Fee of each, as held.
    pub fee_minor: i64,
    /// Price of each today.
    pub current_price_minor: i64,
    /// Fee of each today.
    pub current_fee_minor: i64,
}

/// A numbered seat in a cart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CartSeat {
    /// Its id.
    pub id: SeatId,
    /// Its row.
    pub row: String,
    /// Its number.
    pub label: String,
    /// Its order in the area.
    pub sort: i64,
}

/// Finds a cart by its secret.
pub async fn find_cart(app: &App, secret: CartSecret) -> Result<Option<Cart>, StoreError> {
    let mut tx = app.store.read().await?;
    let rows = tx.list_cart_holds(secret).await?;
    let Some(first) = rows.first() else { return Ok(None) };
    let mut lines = tx.list_cart_lines(secret).await?;
    let organization_slug = first.organization_slug.clone();
    let organization = (first.organization_id, first.organization_name.clone(), first.has_terms);
    let now = app.clock.now();
    let prices = CartPrices::load(&mut tx, &rows, &lines, now).await?;
    let state = cart_state(&rows, now)?;
    let box_office = rows.iter().all(|row| row.box_office);
    let transfer_until = transfer_until(&rows, now);
    let mut holds = Vec::new();
    for row in rows {
        let own = lines.extract_if(.., |line| line.hold_id == row.hold_id).collect();
        let hold = cart_hold(row, own, &prices, now)?;
        if hold.state != HoldState::Released {
            holds.push(hold);
        }
    }
    let cart = assemble(secret, state, organization, box_office, holds);
    let cart = prices.total(Cart { organization_slug, transfer_until, ..cart });
    let total = Money::new(cart.total_minor, cart.currency);
    let by_gateway = app.gateways.choose_for(Some(cart.organization), total).is_some();
    Ok(Some(Cart { by_gateway, ..cart }))
}

fn transfer_until(rows: &[CartHoldRow], now: Time) -> Option<Time> {
    let (days, closes_before_s) = rows.first().and_then(|row| row.days_to_pay.zip(row.closes_before_s))?;
    let starts_at = rows.iter().filter_map(|row| row.starts_at).min();
    pay_until(now, starts_at, days, closes_before_s)
}

fn assemble(
    secret: CartSecret,
    state: CartState,
    (organization, organization_name, has_terms): (OrganizationId, String, bool),
    box_office: bool,
    holds: Vec<CartHold>,
) -> Cart {
    let sum = |of: fn(&CartLine) -> i64| {
        holds.iter().flat_map(|hold| &hold.lines).map(|line| i64::from(line.quantity) * of(line)).sum()
    };
    let currency = holds.first().map_or(Currency::EUR, |hold| hold.currency);
    let organization = holds.first().map_or(organization, |hold| hold.organization);
    Cart {
        secret,
        currency,
        organization,
        organization_name,
        organization_slug: String::new(),
        has_terms,
        box_office,
        by_gateway: false,
        transfer_until: None,
        total_minor: sum(|line| line.price_minor + line.fee_minor),
        fee_minor: sum(|line| line.fee_minor),
        receipt: Receipt::plain(sum(|line| line.price_minor), sum(|line| line.fee_minor)),
        may_reverse: false,
        current_total_minor: sum(|line| line.current_price_minor + line.current_fee_minor),
        expires_at: holds
            .iter()
            .filter(|hold| hold.state == HoldState::Open)
            .map(|hold| hold.expires_at)
            .min(),
        mixed: holds.iter().any(|hold| hold.organization != organization || hold.currency != currency),
        state,
        holds,
    }
}

fn cart_state(rows: &[CartHoldRow], now: Time) -> Result<CartState, StoreError> {
    let mut state = CartState::Empty;
    for row in rows {
        let order = || {
            let secret = row.order_secret.clone().and_then(|bytes| bytes.try_into().ok());
            secret
                .map(OrderSecret::from_bytes)
                .ok_or_else(|| StoreError::Broken("a hold's order is missing".into()))
        };
        match hold_state(row, now)? {
            HoldState::Ordered => return Ok(CartState::Ordered(order()?)),
            HoldState::Paying => return Ok(CartState::Paying(order()?)),
            HoldState::Open => state = CartState::Open,
            HoldState::Expired if state == CartState::Empty => state = CartState::Expired,
            HoldState::Expired | HoldState::Released => {}
        }
    }
    Ok(state)
}

/// The stored state, but what is past its time is expired, whether the sweeper came by or not.
fn hold_state(row: &CartHoldRow, now: Time) -> Result<HoldState, StoreError> {
    let state = HoldState::parse(&row.state)
        .ok_or_else(|| StoreError::Broken(format!("hold state {:?}", row.state)))?;
    Ok(if state == HoldState::Open && row.expires_at <= now { HoldState::Expired } else { state })
}

fn cart_hold(
    row: CartHoldRow,
    lines: Vec<CartLineRow>,
    prices: &CartPrices,
    now: Time,
) -> Result<CartHold, StoreError> {
    Ok(CartHold {
        code: row.code_id.and_then(|code| prices.code(code)),
        hold: row.hold_id,
        event: row.event_id,
        performance: row.performance_id,
        starts_at: row.starts_at,
        organization: row.organization_id,
        account: row.account_id,
        state: hold_state(&row, now)?,
        expires_at: row.expires_at,
        extensions_left: HOLD_EXTENSIONS_MAX
            .saturating_sub(u32::try_from(row.extensions).unwrap_or(u32::MAX)),
        currency: row
            .currency
            .parse()
            .map_err(|_| StoreError::Broken(format!("currency {:?}", row.currency)))?,
        event_slug: row.slug,
        event_title: row.title,
        time_zone: row.time_zone,
        venue: row.venue,
        lines: lines
            .into_iter()
            .map(|line| {
                let today = prices.tag(&line);
                cart_line(line, today)
            })
            .collect(),
    })
}

fn cart_line(row: CartLineRow, today: LinePrice) -> CartLine {
    let seat = row.seat_id.map(|id| CartSeat {
        id,
        row: row.row_label.unwrap_or_default(),
        label: row.seat_label.unwrap_or_default(),
        sort: row.sort.unwrap_or_default(),
    });
    CartLine {
        ticket_type: row.ticket_type_id,
        ticket_type_name: row.ticket_type_name,
        area: row.area_id,
        area_name: row.area_name,
        seat,
        quantity: u32::try_from(row.quantity).unwrap_or(0),
        price_minor: row.price_minor,
        fee_minor: row.fee_minor,
        current_price_minor: today.price_minor,
        current_fee_minor: today.fee_minor,
    }
}
