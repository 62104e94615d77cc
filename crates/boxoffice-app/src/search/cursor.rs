//! Where a page of search results ended, as a short text for addresses.

use std::fmt;
use std::str::FromStr;

/// The last event of a page.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Cursor {
    /// In which leg of the way it was found.
    pub(crate) leg: usize,
    /// Its number in the search rows.
    pub(crate) event_no: i64,
    /// Whether corrected words found it.
    pub(crate) corrected: bool,
}

/// Why a text is not a cursor.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("this is not a page of the list")]
pub struct NotACursor;

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = if self.corrected { 'c' } else { 'e' };
        write!(f, "{kind}{}-{:x}", self.leg, self.event_no)
    }
}

impl FromStr for Cursor {
    type Err = NotACursor;
    fn from_str(text: &str) -> Result<Self, NotACursor> {
        let corrected = text.starts_with('c');
        let rest = text.strip_prefix(['c', 'e']).ok_or(NotACursor)?;
        let (leg, event_no) = rest.split_once('-').ok_or(NotACursor)?;
        let leg = leg.parse().map_err(|_| NotACursor)?;
        let event_no = i64::from_str_radix(event_no, 16).ok().filter(|no| *no >= 0).ok_or(NotACursor)?;
        Ok(Self { leg, event_no, corrected })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_reads_back_and_nonsense_does_not() {
        let cursor = Cursor { leg: 3, event_no: i64::MAX - 1, corrected: true };
        assert_eq!(cursor.to_string().parse(), Ok(cursor));
        for nonsense in ["", "e", "x1-2", "e1", "e-1-2", "e1-zz"] {
            assert_eq!(nonsense.parse::<Cursor>(), Err(NotACursor), "{nonsense}");
        }
    }
}
