//! Categories: a short fixed list that filters offer. Imported events may bring their own.

use crate::text::slugify;

/// The categories that forms and filters offer, in the order in which they are shown.
pub const CATEGORIES: &[&str] = &[
    "music",
    "theatre",
    "comedy",
    "dance",
    "film",
    "festival",
    "art",
    "family",
    "sport",
    "food",
    "party",
    "fair",
    "conference",
    "workshop",
    "talk",
    "community",
    "other",
];

/// Longest category, in bytes.
const CATEGORY_BYTES_MAX: usize = 40;

/// The category that a text means; `other` when it is empty.
pub fn category(text: &str) -> String {
    if text.trim().is_empty() {
        return "other".into();
    }
    slugify(text, CATEGORY_BYTES_MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_category_is_a_slug() {
        assert_eq!(category(" Musik & Tanz "), "musik-tanz");
        assert_eq!(category(""), "other");
        assert!(CATEGORIES.iter().all(|known| category(known) == *known));
    }
}
