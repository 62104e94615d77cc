//! What an organizer keeps of a ticket when its buyer cancels.

/// A hundred percent, in hundredths of a percent.
pub const WHOLE_BP: i64 = 10_000;

/// The organizer's fee for cancelling: a part of what the ticket cost and a fixed amount, never more than it cost.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CancelFee {
    /// Hundredths of a percent of price and fee.
    pub part_bp: i64,
    /// Minor units on top.
    pub fixed_minor: i64,
}

impl CancelFee {
    /// What is kept of a ticket that cost `value_minor`. The part is rounded down: a broken cent is the buyer's.
    pub fn kept_of(self, value_minor: i64) -> i64 {
        let part = part_rounded_down(value_minor, self.part_bp);
        part.saturating_add(self.fixed_minor).clamp(0, value_minor.max(0))
    }

    /// The same, with nothing below zero and no part above the whole.
    #[must_use]
    pub fn within_bounds(self) -> Self {
        Self { part_bp: self.part_bp.clamp(0, WHOLE_BP), fixed_minor: self.fixed_minor.max(0) }
    }

    /// True when everything is given back.
    pub const fn is_none(self) -> bool {
        self.part_bp == 0 && self.fixed_minor == 0
    }
}

/// So many hundredths of a percent of an amount, rounded towards zero.
pub fn part_rounded_down(minor: i64, part_bp: i64) -> i64 {
    let part = i128::from(minor) * i128::from(part_bp) / i128::from(WHOLE_BP);
    // A part of a whole that fits fits, too; above the whole it stops there.
    i64::try_from(part).unwrap_or(minor)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_broken_cent_is_the_buyers() {
        let fee = CancelFee { part_bp: 1_050, fixed_minor: 0 };
        assert_eq!(fee.kept_of(1_999), 209);
        assert_eq!(CancelFee { part_bp: 1_000, fixed_minor: 250 }.kept_of(2_000), 450);
        assert_eq!(CancelFee { part_bp: 0, fixed_minor: 500 }.kept_of(300), 300);
        assert_eq!(CancelFee { part_bp: WHOLE_BP, fixed_minor: 1 }.kept_of(300), 300);
        assert_eq!(CancelFee::default().kept_of(300), 0);
    }

    proptest! {
        #[test]
        fn what_is_kept_lies_between_nothing_and_all(value in 0_i64..1_000_000_000, part_bp in 0..=WHOLE_BP, fixed_minor in 0_i64..1_000_000_000) {
            let kept = CancelFee { part_bp, fixed_minor }.kept_of(value);
            prop_assert!((0..=value).contains(&kept));
        }
    }
}
