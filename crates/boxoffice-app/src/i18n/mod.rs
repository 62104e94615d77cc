//! Languages: every sentence that a person reads comes from here.
//! The catalogues are the Fluent files in `locales/{language}/`; a new language is a new folder there,
//! a new file needs no list. `lang.t("key")` gives a sentence, `lang.with("key", &[…])` fills it in,
//! `format.rs` writes numbers, money and times as the language does.

mod catalogue;
mod format;
mod pseudo;
mod value;

pub use value::Value;

use catalogue::catalogues;

/// A language of the installation. The pseudo-language of tests is English made 40 % longer, right to left.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Lang(u8);

impl Lang {
    /// English, which is always there: what a visitor gets whose languages we lack.
    pub const EN: Self = Self(catalogue::index_of("en"));
    /// German.
    pub const DE: Self = Self(catalogue::index_of("de"));
    /// English, longer and right to left, to try pages with.
    pub const PSEUDO: Self = Self(catalogue::LOCALES.len() as u8);

    /// The languages that visitors may choose, without the pseudo-language.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..catalogue::LOCALES.len() as u8).map(Self)
    }

    /// Reads the code that addresses carry: `en`, `de`, `qps` for the pseudo-language.
    pub fn parse(code: &str) -> Option<Self> {
        Self::all().chain([Self::PSEUDO]).find(|lang| lang.code() == code)
    }

    /// As [`Lang::parse`], falling back to English: for stored choices.
    pub fn stored(code: &str) -> Self {
        Self::parse(code).unwrap_or(Self::EN)
    }

    /// The code that addresses and the `lang` attribute carry.
    pub fn code(self) -> &'static str {
        catalogue::LOCALES.get(usize::from(self.0)).map_or("qps", |(code, _)| code)
    }

    /// The language's own name, such as `Deutsch`.
    pub fn name(self) -> &'static str {
        self.t("locale-name")
    }

    /// Reading direction, as the `dir` attribute takes it.
    pub fn dir(self) -> &'static str {
        self.t("locale-direction")
    }

    /// The best language for an `Accept-Language` header.
    pub fn accepted(header: &str) -> Self {
        let mut wishes: Vec<(f32, &str)> = header
            .split(',')
            .filter_map(|wish| {
                let (range, weight) = wish.split_once(';').unwrap_or((wish, "q=1"));
                let weight = weight.trim().strip_prefix("q=").and_then(|q| q.parse().ok()).unwrap_or(0.0);
                let primary = range.trim().split('-').next().unwrap_or_default();
                (weight > 0.0).then_some((weight, primary))
            })
            .collect();
        wishes.sort_by(|a, b| b.0.total_cmp(&a.0));
        let known = |code: &str| Self::all().find(|lang| lang.code().eq_ignore_ascii_case(code));
        wishes.into_iter().find_map(|(_, code)| known(code)).unwrap_or(Self::EN)
    }

    /// The sentence behind a key. An unknown key shows itself; a test keeps that from happening.
    pub fn t(self, key: &str) -> &str {
        catalogues()[usize::from(self.0)].plain(key).unwrap_or(key)
    }

    /// The sentence behind a key, filled in: `lang.with("cart-places", &[("count", 3.into())])`.
    pub fn with(self, key: &str, args: &[(&str, Value<'_>)]) -> String {
        catalogues()[usize::from(self.0)].format(key, args).unwrap_or_else(|| key.to_owned())
    }

    /// What a refusal says: code `seat_taken` is the message `error-seat-taken`.
    pub fn error(self, code: &str, args: &[(&str, Value<'_>)]) -> String {
        self.with(&format!("error-{}", code.replace('_', "-")), args)
    }

    /// Whether the catalogue has a message.
    pub fn has(self, key: &str) -> bool {
        catalogues()[usize::from(self.0)].has(key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wish_with_the_highest_weight_that_we_speak_wins() {
        assert_eq!(Lang::accepted("fr;q=0.9, de-AT;q=0.8, en;q=0.1"), Lang::DE);
        assert_eq!(Lang::accepted("de;q=0"), Lang::EN);
        assert_eq!(Lang::accepted(""), Lang::EN);
        assert_eq!(Lang::accepted("*;q=nonsense,,;;"), Lang::EN);
    }

    #[test]
    fn codes_read_back() {
        for lang in Lang::all().chain([Lang::PSEUDO]) {
            assert_eq!(Lang::parse(lang.code()), Some(lang));
        }
        assert_eq!(Lang::parse("xx"), None);
    }

    #[test]
    fn the_pseudo_language_is_longer_and_runs_from_right_to_left() {
        let key = "shell-skip-to-content";
        let (english, pseudo) = (Lang::EN.t(key).chars().count(), Lang::PSEUDO.t(key).chars().count());
        assert!(pseudo * 10 >= english * 14, "{pseudo} against {english}");
        assert_eq!((Lang::EN.dir(), Lang::PSEUDO.dir()), ("ltr", "rtl"));
    }

    #[test]
    fn plurals_follow_the_language() {
        let places = |lang: Lang, count: u32| lang.with("shell-cart-count", &[("count", count.into())]);
        assert_ne!(places(Lang::EN, 1), places(Lang::EN, 2).replace('2', "1"));
        assert!(places(Lang::DE, 12_345).contains("12.345"), "{}", places(Lang::DE, 12_345));
    }
}
