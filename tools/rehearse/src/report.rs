//! What was seen: how many, how fast, and whether it adds up.

use std::fmt;
use std::time::Duration;

use hdrhistogram::Histogram;

use crate::buyer::Purchase;
use crate::{Acknowledged, Plan, Progress, Scenario};

/// Longest time that is told apart, in microseconds: a minute.
const LONGEST_US: u64 = 60_000_000;

/// What one buyer, or all together, were told.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    pub(crate) held: u64,
    pub(crate) refused: u64,
    pub(crate) busy: u64,
    pub(crate) unfinished: u64,
    pub(crate) broken: u64,
    pub(crate) purchases: Vec<Purchase>,
    pub(crate) carts: Vec<String>,
    pub(crate) paid: Vec<Purchase>,
    pub(crate) barcodes: Vec<String>,
    times_us: Vec<u64>,
    progress: Progress,
}

impl Tally {
    /// An empty one whose news others hear as well.
    pub(crate) fn shared(progress: Progress) -> Self {
        Self { progress, ..Self::default() }
    }

    /// The shop acknowledged a cart with places in it.
    pub(crate) fn hear_cart(&mut self, cart: String) {
        self.carts.push(cart);
        self.progress.note(Acknowledged { carts: 1, ..Acknowledged::default() });
    }

    /// The gateway acknowledged a payment.
    pub(crate) fn hear_payment(&mut self, paid: Purchase) {
        self.paid.push(paid);
        self.progress.note(Acknowledged { paid: 1, ..Acknowledged::default() });
    }

    /// The shop showed the tickets.
    pub(crate) fn hear_tickets(&mut self, purchase: Purchase) {
        self.purchases.push(purchase);
        self.progress.note(Acknowledged { purchases: 1, ..Acknowledged::default() });
    }

    pub(crate) fn took(&mut self, time: Duration) {
        self.times_us.push(u64::try_from(time.as_micros()).unwrap_or(LONGEST_US).clamp(1, LONGEST_US));
    }

    pub(crate) fn add(&mut self, other: Self) {
        self.held += other.held;
        self.refused += other.refused;
        self.busy += other.busy;
        self.unfinished += other.unfinished;
        self.broken += other.broken;
        self.purchases.extend(other.purchases);
        self.carts.extend(other.carts);
        self.paid.extend(other.paid);
        self.barcodes.extend(other.barcodes);
        self.times_us.extend(other.times_us);
    }
}

/// A rehearsal's result.
#[derive(Clone, Debug)]
pub struct Report {
    /// What was rehearsed.
    pub scenario: Scenario,
    /// Buyers at once.
    pub buyers: usize,
    /// Rounds that succeeded: pages, holds or purchases.
    pub succeeded: u64,
    /// Succeeded rounds per second.
    pub per_s: f64,
    /// Median and 99th percentile of a round, in milliseconds.
    pub p50_ms: f64,
    /// The 99th percentile.
    pub p99_ms: f64,
    /// Places that were taken.
    pub held: u64,
    /// Attempts that the shop refused because others were faster.
    pub refused: u64,
    /// Answers 429 and 503.
    pub busy: u64,
    /// Carts that did not become tickets.
    pub unfinished: u64,
    /// Buyers whose connection broke.
    pub broken: u64,
    /// Every purchase, as its buyer saw it.
    pub purchases: Vec<Purchase>,
    /// Every cart that was acknowledged with places in it; holds alone are too many to remember.
    pub carts: Vec<String>,
    /// Every order whose payment was acknowledged, whether its tickets were seen or not.
    pub paid: Vec<Purchase>,
    /// Barcodes of tickets that were issued over the API.
    pub barcodes: Vec<String>,
}

impl Report {
    pub(crate) fn new(plan: &Plan, tally: Tally, took: Duration) -> Self {
        let times = histogram(&tally.times_us);
        let succeeded = tally.times_us.len() as u64;
        Self {
            scenario: plan.scenario,
            buyers: plan.buyers,
            succeeded,
            per_s: succeeded as f64 / took.as_secs_f64(),
            p50_ms: times.value_at_quantile(0.5) as f64 / 1_000.0,
            p99_ms: times.value_at_quantile(0.99) as f64 / 1_000.0,
            held: tally.held,
            refused: tally.refused,
            busy: tally.busy,
            unfinished: tally.unfinished,
            broken: tally.broken,
            purchases: tally.purchases,
            carts: tally.carts,
            paid: tally.paid,
            barcodes: tally.barcodes,
        }
    }

    /// Places that buyers paid for.
    pub fn places_bought(&self) -> u64 {
        self.purchases.iter().map(|purchase| u64::from(purchase.places)).sum()
    }

    /// Tickets that buyers saw.
    pub fn tickets_seen(&self) -> u64 {
        self.purchases.iter().map(|purchase| purchase.tickets as u64).sum()
    }
}

#[expect(clippy::expect_used, reason = "three digits up to a minute are always allowed")]
fn histogram(times_us: &[u64]) -> Histogram<u64> {
    let mut times = Histogram::new_with_bounds(1, LONGEST_US, 3).expect("a histogram");
    for time in times_us {
        times.saturating_record(*time);
    }
    times
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = match self.scenario {
            Scenario::Echo => "echoes",
            Scenario::Pages => "event pages",
            Scenario::Holds => "holds",
            Scenario::Purchases | Scenario::Shopping | Scenario::Race | Scenario::Once => "purchases",
            Scenario::Scans => "scans",
        };
        writeln!(
            f,
            "{} buyers: {} {what}, {:.0}/s, p50 {:.1} ms, p99 {:.1} ms",
            self.buyers, self.succeeded, self.per_s, self.p50_ms, self.p99_ms
        )?;
        if !matches!(self.scenario, Scenario::Echo | Scenario::Pages) {
            writeln!(
                f,
                "{} places held, {} refused, {} told to come back, {} carts unfinished, {} connections broken",
                self.held, self.refused, self.busy, self.unfinished, self.broken
            )?;
        }
        if !self.purchases.is_empty() {
            writeln!(f, "{} places paid, {} tickets seen", self.places_bought(), self.tickets_seen())?;
        }
        Ok(())
    }
}
