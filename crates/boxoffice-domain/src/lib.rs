//! The pure rules of selling tickets and admitting people.
//! Nothing here does I/O, reads a clock or draws a random number: time and chance are parameters.
//! Start with `inventory/` (who gets which place), then `order.rs`, `payment.rs` and `ticket.rs`.

pub mod bank;
pub mod barcode;
pub mod cancellation;
pub mod catalog;
pub mod email;
pub mod ids;
pub mod inventory;
pub mod ledger;
pub mod limits;
pub mod money;
pub mod order;
pub mod order_money;
pub mod password;
pub mod payment;
pub mod price;
pub mod text;
pub mod ticket;
pub mod time;
