//! `/test-gateway/book`: what the test gateway knows of sessions, charges, refunds and disputes, for a judge to compare with
//! what we say. JSON for programs, tables for people; `?payment=pay_…` shows one payment's.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use boxoffice_app::App;
use boxoffice_app::i18n::Lang;
use boxoffice_app::payments::test_gateway::BookPage as Book;
use boxoffice_app::store::test_disputes::TestDispute;
use boxoffice_app::store::test_gateway::{TestCharge, TestRefund};
use boxoffice_domain::money::Money;
use boxoffice_domain::time::{Time, Zone};
use serde::Deserialize;

use super::{gateway, with_own_policy};
use crate::assets;
use crate::frame::Frame;
use crate::page::{Page, Sample};
use crate::problem::Problem;
use crate::request::Asked;

/// Rows of each table that people see; programs get all.
const ROWS_SHOWN: u32 = 200;
/// Rows of each list that programs get.
const ROWS_MAX: u32 = 100_000;

/// Which part of the book.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Filter {
    payment: Option<String>,
}

/// The page.
#[derive(Clone, Debug, Template)]
#[template(path = "payments/book.html")]
pub struct BookPage {
    lang: Lang,
    book: Book,
}

/// `GET /test-gateway/book`
pub async fn show(
    State(app): State<App>,
    Extension(asked): Extension<Asked>,
    Query(filter): Query<Filter>,
) -> Result<Response, Problem> {
    let rows = if asked.wants_json { ROWS_MAX } else { ROWS_SHOWN };
    let book = gateway(&app)?.read_book(filter.payment.as_deref(), rows).await?;
    if asked.wants_json {
        return Ok(Json(book).into_response());
    }
    Ok(with_own_policy(&app, Page::new(BookPage { lang: asked.lang, book })))
}

impl BookPage {
    fn css(&self) -> String {
        assets::href("test-gateway.css")
    }

    fn amount(&self, minor: &i64, currency: &str) -> String {
        match currency.parse() {
            Ok(currency) => self.lang.money(Money::new(*minor, currency)),
            Err(_) => format!("{minor} {currency}"),
        }
    }

    fn is_disputed(&self, charge_ref: &str) -> bool {
        self.book.disputes.iter().any(|dispute| dispute.charge_ref == charge_ref)
    }

    fn when(&self, time: &Time) -> String {
        self.lang.date_time(*time, &Zone::utc())
    }
}

impl Sample for BookPage {
    fn samples(frame: &Frame) -> Vec<Self> {
        let empty =
            Book { sessions: Vec::new(), charges: Vec::new(), refunds: Vec::new(), disputes: Vec::new() };
        let charge = |charge_ref: &str| TestCharge {
            charge_ref: charge_ref.to_owned(),
            session_ref: "tgs_1".to_owned(),
            payment_ref: "pay_1".to_owned(),
            amount_minor: 2_700,
            currency: "EUR".to_owned(),
            state: "captured".to_owned(),
            created_at: frame.now,
        };
        let refund = TestRefund {
            refund_ref: "tgr_1".to_owned(),
            charge_ref: "tgc_1".to_owned(),
            idempotency_key: "refund-1".to_owned(),
            amount_minor: 1_350,
            currency: "EUR".to_owned(),
            state: "done".to_owned(),
            created_at: frame.now,
        };
        let dispute = TestDispute {
            dispute_ref: "tgd_1".to_owned(),
            charge_ref: "tgc_2".to_owned(),
            amount_minor: 2_700,
            currency: "EUR".to_owned(),
            state: "opened".to_owned(),
            created_at: frame.now,
        };
        let full = Book {
            charges: vec![charge("tgc_1"), charge("tgc_2")],
            refunds: vec![refund],
            disputes: vec![dispute],
            ..empty.clone()
        };
        [empty, full].map(|book| Self { lang: frame.lang, book }).into()
    }
}
