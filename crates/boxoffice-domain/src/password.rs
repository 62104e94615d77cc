//! The password policy (row S3): length, upper case, number, symbol; a refusal names all that is missing.
//! A password never prints. Hashing is the business of `boxoffice_app::accounts::hashing`.

use std::fmt;

use unicode_normalization::UnicodeNormalization;

use crate::limits::{PASSWORD_BYTES_MAX, PASSWORD_CHARS_MIN};

/// What a person typed into a password field, composed so that two keyboards type the same.
#[derive(Clone, PartialEq, Eq)]
pub struct Password(String);

/// One thing that a chosen password lacks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weakness {
    /// Fewer characters than the policy asks for.
    TooShort,
    /// No upper-case letter.
    NoUpperCase,
    /// No number.
    NoNumber,
    /// No symbol.
    NoSymbol,
    /// More bytes than are hashed.
    TooLong,
}

impl Weakness {
    /// The stable code of this reason.
    pub fn code(self) -> &'static str {
        match self {
            Self::TooShort => "password_too_short",
            Self::NoUpperCase => "password_no_upper_case",
            Self::NoNumber => "password_no_number",
            Self::NoSymbol => "password_no_symbol",
            Self::TooLong => "password_too_long",
        }
    }

    /// What it asks for, to follow "the password needs".
    pub fn words(self) -> String {
        match self {
            Self::TooShort => format!("at least {PASSWORD_CHARS_MIN} characters"),
            Self::NoUpperCase => "an upper-case letter".into(),
            Self::NoNumber => "a number".into(),
            Self::NoSymbol => "a symbol such as ! or ?".into(),
            Self::TooLong => format!("at most {PASSWORD_BYTES_MAX} bytes"),
        }
    }
}

/// Why a chosen password was refused: everything that it lacks, never the password.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WeakPassword(pub Vec<Weakness>);

impl WeakPassword {
    /// The stable code of this refusal.
    pub fn code(&self) -> &'static str {
        "weak_password"
    }
}

impl fmt::Display for WeakPassword {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let reasons: Vec<String> = self.0.iter().map(|weakness| weakness.words()).collect();
        write!(f, "the password needs {}", reasons.join(", "))
    }
}

impl std::error::Error for WeakPassword {}

impl Password {
    /// A new password, if the policy accepts it.
    pub fn choose(text: &str) -> Result<Self, WeakPassword> {
        if text.len() > PASSWORD_BYTES_MAX {
            return Err(WeakPassword(vec![Weakness::TooLong]));
        }
        let password = Self::typed(text);
        let missing = password.weaknesses();
        if missing.is_empty() { Ok(password) } else { Err(WeakPassword(missing)) }
    }

    /// A password typed to sign in: whatever it is, only the stored hash decides.
    /// One that is too long can be nobody's, so no more of it is kept than shows that.
    pub fn typed(text: &str) -> Self {
        let kept = if text.len() > PASSWORD_BYTES_MAX { "" } else { text };
        Self(kept.nfc().collect())
    }

    /// The bytes to hash.
    pub fn as_bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }

    fn weaknesses(&self) -> Vec<Weakness> {
        let symbol = |c: char| !c.is_alphanumeric() && !c.is_whitespace() && !c.is_control();
        let rules = [
            (Weakness::TooShort, self.0.chars().count() >= PASSWORD_CHARS_MIN),
            (Weakness::NoUpperCase, self.0.chars().any(char::is_uppercase)),
            (Weakness::NoNumber, self.0.chars().any(char::is_numeric)),
            (Weakness::NoSymbol, self.0.chars().any(symbol)),
        ];
        rules.into_iter().filter(|(_, kept)| !kept).map(|(weakness, _)| weakness).collect()
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("…")
    }
}

#[cfg(test)]
mod tests {
    use super::Weakness::{NoNumber, NoSymbol, NoUpperCase, TooLong, TooShort};
    use super::*;

    #[test]
    fn a_refusal_names_everything_that_is_missing() {
        for (typed, missing) in [
            ("", vec![TooShort, NoUpperCase, NoNumber, NoSymbol]),
            ("Aa1!", vec![TooShort]),
            ("aaaaaa1!", vec![NoUpperCase]),
            ("Aaaaaaa!", vec![NoNumber]),
            ("Aaaaaaa1", vec![NoSymbol]),
            ("Aaaa aa1", vec![NoSymbol]),
            ("aaaaaaaa", vec![NoUpperCase, NoNumber, NoSymbol]),
        ] {
            assert_eq!(Password::choose(typed), Err(WeakPassword(missing)), "{typed:?}");
        }
        assert_eq!(Password::choose(&"Aa1!".repeat(65)), Err(WeakPassword(vec![TooLong])));
        assert!(Password::choose("Curtain7!").is_ok());
        assert!(Password::choose("Ärger-im-Haus-2").is_ok());
    }

    #[test]
    fn the_refusal_and_the_password_never_print_what_was_typed() {
        let refusal = Password::choose("canary").expect_err("weak");
        assert!(!format!("{refusal} {refusal:?}").contains("canary"));
        assert!(!format!("{:?}", Password::typed("canary")).contains("canary"));
    }

    #[test]
    fn two_keyboards_type_the_same_password() {
        assert_eq!(Password::typed("u\u{308}"), Password::typed("ü"));
    }

    #[test]
    fn a_password_that_is_too_long_is_nobodys() {
        assert_eq!(Password::typed(&"a".repeat(PASSWORD_BYTES_MAX + 1)).as_bytes(), b"");
    }
}
