//! `/{lang}/office/bank/statements/{statement}`: what a statement would do, before it does it.

use askama::Template;
use axum::extract::{Path, State};
use boxoffice_app::App;
use boxoffice_app::orders::take_statement::LookedEntry;
use boxoffice_app::orders::{LookedStatement, Transfers, look_at_statement};
use boxoffice_app::store::bank::{ShownEntry, StoredBankAccount};
use boxoffice_app::store::hand_refunds::HandRefund;
use boxoffice_app::store::organizations::Organization;
use boxoffice_domain::bank::judge::Verdict;
use boxoffice_domain::ids::{BankEntryId, BankStatementId, OrderId, OrganizationId, RefundId};
use boxoffice_domain::money::{Currency, Money};

use super::words;
use crate::frame::Frame;
use crate::identify::SignedIn;
use crate::orders::parse;
use crate::page::{Page, Sample};
use crate::problem::Problem;

/// Lines that the page shows; those that matter come first.
const LINES_MAX: usize = 500;

/// The page.
#[derive(Clone, Debug, Template)]
#[template(path = "office_bank/statement.html")]
pub struct StatementPage {
    frame: Frame,
    title: String,
    back_href: String,
    take_href: String,
    is_taken: bool,
    /// How many of each kind: label, number.
    counts: Vec<(&'static str, String)>,
    /// How many would be taken; empty: none.
    take_label: String,
    lines: Vec<Line>,
    /// Lines that are not shown; empty: all are.
    more: String,
    passed_over: String,
}

/// One entry.
#[derive(Clone, Debug)]
struct Line {
    day: String,
    amount: String,
    payer: String,
    purpose: String,
    order: String,
    verdict: (&'static str, &'static str),
}

/// `GET /{lang}/office/bank/statements/{statement}`
pub(super) async fn show(
    State(app): State<App>,
    Path(statement): Path<String>,
    frame: Frame,
    SignedIn(principal): SignedIn,
) -> Result<Page<StatementPage>, Problem> {
    let statement: BankStatementId = parse(&statement)?;
    let looked = look_at_statement(&app, &principal, statement).await?;
    Ok(Page::new(StatementPage::new(frame, looked)))
}

impl StatementPage {
    fn new(frame: Frame, mut looked: LookedStatement) -> Self {
        let count = |verdict| looked.entries.iter().filter(|entry| entry.verdict == verdict).count() as i64;
        let exact = count(Verdict::Exact);
        let counts = [
            Verdict::Exact,
            Verdict::TooLittle,
            Verdict::TooMuch,
            Verdict::Ambiguous,
            Verdict::Paid,
            Verdict::Over,
            Verdict::Unknown,
            Verdict::Known,
        ];
        let counts = counts.map(|verdict| (words(verdict).0, count(verdict)));
        looked.entries.sort_by_key(|entry| match entry.verdict {
            Verdict::Known => 3,
            Verdict::Unknown => 2,
            Verdict::Exact => 1,
            _ => 0,
        });
        let more = looked.entries.len().saturating_sub(LINES_MAX) as i64;
        let shown = looked.entries.iter().take(LINES_MAX);
        Self {
            title: frame.with("bank-statement-title", &[("name", looked.file_name.clone().into())]),
            back_href: frame.href(&format!("/office/bank?organization={}", looked.organization)),
            take_href: frame.href(&format!("/office/bank/statements/{}/entries", looked.id)),
            is_taken: looked.is_taken,
            counts: counts
                .into_iter()
                .filter(|(_, count)| *count > 0)
                .map(|(key, count)| (key, frame.number(count)))
                .collect(),
            take_label: frame.count("bank-take", exact),
            lines: shown.map(|entry| line(&frame, looked.currency, entry)).collect(),
            more: if more > 0 { frame.count("bank-more-lines", more) } else { String::new() },
            passed_over: if looked.passed_over > 0 {
                frame.count("bank-passed-over", looked.passed_over)
            } else {
                String::new()
            },
            frame,
        }
    }
}

fn line(frame: &Frame, currency: Currency, looked: &LookedEntry) -> Line {
    let due = |due: &Money| frame.with("bank-order-due", &[("due", frame.money(due).into())]);
    let order = looked.order.as_ref().map(|(number, name)| format!("{number}, {name}"));
    Line {
        day: looked.entry.booked_on.clone(),
        amount: frame.money(&Money::new(looked.entry.amount_minor, currency)),
        payer: looked.entry.payer.clone(),
        purpose: looked.entry.text.clone(),
        order: crate::orders::join(&[
            &order.unwrap_or_default(),
            &looked.due.as_ref().map(due).unwrap_or_default(),
        ]),
        verdict: words(looked.verdict),
    }
}

impl Sample for StatementPage {
    fn samples(frame: &Frame) -> Vec<Self> {
        let looked = LookedStatement {
            id: BankStatementId::from_bytes([1; 16]),
            organization: OrganizationId::from_bytes([2; 16]),
            file_name: "umsaetze-2027-03.csv".into(),
            currency: Currency::EUR,
            passed_over: 4,
            is_taken: false,
            entries: Vec::new(),
        };
        let mut page = Self::new(frame.clone(), looked.clone());
        page.lines = [Verdict::Exact, Verdict::TooLittle, Verdict::Unknown]
            .map(|verdict| Line {
                day: "2027-03-31".into(),
                amount: frame.money(&Money::new(2_700, Currency::EUR)),
                payer: "Ada Example".into(),
                purpose: "RF18 AB23 CD45 EF".into(),
                order: "AB23CD45EF, Ada Example".into(),
                verdict: words(verdict),
            })
            .into();
        let taken = Self::new(frame.clone(), LookedStatement { is_taken: true, ..looked });
        vec![page, taken]
    }
}

/// Believable transfers for samples.
pub(super) fn sample(frame: &Frame) -> Transfers {
    let organization = OrganizationId::from_bytes([2; 16]);
    let entry = |at: u8, verdict: Verdict, number: Option<&str>| ShownEntry {
        bank_entry_id: BankEntryId::from_bytes([at; 16]),
        booked_on: "2027-03-31".into(),
        amount_minor: 2_000,
        currency: "EUR".into(),
        payer: "Ada Example".into(),
        purpose: "Tickets RF18 AB23 CD45 EF".into(),
        verdict: verdict.as_str().into(),
        number: number.map(str::to_owned),
        total_minor: number.map(|_| 2_700),
    };
    let refund = HandRefund {
        order_id: OrderId::from_bytes([5; 16]),
        number: "GH67JK89LM".into(),
        name: "Ada Example".into(),
        email: "ada@example.org".into(),
        refund_id: RefundId::from_bytes([6; 16]),
        amount_minor: 500,
        currency: "EUR".into(),
        gateway: "bank".into(),
        created_at: frame.now,
        payer: Some("Ada Example".into()),
        payer_iban: Some("DE02120300000000202051".into()),
    };
    let in_person = HandRefund {
        refund_id: RefundId::from_bytes([7; 16]),
        gateway: "box_office".into(),
        ..refund.clone()
    };
    Transfers {
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
        account: Some(StoredBankAccount {
            organization_id: organization,
            holder: "Bell Tower e. V.".into(),
            iban: "DE89370400440532013000".into(),
            bic: "COBADEFFXXX".into(),
            currency: "EUR".into(),
            days_to_pay: 7,
            closes_before_s: 172_800,
            is_on: true,
            updated_at: frame.now,
        }),
        open: vec![entry(3, Verdict::TooLittle, Some("AB23CD45EF")), entry(4, Verdict::Unknown, None)],
        refunds: vec![refund, in_person],
        statements: Vec::new(),
    }
}
