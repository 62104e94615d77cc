//! What was over a limit when the limit came. Entries may shrink and go; `cargo xtask bless` writes the file anew.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::PathBuf;

use super::{Checkout, circles, sizes};
use crate::workspace::root;

fn path() -> PathBuf {
    root().join("tools/xtask/ratchet.txt")
}

/// What is allowed to be too large, and how large; circles stand with a zero.
pub(crate) fn read() -> BTreeMap<String, usize> {
    fs::read_to_string(path())
        .unwrap_or_default()
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| {
            let (lines, what) = line.split_once(' ')?;
            Some((what.to_owned(), lines.parse().ok()?))
        })
        .collect()
}

/// Writes the file as the code now is.
pub(crate) fn write() -> Result<(), String> {
    let checkout = Checkout::read();
    let mut entries: BTreeMap<String, usize> = sizes::measure(&checkout).into_iter().collect();
    entries.extend(circles::find(&checkout).into_iter().map(|circle| (circle, 0)));
    let mut text = String::from(
        "# Over a limit of `cargo xtask tidy` when the limit came: lines, then what. Nothing may grow or join.\n",
    );
    for (what, lines) in entries {
        writeln!(text, "{lines} {what}").map_err(|error| error.to_string())?;
    }
    fs::write(path(), text).map_err(|error| error.to_string())
}
