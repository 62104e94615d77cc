//! Addresses of events: short, readable, unique over the installation, and never changed once given.

use std::collections::HashSet;

use boxoffice_domain::catalog::draft::NewEvent;
use boxoffice_domain::text::slugify;
use data_encoding::BASE32HEX_NOPAD;

use crate::App;
use crate::store::{Result, Tx};

/// Longest readable part, in bytes.
const SLUG_BYTES_MAX: usize = 60;

/// A free address for each of these events: the title, then with the year, then with a few random letters.
pub(crate) async fn free_slugs(app: &App, tx: &mut Tx, events: &[NewEvent]) -> Result<Vec<String>> {
    let candidates: Vec<[String; 2]> = events.iter().map(candidates).collect();
    let asked: Vec<String> = candidates.iter().flatten().cloned().collect();
    let mut taken: HashSet<String> = tx.list_taken_slugs(&asked).await?.into_iter().collect();
    let mut chosen = Vec::with_capacity(events.len());
    for candidates in candidates {
        let slug = candidates.iter().find(|slug| !taken.contains(*slug)).cloned();
        let slug = slug.unwrap_or_else(|| with_random_letters(app, &candidates[1]));
        taken.insert(slug.clone());
        chosen.push(slug);
    }
    Ok(chosen)
}

fn candidates(event: &NewEvent) -> [String; 2] {
    let plain = slugify(&event.details.title, SLUG_BYTES_MAX);
    let first = event.performances.iter().filter_map(|performance| performance.starts_at).min();
    let dated = match first {
        Some(start) => format!("{plain}-{}", start.in_zone(&event.details.zone).year()),
        None => plain.clone(),
    };
    [plain, dated]
}

fn with_random_letters(app: &App, slug: &str) -> String {
    let chance: [u8; 5] = app.random.bytes();
    format!("{slug}-{}", BASE32HEX_NOPAD.encode(&chance).to_ascii_lowercase())
}
