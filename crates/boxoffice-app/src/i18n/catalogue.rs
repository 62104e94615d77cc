//! One catalogue per language: plain sentences looked up by key, the others formatted by Fluent.
//! A file that does not parse is an error of ours and stops the program at start; a key in two files fails a test.

use std::collections::HashMap;
use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

use super::{Value, format, pseudo};

/// Language code and its files (name, text), in order of name.
pub(super) const LOCALES: &[(&str, &[(&str, &str)])] = include!(concat!(env!("OUT_DIR"), "/locales.rs"));

/// Messages that describe the language itself; the pseudo-language takes them over unchanged.
const LOCALE_DATA: &str = "locale-";

/// Stand around a number inside a sentence until it is written as the language does; private-use characters.
const NUMBER_START: char = '\u{e000}';
const NUMBER_END: char = '\u{e001}';

/// What one language says.
pub(super) struct Catalogue {
    bundle: FluentBundle<FluentResource>,
    /// Messages without variables, formatted once.
    plain: HashMap<String, String>,
    /// How this language writes numbers.
    marks: format::Marks,
}

/// All catalogues in the order of [`LOCALES`], then the pseudo-language.
pub(super) fn catalogues() -> &'static [Catalogue] {
    static CATALOGUES: LazyLock<Vec<Catalogue>> = LazyLock::new(|| {
        let english = LOCALES[index_of("en") as usize].1;
        LOCALES
            .iter()
            .map(|(code, files)| Catalogue::read(code, files))
            .chain([Catalogue::read_pseudo(english)])
            .collect()
    });
    &CATALOGUES
}

/// Where a language stands in [`LOCALES`].
pub(super) const fn index_of(code: &str) -> u8 {
    let mut index = 0;
    while index < LOCALES.len() {
        let (known, wanted) = (LOCALES[index].0.as_bytes(), code.as_bytes());
        if known.len() == wanted.len() && known[0] == wanted[0] && known[1] == wanted[1] {
            return index as u8;
        }
        index += 1;
    }
    panic!("this language has no folder in locales/")
}

impl Catalogue {
    fn read(code: &str, files: &[(&str, &str)]) -> Self {
        let language: LanguageIdentifier = code.parse().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![language]);
        // Isolation marks would surround every name and number; our pages set `dir` where it matters.
        bundle.set_use_isolating(false);
        for (file, text) in files {
            add(&mut bundle, &format!("{code}/{file}"), text);
        }
        let keys: Vec<String> = files.iter().flat_map(|(_, text)| keys(text)).collect();
        let mut catalogue = Self { bundle, plain: HashMap::new(), marks: format::Marks::default() };
        catalogue.remember(keys);
        catalogue
    }

    /// English once more: longer, accented, right to left, with its locale data untouched.
    fn read_pseudo(english: &[(&str, &str)]) -> Self {
        let truth = Self::read("en", english);
        let mut catalogue = Self::read("en", english);
        catalogue.bundle.set_transform(Some(pseudo::stretch));
        let keys: Vec<String> = catalogue.plain.keys().cloned().collect();
        catalogue.remember(keys);
        catalogue.plain.extend(truth.plain.into_iter().filter(|(key, _)| key.starts_with(LOCALE_DATA)));
        catalogue.plain.insert("locale-direction".into(), "rtl".into());
        catalogue.plain.insert("locale-name".into(), "Pseudo".into());
        catalogue
    }

    /// Formats what needs no variables, once.
    fn remember(&mut self, keys: Vec<String>) {
        for key in keys {
            let mut errors = Vec::new();
            let pattern = self.bundle.get_message(&key).and_then(|message| message.value());
            let Some(pattern) = pattern else { continue };
            let text = self.bundle.format_pattern(pattern, None, &mut errors).into_owned();
            if errors.is_empty() {
                self.plain.insert(key, text);
            }
        }
        let mark = |name: &str, usual: &str| self.plain(name).unwrap_or(usual).to_owned();
        self.marks = format::Marks {
            decimal: mark("locale-decimal-mark", "."),
            group: mark("locale-group-mark", ","),
        };
    }

    /// A message that has no variables.
    pub(super) fn plain(&self, key: &str) -> Option<&str> {
        self.plain.get(key).map(String::as_str)
    }

    /// A message with its variables filled in. Locale data of the pseudo-language stays as it is written.
    pub(super) fn format(&self, key: &str, args: &[(&str, Value<'_>)]) -> Option<String> {
        if let Some(text) = self.plain(key) {
            return Some(text.to_owned());
        }
        let pattern = self.bundle.get_message(key)?.value()?;
        let mut filled = FluentArgs::with_capacity(args.len());
        for (name, value) in args {
            filled.set(*name, value.as_fluent());
        }
        let mut errors = Vec::new();
        let text = self.bundle.format_pattern(pattern, Some(&filled), &mut errors).into_owned();
        if !errors.is_empty() {
            tracing::warn!(key, ?errors, "a message could not be filled in");
        }
        Some(self.group_numbers(text))
    }

    fn group_numbers(&self, text: String) -> String {
        if !text.contains(NUMBER_START) {
            return text;
        }
        let mut grouped = String::with_capacity(text.len());
        for piece in text.split(NUMBER_START) {
            match piece.split_once(NUMBER_END) {
                Some((number, rest)) => {
                    grouped.push_str(&self.marks.group_digits(number));
                    grouped.push_str(rest);
                }
                None => grouped.push_str(piece),
            }
        }
        grouped
    }

    /// Whether there is such a message.
    pub(super) fn has(&self, key: &str) -> bool {
        self.bundle.has_message(key)
    }

    /// How this language writes numbers.
    pub(super) fn marks(&self) -> &format::Marks {
        &self.marks
    }
}

#[expect(
    clippy::panic,
    reason = "a broken catalogue is ours and embedded; every test and every start would show it"
)]
fn add(bundle: &mut FluentBundle<FluentResource>, file: &str, text: &str) {
    let resource = FluentResource::try_new(text.to_owned())
        .unwrap_or_else(|(_, errors)| panic!("{file} is not Fluent: {errors:?}"));
    if let Err(errors) = bundle.add_resource(resource) {
        // The first one counts; a test refuses the second.
        tracing::error!(file, ?errors, "a message is defined twice");
    }
    // The formatter knows no language, so it only marks where a number stands; `format` groups it.
    bundle.set_formatter(Some(|value, _| match value {
        FluentValue::Number(number) => Some(format!("{NUMBER_START}{}{NUMBER_END}", number.as_string())),
        _ => None,
    }));
}

/// Keys of the messages of one file, in order.
fn keys(text: &str) -> impl Iterator<Item = String> + '_ {
    text.lines().filter_map(|line| {
        let (key, _) = line.split_once('=')?;
        let key = key.strip_suffix(' ').unwrap_or(key);
        let is_key = key.starts_with(|c: char| c.is_ascii_lowercase())
            && key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
        is_key.then(|| key.to_owned())
    })
}
