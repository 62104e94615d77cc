//! Gathers the message catalogues of `locales/` into one table, so that a new file or a whole new
//! language is only data.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    println!("cargo:rerun-if-changed=locales");
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR").unwrap_or_default()).join("locales");
    let mut table = String::from("&[\n");
    for folder in sorted(&root)? {
        let _ = writeln!(table, "    ({:?}, &[", name(&folder));
        for file in sorted(&folder)? {
            let _ = writeln!(
                table,
                "        ({:?}, include_str!({:?})),",
                name(&file),
                file.display().to_string()
            );
        }
        table.push_str("    ]),\n");
    }
    table.push_str("]\n");
    let out = PathBuf::from(env::var("OUT_DIR").unwrap_or_default());
    fs::write(out.join("locales.rs"), table)
}

/// Visible entries of a folder, in order of name.
fn sorted(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if !name(&path).starts_with('.') {
            paths.push(path);
        }
    }
    paths.sort();
    Ok(paths)
}

fn name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}
