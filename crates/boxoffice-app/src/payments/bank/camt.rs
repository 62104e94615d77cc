//! Statements as CAMT.053 (ISO 20022), whatever its version: elements are told apart by their local names and by
//! where they stand. Document types and entities of a file's own are refused, so nothing can be made to grow.

use boxoffice_domain::bank::account::Iban;
use boxoffice_domain::bank::statement::{Entry, parse_amount, parse_day};
use boxoffice_domain::limits::STATEMENT_ENTRIES_MAX;
use boxoffice_domain::money::Currency;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::read::{Statement, StatementError};

/// Deepest nesting; the schema needs fifteen.
const DEPTH_MAX: usize = 40;

/// One movement inside of an entry.
#[derive(Default)]
struct Detail {
    amount: String,
    currency: String,
    payer: String,
    payer_iban: String,
    text: String,
    reference: String,
    bank_ref: String,
}

/// An entry being read.
#[derive(Default)]
struct Raw {
    amount: String,
    currency: String,
    came: bool,
    reversal: bool,
    status: String,
    booked_on: String,
    bank_ref: String,
    details: Vec<Detail>,
}

struct Camt<'a> {
    iban: &'a Iban,
    currency: Currency,
    path: Vec<String>,
    raw: Raw,
    statement: Statement,
    is_statement: bool,
    /// The entry's number, for refusals.
    number: usize,
}

/// Reads the statements of a file, all of which must be of this account.
pub(super) fn read(text: &str, iban: &Iban, currency: Currency) -> Result<Statement, StatementError> {
    let mut camt = Camt {
        iban,
        currency,
        path: Vec::new(),
        raw: Raw::default(),
        statement: Statement::default(),
        is_statement: false,
        number: 0,
    };
    let mut reader = Reader::from_str(text);
    loop {
        match reader.read_event().map_err(|_| StatementError::BadXml)? {
            Event::Start(start) => camt.open(&start)?,
            Event::Empty(start) => {
                camt.open(&start)?;
                camt.close()?;
            }
            Event::End(_) => camt.close()?,
            Event::Text(text) => camt.say(&text)?,
            Event::CData(text) => camt.say(&text)?,
            Event::GeneralRef(reference) => {
                let known = match &*reference {
                    "amp" => Some('&'),
                    "lt" => Some('<'),
                    "gt" => Some('>'),
                    "quot" => Some('"'),
                    "apos" => Some('\''),
                    _ => reference.resolve_char_ref().map_err(|_| StatementError::BadXml)?,
                };
                let letter = known.ok_or(StatementError::BadXml)?;
                camt.say(letter.encode_utf8(&mut [0; 4]))?;
            }
            Event::DocType(_) => return Err(StatementError::BadXml),
            Event::Eof => break,
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
        }
    }
    if !camt.path.is_empty() {
        return Err(StatementError::BadXml);
    }
    if camt.is_statement { Ok(camt.statement) } else { Err(StatementError::NotCamt) }
}

impl Camt<'_> {
    fn open(&mut self, start: &BytesStart<'_>) -> Result<(), StatementError> {
        let name = local(start.name().into_inner());
        if self.path.len() >= DEPTH_MAX {
            return Err(StatementError::BadXml);
        }
        self.path.push(name.to_owned());
        match name {
            "BkToCstmrStmt" => self.is_statement = true,
            "Ntry" => {
                self.number += 1;
                self.raw = Raw::default();
            }
            "TxDtls" if self.is_in("NtryDtls") => self.raw.details.push(Detail::default()),
            "Amt" => {
                let currency = start.try_get_attribute("Ccy").map_err(|_| StatementError::BadXml)?;
                let currency = currency.map(|found| found.value.to_string()).unwrap_or_default();
                match self.tail() {
                    ["Ntry", "Amt"] => self.raw.currency = currency,
                    ["TxDtls" | "TxAmt", "Amt"] => {
                        if let Some(detail) = self.raw.details.last_mut() {
                            detail.currency = currency;
                        }
                    }
                    _ => {}
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn close(&mut self) -> Result<(), StatementError> {
        let Some(name) = self.path.pop() else { return Err(StatementError::BadXml) };
        if name == "Ntry" { self.keep() } else { Ok(()) }
    }

    fn is_in(&self, name: &str) -> bool {
        self.path.iter().any(|step| step == name)
    }

    /// The last two steps of the way here.
    fn tail(&self) -> [&str; 2] {
        match &self.path[..] {
            [.., before, last] => [before.as_str(), last.as_str()],
            [last] => ["", last.as_str()],
            [] => ["", ""],
        }
    }

    fn say(&mut self, text: &str) -> Result<(), StatementError> {
        if text.trim().is_empty() {
            return Ok(());
        }
        let tail = [self.tail()[0].to_owned(), self.tail()[1].to_owned()];
        let tail = [tail[0].as_str(), tail[1].as_str()];
        if !self.is_in("Ntry") {
            let of_account = self.is_in("Stmt") && self.is_in("Acct") && tail == ["Id", "IBAN"];
            let is_other = || Iban::parse(text).map_or(true, |found| found != *self.iban);
            return if of_account && is_other() { Err(StatementError::OtherAccount) } else { Ok(()) };
        }
        if self.is_in("TxDtls") {
            self.say_of_detail(tail, text);
        } else {
            self.say_of_entry(tail, text);
        }
        Ok(())
    }

    fn say_of_entry(&mut self, tail: [&str; 2], text: &str) {
        let raw = &mut self.raw;
        match tail {
            ["Ntry", "Amt"] => raw.amount.push_str(text),
            ["Ntry", "CdtDbtInd"] => raw.came = text.trim() == "CRDT",
            ["Ntry", "RvslInd"] => raw.reversal = text.trim() == "true",
            ["Ntry", "Sts"] | ["Sts", "Cd"] => raw.status.push_str(text.trim()),
            ["BookgDt", _] => raw.booked_on.push_str(text),
            ["Ntry", "AcctSvcrRef"] => raw.bank_ref.push_str(text),
            _ => {}
        }
    }

    fn say_of_detail(&mut self, tail: [&str; 2], text: &str) {
        let of_payer = self.is_in("Dbtr") && !self.is_in("UltmtDbtr");
        let Some(detail) = self.raw.details.last_mut() else { return };
        match tail {
            ["TxDtls", "Amt"] => detail.amount = text.to_owned(),
            ["TxAmt", "Amt"] if detail.amount.is_empty() => detail.amount = text.to_owned(),
            ["Dbtr" | "Pty", "Nm"] if of_payer => detail.payer.push_str(text),
            ["Id", "IBAN"] if self.path.iter().any(|step| step == "DbtrAcct") => {
                detail.payer_iban.push_str(text);
            }
            ["RmtInf", "Ustrd"] => {
                detail.text.push_str(text);
                detail.text.push(' ');
            }
            ["CdtrRefInf", "Ref"] => detail.reference.push_str(text),
            ["Refs", "AcctSvcrRef"] => detail.bank_ref.push_str(text),
            _ => {}
        }
    }

    /// The entry is whole: one for each of its movements, where their amounts add up to its own.
    fn keep(&mut self) -> Result<(), StatementError> {
        let raw = std::mem::take(&mut self.raw);
        let broken = StatementError::BadLine { line: self.number };
        let minor = |amount: &str| parse_amount(amount, self.currency);
        let whole = minor(&raw.amount).ok_or_else(|| broken.clone())?;
        let booked = raw.status.is_empty() || raw.status.starts_with("BOOK");
        if !raw.came || raw.reversal || !booked || raw.currency != self.currency.code() {
            self.statement.passed_over += 1;
            return self.check_length();
        }
        let booked_on = parse_day(&raw.booked_on).ok_or(broken)?;
        let parts: Option<Vec<i64>> = raw
            .details
            .iter()
            .map(|detail| minor(&detail.amount).filter(|_| detail.currency == raw.currency))
            .collect();
        let parts = parts.filter(|parts| parts.len() > 1 && parts.iter().sum::<i64>() == whole);
        let Some(parts) = parts else {
            let detail = raw.details.into_iter().reduce(join).unwrap_or_default();
            let own = detail.bank_ref.trim();
            let bank_ref = if raw.bank_ref.trim().is_empty() { own } else { raw.bank_ref.trim() }.to_owned();
            self.statement.entries.push(entry(detail, &booked_on, whole, bank_ref));
            return self.check_length();
        };
        for (at, (detail, part)) in raw.details.into_iter().zip(parts).enumerate() {
            let bank_ref = match (detail.bank_ref.trim(), raw.bank_ref.trim()) {
                ("", "") => String::new(),
                ("", of_entry) => format!("{of_entry}/{}", at + 1),
                (own, _) => own.to_owned(),
            };
            self.statement.entries.push(entry(detail, &booked_on, part, bank_ref));
        }
        self.check_length()
    }

    fn check_length(&self) -> Result<(), StatementError> {
        let entries = self.statement.entries.len() + self.statement.passed_over;
        if entries > STATEMENT_ENTRIES_MAX { Err(StatementError::TooMany) } else { Ok(()) }
    }
}

fn entry(detail: Detail, booked_on: &str, amount_minor: i64, bank_ref: String) -> Entry {
    Entry {
        booked_on: booked_on.to_owned(),
        amount_minor,
        payer: detail.payer,
        payer_iban: detail.payer_iban,
        text: format!("{} {}", detail.reference, detail.text).trim().to_owned(),
        bank_ref,
    }
}

/// Movements that do not add up are shown as one.
fn join(a: Detail, b: Detail) -> Detail {
    Detail { text: format!("{} {} {}", a.text, b.reference, b.text), ..a }
}

/// A name without its prefix.
fn local(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}
