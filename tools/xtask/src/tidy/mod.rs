//! The walls of ARCHITECTURE.md, kept by a machine. Each rule is a function from sources to complaints;
//! `cargo test -p xtask` runs all of them, `cargo xtask tidy` does so in a second.
//! Sizes and known circles are a ratchet: what is listed in `ratchet.txt` may shrink, nothing may join it.

mod circles;
mod code;
mod docs;
mod layers;
pub(crate) mod ratchet;
mod sizes;
mod stories;
mod words;

use crate::workspace::{Source, sources};

/// Something that breaks a rule: where, and what to do.
pub(crate) type Complaint = String;

/// A rule's name and its check.
type Rule = (&'static str, fn(&Checkout) -> Vec<Complaint>);

const RULES: &[Rule] = &[
    ("the domain is pure", layers::domain_is_pure),
    ("only the store says SQL", layers::only_the_store_says_sql),
    ("only the faces speak HTTP", layers::only_faces_serve_http),
    ("faces do not import each other", layers::faces_are_apart),
    ("test tools stay outside of the program", layers::test_tools_stay_outside),
    ("places change hands only in selling and orders", layers::places_change_hands_in_one_place),
    ("every file says what it is for", docs::every_file_has_a_module_doc),
    ("the documents name paths that exist", docs::named_paths_exist),
    ("nothing is left for later", docs::nothing_is_left_for_later),
    ("names are the glossary's", words::identifiers_use_our_words),
    ("files and functions are small", sizes::files_and_functions_are_small),
    ("modules form no circle", circles::modules_form_no_circle),
    ("every migration is listed and says why", stories::migrations_are_listed),
    ("every kind of job has a test", stories::job_kinds_are_tested),
    ("tests do not sleep", stories::tests_do_not_sleep),
];

/// All sources, read once.
pub(crate) struct Checkout {
    pub(crate) rust: Vec<Source>,
    /// The same with comments and the insides of texts blanked out, line by line in place.
    pub(crate) code: Vec<Source>,
    pub(crate) other: Vec<Source>,
}

impl Checkout {
    pub(crate) fn read() -> Self {
        let rust = sources(&[".rs"]);
        let code = rust
            .iter()
            .map(|file| Source {
                path: file.path.clone(),
                text: code::without_comments_and_texts(&file.text),
            })
            .collect();
        let other = sources(&[".toml", ".sql", ".md", ".html", ".css", ".js", ".ts", ".ftl", ".yml", "run"]);
        Self { rust, code, other }
    }

    pub(crate) fn find(&self, path: &str) -> Option<&Source> {
        self.rust.iter().chain(&self.other).find(|file| file.path == path)
    }
}

/// Checks all rules and prints what breaks them.
pub(crate) fn run() -> Result<(), String> {
    let checkout = Checkout::read();
    let mut broken = 0;
    for (name, rule) in RULES {
        let complaints = rule(&checkout);
        if !complaints.is_empty() {
            broken += 1;
            println!("{name}:");
            for complaint in complaints {
                println!("  {complaint}");
            }
        }
    }
    if broken == 0 {
        println!("{} rules hold.", RULES.len());
        return Ok(());
    }
    Err(format!("{broken} of {} rules are broken", RULES.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_checkout_keeps_all_rules() {
        let checkout = Checkout::read();
        let broken: Vec<String> = RULES
            .iter()
            .flat_map(|(name, rule)| {
                rule(&checkout).into_iter().map(move |complaint| format!("{name}: {complaint}"))
            })
            .collect();
        assert!(broken.is_empty(), "{}", broken.join("\n"));
    }
}
