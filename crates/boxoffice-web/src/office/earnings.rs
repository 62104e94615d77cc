//! `/{lang}/office/earnings`: what an organization has earned, from the ledger, by month and by performance; where its
//! money is; and what was paid out to it.

use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use boxoffice_app::App;
use boxoffice_app::accounts::{Principal, Role};
use boxoffice_app::reports::{
    Balance, Earned, Earnings, NewPayout, PayoutError, PerformanceEarned, Period, find_earnings,
    record_payout,
};
use boxoffice_app::store::earnings::Payout;
use boxoffice_app::store::organizations::Organization;
use boxoffice_domain::ids::{EventId, OrganizationId, PayoutId, PerformanceId};
use boxoffice_domain::money::{Currency, Money};
use boxoffice_domain::time::Zone;
use serde::Deserialize;

use super::tabs::{self, Tabs};
use crate::client::Client;
use crate::form::{Form, Typed};
use crate::frame::Frame;
use crate::identify::SignedIn;
use crate::page::{Page, Sample};
use crate::problem::Problem;
use crate::request::encode;

/// Columns of a file of earnings.
pub(super) const HEADINGS: [&str; 10] = [
    "office-event",
    "office-starts-at",
    "office-currency",
    "report-gross",
    "report-fees",
    "report-taxes",
    "report-refunds",
    "report-disputes",
    "report-net",
    "statement-comps",
];
/// A day, in seconds, with what clocks may add to it.
const LONGEST_DAY_S: i64 = 26 * 3_600;

/// Earnings.
#[derive(Clone, Debug, Template)]
#[template(path = "office/earnings.html")]
pub struct EarningsPage {
    frame: Frame,
    tabs: Tabs,
    typed: Typed,
    name: String,
    organization: String,
    export_href: String,
    sheet_href: String,
    totals: Vec<Line>,
    months: Vec<Line>,
    performances: Vec<Line>,
    balances: Vec<Vec<(&'static str, String)>>,
    payouts: Vec<(String, String, String)>,
    /// Whether the caller may record a payout.
    records: bool,
    currencies: Vec<(String, String)>,
}

/// Earnings of something.
#[derive(Clone, Debug)]
struct Line {
    what: String,
    href: String,
    /// Its box office statement; empty: there is none.
    statement_href: String,
    gross: String,
    fees: String,
    taxes: String,
    refunds: String,
    disputes: String,
    net: String,
}

/// Whose, and of which days.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    organization: Option<OrganizationId>,
    from: String,
    to: String,
}

/// A payout.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PayoutForm {
    organization: OrganizationId,
    currency: String,
    amount: String,
    paid_on: String,
    reference: String,
}

pub(super) async fn find(app: &App, principal: &Principal, asked: &Asked) -> Result<Earnings, Problem> {
    let zone = zone(app);
    let first = principal.memberships.iter().find(|(id, _)| principal.may_manage(*id)).map(|(id, _)| *id);
    let organization = asked.organization.or(first).ok_or_else(Problem::not_found)?;
    let found = find_earnings(app, principal, organization, period(asked, &zone), &zone).await?;
    found.ok_or_else(Problem::not_found)
}

fn zone(app: &App) -> Zone {
    Zone::named(&app.settings.default_time_zone).unwrap_or_else(|_| Zone::utc())
}

/// Local days, both included; what is not a day limits nothing.
fn period(asked: &Asked, zone: &Zone) -> Period {
    let midnight = |day: &str| zone.local(&format!("{day}T00:00")).ok();
    let next = |day: &str| {
        let late = zone.local_input(midnight(day)?.plus_s(LONGEST_DAY_S));
        midnight(late.split('T').next()?)
    };
    Period { from: midnight(&asked.from), to: next(&asked.to) }
}

/// `GET /{lang}/office/earnings`
pub(super) async fn show(
    State(app): State<App>,
    Query(asked): Query<Asked>,
    frame: Frame,
    SignedIn(principal): SignedIn,
) -> Result<Page<EarningsPage>, Problem> {
    let earnings = find(&app, &principal, &asked).await?;
    Ok(Page::new(EarningsPage::new(frame, &principal, &earnings, &asked, Typed::default())))
}

/// `POST /{lang}/office/payouts`
pub(super) async fn pay_out(
    State(app): State<App>,
    client: Client,
    frame: Frame,
    SignedIn(principal): SignedIn,
    Form { value, mut typed }: Form<PayoutForm>,
) -> Result<Response, Problem> {
    let asked = Asked { organization: Some(value.organization), ..Asked::default() };
    let earnings = find(&app, &principal, &asked).await?;
    let currency: Currency = value.currency.parse().map_err(|_| Problem::bad_request(&"unknown currency"))?;
    let new = NewPayout {
        organization: value.organization,
        amount: Money::parse(&value.amount, currency).unwrap_or(Money::new(0, currency)),
        paid_on: value.paid_on,
        reference: value.reference,
    };
    let (field, error) = match record_payout(&app, &principal, &client.actor(Some(&principal)), &new).await {
        Ok(_) => {
            let href = frame.href(&format!("/office/earnings?organization={}", new.organization));
            return Ok(Redirect::to(&href).into_response());
        }
        Err(PayoutError::NotFound) => return Err(Problem::not_found()),
        Err(PayoutError::Store(error)) => return Err(error.into()),
        Err(error @ PayoutError::NoDay) => ("paid_on", error),
        Err(error @ PayoutError::NoReference) => ("reference", error),
        Err(error) => ("amount", error),
    };
    let mut problem = Problem::refused(StatusCode::UNPROCESSABLE_ENTITY, error.code(), &error);
    if let PayoutError::MoreThanDue { due_minor } = error {
        problem = problem.arg("due", frame.money(&Money::new(due_minor, currency)));
    }
    typed.refuse(field, problem.sentence(frame.lang));
    Ok(Page::refused(EarningsPage::new(frame, &principal, &earnings, &asked, typed)).into_response())
}

impl EarningsPage {
    fn new(
        frame: Frame,
        principal: &Principal,
        earnings: &Earnings,
        asked: &Asked,
        mut typed: Typed,
    ) -> Self {
        let organization = earnings.organization.organization_id;
        let line = |what: String, href: String, currency: Currency, earned: &Earned| {
            Line::new(&frame, what, href, currency, earned)
        };
        let totals = earnings.totals.iter();
        let months = earnings.months.iter();
        let performances = earnings.performances.iter();
        typed.fill("from", asked.from.clone());
        typed.fill("to", asked.to.clone());
        Self {
            tabs: tabs::of_office(&frame, "/earnings"),
            name: earnings.organization.name.clone(),
            organization: organization.to_string(),
            export_href: file_href(&frame, "export", organization, asked),
            sheet_href: file_href(&frame, "sheet", organization, asked),
            totals: totals
                .map(|(currency, earned)| line(currency.code().to_owned(), String::new(), *currency, earned))
                .collect(),
            months: months
                .map(|(month, currency, earned)| line(month.clone(), String::new(), *currency, earned))
                .collect(),
            performances: performances
                .map(|row| {
                    let href = frame.href(&format!("/office/events/{}", row.event));
                    let statement = format!("/office/performances/{}/statement", row.performance);
                    let line = line(named(&frame, row), href, row.currency, &row.earned);
                    Line { statement_href: frame.href(&statement), ..line }
                })
                .collect(),
            balances: earnings
                .balances
                .iter()
                .map(|(currency, balance)| balance_lines(&frame, *currency, balance))
                .collect(),
            payouts: earnings.payouts.iter().map(|payout| payout_line(&frame, payout)).collect(),
            records: principal.operator || principal.role_in(organization) == Some(Role::Owner),
            currencies: earnings
                .balances
                .iter()
                .map(|(currency, _)| (currency.code().to_owned(), currency.code().to_owned()))
                .collect(),
            typed,
            frame,
        }
    }
}

fn file_href(frame: &Frame, file: &str, organization: OrganizationId, asked: &Asked) -> String {
    let (from, to) = (encode(&asked.from), encode(&asked.to));
    frame.href(&format!("/office/earnings/{file}?organization={organization}&from={from}&to={to}"))
}

fn named(frame: &Frame, row: &PerformanceEarned) -> String {
    let zone = Zone::named(&row.time_zone).unwrap_or_else(|_| Zone::utc());
    let when = row.starts_at.map(|at| frame.lang.date_time_short(at, &zone)).unwrap_or_default();
    let comps = if row.comps > 0 { frame.count("report-given-away", row.comps) } else { String::new() };
    crate::orders::join(&[&row.title, &when, &comps])
}

fn balance_lines(frame: &Frame, currency: Currency, balance: &Balance) -> Vec<(&'static str, String)> {
    let all = [
        ("report-due", balance.due_minor, true),
        ("report-paid-out", balance.paid_out_minor, balance.paid_out_minor != 0),
        ("report-owed-to-buyers", balance.owed_minor, balance.owed_minor != 0),
        ("report-with-banks", balance.disputed_minor, balance.disputed_minor != 0),
        ("report-on-account", balance.bank_minor, balance.bank_minor != 0),
        ("report-in-tills", balance.box_office_minor, balance.box_office_minor != 0),
    ];
    let shown = all.into_iter().filter(|(_, _, shown)| *shown);
    shown.map(|(key, minor, _)| (key, frame.money(&Money::new(minor, currency)))).collect()
}

fn payout_line(frame: &Frame, payout: &Payout) -> (String, String, String) {
    let amount = tabs::money(frame, payout.amount_minor, &payout.currency);
    (payout.paid_on.clone(), payout.reference.clone(), amount)
}

impl Line {
    fn new(frame: &Frame, what: String, href: String, currency: Currency, earned: &Earned) -> Self {
        let money = |minor: i64| frame.money(&Money::new(minor, currency));
        Self {
            what,
            href,
            statement_href: String::new(),
            gross: money(earned.gross_minor),
            fees: money(earned.fee_minor),
            taxes: money(earned.tax_minor),
            refunds: money(earned.refund_minor),
            disputes: money(earned.dispute_minor),
            net: money(earned.net_minor()),
        }
    }
}

impl Sample for EarningsPage {
    fn samples(frame: &Frame) -> Vec<Self> {
        let organization = OrganizationId::from_bytes([2; 16]);
        let earnings = sample_earnings(frame, organization);
        let principal = sample_owner(organization);
        let empty = Earnings {
            totals: Vec::new(),
            months: Vec::new(),
            performances: Vec::new(),
            balances: Vec::new(),
            payouts: Vec::new(),
            ..earnings.clone()
        };
        let mut refused = Typed::default();
        refused.refuse("paid_on", frame.t("error-not-a-day"));
        let page = |earnings: &Earnings, typed| {
            Self::new(frame.clone(), &principal, earnings, &Asked::default(), typed)
        };
        vec![page(&earnings, Typed::default()), page(&earnings, refused), page(&empty, Typed::default())]
    }
}

fn sample_earnings(frame: &Frame, organization: OrganizationId) -> Earnings {
    let earned = Earned {
        gross_minor: 1_350_000,
        fee_minor: 90_000,
        tax_minor: 0,
        refund_minor: 27_000,
        dispute_minor: 2_700,
    };
    let balance = Balance {
        due_minor: 820_300,
        paid_out_minor: 500_000,
        owed_minor: 5_400,
        disputed_minor: 2_700,
        box_office_minor: 12_000,
        bank_minor: 5_400,
    };
    Earnings {
        organization: Organization {
            organization_id: organization,
            slug: "bell-tower".into(),
            name: "Bell Tower".into(),
            contact_email: "office@example.org".into(),
            imprint: String::new(),
            terms: String::new(),
            privacy: String::new(),
            created_at: frame.now,
        },
        totals: vec![(Currency::EUR, earned)],
        months: vec![("2027-03".into(), Currency::EUR, earned)],
        performances: vec![PerformanceEarned {
            performance: PerformanceId::from_bytes([6; 16]),
            event: EventId::from_bytes([1; 16]),
            title: "The Glass Orchard".into(),
            starts_at: Some(frame.now),
            time_zone: "Europe/Berlin".into(),
            currency: Currency::EUR,
            earned,
            comps: 12,
        }],
        balances: vec![(Currency::EUR, balance)],
        payouts: vec![Payout {
            payout_id: PayoutId::from_bytes([7; 16]),
            organization_id: organization,
            currency: "EUR".into(),
            amount_minor: 500_000,
            paid_on: "2027-03-31".into(),
            reference: "BOX-2027-03".into(),
            account_id: None,
            created_at: frame.now,
        }],
    }
}

fn sample_owner(organization: OrganizationId) -> Principal {
    Principal {
        account: boxoffice_domain::ids::AccountId::from_bytes([3; 16]),
        email: "ada@example.org".into(),
        name: "Ada Example".into(),
        locale: "en".into(),
        confirmed: true,
        attendee: true,
        operator: false,
        memberships: vec![(organization, Role::Owner)],
    }
}
