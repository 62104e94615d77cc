//! `/test-gateway/sessions/{session}`: where a buyer pays in test mode. One form, no cookie; after a declined
//! card it can be tried again.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use boxoffice_app::App;
use boxoffice_app::i18n::Lang;
use boxoffice_app::payments::test_gateway::{
    Card, DECLINED_NUMBER, NotATestCard, PAYING_NUMBER, PageState, Payment, SessionPage,
};
use boxoffice_domain::money::{Currency, Money};
use serde::Deserialize;

use super::{gateway, with_own_policy};
use crate::assets;
use crate::form::Form;
use crate::frame::{Frame, PageLang};
use crate::page::{Page, Sample};
use crate::problem::Problem;

/// The page.
#[derive(Clone, Debug, Template)]
#[template(path = "payments/hosted.html")]
pub struct HostedPage {
    lang: Lang,
    session: SessionPage,
    /// The sentence about the last try; empty before the first.
    refusal: String,
    paying: &'static str,
    declined: &'static str,
}

/// What is typed into the page.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CardForm {
    card_number: String,
}

/// `GET /test-gateway/sessions/{session}`
pub async fn show(
    State(app): State<App>,
    PageLang(lang): PageLang,
    Path(session): Path<String>,
) -> Result<Response, Problem> {
    let session = gateway(&app)?.find_page(&session).await?.ok_or_else(Problem::not_found)?;
    let status = if session.state == PageState::Expired { StatusCode::GONE } else { StatusCode::OK };
    Ok(with_own_policy(&app, Page::new(HostedPage::new(lang, session, "")).status(status)))
}

/// `POST /test-gateway/sessions/{session}`: back to the shop when paid, the page again when not.
pub async fn pay(
    State(app): State<App>,
    PageLang(lang): PageLang,
    Path(session): Path<String>,
    Form { value: form, .. }: Form<CardForm>,
) -> Result<Response, Problem> {
    let gateway = gateway(&app)?;
    let page = gateway.find_page(&session).await?.ok_or_else(Problem::not_found)?;
    let refusal = match form.card_number.parse::<Card>() {
        Ok(card) => match gateway.pay(&session, card).await?.ok_or_else(Problem::not_found)? {
            Payment::Done => return Ok(Redirect::to(&page.return_url).into_response()),
            Payment::Declined => lang.t("payment-declined"),
            Payment::Over => {
                let over = SessionPage { state: PageState::Expired, ..page };
                let page = Page::new(HostedPage::new(lang, over, "")).status(StatusCode::GONE);
                return Ok(with_own_policy(&app, page));
            }
        },
        Err(NotATestCard) => lang.t("payment-not-a-test-card"),
    };
    Ok(with_own_policy(&app, Page::refused(HostedPage::new(lang, page, refusal))))
}

impl HostedPage {
    fn new(lang: Lang, session: SessionPage, refusal: &str) -> Self {
        Self { lang, session, refusal: refusal.to_owned(), paying: PAYING_NUMBER, declined: DECLINED_NUMBER }
    }

    fn css(&self) -> String {
        assets::href("test-gateway.css")
    }

    fn amount(&self) -> String {
        self.lang.money(self.session.amount)
    }

    fn pay_label(&self) -> String {
        self.lang.with("payment-pay", &[("amount", self.amount().into())])
    }

    fn is_open(&self) -> bool {
        self.session.state == PageState::Open
    }

    fn is_complete(&self) -> bool {
        self.session.state == PageState::Complete
    }
}

impl Sample for HostedPage {
    fn samples(frame: &Frame) -> Vec<Self> {
        let session = |state| SessionPage {
            session_ref: "tgs_sample".into(),
            description: "Winter Concert · K7M2Q".into(),
            amount: Money::new(16_800, Currency::EUR),
            state,
            return_url: "/en/orders/sample".into(),
            cancel_url: "/en/orders/sample".into(),
        };
        let declined = frame.lang.t("payment-declined");
        vec![
            Self::new(frame.lang, session(PageState::Open), ""),
            Self::new(frame.lang, session(PageState::Open), declined),
            Self::new(frame.lang, session(PageState::Complete), ""),
            Self::new(frame.lang, session(PageState::Expired), ""),
        ]
    }
}
