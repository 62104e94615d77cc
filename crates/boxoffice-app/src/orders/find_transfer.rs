//! How a waiting order is paid by bank transfer.

use boxoffice_domain::money::Money;
use boxoffice_domain::order::{Method, OrderState};

use super::Order;
use crate::App;
use crate::payments::bank::account::{HowToTransfer, find_how_to_transfer};
use crate::store::StoreError;

/// How to pay what an order still owes; none for an order that does not wait for a transfer.
pub async fn find_transfer_of(app: &App, order: &Order) -> Result<Option<HowToTransfer>, StoreError> {
    if order.state != OrderState::Pending || order.method != Method::BankTransfer {
        return Ok(None);
    }
    let due = Money::new(order.total.minor - order.deposit_minor, order.total.currency);
    find_how_to_transfer(app, order.organization, &order.number, due).await
}
