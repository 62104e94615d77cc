//! Statements of the kinds that banks give out, and files that mean harm.

use boxoffice_domain::bank::account::Iban;
use boxoffice_domain::limits::{STATEMENT_BYTES_MAX, STATEMENT_ENTRIES_MAX};
use boxoffice_domain::money::Currency;

use super::{Entry, Statement, StatementError, read_statement};

fn read(text: &str) -> Result<Statement, StatementError> {
    read_bytes(text.as_bytes())
}

fn read_bytes(bytes: &[u8]) -> Result<Statement, StatementError> {
    let iban = Iban::parse("DE89370400440532013000").expect("an account number");
    read_statement(bytes, &iban, Currency::EUR)
}

fn entry(amount_minor: i64, payer: &str, payer_iban: &str, text: &str) -> Entry {
    Entry {
        booked_on: "2027-03-31".into(),
        amount_minor,
        payer: payer.into(),
        payer_iban: payer_iban.into(),
        text: text.into(),
        bank_ref: String::new(),
    }
}

#[test]
fn german_tables_with_lines_above_are_read() {
    let text = "\"Umsatzanzeige\";\n\"Konto\";\"DE89 3704 0044 0532 0130 00\"\n\n\
        Buchungstag;Wertstellung;Name Zahlungsbeteiligter;IBAN Zahlungsbeteiligter;Verwendungszweck;Betrag;Waehrung\n\
        31.03.2027;31.03.2027;\"Müller; Ada\";DE02120300000000202051;RF18 AB23 CD45 EF;1.027,05;EUR\n\
        31.03.2027;31.03.2027;Stadtwerke;;Strom;-80,00;EUR\n\
        31.03.2027;31.03.2027;Shop;;Dollar;5,00;USD\n\
        ;;;;Saldo;900,00;EUR\n";
    let statement = read(text).expect("a statement");
    let expected = entry(102_705, "Müller; Ada", "DE02120300000000202051", "RF18 AB23 CD45 EF");
    assert_eq!(statement, Statement { entries: vec![expected], passed_over: 2 });
    let latin: Vec<u8> = text.chars().map(|letter| u8::try_from(letter).unwrap_or(b'?')).collect();
    assert_eq!(read_bytes(&latin), read(text));
}

#[test]
fn english_tables_and_pairs_of_columns_are_read() {
    let english = "Date,Description,Payer,Amount,Currency,Transaction ID,Status\r\n\
        2027-03-31,RF18AB23CD45EF,Ada Example,\"1,027.05\",EUR,T-1,Booked\r\n\
        2027-03-31,RF18AB23CD45EF,Ada Example,5.00,EUR,T-2,Pending\r\n";
    let expected = Entry { bank_ref: "T-1".into(), ..entry(102_705, "Ada Example", "", "RF18AB23CD45EF") };
    assert_eq!(read(english), Ok(Statement { entries: vec![expected], passed_over: 1 }));
    let pairs = "Datum\tVerwendungszweck\tSoll\tHaben\n31.03.27\tMiete\t500,00\t\n31.03.27\tRF18\t\t12,00\n";
    let expected = entry(1_200, "", "", "RF18");
    assert_eq!(read(pairs), Ok(Statement { entries: vec![expected], passed_over: 1 }));
    let signed =
        "Buchungstag;Betrag;Soll/Haben;Verwendungszweck\n31.03.2027;12,00;S;a\n31.03.2027;12,00;H;b\n";
    assert_eq!(read(signed).map(|statement| (statement.entries.len(), statement.passed_over)), Ok((1, 1)));
}

#[test]
fn what_is_no_statement_is_refused() {
    assert_eq!(read(" \n"), Err(StatementError::Empty));
    assert_eq!(read("a;b\n1;2\n"), Err(StatementError::NoColumns));
    assert_eq!(read("Datum;Betrag\nsoon;12,00\n"), Err(StatementError::BadLine { line: 2 }));
    assert_eq!(read("Datum;Betrag\n31.03.2027;viel\n"), Err(StatementError::BadLine { line: 2 }));
    assert_eq!(read(&"x".repeat(STATEMENT_BYTES_MAX + 1)), Err(StatementError::TooLarge));
    let long = "31.03.2027;1,00\n".repeat(STATEMENT_ENTRIES_MAX + 1);
    assert_eq!(read(&format!("Datum;Betrag\n{long}")), Err(StatementError::TooMany));
}

const CAMT: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><GrpHdr><MsgId>1</MsgId></GrpHdr>
<Stmt><Id>1</Id><Acct><Id><IBAN>DE89370400440532013000</IBAN></Id></Acct>
<Bal><Amt Ccy="EUR">5000.00</Amt><CdtDbtInd>CRDT</CdtDbtInd></Bal>
<Ntry><Amt Ccy="EUR">27.05</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2027-03-31</Dt></BookgDt>
<AcctSvcrRef>B-1</AcctSvcrRef><NtryDtls><TxDtls><Refs><EndToEndId>NOTPROVIDED</EndToEndId></Refs>
<RltdPties><Dbtr><Pty><Nm>Ada &amp; Sons</Nm></Pty></Dbtr><DbtrAcct><Id><IBAN>DE02120300000000202051</IBAN></Id></DbtrAcct>
<UltmtDbtr><Pty><Nm>Somebody</Nm></Pty></UltmtDbtr><Cdtr><Pty><Nm>Bell Tower</Nm></Pty></Cdtr></RltdPties>
<RmtInf><Ustrd>RF18 AB23</Ustrd><Ustrd>CD45 EF</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>
<Ntry><Amt Ccy="EUR">30.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts><BookgDt><Dt>2027-03-31</Dt></BookgDt>
<AcctSvcrRef>B-2</AcctSvcrRef><NtryDtls>
<TxDtls><Amt Ccy="EUR">10.00</Amt><RmtInf><Strd><CdtrRefInf><Ref>RF1</Ref></CdtrRefInf></Strd></RmtInf></TxDtls>
<TxDtls><AmtDtls><TxAmt><Amt Ccy="EUR">20.00</Amt></TxAmt></AmtDtls><RmtInf><Ustrd>RF2</Ustrd></RmtInf></TxDtls>
</NtryDtls></Ntry>
<Ntry><Amt Ccy="EUR">9.00</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts>BOOK</Sts><BookgDt><Dt>2027-03-31</Dt></BookgDt></Ntry>
<Ntry><Amt Ccy="EUR">8.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>PDNG</Sts><BookgDt><Dt>2027-03-31</Dt></BookgDt></Ntry>
</Stmt></BkToCstmrStmt></Document>"#;

#[test]
fn camt_is_read_entry_by_entry() {
    let statement = read(CAMT).expect("a statement");
    let with = |bank_ref: &str, entry: Entry| Entry { bank_ref: bank_ref.into(), ..entry };
    let expected = vec![
        with("B-1", entry(2_705, "Ada & Sons", "DE02120300000000202051", "RF18 AB23 CD45 EF")),
        with("B-2/1", entry(1_000, "", "", "RF1")),
        with("B-2/2", entry(2_000, "", "", "RF2")),
    ];
    assert_eq!(statement, Statement { entries: expected, passed_over: 2 });
}

#[test]
fn movements_that_do_not_add_up_stay_one_entry() {
    let statement = read(&CAMT.replace(">10.00<", ">11.00<")).expect("a statement");
    assert_eq!(statement.entries.iter().map(|entry| entry.amount_minor).collect::<Vec<_>>(), [2_705, 3_000]);
}

#[test]
fn another_account_and_xml_that_means_harm_are_refused() {
    let other = CAMT.replacen("DE89370400440532013000", "DE02120300000000202051", 1);
    assert_eq!(read(&other), Err(StatementError::OtherAccount));
    let bomb = "<!DOCTYPE x [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]>";
    assert_eq!(
        read(&CAMT.replacen("<Document", &format!("{bomb}<Document"), 1)),
        Err(StatementError::BadXml)
    );
    assert_eq!(read(&CAMT.replace("&amp;", "&b;")), Err(StatementError::BadXml));
    let file = CAMT.replacen("<Document", "<!DOCTYPE x SYSTEM \"file:///etc/passwd\"><Document", 1);
    assert_eq!(read(&file), Err(StatementError::BadXml));
    assert_eq!(read(&format!("{}{}", "<a>".repeat(100), "</a>".repeat(100))), Err(StatementError::BadXml));
    assert_eq!(read("<Document><Stmt/></Document>"), Err(StatementError::NotCamt));
    assert_eq!(read(&CAMT[..CAMT.len() - 20]), Err(StatementError::BadXml));
    assert_eq!(read("<html><body>Please sign in</body></html>"), Err(StatementError::NotCamt));
}
