//! Until when the places of an order wait for a transfer.

use crate::time::Time;

/// A day.
const DAY_S: i64 = 86_400;

/// Until when a transfer that is chosen at `now` must be there: so many days, but not after it closes before the
/// performance. None when it has closed already.
pub fn pay_until(now: Time, starts_at: Option<Time>, days: i64, closes_before_s: i64) -> Option<Time> {
    let until = now.plus_s(days * DAY_S);
    match starts_at.map(|starts_at| starts_at.plus_s(-closes_before_s)) {
        Some(closes_at) if closes_at <= now => None,
        Some(closes_at) => Some(until.min(closes_at)),
        None => Some(until),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_transfer_has_its_days_unless_the_performance_is_nearer() {
        let now = Time::from_seconds(1_000_000);
        let until = |starts_in_s: Option<i64>| {
            pay_until(now, starts_in_s.map(|s| now.plus_s(s)), 7, 3 * DAY_S).map(|until| until.since_s(now))
        };
        assert_eq!(until(None), Some(7 * DAY_S));
        assert_eq!(until(Some(30 * DAY_S)), Some(7 * DAY_S));
        assert_eq!(until(Some(8 * DAY_S)), Some(5 * DAY_S));
        assert_eq!(until(Some(3 * DAY_S)), None);
        assert_eq!(until(Some(-1)), None);
    }
}
