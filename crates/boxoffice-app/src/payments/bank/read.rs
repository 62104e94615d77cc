//! Reading a bank statement: CSV as banks export it, or CAMT.053. Only money that came in counts.

use boxoffice_domain::bank::account::Iban;
use boxoffice_domain::bank::statement::{Entry, TEXT_CHARS_MAX};
use boxoffice_domain::limits::{STATEMENT_BYTES_MAX, STATEMENT_ENTRIES_MAX};
use boxoffice_domain::money::Currency;

use super::decode::decode;
use super::{camt, csv};

/// What a statement says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Statement {
    /// Money that came in, in the statement's order.
    pub entries: Vec<Entry>,
    /// Entries that are none: money that went out, is not booked yet, or is of another currency.
    pub passed_over: usize,
}

/// Why a file was not read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StatementError {
    /// Nothing in it.
    #[error("the file is empty")]
    Empty,
    /// Too many bytes.
    #[error("the file is larger than {STATEMENT_BYTES_MAX} bytes")]
    TooLarge,
    /// Too many entries.
    #[error("the statement has more than {STATEMENT_ENTRIES_MAX} entries; bring in a shorter period")]
    TooMany,
    /// No line names the columns that are needed.
    #[error("no line of the file names a column with days and one with amounts")]
    NoColumns,
    /// A line has no readable day or amount.
    #[error("line {line} has no readable day or amount")]
    BadLine {
        /// Which.
        line: usize,
    },
    /// Not a CAMT.053 statement.
    #[error("this is not a bank statement in CAMT.053")]
    NotCamt,
    /// The XML is broken, nested too deeply, or declares things of its own.
    #[error("the XML of the statement is broken or declares entities; ask your bank for a plain one")]
    BadXml,
    /// Of another account.
    #[error("this is a statement of another account")]
    OtherAccount,
}

impl StatementError {
    /// The stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Empty => "statement_empty",
            Self::TooLarge => "statement_too_large",
            Self::TooMany => "statement_too_long",
            Self::NoColumns => "statement_no_columns",
            Self::BadLine { .. } => "statement_bad_line",
            Self::NotCamt => "statement_not_camt",
            Self::BadXml => "statement_bad_xml",
            Self::OtherAccount => "statement_other_account",
        }
    }
}

/// Reads a statement of an account.
pub fn read_statement(bytes: &[u8], iban: &Iban, currency: Currency) -> Result<Statement, StatementError> {
    if bytes.len() > STATEMENT_BYTES_MAX {
        return Err(StatementError::TooLarge);
    }
    let text = decode(bytes);
    let text = text.trim_start();
    if text.is_empty() {
        return Err(StatementError::Empty);
    }
    let mut statement =
        if text.starts_with('<') { camt::read(text, iban, currency)? } else { csv::read(text, currency)? };
    if statement.entries.len() > STATEMENT_ENTRIES_MAX {
        return Err(StatementError::TooMany);
    }
    statement.entries.iter_mut().for_each(shorten);
    Ok(statement)
}

/// One line of at most so many characters for each text.
fn shorten(entry: &mut Entry) {
    let fields =
        [&mut entry.booked_on, &mut entry.payer, &mut entry.payer_iban, &mut entry.text, &mut entry.bank_ref];
    for field in fields {
        let words: Vec<&str> =
            field.split(|letter: char| letter.is_whitespace() || letter.is_control()).collect();
        let kept: Vec<&str> = words.into_iter().filter(|word| !word.is_empty()).collect();
        *field = kept.join(" ").chars().take(TEXT_CHARS_MAX).collect();
    }
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
