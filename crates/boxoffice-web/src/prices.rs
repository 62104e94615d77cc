//! `/{lang}/office/organizations/{slug}/prices`: the fees and taxes of an organization, its tax number, and whether
//! businesses elsewhere owe the tax themselves.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use boxoffice_app::App;
use boxoffice_app::accounts::{Principal, Role};
use boxoffice_app::catalog::pricing::{OfficePricing, PricingError, find_pricing, write_pricing};
use boxoffice_app::legal;
use boxoffice_domain::money::Currency;
use boxoffice_domain::price::{Pricing, TaxRule};
use serde::Deserialize;

use crate::client::Client;
use crate::fee_forms::{FeeFields, FeeLine, fees, read_percent, show_percent};
use crate::form::{Form, Typed};
use crate::frame::Frame;
use crate::identify::SignedIn;
use crate::page::{Page, Sample};
use crate::policy::Policy;
use crate::problem::Problem;
use crate::routes::Routes;

/// Rows of taxes that are empty, to be filled in.
const EMPTY_ROWS: usize = 2;

pub(crate) fn routes(routes: &mut Routes) {
    let manager = Policy::Organizer(Role::Manager);
    routes.get("/{lang}/office/organizations/{slug}/prices", manager, show).post(
        "/{lang}/office/organizations/{slug}/prices",
        manager,
        save,
    );
}

/// The page.
#[derive(Clone, Debug, Template)]
#[template(path = "prices/organization.html")]
pub struct OrganizationPricesPage {
    frame: Frame,
    title: String,
    slug: String,
    currency: String,
    fees: Vec<FeeLine>,
    taxes: Vec<TaxLine>,
    typed: Typed,
    notice: String,
}

/// The tax of a country.
#[derive(Clone, Debug)]
struct TaxLine {
    country: String,
    standard: String,
    reduced: String,
    /// `included` or `added`.
    mode: &'static str,
}

impl TaxLine {
    /// The rows as typed; none where no form was sent.
    fn typed(typed: &Typed) -> Vec<Self> {
        let nth = |name: &str, at: usize| typed.all(name).nth(at).unwrap_or_default().to_owned();
        let rows = 0..typed.all("tax_country").count();
        rows.map(|at| Self {
            country: nth("tax_country", at),
            standard: nth("tax_standard", at),
            reduced: nth("tax_reduced", at),
            mode: if nth("tax_mode", at) == "added" { "added" } else { "included" },
        })
        .collect()
    }
}

/// What is set.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Fields {
    country: String,
    vat_id: String,
    reverse_charge: String,
    invoices: String,
    /// In which currency fixed amounts are.
    currency: String,
    fee_kind: Vec<String>,
    fee_per: Vec<String>,
    fee_carrier: Vec<String>,
    fee_fixed: Vec<String>,
    fee_percent: Vec<String>,
    tax_country: Vec<String>,
    tax_standard: Vec<String>,
    tax_reduced: Vec<String>,
    tax_mode: Vec<String>,
}

/// What was just done.
#[derive(Debug, Default, Deserialize)]
struct Came {
    #[serde(default)]
    done: String,
}

async fn show(
    State(app): State<App>,
    frame: Frame,
    SignedIn(principal): SignedIn,
    Path(slug): Path<String>,
    Query(came): Query<Came>,
) -> Result<Page<OrganizationPricesPage>, Problem> {
    let found = find(&app, &principal, &slug).await?;
    let notice = if came.done.is_empty() { "" } else { frame.t("prices-saved") }.to_owned();
    let typed = filled(&app, &found.pricing);
    Ok(Page::new(OrganizationPricesPage { notice, ..OrganizationPricesPage::of(frame, &found, typed) }))
}

async fn save(
    State(app): State<App>,
    frame: Frame,
    SignedIn(principal): SignedIn,
    client: Client,
    Path(slug): Path<String>,
    Form { value, mut typed }: Form<Fields>,
) -> Result<Response, Problem> {
    let found = find(&app, &principal, &slug).await?;
    let actor = client.actor(Some(&principal));
    let code = match value.pricing() {
        None => "bad_amount",
        Some(pricing) => {
            let id = found.organization.organization_id;
            match write_pricing(&app, &actor, &principal, id, pricing).await {
                Ok(()) => {
                    let to = frame.href(&format!("/office/organizations/{slug}/prices?done=saved"));
                    return Ok(Redirect::to(&to).into_response());
                }
                Err(PricingError::NotFound) => return Err(Problem::not_found()),
                Err(PricingError::Store(fault)) => return Err(Problem::fault(&fault)),
                Err(error) => error.code(),
            }
        }
    };
    typed.refuse("", frame.lang.error(code, &[]));
    Ok(Page::refused(OrganizationPricesPage::of(frame, &found, typed)).into_response())
}

async fn find(app: &App, principal: &Principal, slug: &str) -> Result<OfficePricing, Problem> {
    let organization = legal::find_organization(app, slug).await?.ok_or_else(Problem::not_found)?;
    let found = find_pricing(app, principal, organization.organization_id).await?;
    found.ok_or_else(Problem::not_found)
}

impl Fields {
    /// What was meant; `None` when a number cannot be read.
    fn pricing(&self) -> Option<Pricing> {
        let fields = FeeFields {
            kind: &self.fee_kind,
            per: &self.fee_per,
            carrier: &self.fee_carrier,
            fixed: &self.fee_fixed,
            percent: &self.fee_percent,
        };
        let mut taxes = Vec::new();
        for (at, country) in self.tax_country.iter().enumerate() {
            let (standard, reduced) = (self.tax_standard.get(at)?, self.tax_reduced.get(at)?);
            if standard.trim().is_empty() && reduced.trim().is_empty() {
                continue;
            }
            taxes.push(TaxRule {
                country: country.trim().to_owned(),
                standard_ppm: read_percent(standard)?,
                reduced_ppm: read_percent(reduced)?,
                is_added: self.tax_mode.get(at)? == "added",
            });
        }
        Some(Pricing {
            fees: fees(&fields, self.currency.parse().ok()?)?,
            taxes,
            country: self.country.trim().to_ascii_uppercase(),
            vat_id: self.vat_id.trim().to_owned(),
            reverse_charge: self.reverse_charge == "on",
            invoices: self.invoices == "on",
        })
    }
}

/// The form as it is stored.
fn filled(app: &App, pricing: &Pricing) -> Typed {
    let on = |yes: bool| if yes { "on" } else { "" }.to_owned();
    let currency = pricing.fees.first().map(|fee| fee.currency.code().to_owned());
    Typed::filled([
        ("country", pricing.country.clone()),
        ("vat_id", pricing.vat_id.clone()),
        ("reverse_charge", on(pricing.reverse_charge)),
        ("invoices", on(pricing.invoices)),
        ("currency", currency.unwrap_or_else(|| app.settings.default_currency.clone())),
    ])
}

impl OrganizationPricesPage {
    fn of(frame: Frame, found: &OfficePricing, typed: Typed) -> Self {
        let currency = typed.get("currency").parse().unwrap_or(Currency::EUR);
        let again = TaxLine::typed(&typed);
        let known = found.pricing.taxes.iter().map(|tax| TaxLine {
            country: tax.country.clone(),
            standard: show_percent(tax.standard_ppm),
            reduced: show_percent(tax.reduced_ppm),
            mode: if tax.is_added { "added" } else { "included" },
        });
        let empty = TaxLine {
            country: String::new(),
            standard: String::new(),
            reduced: String::new(),
            mode: "included",
        };
        Self {
            title: frame.with("prices-title-of", &[("name", found.organization.name.as_str().into())]),
            slug: found.organization.slug.clone(),
            currency: currency.code().to_owned(),
            fees: FeeLine::all(&found.pricing.fees, currency, &typed),
            taxes: if again.is_empty() {
                known.chain(std::iter::repeat_n(empty, EMPTY_ROWS)).collect()
            } else {
                again
            },
            typed,
            notice: String::new(),
            frame,
        }
    }
}

impl Sample for OrganizationPricesPage {
    fn samples(frame: &Frame) -> Vec<Self> {
        let tax = |country: &str, standard: &str, mode| TaxLine {
            country: country.into(),
            standard: standard.into(),
            reduced: "7".into(),
            mode,
        };
        let page = Self {
            frame: frame.clone(),
            title: frame.with("prices-title-of", &[("name", "Harbour Stage".into())]),
            slug: "harbour-stage".into(),
            currency: "EUR".into(),
            fees: FeeLine::all(&[], Currency::EUR, &Typed::default()),
            taxes: vec![tax("DE", "19", "included"), tax("", "8.875", "added")],
            typed: Typed::filled([("country", "DE".into()), ("currency", "EUR".into())]),
            notice: frame.t("prices-saved").to_owned(),
        };
        let mut refused = page.clone();
        refused.typed.refuse("", frame.lang.error("bad_rate", &[]));
        vec![page, refused]
    }
}
