//! An e-mail address in its one canonical form, so that `Ada@Example.org` and `ada@example.org ` are one account.
//! Whether a mailbox exists only a mail can tell; here only shapes that no mail could reach are refused.

use std::fmt;
use std::str::FromStr;

use unicode_normalization::UnicodeNormalization;

/// Longest address that mail servers pass on, in bytes (RFC 5321).
const ADDRESS_BYTES_MAX: usize = 254;
/// Longest part before the `@`, in bytes.
const LOCAL_BYTES_MAX: usize = 64;
/// Longest label of a domain name, in bytes.
const LABEL_BYTES_MAX: usize = 63;

/// An address as it is stored and compared: trimmed, composed, lower case.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Email(String);

/// Why a text is not an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is not an e-mail address; write it as name@example.org")]
pub struct NotAnEmail;

impl NotAnEmail {
    /// The stable code of this refusal.
    pub fn code(&self) -> &'static str {
        "not_an_email"
    }
}

impl Email {
    /// Reads an address as a person typed it.
    pub fn parse(text: &str) -> Result<Self, NotAnEmail> {
        if text.len() > 4 * ADDRESS_BYTES_MAX {
            return Err(NotAnEmail);
        }
        let canonical: String = text.trim().nfkc().flat_map(char::to_lowercase).collect();
        let (local, domain) = canonical.rsplit_once('@').ok_or(NotAnEmail)?;
        if canonical.len() > ADDRESS_BYTES_MAX || !is_local(local) || !is_domain(domain) {
            return Err(NotAnEmail);
        }
        Ok(Self(canonical))
    }

    /// The canonical text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The canonical text, to keep.
    pub fn into_string(self) -> String {
        self.0
    }
}

fn is_local(local: &str) -> bool {
    let known = |c: char| c.is_alphanumeric() || "!#$%&'*+/=?^_`{|}~-.".contains(c);
    !local.is_empty()
        && local.len() <= LOCAL_BYTES_MAX
        && local.chars().all(known)
        && local.split('.').all(|atom| !atom.is_empty())
}

fn is_domain(domain: &str) -> bool {
    let label = |label: &str| {
        !label.is_empty()
            && label.len() <= LABEL_BYTES_MAX
            && label.chars().all(|c| c.is_alphanumeric() || c == '-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    domain.contains('.') && domain.split('.').all(label) && !domain.ends_with(|c: char| c.is_ascii_digit())
}

impl fmt::Display for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for Email {
    type Err = NotAnEmail;
    fn from_str(text: &str) -> Result<Self, NotAnEmail> {
        Self::parse(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_mailbox_has_one_form() {
        for typed in [" Ada@Example.ORG", "ada@example.org\n", "ADA@EXAMPLE.ORG", "ada@ｅｘａｍｐｌｅ.org"]
        {
            assert_eq!(
                Email::parse(typed).map(Email::into_string),
                Ok("ada@example.org".into()),
                "{typed:?}"
            );
        }
    }

    #[test]
    fn shapes_that_people_use_are_taken() {
        for typed in
            ["a@b.example", "first.last+tag@sub.example.co", "o'neil@example.org", "info@müller.example"]
        {
            assert!(Email::parse(typed).is_ok(), "{typed}");
        }
    }

    #[test]
    fn shapes_that_no_mail_could_reach_are_refused() {
        let long = format!("{}@example.org", "a".repeat(65));
        for typed in [
            "",
            "a",
            "@",
            "a@",
            "@b.example",
            "a@b",
            "a b@c.example",
            "a@b..example",
            ".a@b.example",
            "a@-b.example",
            "a@b.example>",
            "<a@b.example",
            "a@b.example,c@d.example",
            "a@127.0.0.1",
            "a\n@b.example",
            "a@b.example\r\nBcc: c@d.example",
            "\"a\"@b.example",
            "a@@b.example",
            &long,
        ] {
            assert_eq!(Email::parse(typed), Err(NotAnEmail), "{typed:?}");
        }
    }
}
