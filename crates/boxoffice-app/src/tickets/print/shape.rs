//! Text into lines of glyphs: direction by the Unicode bidirectional algorithm, one run per direction and font,
//! letters joined as their script joins them. Lines break at spaces, and inside a word only when it alone is too long.

use std::ops::Range;

use krilla::text::{GlyphId, KrillaGlyph};
use rustybuzz::{Direction, UnicodeBuffer};
use unicode_bidi::{BidiInfo, Level, ParagraphInfo};

use super::fonts::{Weight, faces, font_for};

/// Glyphs of one font and direction, from left to right.
pub(super) struct Run {
    pub(super) font: usize,
    pub(super) glyphs: Vec<KrillaGlyph>,
    /// What the glyphs spell, for those who copy from the document.
    pub(super) text: String,
    /// In ems.
    pub(super) width: f32,
}

/// One line of text, its runs from left to right.
pub(super) struct Line {
    pub(super) runs: Vec<Run>,
    /// In ems.
    pub(super) width: f32,
    /// Whether its paragraph reads from right to left.
    pub(super) from_right: bool,
}

/// Breaks a text into lines at most `width` ems wide. More than `lines_max` end in an ellipsis.
pub(super) fn lines(text: &str, weight: Weight, width: f32, lines_max: usize) -> Vec<Line> {
    let clean: String =
        text.chars().map(|c| if c == '\t' { ' ' } else { c }).filter(|c| *c != '\r').collect();
    let mut found = Vec::new();
    let bidi = BidiInfo::new(&clean, None);
    for paragraph in &bidi.paragraphs {
        for range in break_paragraph(&clean, paragraph, weight, width) {
            if found.len() == lines_max {
                shorten(&mut found, weight, width);
                return found;
            }
            found.push(set_line(&bidi, paragraph, range, weight));
        }
    }
    found
}

/// A single line, however long it gets.
pub(super) fn line(text: &str, weight: Weight) -> Line {
    let mut lines = lines(text, weight, f32::INFINITY, 1);
    lines.pop().unwrap_or(Line { runs: Vec::new(), width: 0.0, from_right: false })
}

fn break_paragraph(text: &str, paragraph: &ParagraphInfo, weight: Weight, width: f32) -> Vec<Range<usize>> {
    let mut lines = Vec::new();
    let (mut start, mut used) = (paragraph.range.start, 0.0);
    for word in words(text, paragraph.range.clone()) {
        let wide = measure(text[word.clone()].trim_end(), weight);
        if used > 0.0 && used + wide > width {
            lines.push(start..word.start);
            (start, used) = (word.start, 0.0);
        }
        for cut in cuts(text, &word, weight, width) {
            lines.push(start..cut);
            (start, used) = (cut, 0.0);
        }
        used += measure(&text[start.max(word.start)..word.end], weight);
    }
    if start < paragraph.range.end || lines.is_empty() {
        lines.push(start..paragraph.range.end);
    }
    lines
}

/// Words with the spaces that follow them.
fn words(text: &str, range: Range<usize>) -> Vec<Range<usize>> {
    let mut at = range.start;
    text[range]
        .split_inclusive(' ')
        .map(|word| {
            let start = at;
            at += word.len();
            start..at
        })
        .collect()
}

/// Where a word that is wider than a whole line is cut.
fn cuts(text: &str, word: &Range<usize>, weight: Weight, width: f32) -> Vec<usize> {
    if measure(text[word.clone()].trim_end(), weight) <= width {
        return Vec::new();
    }
    let (mut cuts, mut start) = (Vec::new(), word.start);
    for (at, _) in text[word.clone()].char_indices().skip(1) {
        let at = word.start + at;
        let next = text[at..].chars().next().map_or(at, |c| at + c.len_utf8());
        if measure(text[start..next].trim_end(), weight) > width {
            cuts.push(at);
            start = at;
        }
    }
    cuts
}

/// Puts an ellipsis at the end of the last line, dropping runs' glyphs until it fits.
fn shorten(lines: &mut [Line], weight: Weight, width: f32) {
    let Some(last) = lines.last_mut() else { return };
    let mut spelled: String = last.runs.iter().map(|run| run.text.as_str()).collect();
    loop {
        let tried = line(&format!("{}…", spelled.trim_end()), weight);
        if tried.width <= width || spelled.pop().is_none() {
            *last = tried;
            return;
        }
    }
}

fn set_line(bidi: &BidiInfo<'_>, paragraph: &ParagraphInfo, range: Range<usize>, weight: Weight) -> Line {
    let end = range.start + bidi.text[range.clone()].trim_end().len();
    let from_right = paragraph.level.is_rtl();
    if end <= range.start {
        return Line { runs: Vec::new(), width: 0.0, from_right };
    }
    let (levels, visual) = bidi.visual_runs(paragraph, range.start..end);
    let runs: Vec<Run> =
        visual.iter().flat_map(|part| set_run(bidi.text, part.clone(), levels[part.start], weight)).collect();
    Line { width: runs.iter().map(|run| run.width).sum(), runs, from_right }
}

/// A run of one direction may still need several fonts.
fn set_run(text: &str, range: Range<usize>, level: Level, weight: Weight) -> Vec<Run> {
    let mut parts: Vec<(usize, Range<usize>)> = Vec::new();
    for (at, letter) in text[range.clone()].char_indices() {
        let (at, end) = (range.start + at, range.start + at + letter.len_utf8());
        let before = parts.last().map(|(font, _)| *font);
        let font = font_for(weight, letter, before);
        match parts.last_mut() {
            Some((last, part)) if *last == font => part.end = end,
            _ => parts.push((font, at..end)),
        }
    }
    let shape_part = |(font, part): (usize, Range<usize>)| shape(&text[part], font, level.is_rtl(), weight);
    if level.is_rtl() {
        parts.into_iter().rev().map(shape_part).collect()
    } else {
        parts.into_iter().map(shape_part).collect()
    }
}

fn measure(text: &str, weight: Weight) -> f32 {
    if text.is_empty() {
        return 0.0;
    }
    set_run(text, 0..text.len(), Level::ltr(), weight).iter().map(|run| run.width).sum()
}

fn shape(text: &str, font: usize, from_right: bool, weight: Weight) -> Run {
    let face = &faces(weight)[font].face;
    let em = face.units_per_em() as f32;
    let mut buffer = UnicodeBuffer::new();
    buffer.push_str(text);
    buffer.guess_segment_properties();
    // An Arabic word that is only being measured still joins its letters: its script says so.
    let script_from_right = buffer.direction() == Direction::RightToLeft;
    buffer.set_direction(if from_right || script_from_right {
        Direction::RightToLeft
    } else {
        Direction::LeftToRight
    });
    let shaped = rustybuzz::shape(face, &[], buffer);
    let clusters: Vec<usize> = shaped.glyph_infos().iter().map(|info| info.cluster as usize).collect();
    let glyphs: Vec<KrillaGlyph> = shaped
        .glyph_infos()
        .iter()
        .zip(shaped.glyph_positions())
        .map(|(info, place)| {
            let start = info.cluster as usize;
            let end = clusters.iter().copied().filter(|&next| next > start).min().unwrap_or(text.len());
            KrillaGlyph::new(
                GlyphId::new(info.glyph_id),
                place.x_advance as f32 / em,
                place.x_offset as f32 / em,
                place.y_offset as f32 / em,
                place.y_advance as f32 / em,
                start..end,
                None,
            )
        })
        .collect();
    let width = glyphs.iter().map(|glyph| glyph.x_advance).sum();
    Run { font, glyphs, text: text.to_owned(), width }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spelled(line: &Line) -> String {
        line.runs.iter().map(|run| run.text.as_str()).collect()
    }

    fn texts(text: &str, width: f32, lines_max: usize) -> Vec<String> {
        lines(text, Weight::Regular, width, lines_max).iter().map(spelled).collect()
    }

    #[test]
    fn lines_break_at_spaces_and_keep_every_word() {
        let broken = texts("the quick brown fox jumps over the lazy dog", 8.0, 20);
        assert!(broken.len() > 2, "{broken:?}");
        assert_eq!(broken.join(" "), "the quick brown fox jumps over the lazy dog");
        for line in lines("the quick brown fox jumps over the lazy dog", Weight::Regular, 8.0, 20) {
            assert!(line.width <= 8.0);
        }
    }

    #[test]
    fn a_word_longer_than_a_line_is_cut() {
        let word = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerk";
        let broken = texts(word, 6.0, 40);
        assert!(broken.len() > 2, "{broken:?}");
        assert_eq!(broken.concat(), word);
    }

    #[test]
    fn too_many_lines_end_in_an_ellipsis_that_fits() {
        let set = lines("the quick brown fox jumps over the lazy dog", Weight::Bold, 8.0, 2);
        assert_eq!(set.len(), 2);
        assert!(spelled(&set[1]).ends_with('…'));
        assert!(set[1].width <= 8.0);
    }

    #[test]
    fn arabic_reads_from_the_right_and_joins_its_letters() {
        let set = line("مرحبا", Weight::Regular);
        assert!(set.from_right);
        let alone: f32 = "مرحبا".chars().map(|c| line(&c.to_string(), Weight::Regular).width).sum();
        assert!(set.width < alone, "joined {} against {alone}", set.width);
    }

    #[test]
    fn scripts_in_one_line_take_a_run_each_in_visual_order() {
        let set = line("Café عمرو Жанна", Weight::Regular);
        assert!(!set.from_right);
        let fonts: Vec<usize> = set.runs.iter().map(|run| run.font).collect();
        assert_eq!(fonts, vec![0, 1, 0]);
    }

    #[test]
    fn empty_and_strange_texts_make_no_trouble() {
        for text in ["", " ", "\n", "\u{202e}abc", "日本", "👩‍👩‍👧", "\u{0}", "a\u{301}\u{301}"]
        {
            let set = lines(text, Weight::Regular, 10.0, 3);
            assert!(set.len() <= 3, "{text:?}");
        }
    }
}
