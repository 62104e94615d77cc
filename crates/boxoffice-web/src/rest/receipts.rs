//! The price receipt as JSON: the parts of a total, the same for carts and orders.

use boxoffice_domain::price::{Fee, FeeName, Receipt, TaxPart};
use serde::Serialize;
use utoipa::ToSchema;

/// What a total is made of, in minor units of its currency. Tickets less discount, with fees and added taxes, less the
/// tax that a business owes itself, is the total.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ReceiptView {
    /// What the tickets cost by the list.
    tickets_minor: i64,
    /// What codes took off.
    discount_minor: i64,
    /// Those codes.
    codes: Vec<String>,
    /// Fees.
    fees: Vec<FeeView>,
    /// Taxes.
    taxes: Vec<TaxView>,
    /// Whether the buyer, a business, owes the tax itself.
    reverse_charge: bool,
    /// The tax that is taken out for that.
    reverse_minor: i64,
    /// What is to be paid.
    total_minor: i64,
}

/// A fee.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct FeeView {
    /// `ticket`, `service` or `payment`.
    #[schema(example = "service")]
    name: &'static str,
    /// How much.
    minor: i64,
}

/// The tax of one rate.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct TaxView {
    /// The rate in millionths: 190000 is 19 %.
    #[schema(example = 190_000)]
    rate_ppm: i64,
    /// What it is on.
    net_minor: i64,
    /// How much.
    minor: i64,
    /// True: on top of the other parts; false: in them.
    added: bool,
}

impl From<Receipt> for ReceiptView {
    fn from(receipt: Receipt) -> Self {
        Self {
            tickets_minor: receipt.tickets_minor,
            discount_minor: receipt.discount_minor,
            codes: receipt.codes,
            fees: receipt.fees.into_iter().map(FeeView::from).collect(),
            taxes: receipt.taxes.into_iter().map(TaxView::from).collect(),
            reverse_charge: receipt.is_reverse_charge,
            reverse_minor: receipt.reverse_minor,
            total_minor: receipt.total_minor,
        }
    }
}

impl From<Fee> for FeeView {
    fn from(fee: Fee) -> Self {
        let name = match fee.name {
            FeeName::Ticket => "ticket",
            FeeName::Service => "service",
            FeeName::Payment => "payment",
        };
        Self { name, minor: fee.minor }
    }
}

impl From<TaxPart> for TaxView {
    fn from(tax: TaxPart) -> Self {
        Self { rate_ppm: tax.rate_ppm, net_minor: tax.net_minor, minor: tax.minor, added: tax.is_added }
    }
}
