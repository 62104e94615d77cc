//! How to pay by transfer, as a mail says it: account, amount and reference as lines, and the code that banking apps
//! read as a picture.

use std::io::Cursor;

use boxoffice_domain::bank::account::in_fours;
use boxoffice_domain::money::{Currency, Money};
use image::{GrayImage, ImageFormat, Luma};

use super::Attachment;
use crate::App;
use crate::i18n::Lang;
use crate::payments::bank::account::{HowToTransfer, find_how_to_transfer};
use crate::store::StoreError;
use crate::store::order_letters::OrderLetter;
use crate::tickets::qr::{QUIET_ZONE, Qr};

/// Pixels of one module of the code: large enough for a phone that looks at a screen.
const MODULE_PIXELS: usize = 6;

/// How the buyer pays what is still owed.
pub(super) async fn find_transfer(
    app: &App,
    order: &OrderLetter,
) -> Result<Option<HowToTransfer>, StoreError> {
    let currency = order.currency.parse().unwrap_or(Currency::EUR);
    let due = Money::new(order.total_minor - order.deposit_minor, currency);
    find_how_to_transfer(app, order.organization_id, &order.number, due).await
}

/// What to write on the transfer.
pub(super) fn transfer_facts(lang: Lang, transfer: &HowToTransfer) -> Vec<(String, String)> {
    let fact = |key: &str, value: String| (lang.t(key).to_owned(), value);
    let mut facts =
        vec![fact("transfer-holder", transfer.holder.clone()), fact("transfer-iban", transfer.iban.clone())];
    if !transfer.bic.is_empty() {
        facts.push(fact("transfer-bic", transfer.bic.clone()));
    }
    facts.push(fact("transfer-amount", lang.money(transfer.amount)));
    facts.push(fact("transfer-reference", in_fours(&transfer.reference)));
    facts
}

/// The code as a picture; none where there is no code.
pub(super) fn attach_code(transfer: &HowToTransfer) -> Option<Attachment> {
    let code = Qr::encode(transfer.code.as_ref()?).ok()?;
    let side = (code.outer_size() * MODULE_PIXELS) as u32;
    let mut picture = GrayImage::from_pixel(side, side, Luma([255]));
    for run in code.runs() {
        let left = (run.x + QUIET_ZONE) * MODULE_PIXELS;
        let top = (run.y + QUIET_ZONE) * MODULE_PIXELS;
        for y in top..top + MODULE_PIXELS {
            for x in left..left + run.length * MODULE_PIXELS {
                picture.put_pixel(x as u32, y as u32, Luma([0]));
            }
        }
    }
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, ImageFormat::Png).ok()?;
    Some(Attachment { name: "girocode.png".into(), kind: "image/png", bytes: bytes.into_inner() })
}
