//! Forgives typing errors: a word that no event has is replaced by the nearest ones that some event has.

use boxoffice_domain::text::{distance, trigrams};

use crate::store::search_match::Alternatives;
use crate::store::{Result, Tx};

/// Words shorter than this are near too many others.
const CORRECTED_CHARS_MIN: usize = 4;
/// Equally near words that are tried together.
const ALTERNATIVES_MAX: usize = 5;

/// The words with those that nobody knows replaced; none when there is nothing to replace or nothing near.
pub(crate) async fn correct(
    tx: &mut Tx,
    words: &[String],
    unknown: &[String],
) -> Result<Option<Vec<Alternatives>>> {
    let mut better = Vec::with_capacity(words.len());
    for word in words {
        if !unknown.contains(word) {
            better.push(vec![word.clone()]);
            continue;
        }
        let near = nearest(tx, word).await?;
        if near.is_empty() {
            return Ok(None);
        }
        better.push(near);
    }
    Ok((!unknown.is_empty()).then_some(better))
}

async fn nearest(tx: &mut Tx, word: &str) -> Result<Alternatives> {
    let length = word.chars().count();
    if length < CORRECTED_CHARS_MIN {
        return Ok(Vec::new());
    }
    let slips = if length < 6 { 1 } else { 2 };
    let similar = tx.list_similar_words(&trigrams(word)).await?;
    let mut near: Vec<(usize, String)> = similar
        .into_iter()
        .filter_map(|candidate| Some((slips_to(word, &candidate, length, slips)?, candidate)))
        .collect();
    // Stable, so that among equally near words those with more in common stay first.
    near.sort_by_key(|(slips, _)| *slips);
    let best = near.first().map_or(0, |(slips, _)| *slips);
    Ok(near
        .into_iter()
        .filter(|(slips, _)| *slips == best)
        .map(|(_, word)| word)
        .take(ALTERNATIVES_MAX)
        .collect())
}

/// How far the word is from a candidate or, being typed, from its beginning. A whole word beats a beginning.
fn slips_to(word: &str, candidate: &str, length: usize, max: usize) -> Option<usize> {
    let start: String = candidate.chars().take(length).collect();
    let whole = distance(word, candidate, max).map(|slips| slips * 2);
    let begun = distance(word, &start, max).map(|slips| slips * 2 + 1);
    whole.into_iter().chain(begun).min()
}
