//! Our own source files, for tests that look at them.

use std::fs;
use std::path::{Path, PathBuf};

/// The folder of all crates.
fn crates() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Name and text of the Rust files below a folder of `crates/`.
pub(crate) fn rust_sources(folder: &str) -> Vec<(String, String)> {
    sources(folder, "rs")
}

/// Name and text of the files with an ending below a folder of `crates/`.
pub(crate) fn sources(folder: &str, ending: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    collect(&crates().join(folder), ending, &mut found);
    found.sort();
    assert!(!found.is_empty(), "{folder} has no .{ending} files");
    found
}

fn collect(folder: &Path, ending: &str, found: &mut Vec<(String, String)>) {
    for entry in fs::read_dir(folder).expect("the folder can be read") {
        let path = entry.expect("the entry can be read").path();
        if path.is_dir() {
            collect(&path, ending, found);
        } else if path.extension().is_some_and(|found| found == ending) {
            found.push((path.display().to_string(), fs::read_to_string(&path).expect("the file is text")));
        }
    }
}
