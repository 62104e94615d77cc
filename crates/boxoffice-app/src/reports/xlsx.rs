//! Lists as spreadsheets with typed cells: amounts are numbers with their currency's decimals, times are times, and a
//! text is a text whatever it begins with, so nothing that people typed can become a formula.

use boxoffice_domain::money::Money;
use boxoffice_domain::time::{Time, Zone};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

/// Longest text of a cell, in characters: what spreadsheets take.
const TEXT_CHARS_MAX: usize = 32_000;
/// Width of a column, in letters.
const COLUMN_LETTERS: f64 = 18.0;

/// A cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    /// Nothing.
    Empty,
    /// A text, never a formula.
    Text(String),
    /// An amount, as a number in whole units of its currency.
    Amount(Money),
    /// A local time: `2027-03-31T19:30`.
    Local(String),
    /// A whole number.
    Number(i64),
}

impl Cell {
    /// A text.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// A time on the clocks of a zone; nothing where there is none.
    pub fn time(time: Option<Time>, zone: &Zone) -> Self {
        time.map_or(Self::Empty, |time| Self::Local(zone.local_input(time)))
    }
}

/// A sheet could not be written.
#[derive(Debug, thiserror::Error)]
#[error("the spreadsheet could not be written: {0}")]
pub struct SheetError(#[from] XlsxError);

/// The file of one sheet with a line of headings.
pub fn sheet(headings: &[&str], rows: &[Vec<Cell>], now: Time) -> Result<Vec<u8>, SheetError> {
    let mut workbook = Workbook::new();
    let made = ExcelDateTime::from_timestamp(now.seconds())?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&made));
    let bold = Format::new().set_bold();
    let worksheet = workbook.add_worksheet();
    worksheet.set_freeze_panes(1, 0)?;
    for (column, heading) in (0_u16..).zip(headings) {
        worksheet.set_column_width(column, COLUMN_LETTERS)?;
        worksheet.write_string_with_format(0, column, *heading, &bold)?;
    }
    for (row, cells) in (1_u32..).zip(rows) {
        for (column, cell) in (0_u16..).zip(cells) {
            write(worksheet, row, column, cell)?;
        }
    }
    Ok(workbook.save_to_buffer()?)
}

fn write(worksheet: &mut Worksheet, row: u32, column: u16, cell: &Cell) -> Result<(), XlsxError> {
    match cell {
        Cell::Empty => {}
        Cell::Text(text) => {
            let clean = text.chars().filter(|letter| !letter.is_control() || *letter == '\n');
            worksheet.write_string(row, column, clean.take(TEXT_CHARS_MAX).collect::<String>())?;
        }
        Cell::Amount(money) => {
            let decimals = money.currency.decimals();
            // Exact to the last unit for every amount that limits.rs lets anybody charge.
            let amount = money.minor as f64 / 10_f64.powi(decimals as i32);
            let zeros = "0".repeat(decimals as usize);
            let pattern = if decimals == 0 { "#,##0".to_owned() } else { format!("#,##0.{zeros}") };
            worksheet.write_number_with_format(
                row,
                column,
                amount,
                &Format::new().set_num_format(pattern),
            )?;
        }
        Cell::Local(local) => {
            let format = Format::new().set_num_format("yyyy-mm-dd hh:mm");
            match ExcelDateTime::parse_from_str(local) {
                Ok(time) => worksheet.write_datetime_with_format(row, column, &time, &format)?,
                Err(_) => worksheet.write_string(row, column, local.as_str())?,
            };
        }
        Cell::Number(number) => {
            worksheet.write_number(row, column, *number as f64)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::process::Command;

    use boxoffice_domain::money::Currency;

    use super::*;

    /// A part of the file, which is a zip.
    fn part(file: &[u8], name: &str) -> String {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("sheet.xlsx");
        std::fs::write(&path, file).expect("written");
        let script =
            "import sys,zipfile; sys.stdout.write(zipfile.ZipFile(sys.argv[1]).read(sys.argv[2]).decode())";
        let done =
            Command::new("python3").args(["-c", script]).arg(&path).arg(name).output().expect("python3");
        String::from_utf8(done.stdout).expect("text")
    }

    #[test]
    fn cells_have_their_types_and_texts_are_never_formulas() {
        let zone = Zone::named("Europe/Berlin").expect("a zone");
        let at = zone.local("2027-03-31T19:30").expect("a time");
        let yen = "JPY".parse().expect("a currency");
        let rows = vec![vec![
            Cell::text("=1+1"),
            Cell::Amount(Money::new(123_450, Currency::EUR)),
            Cell::Amount(Money::new(-980, yen)),
            Cell::time(Some(at), &zone),
            Cell::time(None, &zone),
            Cell::Number(3),
        ]];
        let file = sheet(&["Text", "Euro", "Yen", "Time", "None", "Number"], &rows, at).expect("a file");
        let cells = part(&file, "xl/worksheets/sheet1.xml");
        assert!(!cells.contains("<f>"), "{cells}");
        assert!(cells.contains("<v>1234.5</v>") && cells.contains("<v>-980</v>"), "{cells}");
        // Day 46477 of the spreadsheets' calendar, and 19:30 of it.
        assert!(cells.contains("<v>46477.8125</v>"), "{cells}");
        assert!(part(&file, "xl/sharedStrings.xml").contains("=1+1"));
        let styles = part(&file, "xl/styles.xml");
        assert!(styles.contains("yyyy\\-mm\\-dd") || styles.contains("yyyy-mm-dd"), "{styles}");
        assert_eq!(
            file,
            sheet(&["Text", "Euro", "Yen", "Time", "None", "Number"], &rows, at).expect("again")
        );
    }
}
