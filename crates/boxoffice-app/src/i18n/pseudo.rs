//! The pseudo-language: English with accents, 40 % longer, so that a forgotten string, a cut label or a
//! left-bound margin shows itself before a translator does.

use std::borrow::Cow;

/// Stretches one run of text. Blank runs stay, because they only join variables.
pub(super) fn stretch(text: &str) -> Cow<'_, str> {
    if !text.chars().any(char::is_alphabetic) {
        return Cow::Borrowed(text);
    }
    let mut stretched: String = text.chars().map(accent).collect();
    let missing = text.chars().count() * 2 / 5 + 1;
    stretched.push_str(&"~".repeat(missing));
    Cow::Owned(stretched)
}

fn accent(letter: char) -> char {
    match letter {
        'a' => 'á',
        'e' => 'é',
        'i' => 'í',
        'o' => 'ó',
        'u' => 'ú',
        'n' => 'ñ',
        'c' => 'ç',
        'y' => 'ý',
        'A' => 'Á',
        'E' => 'É',
        'O' => 'Ó',
        'S' => 'Š',
        other => other,
    }
}
