//! The message catalogue is whole: every key that pages and programs use exists in every language with the same
//! variables, and none is left over.

use std::collections::{BTreeMap, BTreeSet};

use crate::sources::{rust_sources, sources};

/// Keys of one language and the variables of each.
type Catalogue = BTreeMap<String, BTreeSet<String>>;

fn catalogue(lang: &str) -> Catalogue {
    let mut messages = Catalogue::new();
    for (file, text) in sources(&format!("boxoffice-app/locales/{lang}"), "ftl") {
        let mut current = None;
        for line in text.lines() {
            let is_message = line.starts_with(|c: char| c.is_ascii_lowercase());
            if let (true, Some((key, _))) = (is_message, line.split_once('=')) {
                let key = key.trim().to_owned();
                assert!(
                    messages.insert(key.clone(), BTreeSet::new()).is_none(),
                    "{key} stands twice ({file})"
                );
                current = Some(key);
            }
            let Some(variables) = current.as_ref().and_then(|key| messages.get_mut(key)) else { continue };
            for name in line.split('$').skip(1) {
                variables.insert(name.chars().take_while(char::is_ascii_alphanumeric).collect());
            }
        }
    }
    messages
}

/// Everything that may name a key: our Rust and our templates.
fn users() -> Vec<(String, String)> {
    let mut users = Vec::new();
    for folder in ["boxoffice-domain/src", "boxoffice-app/src", "boxoffice-web/src", "boxoffice/src"] {
        users.extend(rust_sources(folder));
    }
    users.extend(sources("boxoffice-web/templates", "html"));
    // Examples in comments use nothing.
    for (_, text) in &mut users {
        *text =
            text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n");
    }
    users
}

/// Literals in a text between `before` and a closing quote.
fn literals<'t>(text: &'t str, before: &'t str) -> impl Iterator<Item = &'t str> {
    text.split(before).skip(1).filter_map(|rest| rest.split('"').next())
}

/// What looks like a key: lower-case words joined by hyphens.
fn is_key(text: &str) -> bool {
    text.contains('-') && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

#[test]
fn all_languages_say_the_same_things_with_the_same_variables() {
    let (english, german) = (catalogue("en"), catalogue("de"));
    let keys = |catalogue: &Catalogue| catalogue.keys().cloned().collect::<BTreeSet<_>>();
    let difference: Vec<String> = keys(&english).symmetric_difference(&keys(&german)).cloned().collect();
    assert!(difference.is_empty(), "these are in one language only: {difference:?}");
    // A date's parts differ by language; everything else fills in the same.
    for (key, variables) in english.iter().filter(|(key, _)| !key.starts_with("locale-")) {
        assert_eq!(variables, &german[key], "{key} has other variables in German");
    }
}

#[test]
fn every_key_that_is_used_exists() {
    let english = catalogue("en");
    let mut missing = BTreeSet::new();
    for (file, text) in users() {
        for form in [".t(\"", ".with(\"", ".count(\"", ".with(\n            \"", ".with(\n                \""]
        {
            for key in literals(&text, form).filter(|key| is_key(key) && !english.contains_key(*key)) {
                missing.insert(format!("{key} in {file}"));
            }
        }
    }
    assert!(missing.is_empty(), "these keys are not in locales/en: {missing:#?}");
}

#[test]
fn every_refusal_has_its_sentence() {
    let english = catalogue("en");
    let mut missing = BTreeSet::new();
    let mut refusals = rust_sources("boxoffice-app/src");
    refusals.extend(rust_sources("boxoffice-domain/src/inventory"));
    for (file, text) in refusals {
        for body in text.split("fn code(&self) -> &'static str {").skip(1) {
            let body = body.split("\n    }\n").next().unwrap_or_default();
            for code in literals(body, "=> \"") {
                let key = format!("error-{}", code.replace('_', "-"));
                if !english.contains_key(&key) {
                    missing.insert(format!("{key} for {file}"));
                }
            }
        }
    }
    assert!(missing.is_empty(), "these refusals have no sentence in locales/en: {missing:#?}");
}

#[test]
fn no_message_is_left_over() {
    let everything: String = users().into_iter().map(|(_, text)| text).collect();
    // Keys that are put together: `format!("order-state-{…}")` uses all that begin so.
    let beginnings: BTreeSet<&str> = everything
        .split("format!(\"")
        .skip(1)
        .filter_map(|rest| rest.split('{').next())
        .filter(|start| start.len() > 4 && start.ends_with('-') && is_key(start))
        .filter(|start| *start != "error-")
        .collect();
    let unused: Vec<String> = catalogue("en")
        .into_keys()
        .filter(|key| {
            let code = |key: &str| key.strip_prefix("error-").map(|code| code.replace('-', "_"));
            let base = key.strip_suffix("-title").or(key.strip_suffix("-help")).unwrap_or(key);
            let as_code = [code(key), code(base)].into_iter().flatten();
            let by_status = base.strip_prefix("error-").unwrap_or("\0");
            let named = everything.contains(&format!("\"{key}\""))
                || as_code.into_iter().any(|code| everything.contains(&format!("\"{code}\"")))
                || (base != key && everything.contains(&format!("\"{by_status}\"")));
            !named && !beginnings.iter().any(|start| key.starts_with(start))
        })
        .collect();
    assert!(unused.is_empty(), "nobody says these: {unused:#?}");
}
