//! Earnings of an organization, from the ledger.

use axum::extract::State;
use boxoffice_app::App;
use boxoffice_app::reports::{Earned, Period, find_earnings};
use boxoffice_domain::money::Currency;
use boxoffice_domain::time::{Time, Zone};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::caller::Account;
use super::docs::Id;
use super::query::{Named, Params};
use super::when::Millis;
use crate::json::{Json, invalid};
use crate::problem::Problem;

/// From when to when.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub(crate) struct PeriodQuery {
    /// The first instant, RFC 3339.
    from: Option<String>,
    /// The first instant after it, RFC 3339.
    to: Option<String>,
}

/// What was earned, in minor units.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct EarnedView {
    /// In which currency.
    #[schema(example = "EUR")]
    currency: &'static str,
    /// What buyers paid, fees and taxes included.
    gross_minor: i64,
    /// Fees in it.
    fees_minor: i64,
    /// Taxes in it.
    taxes_minor: i64,
    /// Given back, less what was kept.
    refunds_minor: i64,
    /// Lost to buyers' banks.
    disputes_minor: i64,
    /// What is left.
    net_minor: i64,
}

/// What a month earned.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MonthView {
    /// On the installation's clocks.
    #[schema(example = "2027-03")]
    month: String,
    /// How much.
    earned: EarnedView,
}

/// What a performance earned.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PerformanceView {
    /// The performance.
    #[schema(value_type = Id)]
    performance_id: String,
    /// Its event.
    #[schema(value_type = Id)]
    event_id: String,
    /// The event's title.
    event_title: String,
    /// When it begins.
    starts_at: Option<Millis>,
    /// How much.
    earned: EarnedView,
}

/// Where the money is now.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct BalanceView {
    /// In which currency.
    #[schema(example = "EUR")]
    currency: &'static str,
    /// Earned and not paid out.
    due_minor: i64,
    /// Paid out.
    paid_out_minor: i64,
    /// Owed to buyers.
    owed_to_buyers_minor: i64,
    /// With buyers' banks until they have decided.
    disputed_minor: i64,
}

/// Earnings.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct EarningsView {
    /// In all, by currency.
    totals: Vec<EarnedView>,
    /// By month, oldest first.
    months: Vec<MonthView>,
    /// By performance, soonest first.
    performances: Vec<PerformanceView>,
    /// What is where now, whatever the period.
    balances: Vec<BalanceView>,
}

/// Shows what an organization has earned
///
/// For its owners and managers, and for who runs the installation.
#[utoipa::path(
    get,
    path = "/api/v1/organizations/{organization}/earnings",
    operation_id = "showEarnings",
    tag = "Selling",
    security(("bearer" = []), ("session" = [])),
    params(("organization" = Id, Path), PeriodQuery),
    responses((status = 200, description = "Earnings from the ledger", body = EarningsView))
)]
pub(crate) async fn show(
    State(app): State<App>,
    caller: Account,
    Named(organization): Named<String>,
    Params(asked): Params<PeriodQuery>,
) -> Result<Json<EarningsView>, Problem> {
    let organization = organization.parse().map_err(|_| Problem::not_found())?;
    let period = Period { from: instant("from", asked.from)?, to: instant("to", asked.to)? };
    let zone = Zone::named(&app.settings.default_time_zone).unwrap_or_else(|_| Zone::utc());
    let found = find_earnings(&app, &caller.principal, organization, period, &zone).await?;
    let found = found.ok_or_else(Problem::not_found)?;
    Ok(Json(EarningsView {
        totals: found.totals.iter().map(|(currency, earned)| view(*currency, earned)).collect(),
        months: found
            .months
            .into_iter()
            .map(|(month, currency, earned)| MonthView { month, earned: view(currency, &earned) })
            .collect(),
        performances: found
            .performances
            .into_iter()
            .map(|row| PerformanceView {
                performance_id: row.performance.to_string(),
                event_id: row.event.to_string(),
                event_title: row.title,
                starts_at: row.starts_at.map(Millis),
                earned: view(row.currency, &row.earned),
            })
            .collect(),
        balances: found
            .balances
            .into_iter()
            .map(|(currency, balance)| BalanceView {
                currency: currency.code(),
                due_minor: balance.due_minor,
                paid_out_minor: balance.paid_out_minor,
                owed_to_buyers_minor: balance.owed_minor,
                disputed_minor: balance.disputed_minor,
            })
            .collect(),
    }))
}

fn view(currency: Currency, earned: &Earned) -> EarnedView {
    EarnedView {
        currency: currency.code(),
        gross_minor: earned.gross_minor,
        fees_minor: earned.fee_minor,
        taxes_minor: earned.tax_minor,
        refunds_minor: earned.refund_minor,
        disputes_minor: earned.dispute_minor,
        net_minor: earned.net_minor(),
    }
}

fn instant(field: &'static str, text: Option<String>) -> Result<Option<Time>, Problem> {
    let Some(text) = text else { return Ok(None) };
    Time::parse_rfc3339(&text)
        .map(Some)
        .ok_or_else(|| invalid(field, "write an instant such as 2027-03-01T00:00:00Z"))
}
