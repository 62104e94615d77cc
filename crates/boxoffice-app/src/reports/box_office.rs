//! The box office statement of a performance: tickets by type (sold, given away, given back), money by the way it
//! came, and what is left of it. A page to sign, as PDF.

use boxoffice_domain::ids::PerformanceId;
use boxoffice_domain::money::{Currency, Money};
use boxoffice_domain::order::Method;
use boxoffice_domain::payment::TakenAs;
use boxoffice_domain::time::{Time, Zone};

use super::Earned;
use crate::App;
use crate::accounts::Principal;
use crate::i18n::{Lang, Value};
use crate::store::box_office::{CountedMethod, CountedType};
use crate::store::{Result, StoreError};
use crate::tickets::print::{PrintError, Table, TableSheet, print_tables};

/// What a statement says.
#[derive(Clone, Debug)]
pub struct BoxOfficeStatement {
    /// Whose performance.
    pub organization: String,
    /// The event's title.
    pub title: String,
    /// The event's part of addresses.
    pub slug: String,
    /// When it begins.
    pub starts_at: Option<Time>,
    /// On which clocks.
    pub zone: Zone,
    /// In which currency.
    pub currency: Currency,
    /// Tickets by type.
    pub types: Vec<CountedType>,
    /// Tickets by how they were paid.
    pub methods: Vec<CountedMethod>,
    /// What it earned.
    pub earned: Earned,
    /// When the statement was made.
    pub made_at: Time,
}

/// The statement of a performance, for those who manage it and for who runs the installation.
pub async fn find_box_office_statement(
    app: &App,
    principal: &Principal,
    performance: PerformanceId,
) -> Result<Option<BoxOfficeStatement>> {
    let mut tx = app.store.read().await?;
    let Some(found) = tx.find_performance(performance).await? else { return Ok(None) };
    let organization = found.organization_id;
    if !principal.may_manage(organization) && !principal.operator {
        return Ok(None);
    }
    let (Some(event), Some(owner)) =
        (tx.find_event(found.event_id).await?, tx.find_organization(organization).await?)
    else {
        return Ok(None);
    };
    let money = tx.count_money(organization, performance).await?;
    Ok(Some(BoxOfficeStatement {
        organization: owner.name,
        title: event.title,
        slug: event.slug,
        starts_at: found.starts_at,
        zone: Zone::named(&event.time_zone).unwrap_or_else(|_| Zone::utc()),
        currency: event
            .currency
            .parse()
            .map_err(|_| StoreError::Broken(format!("currency {:?}", event.currency)))?,
        types: tx.count_types(found.event_id, performance).await?,
        methods: tx.count_methods(found.event_id, performance).await?,
        earned: Earned {
            gross_minor: money.face_minor + money.fee_minor + money.tax_minor,
            fee_minor: money.fee_minor,
            tax_minor: money.tax_minor,
            refund_minor: money.refund_minor,
            dispute_minor: money.dispute_minor,
        },
        made_at: app.clock.now(),
    }))
}

/// The statement as a PDF.
pub fn print_box_office_statement(
    statement: &BoxOfficeStatement,
    lang: Lang,
) -> std::result::Result<Vec<u8>, PrintError> {
    let when = statement.starts_at.map_or_else(
        || lang.t("ticket-date-open").to_owned(),
        |starts_at| lang.date_time_zone(starts_at, &statement.zone),
    );
    let made = lang.date_time_zone(statement.made_at, &statement.zone);
    print_tables(&TableSheet {
        lang,
        title: lang.t("statement-title").to_owned(),
        lead: vec![statement.title.clone(), when, statement.organization.clone()],
        tables: vec![types(statement, lang), methods(statement, lang), money(statement, lang)],
        foot: lang.with("statement-made", &[("time", Value::from(made))]),
    })
}

fn headings(lang: Lang, keys: &[&str]) -> Vec<String> {
    keys.iter().map(|key| lang.t(key).to_owned()).collect()
}

fn types(statement: &BoxOfficeStatement, lang: Lang) -> Table {
    let money = |minor| lang.money(Money::new(minor, statement.currency));
    let cells = |name: String, counted: &CountedType| {
        vec![
            name,
            lang.number(counted.sold),
            lang.number(counted.comps),
            lang.number(counted.given_back),
            money(counted.gross_minor),
            money(counted.fee_minor),
            money(counted.back_minor),
        ]
    };
    let all = statement.types.iter().fold(
        CountedType {
            name: String::new(),
            sold: 0,
            comps: 0,
            given_back: 0,
            gross_minor: 0,
            fee_minor: 0,
            back_minor: 0,
        },
        |all, counted| CountedType {
            name: String::new(),
            sold: all.sold + counted.sold,
            comps: all.comps + counted.comps,
            given_back: all.given_back + counted.given_back,
            gross_minor: all.gross_minor + counted.gross_minor,
            fee_minor: all.fee_minor + counted.fee_minor,
            back_minor: all.back_minor + counted.back_minor,
        },
    );
    let keys = [
        "office-ticket-type",
        "statement-sold",
        "statement-comps",
        "statement-back",
        "report-gross",
        "report-fees",
        "statement-back-value",
    ];
    Table {
        title: lang.t("statement-tickets").to_owned(),
        headings: headings(lang, &keys),
        rows: statement.types.iter().map(|counted| cells(counted.name.clone(), counted)).collect(),
        total: Some(cells(lang.t("statement-in-all").to_owned(), &all)),
    }
}

fn methods(statement: &BoxOfficeStatement, lang: Lang) -> Table {
    let money = |minor| lang.money(Money::new(minor, statement.currency));
    let row = |counted: &CountedMethod| {
        vec![
            lang.t(method_key(&counted.method, counted.taken_as.as_deref())).to_owned(),
            lang.number(counted.tickets),
            money(counted.gross_minor),
        ]
    };
    Table {
        title: lang.t("statement-methods").to_owned(),
        headings: headings(lang, &["statement-method", "statement-number", "report-gross"]),
        rows: statement.methods.iter().map(row).collect(),
        total: None,
    }
}

/// The key of a way to pay.
fn method_key(method: &str, taken_as: Option<&str>) -> &'static str {
    match (Method::parse(method), taken_as.and_then(TakenAs::parse)) {
        (Some(Method::Gateway), _) => "statement-gateway",
        (Some(Method::BankTransfer), _) => "checkout-method-bank-transfer",
        (Some(Method::BoxOffice), Some(TakenAs::Cash)) => "report-taken-cash",
        (Some(Method::BoxOffice), Some(TakenAs::Card)) => "report-taken-card",
        (Some(Method::BoxOffice), _) => "checkout-method-box-office",
        (Some(Method::Comp), _) => "statement-comps",
        (Some(Method::Free) | None, _) => "statement-free",
    }
}

fn money(statement: &BoxOfficeStatement, lang: Lang) -> Table {
    let earned = &statement.earned;
    let row = |key: &str, minor: i64| {
        vec![lang.t(key).to_owned(), lang.money(Money::new(minor, statement.currency))]
    };
    Table {
        title: lang.t("statement-money").to_owned(),
        headings: Vec::new(),
        rows: vec![
            row("report-gross", earned.gross_minor),
            row("report-fees", earned.fee_minor),
            row("report-taxes", earned.tax_minor),
            row("report-refunds", -earned.refund_minor),
            row("report-disputes", -earned.dispute_minor),
        ],
        total: Some(row("report-net", earned.net_minor())),
    }
}
