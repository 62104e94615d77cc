//! One normaliser for everything that is searched or compared as people write it.
//! It feeds both databases and the queries, so "st johns" finds "St. John's" and "wroclaw" finds "Wrocław".

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The words of a text in lower case, without marks, punctuation and typographic variants, one space apart.
pub fn normalise(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut words = String::with_capacity(text.len());
    for (at, &c) in chars.iter().enumerate() {
        if is_apostrophe(c) || (c == '.' && joins_an_acronym(&chars, at)) {
            continue;
        }
        for lower in std::iter::once(c).nfkd().flat_map(char::to_lowercase) {
            push_plain(&mut words, lower);
        }
    }
    words.truncate(words.trim_end().len());
    words
}

/// A text as part of an address: `Città di Notte` becomes `citta-di-notte`. At most `max` bytes, never empty.
pub fn slugify(text: &str, max: usize) -> String {
    let mut slug = String::new();
    for word in normalise(text).split(' ') {
        let word: String = word.chars().filter(char::is_ascii_alphanumeric).collect();
        let gap = usize::from(!slug.is_empty());
        if word.is_empty() || slug.len() + gap + word.len() > max {
            continue;
        }
        if gap == 1 {
            slug.push('-');
        }
        slug.push_str(&word);
    }
    if slug.is_empty() { "event".into() } else { slug }
}

/// How many letters must be changed, added, dropped or swapped with their neighbour to turn one into the other;
/// none when it is more than `max`.
pub fn distance(a: &str, b: &str, max: usize) -> Option<usize> {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    if a.len().abs_diff(b.len()) > max {
        return None;
    }
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut row = vec![i];
        for j in 1..=b.len() {
            let changed = last[j - 1] + usize::from(a[i - 1] != b[j - 1]);
            let mut best = changed.min(last[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                best = best.min(before[j - 2] + 1);
            }
            row.push(best);
        }
        before = std::mem::replace(&mut last, row);
    }
    last.last().copied().filter(|steps| *steps <= max)
}

/// The three-letter pieces of a normalised word, with its ends marked by spaces.
pub fn trigrams(word: &str) -> Vec<String> {
    let padded: Vec<char> = std::iter::once(' ').chain(word.chars()).chain(std::iter::once(' ')).collect();
    padded.windows(3).map(|three| three.iter().collect()).collect()
}

fn is_apostrophe(c: char) -> bool {
    matches!(
        c,
        '\'' | '\u{2018}' | '\u{2019}' | '\u{201b}' | '\u{2bc}' | '\u{2b9}' | '`' | '\u{b4}' | '\u{2032}'
    )
}

// The point in `U.S.A.` joins single letters; the one in `node.js` or `J.Smith` parts words.
fn joins_an_acronym(chars: &[char], at: usize) -> bool {
    let letter = |i: usize| chars.get(i).is_some_and(|c| c.is_alphabetic());
    let before = at.checked_sub(1).is_some_and(letter) && !at.checked_sub(2).is_some_and(letter);
    before && letter(at + 1) && !letter(at + 2)
}

fn push_plain(words: &mut String, c: char) {
    match c {
        'ß' => words.push_str("ss"),
        'æ' => words.push_str("ae"),
        'œ' => words.push_str("oe"),
        'þ' => words.push_str("th"),
        'ø' => words.push('o'),
        'ł' => words.push('l'),
        'đ' | 'ð' => words.push('d'),
        'ħ' => words.push('h'),
        'ı' => words.push('i'),
        'ς' => words.push('σ'),
        _ => push_letter(words, c),
    }
}

fn push_letter(words: &mut String, c: char) {
    // Some letters only show their apostrophe once they are decomposed.
    if is_combining_mark(c) || is_apostrophe(c) {
        return;
    }
    if !c.is_alphanumeric() {
        push_gap(words);
    } else if is_written_without_spaces(c) {
        // Each such letter is a word of its own, so that a query may begin anywhere.
        push_gap(words);
        words.push(c);
        words.push(' ');
    } else {
        words.push(c);
    }
}

fn push_gap(words: &mut String) {
    if !words.is_empty() && !words.ends_with(' ') {
        words.push(' ');
    }
}

fn is_written_without_spaces(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{20000}'..='\u{2ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn people_type_without_marks_and_points() {
        for (written, normal) in [
            ("St. John's", "st johns"),
            ("St. John\u{2019}s", "st johns"),
            ("Wrocław", "wroclaw"),
            ("NÜRNBERG", "nurnberg"),
            ("Straße Ærø", "strasse aero"),
            ("İstanbul ılık", "istanbul ilik"),
            ("U.S.A.", "usa"),
            ("Node.js  Conf — 2024", "node js conf 2024"),
            ("ﬁne ①", "fine 1"),
            ("東京ライブ", "東 京 ラ イ フ"),
            ("  ", ""),
        ] {
            assert_eq!(normalise(written), normal, "{written}");
        }
    }

    #[test]
    fn a_slug_is_whole_words_and_never_empty() {
        assert_eq!(slugify("Città di Notte!", 60), "citta-di-notte");
        assert_eq!(slugify("one two three", 8), "one-two");
        assert_eq!(slugify("京都", 60), "event");
    }

    #[test]
    fn distance_counts_single_slips() {
        assert_eq!(distance("radiohed", "radiohead", 2), Some(1));
        assert_eq!(distance("wroclav", "wroclaw", 2), Some(1));
        assert_eq!(distance("abdc", "abcd", 2), Some(1));
        assert_eq!(distance("berlin", "munich", 2), None);
    }

    proptest! {
        #[test]
        fn normalising_twice_changes_nothing(text in "\\PC{0,40}") {
            let once = normalise(&text);
            prop_assert_eq!(normalise(&once), once);
        }
    }
}
