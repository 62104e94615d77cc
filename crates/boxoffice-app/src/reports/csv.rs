//! Lists as CSV (RFC 4180), safe to open in a spreadsheet: what a program could read as a formula is marked as text.

/// What spreadsheets begin a formula with, ASCII and full-width.
const BEGINS_FORMULA: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];

/// One line, ended as the format wants it.
pub fn line<T: AsRef<str>>(cells: impl IntoIterator<Item = T>) -> String {
    let mut line = String::new();
    for (number, cell) in cells.into_iter().enumerate() {
        if number > 0 {
            line.push(',');
        }
        push_cell(&mut line, cell.as_ref());
    }
    line + "\r\n"
}

fn push_cell(line: &mut String, cell: &str) {
    let marked = is_formula(cell);
    let quoted =
        marked || cell.contains(['"', ',', '\r', '\n']) || cell.starts_with(' ') || cell.ends_with(' ');
    if !quoted {
        line.push_str(cell);
        return;
    }
    line.push('"');
    if marked {
        line.push('\'');
    }
    for letter in cell.chars() {
        if letter == '"' {
            line.push('"');
        }
        line.push(letter);
    }
    line.push('"');
}

/// Whether a spreadsheet could read it as a formula. Some pass over white space first, and some over a line's end.
fn is_formula(cell: &str) -> bool {
    let leads = |letter: char| letter.is_whitespace() || letter.is_control() || letter == '\u{feff}';
    cell.starts_with(['\t', '\r', '\n']) || cell.trim_start_matches(leads).starts_with(BEGINS_FORMULA)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_cells_stay_as_they_are() {
        assert_eq!(line(["Ada", "ada@example.org", "12.50"]), "Ada,ada@example.org,12.50\r\n");
        assert_eq!(line(["Zoë, \"Z\"", "two\nlines"]), "\"Zoë, \"\"Z\"\"\",\"two\nlines\"\r\n");
    }

    #[test]
    fn formulas_are_marked_as_text() {
        for cell in [
            "=1+1",
            "+1",
            "-1",
            "@SUM(A1)",
            "\t=1",
            "\r=1",
            "\n=1",
            " =1",
            "\u{a0}=1",
            "\u{feff}=1",
            "\tAda",
            "\rAda",
            "＝1+1",
            "＋1",
            "－1",
            "＠x",
            "\u{3000}＝1",
            "\u{0}=1",
        ] {
            assert_eq!(line([cell]), format!("\"'{cell}\"\r\n"), "{cell:?}");
        }
        assert_eq!(line(["=HYPERLINK(\"http://x\")"]), "\"'=HYPERLINK(\"\"http://x\"\")\"\r\n");
    }
}
