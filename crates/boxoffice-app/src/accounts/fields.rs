//! What people type about themselves, read and refused field by field, so that one answer names everything.

use boxoffice_domain::email::{Email, NotAnEmail};
use boxoffice_domain::limits::{NAME_CHARS_MAX, PASSWORD_BYTES_MAX, PASSWORD_CHARS_MIN};
use boxoffice_domain::password::{Password, Weakness};

/// Why one field was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FieldWrong {
    /// It must be given.
    #[error("this is required")]
    Missing,
    /// It has too many characters.
    #[error("at most {max} characters")]
    TooLong {
        /// How many it may have.
        max: usize,
    },
    /// Not an address.
    #[error(transparent)]
    NotAnEmail(#[from] NotAnEmail),
    /// The password lacks this.
    #[error("the password needs {}", .0.words())]
    Weak(Weakness),
}

impl FieldWrong {
    /// The stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Missing => "field_missing",
            Self::TooLong { .. } => "field_too_long",
            Self::NotAnEmail(error) => error.code(),
            Self::Weak(weakness) => weakness.code(),
        }
    }

    /// The number that its translation names.
    pub fn bound(&self) -> Option<usize> {
        match self {
            Self::TooLong { max } => Some(*max),
            Self::Weak(Weakness::TooShort) => Some(PASSWORD_CHARS_MIN),
            Self::Weak(Weakness::TooLong) => Some(PASSWORD_BYTES_MAX),
            _ => None,
        }
    }
}

/// One refused field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldRefused {
    /// Which: `email`, `password`, `name` …
    pub field: &'static str,
    /// Why.
    pub wrong: FieldWrong,
}

/// Everything that was refused. Never empty, and never what was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldsRefused(pub Vec<FieldRefused>);

impl std::fmt::Display for FieldsRefused {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (at, refused) in self.0.iter().enumerate() {
            let gap = if at == 0 { "" } else { "; " };
            write!(f, "{gap}{}: {}", refused.field, refused.wrong)?;
        }
        Ok(())
    }
}

impl std::error::Error for FieldsRefused {}

/// Reads fields and gathers refusals.
#[derive(Debug, Default)]
pub(super) struct Reader(Vec<FieldRefused>);

impl Reader {
    pub(super) fn email(&mut self, field: &'static str, typed: &str) -> Option<Email> {
        let read = if typed.trim().is_empty() { Err(FieldWrong::Missing) } else { Ok(()) };
        let read = read.and_then(|()| Email::parse(typed).map_err(FieldWrong::from));
        read.map_err(|wrong| self.refuse(field, wrong)).ok()
    }

    /// One line, trimmed, without what could break a mail's header.
    pub(super) fn name(&mut self, field: &'static str, typed: &str) -> String {
        let printable: String = typed.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        let name = printable.split_whitespace().collect::<Vec<_>>().join(" ");
        if name.is_empty() {
            self.refuse(field, FieldWrong::Missing);
        } else if name.chars().count() > NAME_CHARS_MAX {
            self.refuse(field, FieldWrong::TooLong { max: NAME_CHARS_MAX });
        }
        name
    }

    pub(super) fn password(&mut self, field: &'static str, typed: &str) -> Option<Password> {
        match Password::choose(typed) {
            Ok(password) => Some(password),
            Err(weak) => {
                for weakness in weak.0 {
                    self.refuse(field, FieldWrong::Weak(weakness));
                }
                None
            }
        }
    }

    pub(super) fn refuse(&mut self, field: &'static str, wrong: FieldWrong) {
        self.0.push(FieldRefused { field, wrong });
    }

    pub(super) fn finish(self) -> Result<(), FieldsRefused> {
        if self.0.is_empty() { Ok(()) } else { Err(FieldsRefused(self.0)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_answer_names_everything_and_nothing_that_was_typed() {
        let mut reader = Reader::default();
        reader.email("email", "canary");
        reader.name("name", " \n ");
        reader.password("password", "canary");
        let refused = reader.finish().expect_err("refused");
        let fields: Vec<_> = refused.0.iter().map(|refused| (refused.field, refused.wrong.code())).collect();
        assert_eq!(
            fields,
            [
                ("email", "not_an_email"),
                ("name", "field_missing"),
                ("password", "password_too_short"),
                ("password", "password_no_upper_case"),
                ("password", "password_no_number"),
                ("password", "password_no_symbol"),
            ]
        );
        assert!(!format!("{refused} {refused:?}").contains("canary"));
    }

    #[test]
    fn a_name_becomes_one_line() {
        assert_eq!(Reader::default().name("name", " Ada\r\n  Lovelace\t"), "Ada Lovelace");
    }
}
