//! What is on: titles and texts of the demo shop, by category. All of it is made up, and so is everybody in it.

mod stages;
mod tables;

use super::places::House;

/// A category's part of the programme.
pub(super) struct Strand {
    /// The catalogue's category.
    pub(super) category: &'static str,
    /// Who puts it on: the place in `ORGANIZERS`.
    pub(super) organizer: usize,
    /// Houses it goes to, in turn.
    pub(super) houses: &'static [House],
    /// Local start.
    pub(super) hour: &'static str,
    /// Length in hours.
    pub(super) hours: i64,
    /// Evenings in a row.
    pub(super) nights: usize,
    /// Price in tens of euros times ten: 25 is 25 euros. Zero is free.
    pub(super) price: i64,
    /// One sentence for cards; `{}` is the title.
    pub(super) summary: &'static str,
    /// A paragraph in Markdown.
    pub(super) text: &'static str,
    /// Titles.
    pub(super) titles: &'static [&'static str],
}

/// Organizations of the demo shop.
pub(super) const ORGANIZERS: &[&str] = &[
    "Harbour Sounds",
    "Lantern Theatre Company",
    "Meadow Festivals",
    "Open Forum",
    "Field & Table",
    "Union Sports",
];

/// The whole programme.
pub(super) fn strands() -> impl Iterator<Item = &'static Strand> {
    stages::STAGES.iter().chain(tables::TABLES)
}
