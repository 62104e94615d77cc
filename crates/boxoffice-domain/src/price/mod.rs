//! What a ticket costs: list price, discount, fees and tax, and the receipt that explains the total.
//! Pure: the same lines, rules and codes always give the same amounts, and the parts of a receipt sum to its total.
//! `rules.rs` says who asks which fees and taxes, `order.rs` prices, `code.rs` knows codes, `country.rs` tax numbers.

pub mod code;
pub mod country;
pub mod order;
pub mod receipt;
pub mod rounding;
pub mod rules;

pub use code::{CodeKind, CodeRefusal, CodeRule, Discount};
pub use order::{Item, LineParts, LinePrice, price_order, tag};
pub use receipt::{Fee, FeeName, Receipt, TaxPart};
pub use rounding::{round_half_up, split_by_weight};
pub use rules::{Carrier, EventPricing, FeeKind, FeeRule, Per, Pricing, Rules, TaxClass, TaxRule};
