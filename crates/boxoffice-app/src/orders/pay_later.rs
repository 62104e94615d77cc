//! Ways to pay that take days: whether they can be chosen, and until when the places wait for the money.

use boxoffice_domain::bank::deadline::pay_until;
use boxoffice_domain::limits::BOX_OFFICE_DEADLINE_S;
use boxoffice_domain::order::Method;
use boxoffice_domain::time::Time;

use super::checkout_error::CheckoutError;
use crate::notices::order_mail::OrderMail;
use crate::selling::batch::{Batch, Performance};

/// Until when an order of these performances must be paid; none where it is paid at once.
pub(crate) fn pay_later<'b, I: Iterator<Item = &'b Performance>>(
    batch: &Batch,
    method: Method,
    performances: impl Fn() -> I,
    first: &Performance,
) -> Result<Option<Time>, CheckoutError> {
    let starts_at = performances().filter_map(|performance| performance.starts_at).min();
    match method {
        Method::BoxOffice if !performances().all(|performance| performance.box_office) => {
            Err(CheckoutError::NoBoxOffice)
        }
        Method::BoxOffice => {
            let until = batch.now.plus_s(BOX_OFFICE_DEADLINE_S);
            Ok(Some(starts_at.map_or(until, |starts_at| until.min(starts_at))))
        }
        Method::BankTransfer => {
            let account = batch.bank_accounts.get(&first.organization);
            let account =
                account.filter(|account| account.is_on && account.currency == first.currency.code());
            let until = account.and_then(|account| {
                pay_until(batch.now, starts_at, account.days_to_pay, account.closes_before_s)
            });
            until.map(Some).ok_or(CheckoutError::NoBankTransfer)
        }
        Method::Gateway | Method::Free | Method::Comp => Ok(None),
    }
}

/// The mail that says how to pay.
pub(crate) fn how_to_pay(method: Method) -> OrderMail {
    if method == Method::BankTransfer { OrderMail::PayByTransfer } else { OrderMail::PayAtBoxOffice }
}
