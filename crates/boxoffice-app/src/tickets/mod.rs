//! Tickets in people's hands: their barcodes, QR codes, printed pages, files and calendar entries.
//! Who gets one is decided in `orders/`; whether it admits, in `admission/`.

pub mod calendar;
pub mod files;
pub mod find;
pub mod invoice_files;
pub mod print;
pub mod qr;

use boxoffice_domain::barcode::{Barcode, BarcodeError, read};
use data_encoding::BASE32_NOPAD;

use crate::App;
use crate::i18n::Lang;
use crate::keys::Purpose;

/// The address of an order's page, which its secret alone opens.
pub fn order_url(app: &App, lang: Lang, secret: &[u8]) -> String {
    let secret = BASE32_NOPAD.encode(secret).to_ascii_lowercase();
    format!("{}/{}/orders/{secret}", app.settings.public_url, lang.code())
}

/// What a scanned text states, if we signed it.
pub fn read_barcode(app: &App, text: &str) -> Result<Barcode, BarcodeError> {
    let parsed = read(text)?;
    parsed.verify_by(|statement, signature| {
        app.keys.verify(Purpose::Barcode, parsed.key_id(), statement, signature)
    })
}
