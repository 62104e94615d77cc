//! Reads descriptions of places as people write them: `Stalls, rows A–R, 24 seats; Floor standing 500`.
//! One area per line or semicolon; lines with the same name add rows to the same area.

use crate::limits;

/// A section of numbered seats or a counted standing area.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AreaPlan {
    /// Its name.
    pub name: String,
    /// What is in it.
    pub places: Places,
}

/// The places of an area.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Places {
    /// So many, counted.
    Standing(i64),
    /// Numbered, front to back.
    Seated(Vec<Row>),
}

/// A row of numbered seats.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Its label.
    pub label: String,
    /// The labels of its seats, in order.
    pub seats: Vec<String>,
}

impl AreaPlan {
    /// How many places it has.
    pub fn capacity(&self) -> i64 {
        match &self.places {
            Places::Standing(capacity) => *capacity,
            Places::Seated(rows) => rows.iter().map(|row| row.seats.len() as i64).sum(),
        }
    }

    /// How many numbered seats it has.
    pub fn seat_count(&self) -> usize {
        match &self.places {
            Places::Standing(_) => 0,
            Places::Seated(rows) => rows.iter().map(|row| row.seats.len()).sum(),
        }
    }
}

/// Why a description of places was not understood.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SeatingError {
    /// A line that says neither rows and seats nor standing.
    #[error("“{line}” is not understood; write “Stalls, rows A–R, 24 seats” or “Floor, standing 500”")]
    NotUnderstood {
        /// The line.
        line: String,
    },
    /// A line without a name.
    #[error("“{line}” needs a name, such as “Stalls, rows A–R, 24 seats”")]
    NoName {
        /// The line.
        line: String,
    },
    /// A range that runs backwards or mixes letters and numbers.
    #[error("“{range}” is not a range from a lower to a higher letter or number")]
    BadRange {
        /// The range.
        range: String,
    },
    /// A number of places out of bounds.
    #[error("“{line}” must have between 1 and {max} places")]
    Capacity {
        /// The line.
        line: String,
        /// The most.
        max: i64,
    },
    /// The same row or area again.
    #[error("{name} is there twice")]
    Twice {
        /// What.
        name: String,
    },
    /// More areas than can be told apart.
    #[error("at most {max} areas")]
    TooManyAreas {
        /// How many there may be.
        max: usize,
    },
    /// More seats than pickers can draw, or more places than a performance may have.
    #[error("at most {max} places in all")]
    TooManyPlaces {
        /// How many there may be.
        max: i64,
    },
}

impl SeatingError {
    /// Its stable name.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotUnderstood { .. } => "seating_not_understood",
            Self::NoName { .. } => "seating_no_name",
            Self::BadRange { .. } => "seating_bad_range",
            Self::Capacity { .. } => "seating_capacity",
            Self::Twice { .. } => "field_twice",
            Self::TooManyAreas { .. } => "seating_too_many_areas",
            Self::TooManyPlaces { .. } => "seating_too_many_places",
        }
    }

    /// What its translation may name.
    pub fn args(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::NotUnderstood { line } | Self::NoName { line } => vec![("line", line.clone())],
            Self::BadRange { range } => vec![("range", range.clone())],
            Self::Capacity { line, max } => vec![("line", line.clone()), ("max", max.to_string())],
            Self::Twice { name } => vec![("name", name.clone())],
            Self::TooManyAreas { max } => vec![("max", max.to_string())],
            Self::TooManyPlaces { max } => vec![("max", max.to_string())],
        }
    }
}

/// Reads a whole description. An empty one has no areas.
pub fn parse(description: &str) -> Result<Vec<AreaPlan>, SeatingError> {
    let mut areas: Vec<AreaPlan> = Vec::new();
    for line in description.split(['\n', ';']).map(str::trim).filter(|line| !line.is_empty()) {
        let area = parse_line(line)?;
        match areas.iter_mut().find(|known| known.name.eq_ignore_ascii_case(&area.name)) {
            None => areas.push(area),
            Some(known) => add_rows(known, area)?,
        }
        check_size(&areas)?;
    }
    Ok(areas)
}

fn check_size(areas: &[AreaPlan]) -> Result<(), SeatingError> {
    if areas.len() > limits::AREAS_PER_PERFORMANCE_MAX {
        return Err(SeatingError::TooManyAreas { max: limits::AREAS_PER_PERFORMANCE_MAX });
    }
    if areas.iter().map(AreaPlan::seat_count).sum::<usize>() > limits::SEATS_PER_PERFORMANCE_MAX {
        return Err(SeatingError::TooManyPlaces { max: limits::SEATS_PER_PERFORMANCE_MAX as i64 });
    }
    if areas.iter().map(AreaPlan::capacity).sum::<i64>() > limits::CAPACITY_MAX {
        return Err(SeatingError::TooManyPlaces { max: limits::CAPACITY_MAX });
    }
    Ok(())
}

fn add_rows(known: &mut AreaPlan, area: AreaPlan) -> Result<(), SeatingError> {
    let (Places::Seated(rows), Places::Seated(more)) = (&mut known.places, area.places) else {
        return Err(SeatingError::Twice { name: area.name });
    };
    for row in more {
        if rows.iter().any(|known| known.label == row.label) {
            return Err(SeatingError::Twice { name: format!("{}, {}", area.name, row.label) });
        }
        rows.push(row);
    }
    Ok(())
}

const ROW_WORDS: &[&str] = &["row", "rows", "reihe", "reihen"];
const SEAT_WORDS: &[&str] = &["seat", "seats", "sitz", "sitze", "sitzplätze", "platz", "plätze"];
const STANDING_WORDS: &[&str] = &["standing", "stehplätze", "stehend", "places", "ga"];

fn parse_line(line: &str) -> Result<AreaPlan, SeatingError> {
    let mut words: Vec<Vec<String>> = line.split(',').map(part_words).collect();
    let has = |words: &[Vec<String>], list: &[&str]| words.iter().flatten().any(|word| is_one_of(word, list));
    if has(&words, ROW_WORDS) {
        return parse_seated(line, &words);
    }
    if has(&words, STANDING_WORDS) {
        return parse_standing(line, &mut words);
    }
    Err(SeatingError::NotUnderstood { line: line.to_owned() })
}

/// The words of a part, with every kind of range written as `A-R`.
fn part_words(part: &str) -> Vec<String> {
    let text: String = part.chars().map(|c| if matches!(c, '–' | '—' | '‑') { '-' } else { c }).collect();
    let mut words: Vec<String> = Vec::new();
    for word in text.replace(" - ", "-").split_whitespace() {
        words.push(word.to_owned());
        let [.., from, to, end] = words.as_slice() else { continue };
        if is_one_of(to, &["to", "bis"]) && is_label(from) && is_label(end) {
            let range = format!("{from}-{end}");
            words.truncate(words.len() - 3);
            words.push(range);
        }
    }
    words
}

fn is_one_of(word: &str, list: &[&str]) -> bool {
    list.contains(&word.to_lowercase().as_str())
}

fn is_label(word: &str) -> bool {
    word.bytes().all(|b| b.is_ascii_digit())
        || (word.len() <= 2 && word.bytes().all(|b| b.is_ascii_alphabetic()))
}

fn parse_standing(line: &str, parts: &mut [Vec<String>]) -> Result<AreaPlan, SeatingError> {
    let (mut name, mut capacity) = (Vec::new(), None);
    for part in parts.iter_mut() {
        let standing = part.iter().position(|word| is_one_of(word, STANDING_WORDS));
        if let Some(at) = standing {
            // The number beside the word counts; others belong to the name, as in `Field 2 standing 500`.
            let number =
                [at + 1, at.wrapping_sub(1)].into_iter().find_map(|i| Some((i, count(part.get(i)?)?)));
            let Some((i, value)) = number else { continue };
            capacity = Some(value);
            part.retain({
                let mut index = 0;
                move |_| {
                    index += 1;
                    index - 1 != i && index - 1 != at
                }
            });
        }
        name.append(part);
    }
    let capacity = capacity.ok_or_else(|| SeatingError::NotUnderstood { line: line.to_owned() })?;
    if !(1..=limits::CAPACITY_MAX).contains(&capacity) {
        return Err(SeatingError::Capacity { line: line.to_owned(), max: limits::CAPACITY_MAX });
    }
    Ok(AreaPlan { name: area_name(line, &name)?, places: Places::Standing(capacity) })
}

/// `500`, also written `20,000` by those who leave no space (the comma has split it before) or `20.000`.
fn count(word: &str) -> Option<i64> {
    let digits: String = word.chars().filter(|c| !matches!(c, '.' | '\'' | '_')).collect();
    let plain = !digits.is_empty() && digits.len() <= 12 && digits.bytes().all(|b| b.is_ascii_digit());
    plain.then(|| digits.parse().ok()).flatten()
}

fn area_name(line: &str, words: &[String]) -> Result<String, SeatingError> {
    let name = words.join(" ");
    let known = name.chars().any(char::is_alphanumeric) && name.chars().count() <= limits::NAME_CHARS_MAX;
    if known { Ok(name) } else { Err(SeatingError::NoName { line: line.to_owned() }) }
}

fn parse_seated(line: &str, parts: &[Vec<String>]) -> Result<AreaPlan, SeatingError> {
    let not_understood = || SeatingError::NotUnderstood { line: line.to_owned() };
    let words: Vec<&String> = parts.iter().flatten().collect();
    let at = words.iter().position(|word| is_one_of(word, ROW_WORDS)).ok_or_else(not_understood)?;
    let name = area_name(line, &words[..at].iter().map(|word| (*word).clone()).collect::<Vec<_>>())?;
    let rows = range(words.get(at + 1).ok_or_else(not_understood)?)?;
    let seat_word = words[at + 1..].iter().position(|word| is_one_of(word, SEAT_WORDS)).map(|i| at + 1 + i);
    let seat_word = seat_word.ok_or_else(not_understood)?;
    let before = words.get(seat_word - 1).filter(|_| seat_word - 1 > at + 1);
    let seats = match before.and_then(|word| count(word)) {
        Some(number) if (1..=1_000).contains(&number) => (1..=number).map(|seat| seat.to_string()).collect(),
        Some(_) => return Err(SeatingError::Capacity { line: line.to_owned(), max: 1_000 }),
        None => range(words.get(seat_word + 1).ok_or_else(not_understood)?)?,
    };
    if rows.len().saturating_mul(seats.len()) > limits::SEATS_PER_PERFORMANCE_MAX {
        return Err(SeatingError::TooManyPlaces { max: limits::SEATS_PER_PERFORMANCE_MAX as i64 });
    }
    let rows = rows.into_iter().map(|label| Row { label, seats: seats.clone() }).collect();
    Ok(AreaPlan { name, places: Places::Seated(rows) })
}

/// Longest range of rows or seats.
const RANGE_MAX: usize = 2_000;

/// `A-R`, `A-AC`, `1-20`, or one label alone.
fn range(text: &str) -> Result<Vec<String>, SeatingError> {
    let bad = || SeatingError::BadRange { range: text.to_owned() };
    let (from, to) = text.split_once('-').unwrap_or((text, text));
    let (first, last, letters) = match (count(from), count(to)) {
        (Some(first), Some(last)) => (first as usize, last as usize, false),
        (None, None) => {
            (letters_to_number(from).ok_or_else(bad)?, letters_to_number(to).ok_or_else(bad)?, true)
        }
        _ => return Err(bad()),
    };
    if last < first || last - first >= RANGE_MAX {
        return Err(bad());
    }
    let label = |n: usize| if letters { number_to_letters(n) } else { n.to_string() };
    Ok((first..=last).map(label).collect())
}

/// `A` is 1, `Z` 26, `AA` 27: rows beyond Z go on as spreadsheets do.
fn letters_to_number(text: &str) -> Option<usize> {
    let valid = (1..=2).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphabetic());
    valid.then(|| text.bytes().fold(0, |sum, b| sum * 26 + usize::from(b.to_ascii_uppercase() - b'A') + 1))
}

fn number_to_letters(mut number: usize) -> String {
    let mut letters = Vec::new();
    while number > 0 {
        letters.push(char::from(b'A' + ((number - 1) % 26) as u8));
        number = (number - 1) / 26;
    }
    letters.into_iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn summary(description: &str) -> String {
        match parse(description) {
            Err(error) => error.code().to_owned(),
            Ok(areas) => areas.iter().map(area_summary).collect::<Vec<_>>().join("; "),
        }
    }

    fn area_summary(area: &AreaPlan) -> String {
        match &area.places {
            Places::Standing(capacity) => format!("{}: {capacity}", area.name),
            Places::Seated(rows) => {
                let (first, last) = (&rows[0], &rows[rows.len() - 1]);
                let ends =
                    [first.seats.first(), last.seats.last()].map(|seat| seat.cloned().unwrap_or_default());
                format!(
                    "{}: {} {}{}..{}{}",
                    area.name,
                    area.capacity(),
                    first.label,
                    ends[0],
                    last.label,
                    ends[1]
                )
            }
        }
    }

    #[test]
    fn descriptions_are_read_as_people_write_them() {
        for (description, read) in [
            ("Stalls, rows A–R, 24 seats", "Stalls: 432 A1..R24"),
            ("Stalls rows A to R, 24 seats each", "Stalls: 432 A1..R24"),
            ("Balcony, rows 1-3, seats 10-12", "Balcony: 9 110..312"),
            ("Box, row A, seats 1–4", "Box: 4 A1..A4"),
            ("Upper, rows X-AC, 2 seats", "Upper: 12 X1..AC2"),
            ("Parkett, Reihen A–C, 10 Plätze", "Parkett: 30 A1..C10"),
            ("Floor standing 500", "Floor: 500"),
            ("Floor, standing, 500", "seating_not_understood"),
            ("Floor, 500 standing", "Floor: 500"),
            ("Field 2 standing 20.000", "Field 2: 20000"),
            (
                "Stalls, rows A-B, 2 seats\nStalls, rows C, 3 seats; Pit standing 9",
                "Stalls: 7 A1..C3; Pit: 9",
            ),
            ("Stalls, rows A-B, 2 seats; Stalls, row B, 3 seats", "field_twice"),
            ("Pit standing 9; pit standing 9", "field_twice"),
            ("rows A-B, 2 seats", "seating_no_name"),
            ("Stalls, rows R-A, 2 seats", "seating_bad_range"),
            ("Stalls, rows A-9, 2 seats", "seating_bad_range"),
            ("Stalls, rows A-R", "seating_not_understood"),
            ("Stalls", "seating_not_understood"),
            ("Floor standing 0", "seating_capacity"),
            ("Floor standing 1000001", "seating_capacity"),
            ("Stalls, rows 1-1000, 1000 seats", "seating_too_many_places"),
            ("", ""),
        ] {
            assert_eq!(summary(description), read, "{description}");
        }
    }
}
