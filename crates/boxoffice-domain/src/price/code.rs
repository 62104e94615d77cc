//! Codes: a discount code lowers the price, an access code opens ticket types that others cannot have. Either may do
//! both. Who uses one is counted by order and by buyer; the count is the desk's, the rule is here.

use std::collections::BTreeSet;

use unicode_normalization::UnicodeNormalization;

use crate::ids::TicketTypeId;
use crate::limits;
use crate::price::rounding::{WHOLE_BP, round_half_up};
use crate::time::Time;

/// What a code does to a ticket's price.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Discount {
    /// Nothing.
    #[default]
    None,
    /// Takes off a part, in hundredths of a percent, rounded half up.
    Part(i64),
    /// Takes off an amount of each ticket, in minor units, never more than it costs.
    Amount(i64),
}

impl Discount {
    /// What it takes off a list price.
    pub fn of(self, list_minor: i64) -> i64 {
        let off = match self {
            Self::None => 0,
            Self::Part(part_bp) => round_half_up(list_minor, part_bp.min(WHOLE_BP), WHOLE_BP),
            Self::Amount(minor) => minor,
        };
        off.clamp(0, list_minor.max(0))
    }

    /// True when it takes nothing off.
    pub fn is_none(self) -> bool {
        matches!(self, Self::None | Self::Part(..=0) | Self::Amount(..=0))
    }
}

/// What a code is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeKind {
    /// Lowers the price.
    Discount,
    /// Opens ticket types that are hidden or ask for it.
    Access,
}

impl CodeKind {
    /// As the databases store it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Discount => "discount",
            Self::Access => "access",
        }
    }

    /// Reads the stored form.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Discount, Self::Access].into_iter().find(|kind| kind.as_str() == text)
    }
}

/// What a code allows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeRule {
    /// What it is for.
    pub kind: CodeKind,
    /// What it takes off.
    pub discount: Discount,
    /// For which ticket types; none: all of its event.
    pub ticket_types: BTreeSet<TicketTypeId>,
    /// From when; none: at once.
    pub starts_at: Option<Time>,
    /// Until just before; none: as long as there are tickets.
    pub ends_at: Option<Time>,
    /// In how many orders; none: any number.
    pub uses_max: Option<i64>,
    /// In how many orders of one buyer.
    pub per_buyer_max: Option<i64>,
    /// In how many orders it counts now.
    pub used: i64,
    /// Taken back by the organizer.
    pub is_closed: bool,
}

/// Why a code does not count. In this order: the first that applies is the answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CodeRefusal {
    /// No such code here, or taken back: a guess learns no difference.
    #[error("this code is not valid here")]
    NoSuchCode,
    /// It does not count yet.
    #[error("this code counts from {starts_at} on")]
    NotYet {
        /// From when.
        starts_at: Time,
    },
    /// It counts no longer.
    #[error("this code is no longer valid")]
    Over,
    /// None of the tickets is one that it is for.
    #[error("this code is not for any of these tickets")]
    NothingToApply,
    /// All its uses are taken.
    #[error("this code has been used up")]
    UsedUp,
    /// The buyer's own are.
    #[error("you have used this code as often as one buyer may")]
    UsedByBuyer {
        /// How often that is.
        max: i64,
    },
    /// A ticket in the cart can only be had with it, or with another one that is applied.
    #[error("a ticket in this cart is only sold with its code")]
    Needed,
}

impl CodeRefusal {
    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::NoSuchCode => "no_such_code",
            Self::NotYet { .. } => "code_not_yet",
            Self::Over => "code_over",
            Self::NothingToApply => "code_not_for_these",
            Self::UsedUp => "code_used_up",
            Self::UsedByBuyer { .. } => "code_used_by_buyer",
            Self::Needed => "code_needed",
        }
    }
}

impl CodeRule {
    /// Whether it is for a ticket type.
    pub fn covers(&self, ticket_type: TicketTypeId) -> bool {
        self.ticket_types.is_empty() || self.ticket_types.contains(&ticket_type)
    }

    /// What it takes off a ticket of this type.
    pub fn discount_on(&self, ticket_type: TicketTypeId) -> Discount {
        if self.covers(ticket_type) { self.discount } else { Discount::None }
    }

    /// Whether it opens a ticket type that is closed without it. One that names no type opens none.
    pub fn opens(&self, ticket_type: TicketTypeId) -> bool {
        self.kind == CodeKind::Access && self.ticket_types.contains(&ticket_type)
    }

    /// Whether it counts at this moment.
    pub fn check_time(&self, now: Time) -> Result<(), CodeRefusal> {
        if self.is_closed {
            return Err(CodeRefusal::NoSuchCode);
        }
        if let Some(starts_at) = self.starts_at.filter(|starts_at| now < *starts_at) {
            return Err(CodeRefusal::NotYet { starts_at });
        }
        if self.ends_at.is_some_and(|ends_at| ends_at <= now) { Err(CodeRefusal::Over) } else { Ok(()) }
    }

    /// Whether one more order may use it, by a buyer who has used it in so many.
    pub fn check_use(&self, used_by_buyer: i64) -> Result<(), CodeRefusal> {
        if self.uses_max.is_some_and(|max| self.used >= max) {
            return Err(CodeRefusal::UsedUp);
        }
        match self.per_buyer_max {
            Some(max) if used_by_buyer >= max => Err(CodeRefusal::UsedByBuyer { max }),
            _ => Ok(()),
        }
    }
}

/// A code in its one form: however it is typed, in capitals or not, with spaces, dashes or wide letters, it is the
/// same. None where it cannot be one.
pub fn canonical(text: &str) -> Option<String> {
    if text.len() > 4 * limits::CODE_CHARS_MAX {
        return None;
    }
    let is_noise =
        |c: &char| !(c.is_whitespace() || matches!(c, '-' | '_' | '\u{2010}'..='\u{2015}' | '\u{2212}'));
    let code: String = text.nfkc().filter(is_noise).flat_map(char::to_uppercase).collect();
    let length = code.chars().count();
    let fits = (limits::CODE_CHARS_MIN..=limits::CODE_CHARS_MAX).contains(&length);
    (fits && code.chars().all(char::is_alphanumeric)).then_some(code)
}

/// By what a code's uses are counted per buyer: the address without what mail services pass over, a `+` and what
/// follows it, so that one mailbox is one buyer. `email` is in its canonical form.
pub fn buyer_key(email: &str) -> String {
    let Some((local, domain)) = email.rsplit_once('@') else { return email.to_owned() };
    let mailbox = local.split('+').next().filter(|mailbox| !mailbox.is_empty()).unwrap_or(local);
    match domain {
        // One mailbox whatever dots stand in it.
        "gmail.com" | "googlemail.com" => format!("{}@gmail.com", mailbox.replace('.', "")),
        _ => format!("{mailbox}@{domain}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule() -> CodeRule {
        CodeRule {
            kind: CodeKind::Discount,
            discount: Discount::Part(1_000),
            ticket_types: BTreeSet::new(),
            starts_at: Some(Time::from_seconds(10)),
            ends_at: Some(Time::from_seconds(20)),
            uses_max: Some(2),
            per_buyer_max: Some(1),
            used: 0,
            is_closed: false,
        }
    }

    #[test]
    fn a_code_is_one_however_it_is_typed() {
        for text in ["early-bird 10", "EARLYBIRD10", " Early_Bird–10 ", "ＥＡＲＬＹＢＩＲＤ１０"]
        {
            assert_eq!(canonical(text).as_deref(), Some("EARLYBIRD10"), "{text}");
        }
        for text in ["", "ab", "a;b;c", "x' or 1=1", &"a".repeat(100)] {
            assert_eq!(canonical(text), None, "{text}");
        }
    }

    #[test]
    fn a_mailbox_is_one_buyer() {
        assert_eq!(buyer_key("ada+2@example.org"), "ada@example.org");
        assert_eq!(buyer_key("a.d.a+x@googlemail.com"), "ada@gmail.com");
        assert_eq!(buyer_key("a.da@example.org"), "a.da@example.org");
        assert_eq!(buyer_key("+x@example.org"), "+x@example.org");
    }

    #[test]
    fn a_code_counts_in_its_time_and_as_often_as_it_may() {
        let at = |seconds| rule().check_time(Time::from_seconds(seconds));
        assert!(matches!(at(9), Err(CodeRefusal::NotYet { .. })) && at(10).is_ok() && at(19).is_ok());
        assert_eq!(at(20), Err(CodeRefusal::Over));
        assert_eq!(
            CodeRule { is_closed: true, ..rule() }.check_time(Time::from_seconds(9)),
            Err(CodeRefusal::NoSuchCode)
        );
        assert_eq!(rule().check_use(0), Ok(()));
        assert_eq!(rule().check_use(1), Err(CodeRefusal::UsedByBuyer { max: 1 }));
        assert_eq!(CodeRule { used: 2, ..rule() }.check_use(0), Err(CodeRefusal::UsedUp));
    }

    #[test]
    fn a_discount_is_never_more_than_the_price() {
        assert_eq!(Discount::Amount(500).of(300), 300);
        assert_eq!(Discount::Part(20_000).of(300), 300);
        assert_eq!(Discount::Part(1_250).of(999), 125);
        assert_eq!(Discount::None.of(999), 0);
    }
}
