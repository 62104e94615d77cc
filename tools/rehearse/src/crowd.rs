//! Many buyers at once, each in a closed loop: the next thing is done when the last one was answered.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use tokio::task::JoinSet;

use crate::api::ApiBuyer;
use crate::buyer::{Buyer, Taken};
use crate::client::RehearseError;
use crate::offer::{Offer, event_path, find};
use crate::report::{Report, Tally};
use crate::{Plan, Progress, Scenario};

/// Pause after the shop asked to come back.
const COME_BACK: Duration = Duration::from_millis(50);
/// So often in a row must a racing buyer find nothing, per way to take places, before it goes home.
const LOOKS_PER_WAY: usize = 4;

/// One of the crowd: a person or a program.
struct Visitor {
    buyer: Buyer,
    program: ApiBuyer,
    number: usize,
}

/// How a round ended.
enum Round {
    Done,
    Failed,
    NothingLeft,
}

/// All buyers, and what they know of the shop.
pub(crate) struct Crowd {
    plan: Arc<Plan>,
    offers: Arc<Vec<Offer>>,
    progress: Progress,
}

impl Crowd {
    /// Looks at the event once, for all.
    pub(crate) async fn gather(plan: &Plan, progress: Progress) -> Result<Self, RehearseError> {
        let mut first = Buyer::new(&plan.url, 0)?;
        let offers = match plan.scenario {
            Scenario::Echo | Scenario::Pages | Scenario::Scans => Vec::new(),
            _ => find(&mut first.client, &plan.event).await?,
        };
        Ok(Self { plan: Arc::new(plan.clone()), offers: Arc::new(offers), progress })
    }

    /// Lets all buyers go and counts what they were told.
    pub(crate) async fn rehearse(self) -> Result<Report, RehearseError> {
        let over = Arc::new(AtomicBool::new(false));
        let begun = Instant::now();
        let mut buyers = JoinSet::new();
        for number in 0..self.plan.buyers {
            let buyer = Buyer::new(&self.plan.url, number)?;
            let program = ApiBuyer::new(&self.plan.url, number)?;
            let visitor = Visitor { buyer, program, number };
            let tally = Tally::shared(self.progress.clone());
            let (plan, offers, over) = (Arc::clone(&self.plan), Arc::clone(&self.offers), Arc::clone(&over));
            buyers.spawn(go(visitor, plan, offers, over, tally));
        }
        let bell = tokio::spawn(ring(Duration::from_secs(self.plan.seconds), over));
        let mut tally = Tally::default();
        // Also early, when the shop is gone and everybody went home.
        while let Some(done) = buyers.join_next().await {
            tally.add(done?);
        }
        bell.abort();
        Ok(Report::new(&self.plan, tally, begun.elapsed()))
    }
}

/// Tells everybody when the time is over.
async fn ring(after: Duration, over: Arc<AtomicBool>) {
    tokio::time::sleep(after).await;
    over.store(true, Ordering::Relaxed);
}

async fn go(
    mut visitor: Visitor,
    plan: Arc<Plan>,
    offers: Arc<Vec<Offer>>,
    over: Arc<AtomicBool>,
    mut tally: Tally,
) -> Tally {
    let mut empty = 0;
    let ways: usize = offers.iter().map(Offer::ways).sum();
    for round in 0.. {
        let enough = match plan.scenario {
            Scenario::Race => empty >= ways * LOOKS_PER_WAY,
            Scenario::Once => !tally.purchases.is_empty() || empty >= ways * LOOKS_PER_WAY,
            _ => over.load(Ordering::Relaxed),
        };
        if enough {
            break;
        }
        let begun = Instant::now();
        // A buyer whose connection breaks goes home; what was acknowledged to it before still counts.
        let Ok(ended) = once(&mut visitor, &plan, &offers, round, &mut tally).await else {
            tally.broken += 1;
            break;
        };
        match ended {
            Round::Done => {
                empty = 0;
                tally.took(begun.elapsed());
            }
            Round::Failed => {}
            Round::NothingLeft => empty += 1,
        }
    }
    tally
}

/// One round.
async fn once(
    visitor: &mut Visitor,
    plan: &Plan,
    offers: &[Offer],
    round: usize,
    tally: &mut Tally,
) -> Result<Round, RehearseError> {
    match plan.scenario {
        Scenario::Echo => {
            let back = visitor.program.echo(plan.quantity).await?;
            Ok(if back { Round::Done } else { Round::Failed })
        }
        Scenario::Pages => {
            let answer = visitor.buyer.client.get(&event_path(&plan.event)).await?;
            Ok(if answer.status == 200 { Round::Done } else { Round::Failed })
        }
        Scenario::Scans => scan(visitor, plan, round).await,
        Scenario::Holds | Scenario::Purchases => {
            order(&mut visitor.program, plan, &offers[round % offers.len()], tally).await
        }
        Scenario::Shopping | Scenario::Race | Scenario::Once => {
            shop(&mut visitor.buyer, plan, offers, round, tally).await
        }
    }
}

/// Each gate scans its own part of the tickets, then again.
async fn scan(visitor: &mut Visitor, plan: &Plan, round: usize) -> Result<Round, RehearseError> {
    let door = &plan.door;
    let (gates, tickets) = (door.tokens.len(), door.barcodes.len());
    if gates == 0 || tickets == 0 {
        return Ok(Round::NothingLeft);
    }
    let barcode = &door.barcodes[(visitor.number + round * plan.buyers) % tickets];
    if visitor.program.scan(barcode, &door.tokens[visitor.number % gates]).await? == 200 {
        Ok(Round::Done)
    } else {
        tokio::time::sleep(COME_BACK).await;
        Ok(Round::Failed)
    }
}

async fn order(
    program: &mut ApiBuyer,
    plan: &Plan,
    offer: &Offer,
    tally: &mut Tally,
) -> Result<Round, RehearseError> {
    let cart = match program.hold(offer, plan.quantity).await? {
        Ok(cart) => cart,
        Err(429 | 503) => {
            tally.busy += 1;
            tokio::time::sleep(COME_BACK).await;
            return Ok(Round::Failed);
        }
        Err(_) => {
            tally.refused += 1;
            return Ok(Round::NothingLeft);
        }
    };
    tally.held += u64::from(plan.quantity);
    if plan.scenario == Scenario::Holds {
        return Ok(Round::Done);
    }
    let Some(purchase) = program.buy(&cart, plan.quantity, tally).await? else {
        tally.unfinished += 1;
        return Ok(Round::Failed);
    };
    tally.hear_tickets(purchase);
    Ok(Round::Done)
}

/// One round of a buyer with the shop's forms.
async fn shop(
    buyer: &mut Buyer,
    plan: &Plan,
    offers: &[Offer],
    round: usize,
    tally: &mut Tally,
) -> Result<Round, RehearseError> {
    let offer = &offers[round % offers.len()];
    let chosen = match buyer.hold(offer, round / offers.len(), plan.quantity).await? {
        Taken::Cart(chosen) => chosen,
        Taken::Lost => {
            tally.refused += 1;
            return Ok(Round::Failed);
        }
        Taken::Nothing => {
            tally.refused += 1;
            return Ok(Round::NothingLeft);
        }
        Taken::Busy => {
            tally.busy += 1;
            tokio::time::sleep(COME_BACK).await;
            return Ok(Round::Failed);
        }
    };
    tally.held += u64::from(chosen.places);
    tally.hear_cart(chosen.cart.clone());
    let Some(purchase) = buyer.buy(chosen, tally).await? else {
        tally.unfinished += 1;
        return Ok(Round::Failed);
    };
    tally.hear_tickets(purchase);
    Ok(Round::Done)
}
