//! Fees and taxes: of an organization, of an event, of its ticket types, and what these cost in each area.
//! A change counts for what is sold from then on; what is sold keeps its amounts.

use boxoffice_domain::ids::{EventId, OrganizationId, TicketTypeId};
use boxoffice_domain::limits::PRICE_MINOR_MAX;
use boxoffice_domain::price::country::parse_vat_id;
use boxoffice_domain::price::rules::RulesError;
use boxoffice_domain::price::{EventPricing, Pricing, TaxClass};
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::App;
use crate::accounts::Principal;
use crate::activity::{Activity, Actor};
use crate::catalog::edit::{Edit, EditError};
use crate::catalog::{Editor, record};
use crate::jobs::{Job, JobError, NewJob};
use crate::store::StoreError;
use crate::store::events::Event;
use crate::store::organizations::Organization;
use crate::store::pricing::{price_from, read_event_pricing, read_pricing};
use crate::stream::Changed;

/// Why rules of prices stay as they are.
#[derive(Debug, thiserror::Error)]
pub enum PricingError {
    /// Nothing of the caller's has this address.
    #[error("Resource not found")]
    NotFound,
    /// They cannot be taken.
    #[error(transparent)]
    Rules(#[from] RulesError),
    /// The event cannot be changed.
    #[error(transparent)]
    Edit(#[from] EditError),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl PricingError {
    /// The stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotFound => "not_found",
            Self::Rules(error) => error.code(),
            Self::Edit(error) => error.code(),
            Self::Store(_) => "internal",
        }
    }
}

/// An organization with its rules.
#[derive(Clone, Debug)]
pub struct OfficePricing {
    /// The organization.
    pub organization: Organization,
    /// Its rules.
    pub pricing: Pricing,
}

/// An event's prices as those see them who set them.
#[derive(Clone, Debug)]
pub struct OfficePrices {
    /// The event.
    pub event: Event,
    /// Its organization's rules.
    pub organization: Pricing,
    /// What it has in their place.
    pub own: EventPricing,
    /// Its areas by name, in order.
    pub areas: Vec<String>,
    /// Its ticket types.
    pub types: Vec<OfficeTypePrice>,
}

/// What a ticket type costs.
#[derive(Clone, Debug)]
pub struct OfficeTypePrice {
    /// The ticket type.
    pub ticket_type: TicketTypeId,
    /// Its name.
    pub name: String,
    /// Its price, in minor units.
    pub price_minor: i64,
    /// How it is taxed.
    pub class: TaxClass,
    /// Only sold with a code.
    pub needs_code: bool,
    /// Areas that it is sold from, with the price there where it is another one.
    pub levels: Vec<(String, Option<i64>)>,
}

/// What is set of a ticket type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TypePricing {
    /// How it is taxed.
    pub class: TaxClass,
    /// Only sold with a code.
    pub needs_code: bool,
    /// Prices by area, in minor units; none: the type's.
    pub levels: Vec<(String, Option<i64>)>,
}

/// The rules of an organization that the caller manages.
pub async fn find_pricing(
    app: &App,
    caller: &Principal,
    organization: OrganizationId,
) -> Result<Option<OfficePricing>, StoreError> {
    if !caller.may_manage(organization) {
        return Ok(None);
    }
    let mut tx = app.store.read().await?;
    let Some(found) = tx.find_organization(organization).await? else { return Ok(None) };
    let pricing = tx.find_pricing(organization).await?;
    Ok(Some(OfficePricing { organization: found, pricing }))
}

/// Replaces the rules of an organization; the prices that lists show follow in a job.
pub async fn write_pricing(
    app: &App,
    actor: &Actor,
    caller: &Principal,
    organization: OrganizationId,
    pricing: Pricing,
) -> Result<(), PricingError> {
    let mut pricing = pricing.check()?;
    if let Some(id) = parse_vat_id(&pricing.vat_id) {
        pricing.vat_id = id.text;
    }
    if !caller.may_manage(organization) {
        return Err(PricingError::NotFound);
    }
    let mut tx = app.store.begin().await?;
    tx.find_organization(organization).await?.ok_or(PricingError::NotFound)?;
    tx.set_pricing(organization, &pricing).await?;
    let entry = Activity {
        organization: Some(organization),
        at: app.clock.now(),
        actor: actor.clone(),
        action: "organization.prices_changed",
        subject_kind: "organization",
        subject: *organization.as_bytes(),
        event: None,
        detail: json!({ "pricing": pricing }),
    };
    tx.log(&[entry]).await?;
    tx.enqueue(&[NewJob::now(app, &RepriceEvents { organization })]).await?;
    tx.commit().await?;
    Ok(())
}

/// The prices of an event that the caller manages.
pub async fn find_prices(
    app: &App,
    caller: &Principal,
    event: EventId,
) -> Result<Option<OfficePrices>, StoreError> {
    let mut tx = app.store.read().await?;
    let own = |event: &Event| {
        caller.may_manage(event.organization_id)
            && event.state != boxoffice_domain::catalog::state::EventState::Deleted
    };
    let Some(event) = tx.find_event(event).await?.filter(own) else { return Ok(None) };
    let Some(stored) = tx.find_event_pricing(event.event_id).await? else { return Ok(None) };
    let levels = tx.list_levels(event.event_id).await?;
    let mut areas: Vec<String> = Vec::new();
    for level in &levels {
        if !areas.contains(&level.area) {
            areas.push(level.area.clone());
        }
    }
    let mut types = Vec::new();
    for (kind, known) in
        tx.list_type_pricing(event.event_id).await?.iter().zip(tx.list_ticket_types(event.event_id).await?)
    {
        let mut prices: Vec<(String, Option<i64>)> = Vec::new();
        for level in levels.iter().filter(|level| level.ticket_type_id == kind.ticket_type_id) {
            if !prices.iter().any(|(area, _)| *area == level.area) {
                prices.push((level.area.clone(), level.price_minor));
            }
        }
        types.push(OfficeTypePrice {
            ticket_type: kind.ticket_type_id,
            name: known.name,
            price_minor: kind.price_minor,
            class: kind.tax_class,
            needs_code: kind.needs_code,
            levels: prices,
        });
    }
    Ok(Some(OfficePrices {
        organization: read_pricing(stored.pricing.as_deref())?,
        own: read_event_pricing(stored.event_pricing.as_deref())?,
        event,
        areas,
        types,
    }))
}

/// Replaces what an event has in place of its organization's rules.
pub async fn edit_event_pricing(
    app: &App,
    editor: &Editor,
    event: EventId,
    pricing: EventPricing,
) -> Result<(), PricingError> {
    let pricing = pricing.check()?;
    let mut edit = Edit::open(app, editor, event).await?;
    edit.tx.set_event_pricing(event, &pricing).await?;
    edit.close("event.prices_changed", &json!({ "pricing": pricing })).await?;
    Ok(())
}

/// Sets how a ticket type is taxed, whether it asks for a code, and what it costs in each area.
pub async fn edit_type_pricing(
    app: &App,
    editor: &Editor,
    event: EventId,
    ticket_type: TicketTypeId,
    pricing: &TypePricing,
) -> Result<(), PricingError> {
    let is_price = |price: &i64| (0..=PRICE_MINOR_MAX).contains(price);
    if !pricing.levels.iter().filter_map(|(_, price)| price.as_ref()).all(is_price) {
        return Err(RulesError::BadAmount.into());
    }
    let mut edit = Edit::open(app, editor, event).await?;
    let known = edit.tx.set_type_pricing(event, ticket_type, pricing.class, pricing.needs_code).await?;
    if !known {
        return Err(EditError::NoSuchTicketType.into());
    }
    for (area, price_minor) in &pricing.levels {
        edit.tx.set_level(event, ticket_type, area, *price_minor).await?;
    }
    let detail = json!({ "ticket_type": ticket_type, "tax_class": pricing.class, "needs_code": pricing.needs_code,
        "levels": pricing.levels });
    edit.close("ticket_type.priced", &detail).await?;
    Ok(())
}

/// Brings the lowest prices of an organization's events in step with its rules, and has their pages made anew.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct RepriceEvents {
    /// The organization.
    pub organization: OrganizationId,
}

/// Events in one transaction: others wait for it.
const EVENTS_PER_STEP: u32 = 50;

impl Job for RepriceEvents {
    const KIND: &'static str = "reprice_events";

    async fn run(self, app: &App) -> Result<(), JobError> {
        let mut after = EventId::from_bytes([0; 16]);
        loop {
            let mut tx = app.store.begin().await?;
            let ids = tx.list_events_to_price(self.organization, after, EVENTS_PER_STEP).await?;
            let Some(last) = ids.last() else { return Ok(()) };
            after = *last;
            let mut events = Vec::with_capacity(ids.len());
            for id in ids {
                let Some(mut event) = tx.lock_event(id).await? else { continue };
                event.price_from_minor = price_from(&mut tx, &event).await?;
                event.version += 1;
                tx.update_event(&event).await?;
                events.push(event);
            }
            record::event_changes(&mut tx, app, &Actor::system(), "event.repriced", &events, &json!({}))
                .await?;
            tx.commit().await?;
            for event in &events {
                app.stream.tell(Changed { event: event.event_id });
            }
        }
    }
}
