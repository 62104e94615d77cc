//! What an organization has earned: gross, fees, taxes, refunds, disputes and net, by month and by performance, read
//! from the ledger; what is where; and what was paid out.

use std::collections::BTreeMap;

use boxoffice_domain::ids::{EventId, OrganizationId, PerformanceId};
use boxoffice_domain::ledger::Account;
use boxoffice_domain::money::Currency;
use boxoffice_domain::time::{Time, Zone};

use crate::App;
use crate::accounts::Principal;
use crate::store::earnings::{BalanceRow, EarnedPerformance, EarnedQuarter, Payout};
use crate::store::organizations::Organization;
use crate::store::{Result, StoreError};

/// Performances that a page or a file shows.
const PERFORMANCES_MAX: u32 = 10_000;
/// Payouts that a page shows.
const PAYOUTS_MAX: u32 = 200;
/// A quarter of an hour.
const QUARTER_S: i64 = 900;

/// An amount that was earned, by its parts, in minor units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Earned {
    /// What buyers paid, fees and taxes included.
    pub gross_minor: i64,
    /// Fees in it.
    pub fee_minor: i64,
    /// Taxes in it.
    pub tax_minor: i64,
    /// Given back, less what was kept.
    pub refund_minor: i64,
    /// Lost to buyers' banks.
    pub dispute_minor: i64,
}

impl Earned {
    /// What is left.
    pub const fn net_minor(&self) -> i64 {
        self.gross_minor - self.refund_minor - self.dispute_minor
    }

    fn add(&mut self, other: Self) {
        self.gross_minor += other.gross_minor;
        self.fee_minor += other.fee_minor;
        self.tax_minor += other.tax_minor;
        self.refund_minor += other.refund_minor;
        self.dispute_minor += other.dispute_minor;
    }
}

/// What a performance earned.
#[derive(Clone, Debug)]
pub struct PerformanceEarned {
    /// The performance.
    pub performance: PerformanceId,
    /// Its event.
    pub event: EventId,
    /// The event's title.
    pub title: String,
    /// When it begins.
    pub starts_at: Option<Time>,
    /// On which clocks.
    pub time_zone: String,
    /// In which currency.
    pub currency: Currency,
    /// How much.
    pub earned: Earned,
    /// Valid tickets that were given away.
    pub comps: i64,
}

/// Where an organization's money is now, in one currency.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Balance {
    /// Earned and not paid out.
    pub due_minor: i64,
    /// Paid out.
    pub paid_out_minor: i64,
    /// Owed to buyers.
    pub owed_minor: i64,
    /// With buyers' banks until they have decided.
    pub disputed_minor: i64,
    /// In tills of the box office.
    pub box_office_minor: i64,
    /// On the organizer's own bank account, where buyers sent it.
    pub bank_minor: i64,
}

/// The page of earnings.
#[derive(Clone, Debug)]
pub struct Earnings {
    /// Whose.
    pub organization: Organization,
    /// In all, by currency.
    pub totals: Vec<(Currency, Earned)>,
    /// By month (`2027-03`) and currency, oldest first.
    pub months: Vec<(String, Currency, Earned)>,
    /// By performance, soonest first.
    pub performances: Vec<PerformanceEarned>,
    /// What is where now, whatever the period.
    pub balances: Vec<(Currency, Balance)>,
    /// Newest first, whatever the period.
    pub payouts: Vec<Payout>,
}

/// From when to when, as local days; none: from the beginning, to the end.
#[derive(Clone, Copy, Debug, Default)]
pub struct Period {
    /// The first instant.
    pub from: Option<Time>,
    /// The first instant after it.
    pub to: Option<Time>,
}

/// The earnings of an organization, if the caller manages it or runs the installation. Months are those of `zone`.
pub async fn find_earnings(
    app: &App,
    principal: &Principal,
    organization: OrganizationId,
    period: Period,
    zone: &Zone,
) -> Result<Option<Earnings>> {
    if !principal.may_manage(organization) && !principal.operator {
        return Ok(None);
    }
    let from = period.from.unwrap_or(Time::from_micros(i64::MIN));
    let to = period.to.unwrap_or(Time::from_micros(i64::MAX));
    let mut tx = app.store.read().await?;
    let Some(found) = tx.find_organization(organization).await? else { return Ok(None) };
    let (totals, months) = by_time(&tx.list_earned_quarters(organization, from, to).await?, zone)?;
    let rows = tx.list_earned_performances(organization, from, to, PERFORMANCES_MAX).await?;
    let performances = rows.into_iter().map(performance).collect::<Result<_>>()?;
    let balances = balances(tx.list_balances(organization).await?)?;
    let payouts = tx.list_payouts(organization, PAYOUTS_MAX).await?;
    Ok(Some(Earnings { organization: found, totals, months, performances, balances, payouts }))
}

type Totals = Vec<(Currency, Earned)>;
type Months = Vec<(String, Currency, Earned)>;

fn by_time(rows: &[EarnedQuarter], zone: &Zone) -> Result<(Totals, Months)> {
    let mut totals: BTreeMap<&str, Earned> = BTreeMap::new();
    let mut months: BTreeMap<(String, &str), Earned> = BTreeMap::new();
    for row in rows {
        let earned = Earned {
            gross_minor: row.face_minor + row.fee_minor + row.tax_minor,
            fee_minor: row.fee_minor,
            tax_minor: row.tax_minor,
            refund_minor: row.refund_minor,
            dispute_minor: row.dispute_minor,
        };
        let month = zone.local_input(Time::from_seconds(row.quarter * QUARTER_S));
        let month: String = month.chars().take("2027-03".len()).collect();
        totals.entry(&row.currency).or_default().add(earned);
        months.entry((month, &row.currency)).or_default().add(earned);
    }
    let totals = totals.into_iter().map(|(code, earned)| Ok((currency(code)?, earned)));
    let months = months.into_iter().map(|((month, code), earned)| Ok((month, currency(code)?, earned)));
    Ok((totals.collect::<Result<_>>()?, months.collect::<Result<_>>()?))
}

fn performance(row: EarnedPerformance) -> Result<PerformanceEarned> {
    Ok(PerformanceEarned {
        performance: row.performance_id,
        event: row.event_id,
        title: row.title,
        starts_at: row.starts_at,
        time_zone: row.time_zone,
        currency: currency(&row.currency)?,
        earned: Earned {
            gross_minor: row.face_minor + row.fee_minor + row.tax_minor,
            fee_minor: row.fee_minor,
            tax_minor: row.tax_minor,
            refund_minor: row.refund_minor,
            dispute_minor: row.dispute_minor,
        },
        comps: row.comps,
    })
}

fn balances(rows: Vec<BalanceRow>) -> Result<Vec<(Currency, Balance)>> {
    let mut balances: BTreeMap<String, Balance> = BTreeMap::new();
    for row in rows {
        let account = Account::parse(&row.account)
            .ok_or_else(|| StoreError::Broken(format!("account {:?}", row.account)))?;
        note(balances.entry(row.currency).or_default(), account, row.amount_minor);
    }
    balances.into_iter().map(|(code, balance)| Ok((currency(&code)?, balance))).collect()
}

/// Adds what lies in an account to the balance.
pub(crate) fn note(balance: &mut Balance, account: Account, amount_minor: i64) {
    match account {
        Account::FaceValue
        | Account::Fee
        | Account::Tax
        | Account::KeptFee
        | Account::Allowance
        | Account::DisputeLoss => balance.due_minor -= amount_minor,
        Account::Payout => {
            balance.due_minor -= amount_minor;
            balance.paid_out_minor += amount_minor;
        }
        Account::Buyers | Account::Undelivered => balance.owed_minor -= amount_minor,
        Account::Disputed => balance.disputed_minor += amount_minor,
        Account::BoxOffice => balance.box_office_minor += amount_minor,
        Account::Bank => balance.bank_minor += amount_minor,
        Account::Gateway => {}
    }
}

fn currency(code: &str) -> Result<Currency> {
    code.parse().map_err(|_| StoreError::Broken(format!("currency {code:?}")))
}
