//! Printed tickets: one A4 page each, in the buyer's language, with the QR code as vectors.
//! `shape.rs` turns text of any script into glyphs, `page.rs` says where things stand, `canvas.rs` draws them.

mod canvas;
mod fonts;
mod invoice;
mod page;
mod shape;
mod tables;

use boxoffice_domain::money::Currency;
use boxoffice_domain::time::Zone;
use bytes::Bytes;
use krilla::image::Image;
use krilla::metadata::{Metadata, TextDirection};
use krilla::page::PageSettings;
use krilla::{Document, SerializeSettings};

pub use invoice::print_invoice;

use super::qr::{Qr, TooLong};
use crate::i18n::{Lang, Value};
use crate::store::tickets::TicketPrint;

pub use tables::{Table, TableSheet};

/// Why tickets could not be printed.
#[derive(Debug, thiserror::Error)]
pub enum PrintError {
    /// A barcode does not fit into a QR code.
    #[error(transparent)]
    Barcode(#[from] TooLong),
    /// The document could not be put together.
    #[error("the document could not be made: {0}")]
    Document(String),
}

/// Makes the PDF of these tickets, one page each. `picture` is a JPEG.
pub fn print(tickets: &[TicketPrint], picture: Option<Bytes>, lang: Lang) -> Result<Vec<u8>, PrintError> {
    let mut document = Document::new_with(SerializeSettings {
        compress_content_streams: true,
        ..SerializeSettings::default()
    });
    document.set_metadata(metadata(tickets, lang));
    // A picture that cannot be read must not keep anybody from a ticket.
    let picture = picture.and_then(|jpeg| Image::from_jpeg(jpeg.to_vec().into(), true).ok());
    for (at, ticket) in tickets.iter().enumerate() {
        let zone = Zone::named(&ticket.time_zone).unwrap_or_else(|_| Zone::utc());
        let sheet = page::Sheet {
            lang,
            ticket,
            zone: &zone,
            currency: ticket.currency.parse().unwrap_or(Currency::EUR),
            qr: &Qr::encode(&ticket.barcode)?,
            picture: picture.clone(),
            number: (at + 1, tickets.len()),
        };
        let settings = PageSettings::from_wh(page::PAGE.0, page::PAGE.1);
        let mut page =
            document.start_page_with(settings.ok_or_else(|| PrintError::Document("page size".into()))?);
        let mut canvas = canvas::Canvas::new(page.surface(), lang.dir() == "rtl");
        page::draw(&mut canvas, &sheet);
        canvas.finish();
        page.finish();
    }
    document.finish().map_err(|error| PrintError::Document(format!("{error:?}")))
}

/// Makes the PDF of tables.
pub fn print_tables(sheet: &TableSheet) -> Result<Vec<u8>, PrintError> {
    let mut document = Document::new_with(SerializeSettings {
        compress_content_streams: true,
        ..SerializeSettings::default()
    });
    let from_right = sheet.lang.dir() == "rtl";
    document.set_metadata(
        Metadata::new()
            .title(sheet.title.clone())
            .language(sheet.lang.code().to_owned())
            .text_direction(if from_right { TextDirection::RightToLeft } else { TextDirection::LeftToRight })
            .creator("Boxoffice".to_owned()),
    );
    let pages = tables::paginate(sheet);
    for (at, blocks) in pages.iter().enumerate() {
        let settings = PageSettings::from_wh(page::PAGE.0, page::PAGE.1);
        let mut page =
            document.start_page_with(settings.ok_or_else(|| PrintError::Document("page size".into()))?);
        let mut canvas = canvas::Canvas::new(page.surface(), from_right);
        tables::draw(&mut canvas, sheet, blocks, (at + 1, pages.len()));
        canvas.finish();
        page.finish();
    }
    document.finish().map_err(|error| PrintError::Document(format!("{error:?}")))
}

fn metadata(tickets: &[TicketPrint], lang: Lang) -> Metadata {
    let (title, order) =
        tickets.first().map_or(("", ""), |ticket| (ticket.title.as_str(), ticket.number.as_str()));
    let direction = if lang.dir() == "rtl" { TextDirection::RightToLeft } else { TextDirection::LeftToRight };
    Metadata::new()
        .title(lang.with("ticket-document", &[("title", Value::from(title)), ("order", Value::from(order))]))
        .language(lang.code().to_owned())
        .text_direction(direction)
        .creator("Boxoffice".to_owned())
}

#[cfg(test)]
mod tests;
