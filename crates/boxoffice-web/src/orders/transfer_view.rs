//! How to pay an order by bank transfer, as its page shows it: lines to copy, and the code that banking apps read.

use boxoffice_app::App;
use boxoffice_app::i18n::Lang;
use boxoffice_app::orders::{Order, find_transfer_of};
use boxoffice_app::payments::bank::account::HowToTransfer;
use boxoffice_app::store::StoreError;
use boxoffice_app::tickets::qr::Qr;
use boxoffice_domain::bank::account::in_fours;
use boxoffice_domain::money::Money;

/// What to write on the transfer.
#[derive(Clone, Debug)]
pub struct TransferView {
    /// Label and value.
    pub facts: Vec<(String, String)>,
    /// Side and path of the code's drawing; empty: there is none.
    pub code: (usize, String),
    /// What came already; empty: nothing.
    pub came: String,
}

impl TransferView {
    /// How a waiting order is paid by transfer; none for any other.
    pub async fn find(app: &App, lang: Lang, order: &Order) -> Result<Option<Self>, StoreError> {
        let how = find_transfer_of(app, order).await?;
        Ok(how.map(|how| Self::of(&how, lang, order)))
    }

    /// This transfer.
    pub fn of(how: &HowToTransfer, lang: Lang, order: &Order) -> Self {
        let mut facts = vec![
            (lang.t("transfer-holder").to_owned(), how.holder.clone()),
            (lang.t("transfer-iban").to_owned(), how.iban.clone()),
            (lang.t("transfer-bic").to_owned(), how.bic.clone()),
            (lang.t("transfer-amount").to_owned(), lang.money(how.amount)),
            (lang.t("transfer-reference").to_owned(), in_fours(&how.reference)),
        ];
        facts.retain(|(_, value)| !value.is_empty());
        let code = how.code.as_ref().and_then(|text| Qr::encode(text).ok());
        let came = || {
            let came = lang.money(Money::new(order.deposit_minor, order.total.currency));
            let (total, due) = (lang.money(order.total), lang.money(how.amount));
            lang.with("transfer-came", &[("came", came.into()), ("total", total.into()), ("due", due.into())])
        };
        Self {
            facts,
            code: code.map(|code| (code.outer_size(), code.svg_path())).unwrap_or_default(),
            came: if order.deposit_minor > 0 { came() } else { String::new() },
        }
    }
}
