//! What must have a test or a sentence: migrations, kinds of jobs. And what tests must not do.

use super::{Checkout, Complaint};

const MIGRATIONS: &str = "crates/boxoffice-app/migrations/";

pub(crate) fn migrations_are_listed(checkout: &Checkout) -> Vec<Complaint> {
    let list = checkout.find("crates/boxoffice-app/src/store/connect.rs").map_or("", |file| &file.text);
    let mut complaints = Vec::new();
    for file in checkout.other.iter().filter(|file| file.path.starts_with(MIGRATIONS)) {
        let name = file.path[MIGRATIONS.len()..].split('.').next().unwrap_or_default();
        if !list.contains(&format!("\"{name}\"")) {
            complaints
                .push(format!("{} is not in the list of store/connect.rs, so no test applies it", file.path));
        }
        if !file.text.starts_with("-- ") {
            complaints.push(format!("{} does not begin with a comment that says why", file.path));
        }
    }
    complaints
}

pub(crate) fn job_kinds_are_tested(checkout: &Checkout) -> Vec<Complaint> {
    let tests: String = checkout
        .rust
        .iter()
        .filter(|file| file.path.contains("/tests/") || file.text.contains("#[cfg(test)]"))
        .map(|file| file.text.as_str())
        .collect();
    let mut complaints = Vec::new();
    for file in checkout.rust.iter().filter(|file| file.path.starts_with("crates/boxoffice-app/src/")) {
        let mut rest = file.text.as_str();
        while let Some(at) = rest.find("impl Job for ") {
            rest = &rest[at + "impl Job for ".len()..];
            let name: String = rest.chars().take_while(char::is_ascii_alphanumeric).collect();
            let kind = rest.split('"').nth(1).unwrap_or_default();
            if !tests.contains(&name) && !tests.contains(&format!("\"{kind}\"")) {
                complaints.push(format!("{}: no test mentions the job {name} ({kind})", file.path));
            }
        }
    }
    complaints
}

pub(crate) fn tests_do_not_sleep(checkout: &Checkout) -> Vec<Complaint> {
    checkout
        .code
        .iter()
        .filter(|file| file.path.starts_with("crates/") && file.path.contains("/tests/"))
        .filter(|file| file.text.contains("sleep("))
        .map(|file| format!("{} sleeps; move the clock, or wait for what should happen", file.path))
        .collect()
}
