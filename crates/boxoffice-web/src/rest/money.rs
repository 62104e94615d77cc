//! Amounts at this face: minor units and a currency, never a fraction.

use boxoffice_domain::money::Money;
use serde::Serialize;
use utoipa::ToSchema;

/// An amount of money.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Amount {
    /// Whole minor units: cents for EUR, yen for JPY.
    #[schema(example = 2500)]
    minor: i64,
    /// ISO 4217.
    #[schema(example = "EUR")]
    currency: &'static str,
}

impl From<Money> for Amount {
    fn from(money: Money) -> Self {
        Self { minor: money.minor, currency: money.currency.code() }
    }
}
