//! An invoice or credit note on A4, in its buyer's language: who, what, how much, of which tax. What stands on it was
//! frozen when it was issued, so the same document is always the same page.

use boxoffice_domain::money::{Currency, Money};
use boxoffice_domain::time::{Time, Zone};
use krilla::metadata::{Metadata, TextDirection};
use krilla::page::PageSettings;
use krilla::{Document as Pdf, SerializeSettings};

use super::PrintError;
use super::canvas::{Canvas, Column, INK, QUIET, Type};
use super::fonts::Weight;
use super::page::PAGE;
use crate::i18n::{Lang, Value};
use crate::receipt::ReceiptText;
use crate::store::invoices::{Document, DocumentLine, Invoice, Party};

const MARGIN: f32 = 56.0;
/// Where amounts stand.
const AMOUNT_WIDTH: f32 = 96.0;
const LINES_FIRST_PAGE: usize = 14;
const LINES_PER_PAGE: usize = 26;

const TITLE: Type = Type::new(18.0, Weight::Bold, INK, 2);
const HEADING: Type = Type::new(9.5, Weight::Bold, INK, 2);
const TEXT: Type = Type::new(9.0, Weight::Regular, INK, 8);
const LINE: Type = Type::new(9.0, Weight::Regular, INK, 2);
const SMALL: Type = Type::new(7.5, Weight::Regular, QUIET, 6);
const TOTAL: Type = Type::new(12.0, Weight::Bold, INK, 1);

/// A document being set.
struct Sheet<'a> {
    lang: Lang,
    invoice: &'a Invoice,
    document: &'a Document,
    currency: Currency,
    zone: Zone,
}

/// Makes the PDF of a document.
pub fn print_invoice(invoice: &Invoice, document: &Document) -> Result<Vec<u8>, PrintError> {
    let lang = Lang::stored(&document.locale);
    let sheet = Sheet {
        lang,
        invoice,
        document,
        currency: invoice.currency.parse().unwrap_or(Currency::EUR),
        zone: Zone::named(&document.time_zone).unwrap_or_else(|_| Zone::utc()),
    };
    let mut pdf =
        Pdf::new_with(SerializeSettings { compress_content_streams: true, ..SerializeSettings::default() });
    pdf.set_metadata(sheet.metadata());
    let first = document.lines.len().min(LINES_FIRST_PAGE);
    let (head, rest) = document.lines.split_at(first);
    let mut pages: Vec<&[DocumentLine]> = vec![head];
    pages.extend(rest.chunks(LINES_PER_PAGE));
    let count = pages.len();
    for (at, lines) in pages.into_iter().enumerate() {
        let settings = PageSettings::from_wh(PAGE.0, PAGE.1);
        let mut page = pdf.start_page_with(settings.ok_or_else(|| PrintError::Document("page size".into()))?);
        let mut canvas = Canvas::new(page.surface(), lang.dir() == "rtl");
        let mut y = if at == 0 { sheet.head(&mut canvas) } else { MARGIN };
        for line in lines {
            y = sheet.line(&mut canvas, y, line);
        }
        if at + 1 == count {
            sheet.sums(&mut canvas, y + 8.0);
        }
        sheet.foot(&mut canvas, at + 1, count);
        canvas.finish();
        page.finish();
    }
    pdf.finish().map_err(|error| PrintError::Document(format!("{error:?}")))
}

impl Sheet<'_> {
    fn metadata(&self) -> Metadata {
        let direction =
            if self.lang.dir() == "rtl" { TextDirection::RightToLeft } else { TextDirection::LeftToRight };
        Metadata::new()
            .title(self.title())
            .language(self.lang.code().to_owned())
            .text_direction(direction)
            .creator("Boxoffice".to_owned())
    }

    fn title(&self) -> String {
        let key = if self.invoice.refund_id.is_some() { "invoice-credit-note" } else { "invoice-title" };
        self.lang.with(key, &[("number", Value::from(self.document.number.as_str()))])
    }

    /// Says where it ends.
    fn head(&self, canvas: &mut Canvas<'_>) -> f32 {
        let whole = column();
        let half = Column { width: whole.width / 2.0 - 12.0, ..whole };
        let other = Column { x: whole.x + whole.width / 2.0 + 12.0, ..half };
        let document = self.document;
        let left = self.party(canvas, half, "invoice-buyer", &document.buyer);
        let right = self.party(canvas, other, "invoice-seller", &document.seller);
        let mut y = canvas.text(whole, left.max(right) + 20.0, &self.title(), TITLE) + 6.0;
        let issued = self.lang.date(self.invoice.issued_at, &self.zone);
        y = self.fact(canvas, y, "invoice-date", &issued);
        y = self.fact(canvas, y, "invoice-order", &document.order_number);
        if !document.invoice_number.is_empty() {
            y = self.fact(canvas, y, "invoice-of", &document.invoice_number);
        }
        y + 14.0
    }

    fn party(&self, canvas: &mut Canvas<'_>, at: Column, label: &str, party: &Party) -> f32 {
        let mut y = canvas.text(at, MARGIN, self.lang.t(label), SMALL);
        y = canvas.text(at, y, &party.name, HEADING);
        let vat_id = match party.vat_id.as_str() {
            "" => String::new(),
            vat_id => self.lang.with("invoice-vat-id", &[("number", Value::from(vat_id))]),
        };
        for text in [&party.address, &party.country, &vat_id, &party.email] {
            if !text.trim().is_empty() {
                y = canvas.prose(at, y, text.trim(), TEXT);
            }
        }
        y
    }

    fn fact(&self, canvas: &mut Canvas<'_>, y: f32, label: &str, value: &str) -> f32 {
        canvas.text(column(), y, &format!("{}: {value}", self.lang.t(label)), TEXT)
    }

    fn line(&self, canvas: &mut Canvas<'_>, y: f32, line: &DocumentLine) -> f32 {
        let when = line.starts_at.map(|at| self.lang.date_time(Time::from_micros(at), &self.zone));
        let end = self.row(canvas, y, &line.what, line.total_minor, LINE);
        let rate = (line.tax_ppm > 0).then(|| {
            let (rate, tax) = (self.lang.ppm(line.tax_ppm), self.money(line.tax_minor));
            self.lang.with("invoice-tax-in", &[("rate", Value::from(rate)), ("tax", Value::from(tax))])
        });
        let detail: Vec<String> = when.into_iter().chain(rate).collect();
        canvas.text(text_column(), end, &detail.join(" · "), SMALL) + 4.0
    }

    /// What the lines come to, and of what.
    fn sums(&self, canvas: &mut Canvas<'_>, y: f32) {
        let document = self.document;
        let mut y = self.row(canvas, y, self.lang.t("invoice-total"), self.invoice.total_minor, TOTAL) + 10.0;
        if let Some(receipt) = &document.receipt {
            let text = ReceiptText::of(receipt, self.currency, self.lang);
            for part in &text.lines {
                canvas.text(amount_column(), y, &part.amount, TEXT);
                y = canvas.text(text_column(), y, &part.what, TEXT);
            }
            for note in &text.notes {
                y = canvas.text(column(), y, note, TEXT);
            }
        } else {
            if document.kept_minor > 0 {
                y = self.row(canvas, y, self.lang.t("invoice-kept"), document.kept_minor, TEXT);
            }
            if document.extra_minor != 0 {
                y = self.row(canvas, y, self.lang.t("invoice-extra"), document.extra_minor, TEXT);
            }
            if self.invoice.tax_minor != 0 {
                y = self.row(canvas, y, self.lang.t("price-taxes"), self.invoice.tax_minor, TEXT);
            }
            if document.is_reverse_charge {
                canvas.text(column(), y, self.lang.t("price-reverse-note"), TEXT);
            }
        }
    }

    fn row(&self, canvas: &mut Canvas<'_>, y: f32, what: &str, minor: i64, kind: Type) -> f32 {
        canvas.text(amount_column(), y, &self.money(minor), Type { lines_max: 1, ..kind });
        canvas.text(text_column(), y, what, kind)
    }

    fn foot(&self, canvas: &mut Canvas<'_>, page: usize, pages: usize) {
        let foot = self.lang.with(
            "ticket-page",
            &[
                ("page", Value::from(page)),
                ("pages", Value::from(pages)),
                ("order", Value::from(self.document.order_number.as_str())),
            ],
        );
        canvas.text(column(), PAGE.1 - MARGIN, &foot, SMALL);
    }

    fn money(&self, minor: i64) -> String {
        self.lang.money(Money::new(minor, self.currency))
    }
}

const fn column() -> Column {
    Column { x: MARGIN, width: PAGE.0 - 2.0 * MARGIN }
}

const fn text_column() -> Column {
    Column { x: MARGIN, width: PAGE.0 - 2.0 * MARGIN - AMOUNT_WIDTH - 12.0 }
}

const fn amount_column() -> Column {
    Column { x: PAGE.0 - MARGIN - AMOUNT_WIDTH, width: AMOUNT_WIDTH }
}
