//! `/{lang}/office/bank`: an organization's bank transfers. What somebody must look at, refunds to be carried out, and a
//! field for the next statement.

use askama::Template;
use axum::extract::{Query, State};
use boxoffice_app::App;
use boxoffice_app::accounts::Principal;
use boxoffice_app::accounts::organization::list_organizations;
use boxoffice_app::orders::{Transfers, find_transfers};
use boxoffice_app::store::bank::ShownEntry;
use boxoffice_app::store::hand_refunds::HandRefund;
use boxoffice_domain::bank::account::Iban;
use boxoffice_domain::bank::judge::Verdict;
use boxoffice_domain::ids::OrganizationId;
use boxoffice_domain::money::{Currency, Money};
use boxoffice_domain::time::Zone;
use serde::Deserialize;

use super::words;
use crate::form::Typed;
use crate::frame::Frame;
use crate::identify::SignedIn;
use crate::office::tabs::{Tabs, of_office};
use crate::page::{Page, Sample};
use crate::problem::Problem;

/// The page.
#[derive(Clone, Debug, Template)]
#[template(path = "office_bank/transfers.html")]
pub struct TransfersPage {
    frame: Frame,
    tabs: Tabs,
    typed: Typed,
    /// The caller's organizations: address, name, whether it is this one; none when there is only one.
    others: Vec<(String, String, bool)>,
    name: String,
    organization: String,
    account_href: String,
    /// The account; empty: not entered yet.
    account: String,
    is_on: bool,
    entries: Vec<EntryLine>,
    refunds: Vec<RefundLine>,
    statements: Vec<String>,
    notice: String,
}

/// Money that somebody must look at.
#[derive(Clone, Debug)]
struct EntryLine {
    href: String,
    amount: String,
    verdict: (&'static str, &'static str),
    /// Day, sender.
    from: String,
    purpose: String,
    /// The order's number, to begin with.
    number: String,
    /// What that order costs; empty: it names none.
    order: String,
}

/// Money to be given back.
#[derive(Clone, Debug)]
struct RefundLine {
    href: String,
    order_href: String,
    number: String,
    buyer: String,
    amount: String,
    /// How: to which account, or at the box office.
    to: String,
}

/// Whose, and what was just done.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    organization: Option<OrganizationId>,
    notice: String,
    exact: Option<i64>,
    open: Option<i64>,
    known: Option<i64>,
}

/// The transfers of one of the caller's organizations, and which others there are.
pub(super) struct Found {
    pub(super) transfers: Transfers,
    pub(super) managed: Vec<(OrganizationId, String)>,
}

/// The transfers of the organization that is asked for, or of the first that the caller manages.
pub(super) async fn find(
    app: &App,
    principal: &Principal,
    asked: Option<OrganizationId>,
) -> Result<Found, Problem> {
    let all = list_organizations(app, principal).await?.into_iter();
    let managed = all.filter(|(organization, _)| principal.may_manage(organization.organization_id));
    let managed: Vec<_> =
        managed.map(|(organization, _)| (organization.organization_id, organization.name)).collect();
    let first = managed.first().map(|(id, _)| *id);
    let organization = asked.or(first).ok_or_else(Problem::not_found)?;
    let transfers = find_transfers(app, principal, organization).await?.ok_or_else(Problem::not_found)?;
    Ok(Found { transfers, managed })
}

/// `GET /{lang}/office/bank`
pub(super) async fn show(
    State(app): State<App>,
    Query(asked): Query<Asked>,
    frame: Frame,
    SignedIn(principal): SignedIn,
) -> Result<Page<TransfersPage>, Problem> {
    let found = find(&app, &principal, asked.organization).await?;
    Ok(Page::new(TransfersPage::new(frame, &found, Typed::default()).came(&asked)))
}

impl TransfersPage {
    pub(super) fn new(frame: Frame, found: &Found, typed: Typed) -> Self {
        let (managed, found) = (&found.managed, &found.transfers);
        let organization = found.organization.organization_id;
        let href = |id: OrganizationId| frame.href(&format!("/office/bank?organization={id}"));
        let iban = found.account.as_ref().and_then(|account| Iban::parse(&account.iban).ok());
        let statement = |at, name: &str| format!("{}, {name}", frame.date_time(&at, &Zone::utc()));
        Self {
            tabs: of_office(&frame, "/bank"),
            others: managed
                .iter()
                .filter(|_| managed.len() > 1)
                .map(|(id, name)| (href(*id), name.clone(), *id == organization))
                .collect(),
            name: found.organization.name.clone(),
            organization: organization.to_string(),
            account_href: frame
                .href(&format!("/office/organizations/{}/bank-account", found.organization.slug)),
            account: iban.map(|iban| iban.to_string()).unwrap_or_default(),
            is_on: found.account.as_ref().is_some_and(|account| account.is_on),
            entries: found.open.iter().map(|entry| entry_line(&frame, entry)).collect(),
            refunds: found.refunds.iter().map(|refund| refund_line(&frame, refund)).collect(),
            statements: found.statements.iter().map(|s| statement(s.created_at, &s.file_name)).collect(),
            notice: String::new(),
            typed,
            frame,
        }
    }

    /// With a sentence about what was just done.
    fn came(self, asked: &Asked) -> Self {
        let key = match asked.notice.as_str() {
            "assigned" => "bank-notice-assigned",
            "aside" => "bank-notice-aside",
            "paid_back" => "bank-notice-paid-back",
            _ => "",
        };
        let notice = match (asked.exact, asked.open, asked.known) {
            (Some(exact), Some(open), Some(known)) => self.frame.with(
                "bank-notice-taken",
                &[("exact", exact.into()), ("open", open.into()), ("known", known.into())],
            ),
            _ if key.is_empty() => String::new(),
            _ => self.frame.t(key).to_owned(),
        };
        Self { notice, ..self }
    }
}

fn money(frame: &Frame, minor: i64, currency: &str) -> String {
    let currency = currency.parse().unwrap_or(Currency::EUR);
    frame.money(&Money::new(minor, currency))
}

fn entry_line(frame: &Frame, entry: &ShownEntry) -> EntryLine {
    let order =
        |total| frame.with("bank-order-total", &[("total", money(frame, total, &entry.currency).into())]);
    EntryLine {
        href: frame.href(&format!("/office/bank/entries/{}", entry.bank_entry_id)),
        amount: money(frame, entry.amount_minor, &entry.currency),
        verdict: words(Verdict::parse(&entry.verdict).unwrap_or(Verdict::Unknown)),
        from: crate::orders::join(&[&entry.booked_on, &entry.payer]),
        purpose: entry.purpose.clone(),
        number: entry.number.clone().unwrap_or_default(),
        order: entry.total_minor.map(order).unwrap_or_default(),
    }
}

fn refund_line(frame: &Frame, refund: &HandRefund) -> RefundLine {
    let iban = refund.payer_iban.as_deref().and_then(|iban| Iban::parse(iban).ok());
    let to = match (refund.gateway.as_str(), iban) {
        ("bank", Some(iban)) => {
            let payer = refund.payer.clone().unwrap_or_default();
            frame.with("bank-refund-to", &[("iban", iban.to_string().into()), ("payer", payer.into())])
        }
        ("bank", None) => frame.t("bank-refund-ask").to_owned(),
        _ => frame.t("bank-refund-in-person").to_owned(),
    };
    RefundLine {
        href: frame.href(&format!("/office/bank/refunds/{}/{}/payouts", refund.order_id, refund.refund_id)),
        order_href: frame.href(&format!("/office/orders/{}", refund.order_id)),
        number: refund.number.clone(),
        buyer: format!("{}, {}", refund.name, refund.email),
        amount: money(frame, refund.amount_minor, &refund.currency),
        to,
    }
}

impl Sample for TransfersPage {
    fn samples(frame: &Frame) -> Vec<Self> {
        let found = super::statement::sample(frame);
        let empty = Transfers {
            account: None,
            open: Vec::new(),
            refunds: Vec::new(),
            statements: Vec::new(),
            ..found.clone()
        };
        let mut refused = Typed::default();
        refused.refuse("statement", frame.t("error-statement-no-columns"));
        let asked = Asked { exact: Some(3), open: Some(1), known: Some(0), ..Asked::default() };
        let page = |transfers: Transfers, typed| {
            let own = (transfers.organization.organization_id, transfers.organization.name.clone());
            let other = (OrganizationId::from_bytes([9; 16]), "Harbour Stage".to_owned());
            Self::new(frame.clone(), &Found { transfers, managed: vec![own, other] }, typed)
        };
        vec![
            page(found.clone(), Typed::default()).came(&asked),
            page(found, refused),
            page(empty, Typed::default()),
        ]
    }
}
