//! Made-up but believable content for the shop's pages, in the states that matter.

use std::sync::Arc;

use boxoffice_app::catalog::shown::Shown;
use boxoffice_app::orders::list::OrderSummary;
use boxoffice_app::orders::{Method, Order, OrderSecret, OrderState};
use boxoffice_app::payments::bank::account::HowToTransfer;
use boxoffice_app::selling::availability::{
    AreaAvailability, AreaKind, EventAvailability, PerformanceAvailability, TypeAvailability,
};
use boxoffice_app::selling::{Cart, CartCode, CartHold, CartLine, CartSecret, CartState, SaleStatus};
use boxoffice_app::store::bank::StoredBankAccount;
use boxoffice_app::store::events::Event;
use boxoffice_app::store::shown::ShownOrganization;
use boxoffice_domain::catalog::state::EventState;
use boxoffice_domain::ids::{
    AreaId, CodeId, EventId, HoldId, OrderId, OrganizationId, PerformanceId, TicketTypeId,
};
use boxoffice_domain::inventory::HoldState;
use boxoffice_domain::money::{Currency, Money};
use boxoffice_domain::price::{Carrier, Fee, FeeKind, FeeName, FeeRule, Per, Receipt, Rules, TaxPart};

use super::cancel::CancelPage;
use super::cart_view::CartView;
use super::choose::{ChoosePage, Found};
use super::event::EventPage;
use super::mine::MinePage;
use super::opened::Opened;
use super::show_cart::CartPage;
use super::show_checkout::CheckoutPage;
use super::show_order::OrderPage;
use super::show_ticket::TicketPage;
use crate::form::Typed;
use crate::frame::Frame;
use crate::orders::samples::{NOW, ZONE, order};
use crate::orders::transfer_view::TransferView;
use crate::page::Sample;

const STATES: [SaleStatus; 7] = [
    SaleStatus::Open,
    SaleStatus::Full,
    SaleStatus::AllHeld,
    SaleStatus::NotYet,
    SaleStatus::Ended,
    SaleStatus::Cancelled,
    SaleStatus::Postponed,
];

fn shown() -> Shown {
    let event = Event {
        event_id: EventId::from_bytes([1; 16]),
        organization_id: OrganizationId::from_bytes([2; 16]),
        venue_id: None,
        slug: "night-of-bells".into(),
        title: "Night of Bells".into(),
        summary: "Forty bells, one tower, no microphones.".into(),
        description: String::new(),
        category: "concert".into(),
        city: "Berlin".into(),
        country: "Germany".into(),
        online: false,
        url: "https://bells.example".into(),
        time_zone: ZONE.into(),
        currency: "EUR".into(),
        state: EventState::Published,
        image_id: None,
        hold_ttl_s: 600,
        cancel_until_s: Some(86_400),
        cancel_fee_bp: 0,
        cancel_fee_minor: 0,
        box_office: true,
        age_limit: "16 and over".into(),
        access_notes: "Step-free from the yard.".into(),
        starts_at: Some(NOW.plus_s(86_400)),
        ends_at: None,
        price_from_minor: Some(2_700),
        created_at: NOW,
        published_at: Some(NOW),
        cancelled_at: None,
        version: 1,
    };
    Shown {
        event,
        description_html: "<p>It is <strong>loud</strong>.</p>".into(),
        organization: ShownOrganization {
            slug: "bell-tower".into(),
            name: "Bell Tower".into(),
            contact_email: "bells@example.org".into(),
            has_terms: true,
        },
        venue: None,
        image: None,
    }
}

fn performance(status: SaleStatus) -> PerformanceAvailability {
    let available = if status == SaleStatus::Open { 7 } else { 0 };
    let area = |number: u8, name: &str, kind| AreaAvailability {
        area: AreaId::from_bytes([number; 16]),
        name: name.into(),
        kind,
        capacity: 100,
        held: 100 - available,
        sold: 0,
        available,
    };
    let kind = TypeAvailability {
        ticket_type: TicketTypeId::from_bytes([5; 16]),
        name: "Adult".into(),
        description: "A place and a programme".into(),
        price_minor: 2_500,
        fee_minor: 200,
        order_limit: 6,
        sale_opens_at: (status == SaleStatus::NotYet).then(|| NOW.plus_s(3_600)),
        sale_closes_at: None,
        levels: Vec::new(),
        hidden: false,
        needs_code: false,
        areas: vec![AreaId::from_bytes([3; 16]), AreaId::from_bytes([4; 16])],
        available,
        status,
    };
    PerformanceAvailability {
        performance: PerformanceId::from_bytes([6; 16]),
        starts_at: Some(NOW.plus_s(86_400)),
        ends_at: None,
        doors_at: Some(NOW.plus_s(82_800)),
        status,
        areas: vec![area(3, "Yard", AreaKind::Standing), area(4, "Gallery", AreaKind::Seated)],
        ticket_types: vec![kind],
    }
}

fn rules() -> Arc<Rules> {
    let fee = FeeRule {
        kind: FeeKind::Payment,
        per: Per::Order,
        carrier: Carrier::Buyer,
        fixed_minor: 150,
        currency: Currency::EUR,
        part_bp: 0,
    };
    Arc::new(Rules { fees: vec![fee], ..Rules::default() })
}

fn view(status: SaleStatus, dates: usize) -> EventAvailability {
    EventAvailability {
        event: EventId::from_bytes([1; 16]),
        version: 1,
        status,
        performances: vec![performance(status); dates],
        rules: rules(),
        capacity: 200,
        sold: 0,
        held: 0,
        available: 14,
    }
}

fn cart(state: CartState, hold: HoldState) -> Cart {
    let line = CartLine {
        ticket_type: TicketTypeId::from_bytes([5; 16]),
        ticket_type_name: "Adult".into(),
        area: AreaId::from_bytes([3; 16]),
        area_name: "Yard".into(),
        seat: None,
        quantity: 2,
        price_minor: 2_500,
        fee_minor: 200,
        current_price_minor: 2_800,
        current_fee_minor: 200,
    };
    let hold = CartHold {
        hold: HoldId::from_bytes([7; 16]),
        event: EventId::from_bytes([1; 16]),
        event_slug: "night-of-bells".into(),
        event_title: "Night of Bells".into(),
        performance: PerformanceId::from_bytes([6; 16]),
        starts_at: Some(NOW.plus_s(86_400)),
        time_zone: ZONE.into(),
        venue: "Bell Tower".into(),
        organization: OrganizationId::from_bytes([2; 16]),
        currency: Currency::EUR,
        account: None,
        state: hold,
        expires_at: NOW.plus_s(400),
        extensions_left: 2,
        code: Some(CartCode { id: CodeId::from_bytes([13; 16]), label: "BELLS10".into(), refusal: None }),
        lines: vec![line],
    };
    Cart {
        secret: CartSecret::from_bytes([8; 16]),
        holds: if state == CartState::Empty { Vec::new() } else { vec![hold] },
        currency: Currency::EUR,
        organization: OrganizationId::from_bytes([2; 16]),
        organization_name: "Bell Tower".into(),
        organization_slug: "bell-tower".into(),
        has_terms: true,
        box_office: true,
        by_gateway: true,
        transfer_until: Some(NOW.plus_s(604_800)),
        total_minor: 5_400,
        fee_minor: 400,
        receipt: receipt(),
        may_reverse: true,
        current_total_minor: 6_000,
        expires_at: (state == CartState::Open).then(|| NOW.plus_s(400)),
        state,
        mixed: false,
    }
}

fn sample_transfer(frame: &Frame, order: &Order) -> Option<TransferView> {
    let account = StoredBankAccount {
        organization_id: order.organization,
        holder: "Bell Tower e. V.".into(),
        iban: "DE89370400440532013000".into(),
        bic: "COBADEFFXXX".into(),
        currency: "EUR".into(),
        days_to_pay: 7,
        closes_before_s: 0,
        is_on: true,
        updated_at: NOW,
    };
    let due = Money::new(order.total.minor - order.deposit_minor, order.total.currency);
    let how = HowToTransfer::of(&account, &order.number, due)?;
    Some(TransferView::of(&how, frame.lang, order))
}

/// Two tickets with a code, a fee and the tax that is in them.
fn receipt() -> Receipt {
    Receipt {
        tickets_minor: 5_600,
        discount_minor: 600,
        codes: vec!["BELLS10".into()],
        fees: vec![Fee { name: FeeName::Service, minor: 400 }],
        taxes: vec![TaxPart { rate_ppm: 190_000, net_minor: 4_538, minor: 862, is_added: false }],
        total_minor: 5_400,
        ..Receipt::default()
    }
}

fn orders() -> Vec<Order> {
    vec![
        order(OrderState::Pending, Method::Gateway),
        order(OrderState::Pending, Method::BoxOffice),
        order(OrderState::Confirmed, Method::Gateway),
        order(OrderState::Expired, Method::Gateway),
        order(OrderState::Cancelled, Method::Gateway),
    ]
}

impl Sample for EventPage {
    fn samples(frame: &Frame) -> Vec<Self> {
        let page =
            |status, dates| Self::new(frame.clone(), &shown(), &view(status, dates), Opened::default());
        STATES.into_iter().map(|status| page(status, 1)).chain([page(SaleStatus::Open, 3)]).collect()
    }
}

impl Sample for ChoosePage {
    fn samples(frame: &Frame) -> Vec<Self> {
        let found = |status| Found { shown: shown(), view: performance(status), rules: rules() };
        let problem = frame.t("error-nothing-wanted").to_owned();
        STATES
            .into_iter()
            .map(|status| {
                Self::new(frame.clone(), &found(status), &Opened::default(), &Typed::default(), String::new())
            })
            .chain([Self::new(
                frame.clone(),
                &found(SaleStatus::Open),
                &Opened::default(),
                &Typed::default(),
                problem,
            )])
            .collect()
    }
}

impl Sample for CartPage {
    fn samples(frame: &Frame) -> Vec<Self> {
        let order = OrderSecret::from_bytes([12; 16]);
        [
            cart(CartState::Open, HoldState::Open),
            cart(CartState::Expired, HoldState::Expired),
            cart(CartState::Paying(order), HoldState::Paying),
            cart(CartState::Ordered(order), HoldState::Ordered),
            cart(CartState::Empty, HoldState::Released),
        ]
        .iter()
        .map(|cart| Self::new(frame.clone(), CartView::of(cart, frame.lang, NOW)))
        .collect()
    }
}

impl Sample for CheckoutPage {
    fn samples(frame: &Frame) -> Vec<Self> {
        let mut refused = Typed::filled([("name", "Ada Example".into()), ("email", "nowhere".into())]);
        refused.refuse("email", frame.t("checkout-error-email"));
        let page = |state, hold, typed| Self::new(frame.clone(), &cart(state, hold), typed, NOW);
        vec![
            page(CartState::Open, HoldState::Open, Typed::default()),
            page(CartState::Open, HoldState::Open, refused.clone()).to_accept(),
            page(CartState::Expired, HoldState::Expired, refused),
        ]
    }
}

impl Sample for OrderPage {
    fn samples(frame: &Frame) -> Vec<Self> {
        let page = |order: &Order| Self::of(frame.clone(), order, "/files/sample.pdf".into(), NOW);
        let mut part = order(OrderState::Pending, Method::BankTransfer);
        part.deposit_minor = 1_000;
        let transfer = sample_transfer(frame, &part);
        orders().iter().map(page).chain([page(&part).transfer(transfer)]).collect()
    }
}

impl Sample for CancelPage {
    fn samples(frame: &Frame) -> Vec<Self> {
        let single = order(OrderState::Confirmed, Method::Gateway);
        let mut several = single.clone();
        several.lines.extend(single.lines.iter().cloned());
        let mut refused = Typed::default();
        refused.fill("part", "tickets");
        refused.refuse("ticket", frame.t("order-cancel-choose"));
        vec![Self::new(frame.clone(), &single, Typed::default()), Self::new(frame.clone(), &several, refused)]
    }
}

impl Sample for TicketPage {
    fn samples(frame: &Frame) -> Vec<Self> {
        let mut used = order(OrderState::Confirmed, Method::Gateway);
        if let Some(ticket) = used.lines[0].ticket.as_mut() {
            ticket.used = Some((NOW, "Main gate".into()));
        }
        let orders =
            [used, order(OrderState::Confirmed, Method::Free), order(OrderState::Cancelled, Method::Free)];
        orders.iter().filter_map(|order| Self::of(frame.clone(), order, 1).ok()).collect()
    }
}

impl Sample for MinePage {
    fn samples(frame: &Frame) -> Vec<Self> {
        let entry = |state| OrderSummary {
            id: OrderId::from_bytes([11; 16]),
            secret: OrderSecret::from_bytes([12; 16]),
            number: "AB23CD45EF".into(),
            state,
            created_at: NOW,
            total_minor: 2_700,
            currency: "EUR".into(),
            event_title: "Night of Bells".into(),
            event_slug: "night-of-bells".into(),
            starts_at: Some(NOW.plus_s(86_400)),
            time_zone: ZONE.into(),
            places: 2,
        };
        let orders = [OrderState::Confirmed, OrderState::Pending, OrderState::Expired, OrderState::Cancelled]
            .map(entry);
        vec![Self::new(frame.clone(), &orders, NOW), Self::new(frame.clone(), &[], NOW)]
    }
}
