//! Bank transfers: where an organization's buyers send their money, and reading what its bank says of it.
//! What an entry of a statement does to an order is decided in `orders/`.

pub mod account;
mod camt;
mod csv;
mod decode;
pub mod read;
