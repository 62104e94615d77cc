//! Where an order's money stands, in words.

use boxoffice_app::i18n::Lang;
use boxoffice_domain::order_money::OrderMoney;

/// The word, and the kind of its badge.
pub(crate) fn words(money: OrderMoney, lang: Lang) -> (String, &'static str) {
    let kind = match money {
        OrderMoney::Free | OrderMoney::Unpaid | OrderMoney::Refunded => "neutral",
        OrderMoney::Paying => "info",
        OrderMoney::Paid => "success",
        OrderMoney::Unknown | OrderMoney::Overpaid | OrderMoney::Late | OrderMoney::PartlyRefunded => {
            "warning"
        }
        OrderMoney::Disputed => "danger",
    };
    let key = format!("order-money-{}", money.as_str().replace('_', "-"));
    (lang.t(&key).to_owned(), kind)
}

/// What a state that worries people means; empty for the others.
pub(crate) fn note(money: OrderMoney, lang: Lang) -> String {
    let key = match money {
        OrderMoney::Unknown => "order-note-unknown",
        OrderMoney::Overpaid => "order-note-overpaid",
        OrderMoney::Disputed => "order-note-disputed",
        _ => return String::new(),
    };
    lang.t(key).to_owned()
}
