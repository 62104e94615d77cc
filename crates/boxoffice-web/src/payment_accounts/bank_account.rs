//! `/{lang}/office/organizations/{slug}/bank-account`: where buyers who pay by transfer send their money, and how long
//! their places wait for it.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use boxoffice_app::App;
use boxoffice_app::accounts::{Principal, Role};
use boxoffice_app::payments::bank::account::{
    BankAccountError, BankAccountForm, find_bank_account, save_bank_account,
};
use boxoffice_app::store::bank::StoredBankAccount;
use boxoffice_app::store::organizations::Organization;
use boxoffice_domain::bank::account::in_fours;
use boxoffice_domain::limits::{TRANSFER_DAYS, TRANSFER_DAYS_MAX};
use serde::Deserialize;

use super::own::find;
use crate::client::Client;
use crate::form::{Form, Typed};
use crate::frame::Frame;
use crate::identify::SignedIn;
use crate::page::{Page, Sample};
use crate::problem::Problem;

/// A day.
const DAY_S: i64 = 86_400;
/// Days before a performance at which transfers close, unless the organizer says otherwise.
const CLOSES_BEFORE_DAYS: i64 = 3;

/// What is entered.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AccountFields {
    holder: String,
    iban: String,
    bic: String,
    currency: String,
    days_to_pay: String,
    closes_before_days: String,
    is_on: Option<String>,
}

/// The page.
#[derive(Clone, Debug, Template)]
#[template(path = "payment_accounts/bank_account.html")]
pub struct BankAccountPage {
    frame: Frame,
    title: String,
    slug: String,
    transfers_href: String,
    is_owner: bool,
    /// Account, days and whether it is on, for those who may not change it; empty: none yet.
    facts: Vec<(&'static str, String)>,
    days_max: i64,
    typed: Typed,
}

/// `GET /{lang}/office/organizations/{slug}/bank-account`
pub(super) async fn show(
    State(app): State<App>,
    frame: Frame,
    SignedIn(principal): SignedIn,
    Path(slug): Path<String>,
) -> Result<Page<BankAccountPage>, Problem> {
    let organization = find(&app, &principal, &slug).await?;
    let account = find_bank_account(&app, &principal, organization.organization_id).await?;
    let typed = fill(account.as_ref(), &app.settings.default_currency);
    Ok(Page::new(BankAccountPage::of(frame, &principal, &organization, account.as_ref(), typed)))
}

/// `POST /{lang}/office/organizations/{slug}/bank-account`
pub(super) async fn save(
    State(app): State<App>,
    frame: Frame,
    SignedIn(principal): SignedIn,
    client: Client,
    Path(slug): Path<String>,
    Form { value, mut typed }: Form<AccountFields>,
) -> Result<Response, Problem> {
    let organization = find(&app, &principal, &slug).await?;
    let Ok(currency) = value.currency.parse() else {
        typed.refuse("currency", frame.t("error-bad-currency"));
        return Ok(
            Page::refused(BankAccountPage::of(frame, &principal, &organization, None, typed)).into_response()
        );
    };
    let form = BankAccountForm {
        holder: value.holder,
        iban: value.iban,
        bic: value.bic,
        currency,
        // What is no number is out of range.
        days_to_pay: value.days_to_pay.trim().parse().unwrap_or(-1),
        closes_before_s: value
            .closes_before_days
            .trim()
            .parse::<i64>()
            .map_or(-1, |days| days.saturating_mul(DAY_S)),
        is_on: value.is_on.is_some(),
    };
    let actor = client.actor(Some(&principal));
    let id = organization.organization_id;
    let field = match save_bank_account(&app, &actor, &principal, id, &form).await {
        Ok(()) => {
            let href = frame.href(&format!("/office/bank?organization={id}"));
            return Ok(Redirect::to(&href).into_response());
        }
        Err(error @ BankAccountError::BadHolder) => ("holder", error),
        Err(error @ BankAccountError::BadIban) => ("iban", error),
        Err(error @ BankAccountError::BadBic) => ("bic", error),
        Err(error @ BankAccountError::BadDays) => ("days_to_pay", error),
        Err(error @ BankAccountError::BadClosing) => ("closes_before_days", error),
        Err(error) => return Err(error.into()),
    };
    typed.refuse(field.0, Problem::from(field.1).sentence(frame.lang));
    Ok(Page::refused(BankAccountPage::of(frame, &principal, &organization, None, typed)).into_response())
}

fn fill(account: Option<&StoredBankAccount>, default_currency: &str) -> Typed {
    let Some(account) = account else {
        return Typed::filled([
            ("currency", default_currency.to_owned()),
            ("days_to_pay", TRANSFER_DAYS.to_string()),
            ("closes_before_days", CLOSES_BEFORE_DAYS.to_string()),
            ("is_on", "on".to_owned()),
        ]);
    };
    let mut typed = Typed::filled([
        ("holder", account.holder.clone()),
        ("iban", in_fours(&account.iban)),
        ("bic", account.bic.clone()),
        ("currency", account.currency.clone()),
        ("days_to_pay", account.days_to_pay.to_string()),
        ("closes_before_days", (account.closes_before_s / DAY_S).to_string()),
    ]);
    if account.is_on {
        typed.fill("is_on", "on");
    }
    typed
}

impl BankAccountPage {
    fn of(
        frame: Frame,
        principal: &Principal,
        organization: &Organization,
        account: Option<&StoredBankAccount>,
        typed: Typed,
    ) -> Self {
        let id = organization.organization_id;
        let facts = account.map(|account| {
            vec![
                ("transfer-holder", account.holder.clone()),
                ("transfer-iban", in_fours(&account.iban)),
                ("bank-days-to-pay", frame.number(account.days_to_pay)),
                ("bank-closes-before", frame.number(account.closes_before_s / DAY_S)),
            ]
        });
        Self {
            title: frame.with("bank-account-title", &[("name", organization.name.as_str().into())]),
            slug: organization.slug.clone(),
            transfers_href: frame.href(&format!("/office/bank?organization={id}")),
            is_owner: principal.role_in(id) == Some(Role::Owner),
            facts: facts.unwrap_or_default(),
            days_max: TRANSFER_DAYS_MAX,
            typed,
            frame,
        }
    }
}

impl From<BankAccountError> for Problem {
    fn from(error: BankAccountError) -> Self {
        let refused = |status| Self::refused(status, error.code(), &error);
        match &error {
            BankAccountError::NotFound => Self::not_found(),
            BankAccountError::NotOwner => refused(StatusCode::FORBIDDEN),
            BankAccountError::Store(fault) => Self::fault(fault),
            _ => refused(StatusCode::UNPROCESSABLE_ENTITY).arg("days", TRANSFER_DAYS_MAX),
        }
    }
}

impl Sample for BankAccountPage {
    fn samples(frame: &Frame) -> Vec<Self> {
        let mut refused = fill(None, "EUR");
        refused.refuse("iban", frame.t("error-bad-iban"));
        let page = |is_owner, facts, typed| Self {
            frame: frame.clone(),
            title: frame.with("bank-account-title", &[("name", "Bell Tower".into())]),
            slug: "bell-tower".into(),
            transfers_href: frame.href("/office/bank"),
            is_owner,
            facts,
            days_max: TRANSFER_DAYS_MAX,
            typed,
        };
        let facts = vec![("transfer-iban", "DE89 3704 0044 0532 0130 00".to_owned())];
        vec![
            page(true, Vec::new(), fill(None, "EUR")),
            page(true, Vec::new(), refused),
            page(false, facts, Typed::default()),
            page(false, Vec::new(), Typed::default()),
        ]
    }
}
