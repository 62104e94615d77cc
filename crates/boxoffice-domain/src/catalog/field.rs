//! Refusals of single fields: which field, and a sentence why.

use crate::catalog::seating::SeatingError;

/// Why one field was refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FieldError {
    /// It must be given.
    #[error("this is required")]
    Missing,
    /// It has too many characters.
    #[error("at most {max} characters")]
    TooLong {
        /// How many it may have.
        max: usize,
    },
    /// A number outside its bounds.
    #[error("must be between {min} and {max}")]
    OutOfRange {
        /// The smallest.
        min: i64,
        /// The largest.
        max: i64,
    },
    /// Too many entries in a list.
    #[error("at most {max} of these")]
    TooMany {
        /// How many there may be.
        max: usize,
    },
    /// Too few entries of a list.
    #[error("choose at least {min}")]
    TooFew {
        /// How many there must be.
        min: usize,
    },
    /// A cap below what is taken already.
    #[error("{taken} are held or sold already; it cannot be lower")]
    BelowTaken {
        /// How many.
        taken: i64,
    },
    /// Not a web address.
    #[error("must be a web address that begins with https:// or http://")]
    NotAUrl,
    /// Not a time zone.
    #[error("{name} is not a known time zone; use a name such as Europe/Berlin")]
    UnknownZone {
        /// What was given.
        name: String,
    },
    /// Not a currency.
    #[error("{name} is not a currency; use a code such as EUR")]
    UnknownCurrency {
        /// What was given.
        name: String,
    },
    /// An amount that cannot be read.
    #[error("must be an amount such as 12.50")]
    NotAnAmount,
    /// Neither yes nor no.
    #[error("must be yes or no")]
    NotYesOrNo,
    /// A date and time that cannot be read.
    #[error("must be a date and time that exists in the event's time zone")]
    NotATime,
    /// The end lies before the start.
    #[error("must not be before the start")]
    BeforeStart,
    /// Doors open after the start.
    #[error("must not be after the start")]
    AfterStart,
    /// An end or doors time without a start.
    #[error("needs a start as well")]
    WithoutStart,
    /// The sale would close before it opens.
    #[error("the sale must close after it opens")]
    SaleClosesFirst,
    /// A ticket type names an area that is not described.
    #[error("there is no area called {name}")]
    NoSuchArea {
        /// The area named.
        name: String,
    },
    /// A quota names a ticket type that does not exist.
    #[error("names a ticket type that is not there")]
    NoSuchTicketType,
    /// Two things have the same name.
    #[error("{name} is there twice")]
    Twice {
        /// The name.
        name: String,
    },
    /// The description of places cannot be understood.
    #[error(transparent)]
    Seating(#[from] SeatingError),
}

impl FieldError {
    /// Its stable name, for translations and clients.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Missing => "field_missing",
            Self::TooLong { .. } => "field_too_long",
            Self::OutOfRange { .. } => "field_out_of_range",
            Self::TooMany { .. } => "field_too_many",
            Self::TooFew { .. } => "field_too_few",
            Self::BelowTaken { .. } => "field_below_taken",
            Self::NotAUrl => "field_not_a_url",
            Self::UnknownZone { .. } => "field_unknown_zone",
            Self::UnknownCurrency { .. } => "field_unknown_currency",
            Self::NotAnAmount => "field_not_an_amount",
            Self::NotYesOrNo => "field_not_yes_or_no",
            Self::NotATime => "field_not_a_time",
            Self::BeforeStart => "field_before_start",
            Self::AfterStart => "field_after_start",
            Self::WithoutStart => "field_without_start",
            Self::SaleClosesFirst => "field_sale_closes_first",
            Self::NoSuchArea { .. } => "field_no_such_area",
            Self::NoSuchTicketType => "field_no_such_ticket_type",
            Self::Twice { .. } => "field_twice",
            Self::Seating(error) => error.code(),
        }
    }

    /// What its translation may name.
    pub fn args(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::TooLong { max } | Self::TooMany { max } => vec![("max", max.to_string())],
            Self::TooFew { min } => vec![("min", min.to_string())],
            Self::BelowTaken { taken } => vec![("taken", taken.to_string())],
            Self::OutOfRange { min, max } => vec![("min", min.to_string()), ("max", max.to_string())],
            Self::UnknownZone { name }
            | Self::UnknownCurrency { name }
            | Self::NoSuchArea { name }
            | Self::Twice { name } => vec![("name", name.clone())],
            Self::Seating(error) => error.args(),
            _ => Vec::new(),
        }
    }
}

/// One refused field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldRefusal {
    /// Which, as forms and JSON name it (snake case): `title`, `performances`, `ticket_types` …
    pub field: &'static str,
    /// Which of a list, from 0.
    pub at: Option<usize>,
    /// Why.
    pub error: FieldError,
}

/// Everything that was wrong with what an organizer wrote. Never empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftError(pub Vec<FieldRefusal>);

impl std::error::Error for DraftError {}

impl std::fmt::Display for DraftError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (at, refusal) in self.0.iter().enumerate() {
            let gap = if at == 0 { "" } else { "; " };
            write!(f, "{gap}{}: {}", refusal.field, refusal.error)?;
        }
        Ok(())
    }
}

/// Collects refusals while a draft is checked.
#[derive(Debug, Default)]
pub(crate) struct Refusals(Vec<FieldRefusal>);

impl Refusals {
    pub(crate) fn add(&mut self, field: &'static str, error: impl Into<FieldError>) {
        self.0.push(FieldRefusal { field, at: None, error: error.into() });
    }

    pub(crate) fn add_at(&mut self, field: &'static str, at: usize, error: impl Into<FieldError>) {
        self.0.push(FieldRefusal { field, at: Some(at), error: error.into() });
    }

    /// The trimmed text, refused when it is longer than `max` characters.
    pub(crate) fn text(&mut self, field: &'static str, text: &str, max: usize) -> String {
        let text = text.trim();
        if text.chars().count() > max {
            self.add(field, FieldError::TooLong { max });
        }
        text.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect()
    }

    /// The trimmed text on one line, refused when it is empty or too long.
    pub(crate) fn name(&mut self, field: &'static str, text: &str, max: usize) -> String {
        let name = self.text(field, text, max).split_whitespace().collect::<Vec<_>>().join(" ");
        if name.is_empty() {
            self.add(field, FieldError::Missing);
        }
        name
    }

    /// The value, if nothing was refused.
    pub(crate) fn finish<T>(self, value: T) -> Result<T, DraftError> {
        if self.0.is_empty() { Ok(value) } else { Err(DraftError(self.0)) }
    }

    pub(crate) fn into_list(self) -> Vec<FieldRefusal> {
        self.0
    }

    /// Takes over what was refused of entry `at` of a list.
    pub(crate) fn take(&mut self, at: usize, error: DraftError) {
        self.0.extend(error.0.into_iter().map(|refusal| FieldRefusal { at: Some(at), ..refusal }));
    }
}
