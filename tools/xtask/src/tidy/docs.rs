//! What is written about the code: module docs, paths in documents, nothing postponed in a comment.

use super::{Checkout, Complaint};
use crate::workspace::root;

/// Documents whose paths must exist.
const DOCUMENTS: &[&str] = &["ARCHITECTURE.md", "CONTRIBUTING.md", "README.md", "STYLE.md"];

/// Endings by which a quoted word is taken for a path.
const ENDINGS: &[&str] = &[".rs", ".sql", ".md", ".toml", ".html", ".css", ".js", ".ts", ".ftl", ".txt", "/"];

pub(crate) fn every_file_has_a_module_doc(checkout: &Checkout) -> Vec<Complaint> {
    checkout
        .rust
        .iter()
        .filter(|file| !file.text.starts_with("//!"))
        .map(|file| format!("{} does not open with `//!` and what it is for", file.path))
        .collect()
}

pub(crate) fn named_paths_exist(checkout: &Checkout) -> Vec<Complaint> {
    let mut complaints = Vec::new();
    for file in checkout.other.iter().filter(|file| DOCUMENTS.contains(&file.path.as_str())) {
        for path in quoted_paths(&file.text) {
            if !root().join(path).exists() {
                complaints.push(format!("{} names `{path}`, which does not exist", file.path));
            }
        }
    }
    complaints
}

/// Words between back quotes that look like a path from the root.
fn quoted_paths(text: &str) -> Vec<&str> {
    text.lines()
        .flat_map(|line| line.split('`').skip(1).step_by(2))
        .filter(|word| {
            word.contains('/')
                && !word.starts_with(['/', '.', '~', '$'])
                && !word.contains([' ', '{', '*', ':', '<'])
        })
        .filter(|word| ENDINGS.iter().any(|ending| word.ends_with(ending)))
        .collect()
}

pub(crate) fn nothing_is_left_for_later(checkout: &Checkout) -> Vec<Complaint> {
    // Spelled in halves, so that this file does not complain about itself.
    let marks = [
        concat!("TO", "DO"),
        concat!("FIX", "ME"),
        concat!("XX", "X "),
        concat!("todo", "!("),
        concat!("unimplemented", "!("),
    ];
    let mut complaints = Vec::new();
    for file in checkout.rust.iter().chain(&checkout.other) {
        for (at, line) in file.text.lines().enumerate() {
            if let Some(mark) = marks.iter().find(|mark| line.contains(**mark)) {
                complaints.push(format!("{}:{} says {mark}; do it now or open an issue", file.path, at + 1));
            }
        }
    }
    complaints
}
