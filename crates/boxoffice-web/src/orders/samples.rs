//! A made-up but believable order in the states that matter.

use boxoffice_app::orders::find::{OrderLine, TicketLine};
use boxoffice_app::orders::{Method, Order, OrderSecret, OrderState};
use boxoffice_app::selling::CartSecret;
use boxoffice_domain::cancellation::CancelFee;
use boxoffice_domain::ids::{
    AreaId, EventId, OrderId, OrderLineId, OrganizationId, PerformanceId, TicketId, TicketTypeId,
};
use boxoffice_domain::money::{Currency, Money};
use boxoffice_domain::price::Receipt;
use boxoffice_domain::ticket::TicketState;
use boxoffice_domain::time::Time;

/// The day on which all samples are looked at.
pub(crate) const NOW: Time = Time::from_seconds(1_803_895_200);
pub(crate) const ZONE: &str = "Europe/Berlin";

pub(crate) fn order(state: OrderState, method: Method) -> Order {
    let line = line(state);
    Order {
        id: OrderId::from_bytes([11; 16]),
        number: "AB23CD45EF".into(),
        secret: OrderSecret::from_bytes([12; 16]),
        cart: Some(CartSecret::from_bytes([8; 16])),
        organization: OrganizationId::from_bytes([2; 16]),
        organization_name: "Bell Tower".into(),
        organization_terms: String::new(),
        organization_imprint: String::new(),
        organization_slug: "bell-tower".into(),
        account: None,
        email: "ada@example.org".into(),
        name: "Ada Example".into(),
        locale: "en".into(),
        state,
        method,
        total: Money::new(2_700, Currency::EUR),
        fee_minor: 200,
        receipt: Receipt::plain(2_500, 200),
        created_at: NOW,
        pay_by: NOW.plus_s(400),
        confirmed_at: (state == OrderState::Confirmed).then_some(NOW),
        ended_at: matches!(state, OrderState::Cancelled | OrderState::Expired).then_some(NOW),
        end_reason: None,
        comp_reason: None,
        deposit_minor: 0,
        lines: vec![line],
        payments: Vec::new(),
        refunds: Vec::new(),
        disputes: Vec::new(),
        cancel_until: Some(NOW.plus_s(3_600)),
    }
}

fn line(state: OrderState) -> OrderLine {
    let ticket = TicketLine {
        id: TicketId::from_bytes([9; 16]),
        state: if state == OrderState::Cancelled { TicketState::Void } else { TicketState::Valid },
        barcode: "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".into(),
        holder_name: "Ada Example".into(),
        issued_at: NOW,
        used: None,
    };
    OrderLine {
        id: OrderLineId::from_bytes([10; 16]),
        line_no: 1,
        event: EventId::from_bytes([1; 16]),
        event_slug: "night-of-bells".into(),
        event_title: "Night of Bells".into(),
        performance: PerformanceId::from_bytes([6; 16]),
        starts_at: Some(NOW.plus_s(86_400)),
        ends_at: None,
        doors_at: None,
        time_zone: ZONE.into(),
        venue: "Bell Tower".into(),
        venue_address: "1 Tower Yard, Berlin".into(),
        image: None,
        ticket_type: TicketTypeId::from_bytes([5; 16]),
        ticket_type_name: "Adult".into(),
        area: AreaId::from_bytes([3; 16]),
        area_name: "Yard".into(),
        seat: None,
        attendee: "Ada Example".into(),
        price_minor: 2_500,
        fee_minor: 200,
        tax_minor: 0,
        tax_ppm: 0,
        cancel_fee: CancelFee { part_bp: 1_000, fixed_minor: 0 },
        ticket: matches!(state, OrderState::Confirmed | OrderState::Cancelled).then_some(ticket),
    }
}
