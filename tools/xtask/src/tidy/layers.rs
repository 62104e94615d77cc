//! Which crate may use what: the walls that keep rules, deeds and faces apart.

use super::{Checkout, Complaint};
use crate::workspace::Source;

/// What the pure crate may use: data shapes, arithmetic, text. Nothing that reads the world.
const DOMAIN_MAY_USE: &[&str] = &[
    "serde",
    "thiserror",
    "iso_currency",
    "jiff",
    "unicode-normalization",
    "data-encoding",
    "minicbor",
    "ed25519-dalek",
    "uuid",
];

/// Words that mean I/O, a clock, chance or a runtime.
const WORLD: &[&str] = &[
    "std::fs",
    "std::net",
    "std::io",
    "std::env",
    "std::process",
    "std::thread",
    "SystemTime",
    "Instant::now",
    "Timestamp::now",
    "Zoned::now",
    "getrandom",
    "tokio",
    "async fn",
    ".await",
];

const FACES: &[&str] = &["shop", "office", "door", "operator", "rest"];

pub(crate) fn domain_is_pure(checkout: &Checkout) -> Vec<Complaint> {
    let mut complaints = Vec::new();
    if let Some(manifest) = checkout.find("crates/boxoffice-domain/Cargo.toml") {
        for name in dependencies(&manifest.text, "[dependencies]") {
            if !DOMAIN_MAY_USE.contains(&name.as_str()) {
                complaints
                    .push(format!("{} depends on {name}, which is not on the allow-list", manifest.path));
            }
        }
    }
    for file in checkout.code.iter().filter(|file| file.path.starts_with("crates/boxoffice-domain/src/")) {
        for word in WORLD.iter().filter(|word| file.text.contains(**word)) {
            complaints.push(format!("{} says {word}; time and chance are parameters here", file.path));
        }
    }
    complaints
}

pub(crate) fn only_the_store_says_sql(checkout: &Checkout) -> Vec<Complaint> {
    says(&checkout.code, "sqlx", |path| path.starts_with("crates/boxoffice-app/src/store/"))
        .chain(depends(checkout, "sqlx", &["crates/boxoffice-app/Cargo.toml"]))
        .collect()
}

pub(crate) fn only_faces_serve_http(checkout: &Checkout) -> Vec<Complaint> {
    // The emulator stands for another company's server; only tests depend on it.
    let faces = [
        "crates/boxoffice-web/Cargo.toml",
        "crates/boxoffice/Cargo.toml",
        "tools/stripe-emulator/Cargo.toml",
    ];
    says(&checkout.code, "axum", |path| {
        path.starts_with("crates/boxoffice-web/") || path.starts_with("crates/boxoffice/")
    })
    .chain(depends(checkout, "axum", &faces))
    .collect()
}

pub(crate) fn faces_are_apart(checkout: &Checkout) -> Vec<Complaint> {
    let mut complaints = Vec::new();
    for face in FACES {
        let folder = format!("crates/boxoffice-web/src/{face}/");
        for file in checkout.code.iter().filter(|file| file.path.starts_with(&folder)) {
            for other in FACES.iter().filter(|other| *other != face) {
                if file.text.contains(&format!("crate::{other}::"))
                    || file.text.contains(&format!("crate::{other};"))
                {
                    complaints.push(format!(
                        "{} imports the face {other}; share what both need beside them",
                        file.path
                    ));
                }
            }
        }
    }
    complaints
}

/// What stands for other companies in tests never becomes part of the program.
pub(crate) fn test_tools_stay_outside(checkout: &Checkout) -> Vec<Complaint> {
    checkout
        .other
        .iter()
        .filter(|file| file.path.starts_with("crates/") && file.path.ends_with("/Cargo.toml"))
        .filter(|file| {
            dependencies(&file.text, "[dependencies]").iter().any(|name| name == "stripe-emulator")
        })
        .map(|file| format!("{} depends on stripe-emulator outside of its tests", file.path))
        .collect()
}

/// Which functions of the store change inventory is visible in their SQL; who calls them is visible in the imports.
pub(crate) fn places_change_hands_in_one_place(checkout: &Checkout) -> Vec<Complaint> {
    const TABLES: [&str; 4] = ["update seat", "update area", "update quota", "update hold"];
    checkout
        .rust
        .iter()
        .filter(|file| file.path.starts_with("crates/") && !file.path.contains("/tests/"))
        .filter(|file| !is_inventory_store(&file.path))
        .flat_map(|file| {
            TABLES
                .iter()
                .filter(|change| {
                    file.text.contains(&format!("{change} ")) || file.text.contains(&format!("{change}\n"))
                })
                .map(move |change| {
                    format!("{} says `{change}`; only the inventory's own store files may", file.path)
                })
        })
        .collect()
}

fn is_inventory_store(path: &str) -> bool {
    let Some(file) = path.strip_prefix("crates/boxoffice-app/src/store/") else { return false };
    // The catalogue changes capacities where they stand beside the performances.
    ["inventory", "holds", "batch", "orders", "performances"].iter().any(|name| file.starts_with(name))
}

fn says<'c>(
    files: &'c [Source],
    word: &'static str,
    allowed: impl Fn(&str) -> bool + 'c,
) -> impl Iterator<Item = Complaint> + 'c {
    files
        .iter()
        .filter(move |file| file.path.starts_with("crates/") || file.path.starts_with("tools/rehearse/"))
        .filter(move |file| !allowed(&file.path) && has_word(&file.text, word))
        .map(move |file| format!("{} uses {word} outside its wall", file.path))
}

fn depends<'c>(
    checkout: &'c Checkout,
    name: &'static str,
    allowed: &'c [&'c str],
) -> impl Iterator<Item = Complaint> + 'c {
    checkout
        .other
        .iter()
        .filter(move |file| file.path.ends_with("/Cargo.toml") && !allowed.contains(&file.path.as_str()))
        .filter(move |file| file.text.lines().any(|line| line.starts_with(&format!("{name} "))))
        .map(move |file| format!("{} depends on {name}", file.path))
}

fn has_word(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let after = text[at + word.len()..].chars().next();
        !before.is_some_and(is_word) && !after.is_some_and(is_word)
    })
}

fn is_word(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

fn dependencies(manifest: &str, section: &str) -> Vec<String> {
    manifest
        .lines()
        .skip_while(|line| line.trim() != section)
        .skip(1)
        .take_while(|line| !line.starts_with('['))
        .filter_map(|line| Some(line.split_once('=')?.0.trim().to_owned()))
        .collect()
}
