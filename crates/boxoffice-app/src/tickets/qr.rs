//! The QR code of a barcode: drawn once, as an SVG path for pages and as squares for print.
//! Error correction level M survives a crease and a thumb; the text's upper case keeps the symbol small.

use fast_qr::{ECL, QRBuilder};

/// Light modules that must surround the symbol.
pub const QUIET_ZONE: usize = 4;

/// A QR symbol without its quiet zone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Qr {
    size: usize,
    dark: Vec<bool>,
}

/// A run of dark modules in one row: what both drawings are made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Run {
    /// Column of its first module.
    pub x: usize,
    /// Its row.
    pub y: usize,
    /// Modules in it.
    pub length: usize,
}

/// The text is longer than a QR code can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this text does not fit into a QR code")]
pub struct TooLong;

impl Qr {
    /// Encodes a text.
    pub fn encode(text: &str) -> Result<Self, TooLong> {
        let code = QRBuilder::new(text).ecl(ECL::M).build().map_err(|_| TooLong)?;
        let dark = code.data.iter().take(code.size * code.size).map(|module| module.value()).collect();
        Ok(Self { size: code.size, dark })
    }

    /// Modules on one side, without the quiet zone.
    pub fn size(&self) -> usize {
        self.size
    }

    /// Modules on one side with the quiet zone: the side of the SVG's `viewBox`.
    pub fn outer_size(&self) -> usize {
        self.size + 2 * QUIET_ZONE
    }

    /// The dark runs, row by row.
    pub fn runs(&self) -> Vec<Run> {
        let mut runs = Vec::with_capacity(self.size * self.size / 4);
        for (y, row) in self.dark.chunks(self.size).enumerate() {
            let mut x = 0;
            for part in row.chunk_by(|a, b| a == b) {
                if part[0] {
                    runs.push(Run { x, y, length: part.len() });
                }
                x += part.len();
            }
        }
        runs
    }

    /// The `d` of an SVG path that draws the symbol inside a `viewBox` of `0 0 outer_size outer_size`.
    pub fn svg_path(&self) -> String {
        use std::fmt::Write as _;
        let mut path = String::new();
        for Run { x, y, length } in self.runs() {
            // Writing into a string cannot fail.
            let _ = write!(path, "M{} {}h{length}v1h-{length}z", x + QUIET_ZONE, y + QUIET_ZONE);
        }
        path
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_symbol_begins_with_its_finder_pattern() {
        let qr = Qr::encode("HELLO WORLD").expect("short");
        assert_eq!(qr.runs()[0], Run { x: 0, y: 0, length: 7 });
        assert!(qr.svg_path().starts_with("M4 4h7v1h-7z"), "{}", qr.svg_path());
        assert_eq!(qr.outer_size(), qr.size() + 8);
    }

    #[test]
    fn a_barcode_takes_the_small_alphanumeric_form() {
        let barcode = "A".repeat(178);
        assert!(Qr::encode(&barcode).expect("fits").size() <= 45);
        assert!(Qr::encode(&barcode.to_lowercase()).expect("fits").size() > 45);
    }

    #[test]
    fn a_text_too_long_is_refused() {
        assert_eq!(Qr::encode(&"x".repeat(5_000)), Err(TooLong));
    }
}
