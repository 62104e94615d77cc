//! Top-level modules of a crate import each other in one direction only.
//! `App` is the exception that makes handing-in possible: it holds every part, and every part is handed an `App`.

use std::collections::{BTreeMap, BTreeSet};

use super::{Checkout, Complaint, ratchet};

/// Modules that tie the others together and are imported by all: they take no part in the question.
const TIES: &[&str] = &["app", "lib", "main", "router", "state", "testing", "wiring"];

pub(crate) fn modules_form_no_circle(checkout: &Checkout) -> Vec<Complaint> {
    let known = ratchet::read();
    find(checkout)
        .into_iter()
        .filter(|circle| !known.contains_key(circle))
        .map(|circle| format!("{circle} import each other; move what both need below them"))
        .collect()
}

/// Every pair of modules that can reach each other, as `crate: a and b`.
pub(crate) fn find(checkout: &Checkout) -> Vec<String> {
    let mut circles = Vec::new();
    for krate in ["boxoffice-domain", "boxoffice-app", "boxoffice-web", "boxoffice"] {
        let imports = imports(checkout, krate);
        for (a, from_a) in &imports {
            for b in from_a.iter().filter(|b| *b > a) {
                if imports.get(b).is_some_and(|from_b| from_b.contains(a)) {
                    circles.push(format!("{krate}: {a} and {b}"));
                }
            }
        }
    }
    circles
}

fn imports(checkout: &Checkout, krate: &str) -> BTreeMap<String, BTreeSet<String>> {
    let folder = format!("crates/{krate}/src/");
    let mut imports: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for file in &checkout.code {
        let Some(path) = file.path.strip_prefix(&folder) else { continue };
        let module = path.split(['/', '.']).next().unwrap_or(path).to_owned();
        if TIES.contains(&module.as_str()) {
            continue;
        }
        let used = file
            .text
            .split("crate::")
            .skip(1)
            .map(|rest| {
                rest.split(|letter: char| !letter.is_alphanumeric() && letter != '_').next().unwrap_or(rest)
            })
            .filter(|name| *name != module && !TIES.contains(name) && name.starts_with(char::is_lowercase))
            .map(str::to_owned);
        imports.entry(module.clone()).or_default().extend(used);
    }
    imports
}
