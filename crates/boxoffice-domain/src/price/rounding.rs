//! The one rounding of prices: half a minor unit goes up. It is how people recompute an invoice by hand and what tax
//! offices expect; half to even would be fairer over many amounts, but nobody would find their own amount again.

/// Hundredths of a percent in a whole.
pub const WHOLE_BP: i64 = 10_000;
/// Millionths in a whole.
pub const WHOLE_PPM: i64 = 1_000_000;

/// `amount · part / whole`, rounded to the nearest whole number, halves up. Nothing below zero goes in or comes out;
/// a `whole` of zero gives zero.
pub fn round_half_up(amount: i64, part: i64, whole: i64) -> i64 {
    if amount <= 0 || part <= 0 || whole <= 0 {
        return 0;
    }
    let (product, whole) = (i128::from(amount) * i128::from(part), i128::from(whole));
    i64::try_from((2 * product + whole) / (2 * whole)).unwrap_or(i64::MAX)
}

/// Splits an amount over weights, so that the parts add up exactly: each gets its share rounded down, and the minor
/// units that are left go to the largest remainders, the first of equals first. Without any weight the first part
/// carries all; without parts there is nothing.
pub fn split_by_weight(amount: i64, weights: &[i64]) -> Vec<i64> {
    let weight = |at: usize| i128::from(weights[at].max(0));
    let sum: i128 = (0..weights.len()).map(weight).sum();
    let mut parts = vec![0; weights.len()];
    if sum == 0 {
        if let Some(first) = parts.first_mut() {
            *first = amount;
        }
        return parts;
    }
    let mut remainders = Vec::with_capacity(weights.len());
    let mut left = i128::from(amount);
    for (at, part) in parts.iter_mut().enumerate() {
        let share = i128::from(amount) * weight(at);
        let (whole, rest) = (share.div_euclid(sum), share.rem_euclid(sum));
        *part = i64::try_from(whole).unwrap_or(i64::MAX);
        left -= whole;
        remainders.push((std::cmp::Reverse(rest), at));
    }
    remainders.sort_unstable();
    let left = usize::try_from(left).unwrap_or(0);
    for (_, at) in remainders.into_iter().take(left) {
        parts[at] += 1;
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn halves_go_up_and_less_goes_down() {
        assert_eq!(round_half_up(1_000, 887_500, 10_000_000), 89);
        assert_eq!(round_half_up(50, 1, 100), 1);
        assert_eq!(round_half_up(49, 1, 100), 0);
        assert_eq!(round_half_up(-5, 1, 2), 0);
        assert_eq!(round_half_up(5, 1, 0), 0);
    }

    #[test]
    fn the_largest_remainders_carry_what_is_left() {
        assert_eq!(split_by_weight(100, &[1, 1, 1]), [34, 33, 33]);
        assert_eq!(split_by_weight(10, &[5, 0, 1]), [8, 0, 2]);
        assert_eq!(split_by_weight(7, &[0, 0]), [7, 0]);
        assert_eq!(split_by_weight(7, &[]), [0_i64; 0]);
    }

    proptest! {
        #[test]
        fn what_is_split_adds_up(amount in 0_i64..1_000_000_000, weights in proptest::collection::vec(0_i64..1_000_000_000, 1..30)) {
            let parts = split_by_weight(amount, &weights);
            prop_assert_eq!(parts.iter().sum::<i64>(), amount);
            prop_assert!(parts.iter().all(|part| *part >= 0));
        }

        #[test]
        fn more_never_rounds_to_less(amount in 0_i64..1_000_000_000, more in 0_i64..1_000_000, part in 0_i64..2_000_000) {
            prop_assert!(round_half_up(amount, part, WHOLE_PPM) <= round_half_up(amount + more, part, WHOLE_PPM));
        }
    }
}
