//! Statements as CSV: the separator is found by trying, columns by their names in English and German, in any order
//! and after whatever lines the bank puts above them.

use boxoffice_domain::bank::statement::{Entry, parse_amount, parse_day};
use boxoffice_domain::limits::STATEMENT_ENTRIES_MAX;
use boxoffice_domain::money::Currency;
use csv::{ReaderBuilder, StringRecord};

use super::read::{Statement, StatementError};

/// Lines above the one with the columns' names.
const LINES_ABOVE_MAX: usize = 40;
const SEPARATORS: [u8; 3] = [b';', b',', b'\t'];

/// Names of columns, squeezed to letters and digits, the better ones first.
const BOOKED: &[&str] = &[
    "buchungstag",
    "buchungsdatum",
    "buchung",
    "bookingdate",
    "bookeddate",
    "dateofbooking",
    "completeddate",
    "datecompletedutc",
    "date",
    "datum",
    "valutadatum",
    "valuta",
    "wertstellung",
    "valuedate",
];
const AMOUNT: &[&str] = &[
    "betrag",
    "betrageur",
    "betragineur",
    "umsatz",
    "umsatzineur",
    "umsatzeur",
    "amount",
    "amounteur",
    "amountineur",
    "transactionamount",
    "totalamount",
];
const CAME: &[&str] =
    &["haben", "gutschrift", "habeneur", "credit", "creditamount", "paidin", "moneyin", "einnahmen"];
const WENT: &[&str] =
    &["soll", "lastschrift", "solleur", "debit", "debitamount", "paidout", "moneyout", "ausgaben"];
const SIGN: &[&str] =
    &["sollhaben", "sollhabenkennzeichen", "habensoll", "creditdebit", "debitcredit", "cdtdbtind", "sh"];
const CURRENCY: &[&str] = &["waehrung", "currency", "paymentcurrency", "ccy"];
const PAYER: &[&str] = &[
    "namezahlungsbeteiligter",
    "zahlungspflichtiger",
    "zahlungspflichtigere",
    "beguenstigterzahlungspflichtiger",
    "auftraggeberbeguenstigter",
    "auftraggeberempfaenger",
    "auftraggeber",
    "partnername",
    "namedespartners",
    "payer",
    "payername",
    "debtor",
    "debtorname",
    "counterparty",
    "counterpartyname",
    "sender",
    "name",
    "empfaengerzahlungspflichtiger",
];
const PAYER_IBAN: &[&str] = &[
    "ibanzahlungsbeteiligter",
    "kontonummeriban",
    "ibandespartners",
    "partneriban",
    "payeriban",
    "debtoriban",
    "counterpartyiban",
    "senderiban",
    "iban",
    "kontonummer",
    "accountnumber",
];
const TEXT: &[&str] = &[
    "verwendungszweck",
    "vwz",
    "zahlungsreferenz",
    "zweck",
    "remittanceinformation",
    "paymentreference",
    "reference",
    "purpose",
    "description",
    "details",
    "referenz",
    "buchungsdetails",
    "memo",
];
const BANK_REF: &[&str] = &[
    "bankreferenz",
    "bankreference",
    "transaktionsid",
    "transactionid",
    "umsatzid",
    "entryreference",
    "buchungsreferenz",
];
const STATUS: &[&str] = &["status", "info", "umsatzstatus", "state"];

/// Words of entries that are not booked.
const NOT_BOOKED: &[&str] = &["vorgemerkt", "vormerk", "pending", "reverted", "declined", "failed"];

/// Where the columns are.
struct Table {
    booked: usize,
    amount: Option<usize>,
    came: Option<usize>,
    went: Option<usize>,
    sign: Option<usize>,
    currency: Option<usize>,
    payer: Option<usize>,
    payer_iban: Option<usize>,
    text: Option<usize>,
    bank_ref: Option<usize>,
    status: Option<usize>,
}

/// Reads the lines below the first that names a column with days and one with amounts.
pub(super) fn read(text: &str, currency: Currency) -> Result<Statement, StatementError> {
    for separator in SEPARATORS {
        let mut records = ReaderBuilder::new()
            .delimiter(separator)
            .has_headers(false)
            .flexible(true)
            .from_reader(text.as_bytes())
            .into_records();
        let table = records.by_ref().take(LINES_ABOVE_MAX).flatten().find_map(|record| Table::of(&record));
        if let Some(table) = table {
            return table.read(records, currency);
        }
    }
    Err(StatementError::NoColumns)
}

impl Table {
    fn of(names: &StringRecord) -> Option<Self> {
        let squeezed: Vec<String> = names.iter().map(squeeze).collect();
        let find = |known: &[&str]| {
            known.iter().find_map(|name| squeezed.iter().position(|squeezed| squeezed == name))
        };
        let (amount, came) = (find(AMOUNT), find(CAME));
        if amount.or(came).is_none() || squeezed.len() < 2 {
            return None;
        }
        Some(Self {
            booked: find(BOOKED)?,
            amount,
            came,
            went: find(WENT),
            sign: find(SIGN),
            currency: find(CURRENCY),
            payer: find(PAYER),
            payer_iban: find(PAYER_IBAN),
            text: find(TEXT),
            bank_ref: find(BANK_REF),
            status: find(STATUS),
        })
    }

    fn read(
        &self,
        records: impl Iterator<Item = csv::Result<StringRecord>>,
        currency: Currency,
    ) -> Result<Statement, StatementError> {
        let mut statement = Statement::default();
        for (at, record) in records.enumerate() {
            let record = record.map_err(|_| StatementError::BadLine { line: at + 1 })?;
            let line = record.position().map_or(at + 1, |position| position.line() as usize);
            // A sum or a note below the entries has no day.
            if record.iter().filter(|cell| !cell.trim().is_empty()).count() < 2
                || record.get(self.booked).is_none_or(|day| day.trim().is_empty())
            {
                continue;
            }
            match self.entry(&record, currency) {
                None => return Err(StatementError::BadLine { line }),
                Some(entry) if entry.amount_minor > 0 && self.counts(&record, currency) => {
                    statement.entries.push(entry);
                }
                Some(_) => statement.passed_over += 1,
            }
            if statement.entries.len() + statement.passed_over > STATEMENT_ENTRIES_MAX {
                return Err(StatementError::TooMany);
            }
        }
        Ok(statement)
    }

    /// Whether it is booked, and in the account's currency.
    fn counts(&self, record: &StringRecord, currency: Currency) -> bool {
        let cell = |column: Option<usize>| column.and_then(|at| record.get(at)).unwrap_or_default().trim();
        let code = cell(self.currency);
        let status = cell(self.status).to_lowercase();
        (code.is_empty() || code == "€" || code.eq_ignore_ascii_case(currency.code()))
            && !NOT_BOOKED.iter().any(|word| status.contains(word))
    }

    fn entry(&self, record: &StringRecord, currency: Currency) -> Option<Entry> {
        let cell = |column: Option<usize>| column.and_then(|at| record.get(at)).unwrap_or_default().trim();
        let text = |column| cell(column).to_owned();
        Some(Entry {
            booked_on: parse_day(record.get(self.booked)?)?,
            amount_minor: self.amount(record, currency)?,
            payer: text(self.payer),
            payer_iban: text(self.payer_iban),
            text: text(self.text),
            bank_ref: text(self.bank_ref),
        })
    }

    /// What came in; below zero: went out.
    fn amount(&self, record: &StringRecord, currency: Currency) -> Option<i64> {
        let cell = |column: Option<usize>| column.and_then(|at| record.get(at)).unwrap_or_default().trim();
        let Some(amount) = self.amount else {
            let (came, went) = (cell(self.came), cell(self.went));
            return match (came, went) {
                ("", "") => None,
                ("", went) => parse_amount(went, currency).map(|minor| -minor.abs()),
                (came, _) => parse_amount(came, currency),
            };
        };
        let minor = parse_amount(record.get(amount)?, currency)?;
        let went = matches!(cell(self.sign).to_lowercase().as_str(), "s" | "soll" | "d" | "dbit" | "debit");
        Some(if went { -minor.abs() } else { minor })
    }
}

/// A column's name as letters and digits only, umlauts written out.
fn squeeze(name: &str) -> String {
    let lower = name.to_lowercase();
    let written = lower.replace('ä', "ae").replace('ö', "oe").replace('ü', "ue").replace('ß', "ss");
    written.chars().filter(char::is_ascii_alphanumeric).collect()
}
