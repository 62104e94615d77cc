//! The fonts of printed tickets, parsed once per process: Noto Sans for Latin, Greek and Cyrillic, its sisters
//! for Arabic and Hebrew. Each letter is set in the first font that has it.

use std::sync::LazyLock;

use krilla::text::Font;
use rustybuzz::Face;

/// A font as it shapes and as it is embedded.
pub(super) struct Typeface {
    /// For shaping and measuring.
    pub(super) face: Face<'static>,
    /// For the document.
    pub(super) font: Font,
}

/// Regular or bold.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Weight {
    Regular,
    Bold,
}

/// Fonts of one weight, in the order in which they are asked for a letter.
type Family = Vec<Typeface>;

static REGULAR: LazyLock<Family> = LazyLock::new(|| {
    family(&[
        include_bytes!("../../../fonts/NotoSans-Regular.ttf"),
        include_bytes!("../../../fonts/NotoSansArabic-Regular.ttf"),
        include_bytes!("../../../fonts/NotoSansHebrew-Regular.ttf"),
    ])
});
static BOLD: LazyLock<Family> = LazyLock::new(|| {
    family(&[
        include_bytes!("../../../fonts/NotoSans-Bold.ttf"),
        include_bytes!("../../../fonts/NotoSansArabic-Bold.ttf"),
        include_bytes!("../../../fonts/NotoSansHebrew-Bold.ttf"),
    ])
});

fn family(files: &[&'static [u8]]) -> Family {
    // The files are part of the program; a test below keeps them readable.
    files
        .iter()
        .filter_map(|&bytes| {
            Some(Typeface { face: Face::from_slice(bytes, 0)?, font: Font::new(bytes.into(), 0)? })
        })
        .collect()
}

/// The fonts of a weight.
pub(super) fn faces(weight: Weight) -> &'static [Typeface] {
    match weight {
        Weight::Regular => &REGULAR,
        Weight::Bold => &BOLD,
    }
}

/// Which font sets `letter`: the one used just before if it can, so that spaces and points stay with their word.
pub(super) fn font_for(weight: Weight, letter: char, before: Option<usize>) -> usize {
    let fonts = faces(weight);
    let has = |at: usize| fonts.get(at).is_some_and(|font| font.face.glyph_index(letter).is_some());
    if let Some(before) = before.filter(|&at| has(at)) {
        return before;
    }
    (0..fonts.len()).find(|&at| has(at)).or(before).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_fonts_are_readable_and_cover_their_scripts() {
        for weight in [Weight::Regular, Weight::Bold] {
            assert_eq!(faces(weight).len(), 3);
            for (letter, font) in
                [('é', 0), ('Ω', 0), ('Ж', 0), ('ш', 0), ('€', 0), ('ع', 1), ('پ', 1), ('א', 2)]
            {
                assert_eq!(font_for(weight, letter, None), font, "{letter}");
            }
        }
    }

    #[test]
    fn a_space_stays_with_its_word() {
        assert_eq!(font_for(Weight::Regular, ' ', Some(1)), 1);
        assert_eq!(font_for(Weight::Regular, 'x', Some(1)), 0);
    }
}
