//! An on-sale, rehearsed: buyers who use the shop as people without JavaScript do, or
//! as programs do, over HTTP and nothing else.
//! It shares no code with what it measures, so that it can also judge: who was told what, and does it add up.
//! `client.rs` is one buyer's connection, `buyer.rs` what a buyer does, `api.rs` what a program does, `crowd.rs` many of them, `report.rs` figures.

mod api;
mod buyer;
mod client;
mod crowd;
mod offer;
mod progress;
mod report;

pub use buyer::Purchase;
pub use client::RehearseError;
pub use progress::{Acknowledged, Progress};
pub use report::Report;

use buyer::Buyer;
use crowd::Crowd;

/// What is rehearsed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Scenario {
    /// Everybody posts a small JSON document to a bare server and gets it back: the yardstick that a machine's other
    /// figures are held to.
    Echo,
    /// Everybody looks at the event's page, again and again.
    Pages,
    /// Everybody takes places over the API and goes on to the next.
    Holds,
    /// Everybody buys over the API: hold, order, test payment, issued ticket.
    Purchases,
    /// Everybody buys with the shop's forms, again and again.
    Shopping,
    /// Every gate scans what was sold, as fast as one is allowed to.
    Scans,
    /// Everybody buys until nothing is left; the answers must add up.
    Race,
    /// Everybody buys once, or goes home when nothing is left; the answers must add up.
    Once,
}

/// A rehearsal.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Where the shop is: `http://127.0.0.1:8080`.
    pub url: String,
    /// The event's part of its address.
    pub event: String,
    /// What is rehearsed.
    pub scenario: Scenario,
    /// Buyers at once.
    pub buyers: usize,
    /// For how long; a race ends by itself.
    pub seconds: u64,
    /// Places that each wants at a time.
    pub quantity: u32,
    /// For scans: a token per gate, and what is scanned.
    pub door: Door,
}

/// Who scans what.
#[derive(Clone, Debug, Default)]
pub struct Door {
    /// A token for each gate.
    pub tokens: Vec<String>,
    /// Texts of QR codes.
    pub barcodes: Vec<String>,
}

/// Runs it and reports what was seen from outside.
pub async fn run(plan: &Plan) -> Result<Report, RehearseError> {
    run_watched(plan, Progress::default()).await
}

/// The same, for somebody who waits for a moment in its middle.
pub async fn run_watched(plan: &Plan, progress: Progress) -> Result<Report, RehearseError> {
    Crowd::gather(plan, progress).await?.rehearse().await
}

/// What is missing of what buyers were told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Lost {
    /// Carts without their places.
    pub carts: usize,
    /// Orders without tickets although they were paid.
    pub unticketed: usize,
    /// Orders that no longer show all the tickets that were seen.
    pub tickets: usize,
}

/// Looks again for everything that was acknowledged: all of it must be there.
pub async fn look_again(url: &str, report: &Report) -> Result<Lost, RehearseError> {
    let mut buyer = Buyer::new(url, 0)?;
    let mut lost = Lost::default();
    for cart in &report.carts {
        lost.carts += usize::from(!buyer.keeps(cart).await?);
    }
    for paid in &report.paid {
        let found = buyer.wait_for_tickets(paid.clone()).await?;
        lost.unticketed += usize::from(found.is_none_or(|found| found.tickets < paid.places as usize));
    }
    for purchase in &report.purchases {
        lost.tickets += usize::from(buyer.look(&purchase.order).await? < purchase.tickets);
    }
    Ok(lost)
}
