//! Many more events than the real ones, made of them, and what people type to find them: words, beginnings, slips.
//! Everything follows from the table, so that every run asks the same.

use std::fmt::Write as _;

/// Rows that one table may have, and stay below the limits of an import.
const ROWS_MAX: usize = 40_000;
/// The shortest word that people misspell rather than mistype.
const SLIP_CHARS_MIN: usize = 5;

/// So often a title has a word of its own.
const COINED_EVERY: usize = 5;

/// A row of the table of conferences.
pub(crate) struct Row {
    cells: Vec<String>,
}

/// Title, category, first day, last day, city, country, online, address.
const COLUMNS: usize = 8;
const TITLE: usize = 0;
const DAYS: [usize; 2] = [2, 3];
const CITY: usize = 4;
const COUNTRY: usize = 5;

impl Row {
    fn title_word(&self) -> &str {
        let words = self.cells[TITLE].split(|letter: char| !letter.is_alphanumeric());
        words.max_by_key(|word| word.chars().count()).unwrap_or_default()
    }
}

/// Reads the table.
pub(crate) fn read(table: &str) -> Vec<Row> {
    let rows: Vec<Row> = table.lines().skip(1).map(|line| Row { cells: cells(line) }).collect();
    assert!(rows.iter().all(|row| row.cells.len() == COLUMNS), "a row has another form");
    rows
}

fn cells(line: &str) -> Vec<String> {
    let (mut cells, mut quoted) = (vec![String::new()], false);
    for letter in line.chars() {
        match (letter, quoted) {
            ('"', _) => quoted = !quoted,
            (',', false) => cells.push(String::new()),
            _ => cells.last_mut().expect("a cell").push(letter),
        }
    }
    cells
}

/// As many more events, as tables to import: the real ones again in other years, half of them still to come, every
/// fifth with a coined word in its title: among 100,000 such events are five times as many words as among 6,000, which
/// is how the vocabulary of the real ones grows.
pub(crate) fn multiplied(rows: &[Row], count: usize) -> Vec<String> {
    let numbers: Vec<usize> = (0..count).collect();
    let tables = numbers.chunks(ROWS_MAX).map(|numbers| {
        let mut table = String::from("title,category,starts_on,ends_on,city,country,online,url\n");
        for number in numbers {
            write_row(&mut table, rows, *number);
        }
        table
    });
    tables.collect()
}

fn write_row(table: &mut String, rows: &[Row], number: usize) {
    let row = &rows[number % rows.len()];
    let round = number / rows.len() + 1;
    for (at, cell) in row.cells.iter().enumerate() {
        let gap = if at == 0 { "" } else { "," };
        let cell = match at {
            TITLE if number.is_multiple_of(COINED_EVERY) => {
                format!("{cell} {} edition {round}", coined(rows, number))
            }
            TITLE => format!("{cell} edition {round}"),
            _ if DAYS.contains(&at) => in_other_year(cell, round),
            _ => cell.clone(),
        };
        write!(table, "{gap}\"{cell}\"").expect("a string takes all");
    }
    table.push('\n');
}

/// Later and earlier by turns, and by four years, so that leap days stay days.
fn in_other_year(day: &str, round: usize) -> String {
    let years = 4 * round.div_ceil(2);
    match day.split_once('-').and_then(|(year, rest)| Some((year.parse::<usize>().ok()?, rest))) {
        Some((year, rest)) if round.is_multiple_of(2) => format!("{}-{rest}", year - years),
        Some((year, rest)) => format!("{}-{rest}", year + years),
        None => day.to_owned(),
    }
}

/// The beginning of one word and the end of another.
fn coined(rows: &[Row], number: usize) -> String {
    let word = |at: usize| -> Vec<char> { rows[at % rows.len()].title_word().chars().collect() };
    let (one, other) = (word(number * 7 + 3), word(number * 31 + number / rows.len()));
    one[..one.len().div_ceil(2)].iter().chain(&other[other.len() / 2..]).collect()
}

/// What people type, spread over the whole table: as it is, unfinished, misspelt, with the place, hardly begun, and what
/// nobody has.
pub(crate) fn queries(rows: &[Row], count: usize) -> Vec<String> {
    let kinds = 9;
    let step = (rows.len() * kinds / count).max(1);
    let mut queries: Vec<String> = rows.iter().step_by(step).flat_map(of_row).collect();
    queries.extend(["c", "conf", "edition", "javascript", "online", "qwxzk", ""].map(str::to_owned));
    queries
}

fn of_row(row: &Row) -> Vec<String> {
    let (word, city, country) = (row.title_word(), &row.cells[CITY], &row.cells[COUNTRY]);
    vec![
        row.cells[TITLE].clone(),
        word.to_owned(),
        beginning(word, 4),
        beginning(word, 2),
        dropped(word),
        swapped(word),
        swapped(city),
        city.clone(),
        format!("{} {}", beginning(word, 5), beginning(country, 4)),
    ]
}

fn beginning(word: &str, chars: usize) -> String {
    word.chars().take(chars).collect()
}

/// Without its middle letter.
fn dropped(word: &str) -> String {
    let letters: Vec<char> = word.chars().collect();
    let middle = if letters.len() < SLIP_CHARS_MIN { usize::MAX } else { letters.len() / 2 };
    letters.iter().enumerate().filter(|(at, _)| *at != middle).map(|(_, letter)| letter).collect()
}

/// With two letters of its middle the wrong way round.
fn swapped(word: &str) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    if letters.len() >= SLIP_CHARS_MIN {
        let middle = letters.len() / 2;
        letters.swap(middle - 1, middle);
    }
    letters.into_iter().collect()
}
