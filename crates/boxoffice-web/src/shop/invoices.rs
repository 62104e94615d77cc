//! The invoice of an order: asked for with a name and address, then downloaded, with its credit notes.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use boxoffice_app::App;
use boxoffice_app::i18n::Lang;
use boxoffice_app::orders::{CompanyError, InvoiceError, Order, issue_invoice, list_invoices};
use boxoffice_app::store::invoice_recipients::Recipient;
use boxoffice_app::store::invoices::Invoice;
use boxoffice_app::tickets::invoice_files::sign_link;
use boxoffice_domain::money::{Currency, Money};
use serde::Deserialize;

use super::show_order::find;
use crate::client::Client;
use crate::form::{Form, Typed};
use crate::frame::Frame;
use crate::page::{Page, Sample};
use crate::problem::Problem;

/// The documents of an order, and the form for the first.
#[derive(Clone, Debug, Template)]
#[template(path = "shop/invoices.html")]
pub struct InvoicesPage {
    frame: Frame,
    order_title: String,
    order_href: String,
    href: String,
    documents: Vec<DocumentLine>,
    /// Whether one can be asked for.
    can_ask: bool,
    typed: Typed,
}

/// A document to download.
#[derive(Clone, Debug)]
struct DocumentLine {
    title: String,
    total: String,
    href: String,
}

/// To whom it is written.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Fields {
    company: String,
    company_address: String,
    company_country: String,
    vat_id: String,
}

/// `GET /{lang}/orders/{secret}/invoices`.
pub(crate) async fn show(
    State(app): State<App>,
    Path(secret): Path<String>,
    frame: Frame,
) -> Result<Page<InvoicesPage>, Problem> {
    let order = find(&app, &secret).await?;
    let typed = Typed::filled([("company", order.name.clone())]);
    InvoicesPage::load(&app, frame, &order, typed).await.map(Page::new)
}

/// `POST /{lang}/orders/{secret}/invoices`.
pub(crate) async fn create(
    State(app): State<App>,
    Path(secret): Path<String>,
    client: Client,
    frame: Frame,
    Form { value, mut typed }: Form<Fields>,
) -> Result<Response, Problem> {
    let order = find(&app, &secret).await?;
    let recipient = Recipient {
        name: value.company,
        address: value.company_address,
        country: value.company_country,
        vat_id: value.vat_id,
    };
    let actor = client.actor(frame.viewer.as_ref());
    let Err(error) = issue_invoice(&app, &actor, order.id, Some(&recipient)).await else {
        return Ok(Redirect::to(&href(&order, frame.lang)).into_response());
    };
    let field = match &error {
        InvoiceError::Recipient(CompanyError::BadName) => "company",
        InvoiceError::Recipient(CompanyError::BadAddress) => "company_address",
        InvoiceError::Recipient(CompanyError::BadVatId) => "vat_id",
        _ => return Err(error.into()),
    };
    typed.refuse(field, frame.lang.error(error.code(), &[("max", 120_i64.into())]));
    Ok(Page::refused(InvoicesPage::load(&app, frame, &order, typed).await?).into_response())
}

fn href(order: &Order, lang: Lang) -> String {
    format!("/{}/orders/{}/invoices", lang.code(), order.secret)
}

impl InvoicesPage {
    async fn load(app: &App, frame: Frame, order: &Order, typed: Typed) -> Result<Self, Problem> {
        let invoices = list_invoices(app, order.id).await?;
        let documents = invoices.iter().map(|invoice| document(app, invoice, frame.lang));
        Ok(Self {
            order_title: frame.with("order-title", &[("number", order.number.clone().into())]),
            order_href: frame.href(&format!("/orders/{}", order.secret)),
            href: href(order, frame.lang),
            can_ask: !invoices.iter().any(|invoice| invoice.kind == "invoice") && !order.total.is_zero(),
            documents: documents.collect::<Result<_, _>>()?,
            typed,
            frame,
        })
    }
}

fn document(app: &App, invoice: &Invoice, lang: Lang) -> Result<DocumentLine, Problem> {
    let key = if invoice.kind == "credit_note" { "invoice-credit-note" } else { "invoice-title" };
    let currency = invoice.currency.parse().unwrap_or(Currency::EUR);
    Ok(DocumentLine {
        title: lang.with(key, &[("number", invoice.read()?.number.into())]),
        total: lang.money(Money::new(invoice.total_minor, currency)),
        href: sign_link(app, invoice.invoice_id),
    })
}

impl From<InvoiceError> for Problem {
    fn from(error: InvoiceError) -> Self {
        let status = match &error {
            InvoiceError::NoSuchOrder => return Self::not_found(),
            InvoiceError::Store(fault) => return Self::fault(fault),
            InvoiceError::NotPaid => StatusCode::CONFLICT,
            InvoiceError::Recipient(_) => StatusCode::UNPROCESSABLE_ENTITY,
        };
        Self::refused(status, error.code(), &error)
    }
}

impl Sample for InvoicesPage {
    fn samples(frame: &Frame) -> Vec<Self> {
        let line = |key: &str, number: &str, minor| DocumentLine {
            title: frame.with(key, &[("number", number.into())]),
            total: frame.lang.money(Money::new(minor, Currency::EUR)),
            href: "/files/sample.pdf".into(),
        };
        let page = Self {
            frame: frame.clone(),
            order_title: frame.with("order-title", &[("number", "AB23CD45EF".into())]),
            order_href: frame.href("/orders/sample"),
            href: frame.href("/orders/sample/invoices"),
            documents: Vec::new(),
            can_ask: true,
            typed: Typed::filled([("company", "Ada Example".into())]),
        };
        let documents = vec![
            line("invoice-title", "2027-00007", 2_700),
            line("invoice-credit-note", "2027-00012", -2_700),
        ];
        let mut refused = page.clone();
        refused.typed.refuse("vat_id", frame.lang.error("bad_vat_id", &[]));
        vec![page.clone(), refused, Self { documents, can_ask: false, ..page }]
    }
}
