//! An on-sale, rehearsed: buyers who use the shop as people without JavaScript do, over HTTP and nothing else.
//! It shares no code with what it measures, so that it can also judge: who was told what, and does it add up.
//! `client.rs` is one buyer's connection, `buyer.rs` what a buyer does, `crowd.rs` many of them, `report.rs` figures.

mod buyer;
mod client;
mod crowd;
mod offer;
mod report;

pub use buyer::Purchase;
pub use client::RehearseError;
pub use report::Report;

use buyer::Buyer;
use crowd::Crowd;

/// What is rehearsed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Scenario {
    /// Everybody looks at the event's page, again and again.
    Pages,
    /// Everybody takes places and goes on to the next.
    Holds,
    /// Everybody buys: hold, order, test payment, issued ticket.
    Purchases,
    /// Everybody buys until nothing is left; the answers must add up.
    Race,
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
    /// For how long; a race ends when nothing is left.
    pub seconds: u64,
    /// Places that each wants at a time.
    pub quantity: u32,
}

/// Runs it and reports what was seen from outside.
pub async fn run(plan: &Plan) -> Result<Report, RehearseError> {
    Crowd::gather(plan).await?.rehearse().await
}

/// How many of these purchases no longer show all their tickets: what was acknowledged must stay.
pub async fn count_lost(url: &str, purchases: &[Purchase]) -> Result<usize, RehearseError> {
    let mut buyer = Buyer::new(url, 0)?;
    let mut lost = 0;
    for purchase in purchases {
        if buyer.look(&purchase.order).await? < purchase.tickets {
            lost += 1;
        }
    }
    Ok(lost)
}
