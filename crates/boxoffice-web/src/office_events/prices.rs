//! `/{lang}/office/events/{event}/prices`: what ticket types cost in each area, how they are taxed, and which fees and
//! tax the event has in place of its organization's.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use boxoffice_app::App;
use boxoffice_app::accounts::Principal;
use boxoffice_app::catalog::Editor;
use boxoffice_app::catalog::pricing::{
    OfficePrices, PricingError, TypePricing, edit_event_pricing, edit_type_pricing, find_prices,
};
use boxoffice_domain::ids::{EventId, TicketTypeId};
use boxoffice_domain::money::{Currency, Money};
use boxoffice_domain::price::{EventPricing, TaxClass, TaxRule};
use serde::Deserialize;

use crate::client::Client;
use crate::fee_forms::{FeeFields, FeeLine, fees, read_percent, show_percent};
use crate::form::{Form, Typed};
use crate::frame::Frame;
use crate::identify::SignedIn;
use crate::page::{Page, Sample};
use crate::problem::Problem;

/// The page.
#[derive(Clone, Debug, Template)]
#[template(path = "office_events/prices.html")]
pub struct PricesPage {
    frame: Frame,
    id: String,
    title: String,
    currency: String,
    types: Vec<TypeLine>,
    /// Value and label of each tax class.
    classes: Vec<(&'static str, String)>,
    fees: Vec<FeeLine>,
    typed: Typed,
    notice: String,
}

/// A ticket type with its prices.
#[derive(Clone, Debug)]
struct TypeLine {
    id: String,
    name: String,
    price: String,
    class: &'static str,
    needs_code: bool,
    /// Area, and the price there where it is another one.
    levels: Vec<(String, String)>,
}

/// What is set of a ticket type.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct TypeFields {
    class: String,
    needs_code: String,
    area: Vec<String>,
    level: Vec<String>,
}

/// What the event has of its own.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct OwnFields {
    own_fees: String,
    fee_kind: Vec<String>,
    fee_per: Vec<String>,
    fee_carrier: Vec<String>,
    fee_fixed: Vec<String>,
    fee_percent: Vec<String>,
    own_tax: String,
    tax_standard: String,
    tax_reduced: String,
    tax_added: String,
}

/// What was just done.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Came {
    #[serde(default)]
    done: String,
}

/// `GET /{lang}/office/events/{event}/prices`
pub(super) async fn show(
    State(app): State<App>,
    frame: Frame,
    SignedIn(principal): SignedIn,
    Path(event): Path<EventId>,
    Query(came): Query<Came>,
) -> Result<Page<PricesPage>, Problem> {
    let found = find(&app, &principal, event).await?;
    let notice = if came.done.is_empty() { "" } else { frame.t("prices-saved") }.to_owned();
    let typed = filled(&found);
    Ok(Page::new(PricesPage { notice, ..PricesPage::of(frame, &found, typed) }))
}

/// `POST /{lang}/office/events/{event}/prices`
pub(super) async fn save(
    State(app): State<App>,
    frame: Frame,
    SignedIn(principal): SignedIn,
    client: Client,
    Path(event): Path<EventId>,
    Form { value, typed }: Form<OwnFields>,
) -> Result<Response, Problem> {
    let found = find(&app, &principal, event).await?;
    let editor = Editor::account(&principal, &client.address);
    let Some(own) = value.pricing(&found.event.currency) else {
        return Ok(refuse(frame, &found, typed, None));
    };
    let done = edit_event_pricing(&app, &editor, event, own).await;
    answer(frame, &found, typed, done)
}

/// `POST /{lang}/office/events/{event}/prices/{ticket_type}`
pub(super) async fn save_type(
    State(app): State<App>,
    frame: Frame,
    SignedIn(principal): SignedIn,
    client: Client,
    Path((event, ticket_type)): Path<(EventId, TicketTypeId)>,
    Form { value, typed }: Form<TypeFields>,
) -> Result<Response, Problem> {
    let found = find(&app, &principal, event).await?;
    let editor = Editor::account(&principal, &client.address);
    let Some(pricing) = value.pricing(&found.event.currency) else {
        return Ok(refuse(frame, &found, typed, None));
    };
    let done = edit_type_pricing(&app, &editor, event, ticket_type, &pricing).await;
    answer(frame, &found, typed, done)
}

async fn find(app: &App, principal: &Principal, event: EventId) -> Result<OfficePrices, Problem> {
    find_prices(app, principal, event).await?.ok_or_else(Problem::not_found)
}

fn answer(
    frame: Frame,
    found: &OfficePrices,
    typed: Typed,
    done: Result<(), PricingError>,
) -> Result<Response, Problem> {
    match done {
        Ok(()) => {
            let to = frame.href(&format!("/office/events/{}/prices?done=saved", found.event.event_id));
            Ok(Redirect::to(&to).into_response())
        }
        Err(PricingError::NotFound) => Err(Problem::not_found()),
        Err(PricingError::Store(fault)) => Err(Problem::fault(&fault)),
        Err(PricingError::Edit(error)) => Err(error.into()),
        Err(error @ PricingError::Rules(_)) => Ok(refuse(frame, found, typed, Some(error))),
    }
}

/// The page again with what was typed. Without a reason a number could not be read.
fn refuse(frame: Frame, found: &OfficePrices, mut typed: Typed, error: Option<PricingError>) -> Response {
    let code = error.as_ref().map_or("bad_amount", PricingError::code);
    typed.refuse("", frame.lang.error(code, &[]));
    Page::refused(PricesPage::of(frame, found, typed)).into_response()
}

impl OwnFields {
    fn pricing(&self, currency: &str) -> Option<EventPricing> {
        let currency: Currency = currency.parse().ok()?;
        let fields = FeeFields {
            kind: &self.fee_kind,
            per: &self.fee_per,
            carrier: &self.fee_carrier,
            fixed: &self.fee_fixed,
            percent: &self.fee_percent,
        };
        let fees = if self.own_fees == "on" { Some(fees(&fields, currency)?) } else { None };
        let tax = if self.own_tax == "on" {
            Some(TaxRule {
                country: String::new(),
                standard_ppm: read_percent(&self.tax_standard)?,
                reduced_ppm: read_percent(&self.tax_reduced)?,
                is_added: self.tax_added == "on",
            })
        } else {
            None
        };
        Some(EventPricing { fees, tax })
    }
}

impl TypeFields {
    fn pricing(&self, currency: &str) -> Option<TypePricing> {
        let currency: Currency = currency.parse().ok()?;
        let level = |(area, price): (&String, &String)| match price.trim() {
            "" => Some((area.clone(), None)),
            price => Some((area.clone(), Some(Money::parse(price, currency)?.minor))),
        };
        Some(TypePricing {
            class: TaxClass::parse(&self.class)?,
            needs_code: self.needs_code == "on",
            levels: self.area.iter().zip(&self.level).map(level).collect::<Option<_>>()?,
        })
    }
}

/// The form of what the event has of its own, as it is stored.
fn filled(found: &OfficePrices) -> Typed {
    let mut typed = Typed::default();
    if found.own.fees.is_some() {
        typed.fill("own_fees", "on");
    }
    if let Some(tax) = &found.own.tax {
        typed.fill("own_tax", "on");
        typed.fill("tax_standard", show_percent(tax.standard_ppm));
        typed.fill("tax_reduced", show_percent(tax.reduced_ppm));
        typed.fill("tax_added", if tax.is_added { "on" } else { "" });
    }
    typed
}

impl PricesPage {
    fn of(frame: Frame, found: &OfficePrices, typed: Typed) -> Self {
        let currency = found.event.currency.parse().unwrap_or(Currency::EUR);
        let plain = |minor| Money::new(minor, currency).plain();
        let types = found.types.iter().map(|kind| TypeLine {
            id: kind.ticket_type.to_string(),
            name: kind.name.clone(),
            price: frame.lang.money(Money::new(kind.price_minor, currency)),
            class: kind.class.as_str(),
            needs_code: kind.needs_code,
            levels: kind
                .levels
                .iter()
                .map(|(area, price)| (area.clone(), price.map(plain).unwrap_or_default()))
                .collect(),
        });
        let classes = TaxClass::ALL.map(|class| {
            let key = format!("prices-class-{}", class.as_str());
            (class.as_str(), frame.t(&key).to_owned())
        });
        let own = found.own.fees.as_deref().unwrap_or(&found.organization.fees);
        Self {
            id: found.event.event_id.to_string(),
            title: found.event.title.clone(),
            currency: currency.code().to_owned(),
            types: types.collect(),
            classes: classes.to_vec(),
            fees: FeeLine::all(own, currency, &typed),
            typed,
            notice: String::new(),
            frame,
        }
    }
}

impl Sample for PricesPage {
    fn samples(frame: &Frame) -> Vec<Self> {
        let line = TypeLine {
            id: "tty_sample".into(),
            name: "Adult".into(),
            price: frame.lang.money(Money::new(4_500, Currency::EUR)),
            class: "reduced",
            needs_code: true,
            levels: vec![("Stalls".into(), String::new()), ("Balcony".into(), "30.00".into())],
        };
        let page = Self {
            frame: frame.clone(),
            id: "evt_sample".into(),
            title: "Night of Bells".into(),
            currency: "EUR".into(),
            types: vec![line],
            classes: vec![("standard", frame.t("prices-class-standard").to_owned())],
            fees: FeeLine::all(&[], Currency::EUR, &Typed::default()),
            typed: Typed::filled([("own_fees", "on".into())]),
            notice: frame.t("prices-saved").to_owned(),
        };
        let mut refused = page.clone();
        refused.typed.refuse("", frame.lang.error("bad_rate", &[]));
        vec![page, refused]
    }
}
