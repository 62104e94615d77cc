//! Limits on everything that guesses or floods, per account, session, device or client address.
//! Those that count persons are lifted for rehearsals; none of them locks an account (row S61).

use std::num::NonZeroU32;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use boxoffice_domain::limits;
use governor::middleware::NoOpMiddleware;
use governor::state::keyed::DashMapStateStore;
use governor::{Quota, RateLimiter};
use sha2::{Digest, Sha256};

use crate::clock::Clock;

/// What is counted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Rate {
    /// Sign-in tries for one account.
    LoginAccount,
    /// Sign-in tries from one client address.
    LoginAddress,
    /// Mails with a link (reset, confirm, change of address) to one mailbox.
    Reset,
    /// Mails with a link asked for by one client address.
    ResetAddress,
    /// Accounts made from one client address.
    Register,
    /// Secret links, codes and tokens that did not exist, from one client address.
    SecretMiss,
    /// Holds of one session or client address.
    Hold,
    /// Discount and access codes tried from one client address.
    CodeTry,
    /// Scans of one device.
    Scan,
    /// Everything else from one client address.
    Request,
}

/// How many kinds of rate there are.
const RATES: usize = 10;

/// Too many of the same in too short a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("too many tries in a short time; try again in {retry_after_s} seconds")]
pub struct TooMany {
    /// When it makes sense to try again.
    pub retry_after_s: u32,
}

impl TooMany {
    /// The stable code of this refusal.
    pub fn code(&self) -> &'static str {
        "too_many_requests"
    }
}

/// Sixteen bytes stand for a key of any length, so that a long name costs no more memory than a short one.
type Key = [u8; 16];
type Limiter = RateLimiter<Key, DashMapStateStore<Key>, Ticks, NoOpMiddleware<Duration>>;

/// The limiters of this node.
#[derive(Debug)]
pub struct Rates {
    limiters: [Limiter; RATES],
    /// Checks since keys at rest were last forgotten.
    checks: AtomicU32,
    lift_persons: bool,
}

/// So many checks may add so many keys before those at rest are forgotten: this bounds the memory.
const CHECKS_BETWEEN_TIDYINGS: u32 = 8_192;

/// The program's clock, as governor reads it.
#[derive(Clone, Debug)]
struct Ticks(Clock);

impl governor::clock::Clock for Ticks {
    type Instant = Duration;
    fn now(&self) -> Duration {
        Duration::from_micros(u64::try_from(self.0.now().micros()).unwrap_or(0))
    }
}

impl Rate {
    const ALL: [Self; RATES] = [
        Self::LoginAccount,
        Self::LoginAddress,
        Self::Reset,
        Self::ResetAddress,
        Self::Register,
        Self::SecretMiss,
        Self::Hold,
        Self::CodeTry,
        Self::Scan,
        Self::Request,
    ];

    /// How many in how many seconds, all of which may come at once.
    fn quota(self) -> Quota {
        let (count, seconds) = match self {
            Self::LoginAccount => (limits::LOGINS_PER_ACCOUNT, 600),
            Self::LoginAddress => (limits::LOGINS_PER_ADDRESS, 600),
            Self::Reset => (limits::RESETS_PER_HOUR, 3_600),
            Self::ResetAddress => (limits::RESETS_PER_ADDRESS_AND_HOUR, 3_600),
            Self::Register => (limits::REGISTRATIONS_PER_HOUR, 3_600),
            Self::SecretMiss => (limits::SECRET_MISSES_PER_MINUTE, 60),
            Self::Hold => (limits::HOLDS_PER_MINUTE, 60),
            Self::CodeTry => (limits::CODE_TRIES, 600),
            Self::Scan => (limits::SCANS_PER_S, 1),
            Self::Request => {
                (limits::REQUESTS_PER_S * limits::REQUEST_BURST, u64::from(limits::REQUEST_BURST))
            }
        };
        let count = NonZeroU32::new(count).unwrap_or(NonZeroU32::MIN);
        let each = Duration::from_secs(seconds) / count.get();
        Quota::with_period(each).unwrap_or_else(|| Quota::per_second(count)).allow_burst(count)
    }
}

impl Rates {
    /// Fresh limiters. `lift_persons` is the rehearsal profile: only scans, which protect the process, count.
    pub fn new(clock: &Clock, lift_persons: bool) -> Self {
        let limiter =
            |rate: Rate| RateLimiter::new(rate.quota(), DashMapStateStore::default(), Ticks(clock.clone()));
        Self { limiters: Rate::ALL.map(limiter), checks: AtomicU32::new(0), lift_persons }
    }

    /// Counts one try of `who`.
    pub fn check(&self, rate: Rate, who: &str) -> Result<(), TooMany> {
        if self.lift_persons && rate != Rate::Scan {
            return Ok(());
        }
        if self.checks.fetch_add(1, Ordering::Relaxed) % CHECKS_BETWEEN_TIDYINGS
            == CHECKS_BETWEEN_TIDYINGS - 1
        {
            self.forget_those_at_rest();
        }
        let limiter = &self.limiters[rate as usize];
        limiter.check_key(&key(who)).map_err(|refused| {
            let wait = refused.wait_time_from(governor::clock::Clock::now(limiter.clock()));
            TooMany { retry_after_s: u32::try_from(wait.as_secs()).unwrap_or(u32::MAX).saturating_add(1) }
        })
    }

    /// Counts one try of a client address; all of an IPv6 household count together.
    pub fn check_address(&self, rate: Rate, address: &str) -> Result<(), TooMany> {
        self.check(rate, &crate::address::client_key(address))
    }

    fn forget_those_at_rest(&self) {
        for limiter in &self.limiters {
            limiter.retain_recent();
            limiter.shrink_to_fit();
        }
    }
}

fn key(who: &str) -> Key {
    let digest = Sha256::digest(who.as_bytes());
    let mut key = Key::default();
    key.copy_from_slice(&digest[..16]);
    key
}

#[cfg(test)]
mod tests {
    use boxoffice_domain::time::Time;

    use super::*;

    #[test]
    fn every_rate_has_its_own_limiter() {
        for (place, rate) in Rate::ALL.into_iter().enumerate() {
            assert_eq!(rate as usize, place);
        }
    }

    #[test]
    fn a_limit_refuses_says_when_and_recovers() {
        let clock = Clock::manual(Time::from_seconds(1_000_000));
        let rates = Rates::new(&clock, false);
        for _ in 0..limits::RESETS_PER_HOUR {
            assert_eq!(rates.check(Rate::Reset, "ada@example.org"), Ok(()));
        }
        let refused = rates.check(Rate::Reset, "ada@example.org").expect_err("refused");
        assert!((1_190..=1_201).contains(&refused.retry_after_s), "{refused:?}");
        assert_eq!(rates.check(Rate::Reset, "bob@example.org"), Ok(()));
        clock.advance_s(1_201);
        assert_eq!(rates.check(Rate::Reset, "ada@example.org"), Ok(()));
        assert!(rates.check(Rate::Reset, "ada@example.org").is_err());
    }

    #[test]
    fn addresses_at_rest_are_forgotten() {
        let clock = Clock::manual(Time::from_seconds(1_000_000));
        let rates = Rates::new(&clock, false);
        for round in 0..4 {
            for client in 0..CHECKS_BETWEEN_TIDYINGS {
                let who = format!("{round} {client}");
                rates.check(Rate::Request, &who).expect("first try");
            }
            clock.advance_s(60);
        }
        let kept = rates.limiters[Rate::Request as usize].len();
        assert!(kept <= CHECKS_BETWEEN_TIDYINGS as usize, "{kept}");
    }

    #[test]
    fn the_rehearsal_profile_lifts_limits_that_count_persons() {
        let rates = Rates::new(&Clock::manual(Time::from_seconds(1)), true);
        for _ in 0..1_000 {
            assert_eq!(rates.check(Rate::LoginAddress, "192.0.2.1"), Ok(()));
        }
        assert!((0..1_000).any(|_| rates.check(Rate::Scan, "gate").is_err()));
    }
}
