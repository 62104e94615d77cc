//! What a buyer does: takes places, gives a name, pays with a test card, and looks at the order until it has tickets.

use std::time::Duration;

use crate::client::{Client, RehearseError};
use crate::offer::{Offer, attributes};

/// The test card that pays.
const CARD: &str = "4242424242424242";
/// How often a paid order is looked at, and for how long, until its tickets are there.
const LOOK_AGAIN: Duration = Duration::from_millis(5);
const LOOKS_MAX: usize = 2_000;

/// A buyer with a connection.
pub(crate) struct Buyer {
    pub(crate) client: Client,
    number: usize,
}

/// How an attempt to take places ended.
pub(crate) enum Taken {
    /// They are in this cart.
    Cart(String),
    /// Others were faster, or nothing is left.
    Refused,
    /// The shop asks to come back: 429 or 503.
    Busy,
}

/// A purchase as its buyer saw it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Purchase {
    /// The order's page.
    pub order: String,
    /// Places that were paid for.
    pub places: u32,
    /// Tickets that the order's page shows.
    pub tickets: usize,
}

impl Buyer {
    pub(crate) fn new(url: &str, number: usize) -> Result<Self, RehearseError> {
        Ok(Self { client: Client::new(url)?, number })
    }

    /// Takes places.
    pub(crate) async fn hold(
        &mut self,
        offer: &Offer,
        round: usize,
        quantity: u32,
    ) -> Result<Taken, RehearseError> {
        let count = &offer.counts[(self.number + round) % offer.counts.len()];
        let answer = self.client.post(&offer.action, format!("{count}={quantity}")).await?;
        Ok(match (answer.status, answer.location) {
            (303, Some(cart)) => Taken::Cart(cart.split('?').next().unwrap_or_default().to_owned()),
            (429 | 503, _) => Taken::Busy,
            _ => Taken::Refused,
        })
    }

    /// Orders and pays what is in the cart, and waits for the tickets. None when the shop refused or was busy.
    pub(crate) async fn buy(&mut self, cart: &str, places: u32) -> Result<Option<Purchase>, RehearseError> {
        let checkout = format!("{cart}/checkout");
        let page = self.client.get(&checkout).await?;
        let Some(total) = total(&String::from_utf8_lossy(&page.body)) else { return Ok(None) };
        let form = format!(
            "name=Rehearsal+{0}&email=rehearsal-{0}%40example.org&same=on&terms=on&method=gateway&total={total}",
            self.number
        );
        let ordered = self.client.post(&checkout, form).await?;
        let Some(mut next) = ordered.location.filter(|_| ordered.status == 303) else { return Ok(None) };
        if next.contains("/test-gateway/") {
            let paid = self.client.post(&next, format!("card_number={CARD}")).await?;
            let Some(back) = paid.location.filter(|_| paid.status == 303) else { return Ok(None) };
            next = back;
        }
        let order = next.split('?').next().unwrap_or_default().to_owned();
        self.wait_for_tickets(order, places).await
    }

    async fn wait_for_tickets(
        &mut self,
        order: String,
        places: u32,
    ) -> Result<Option<Purchase>, RehearseError> {
        for _ in 0..LOOKS_MAX {
            let page = self.client.get(&order).await?;
            let tickets = count_tickets(&String::from_utf8_lossy(&page.body));
            if tickets > 0 {
                return Ok(Some(Purchase { order, places, tickets }));
            }
            tokio::time::sleep(LOOK_AGAIN).await;
        }
        Ok(None)
    }
}

fn total(page: &str) -> Option<i64> {
    let field = page.split("<input").find(|input| input.contains(" name=\"total\""))?;
    attributes(field, "value").first()?.parse().ok()
}

/// Tickets have pages of their own; the order's page links each, perhaps more than once.
fn count_tickets(page: &str) -> usize {
    let mut links: Vec<String> =
        attributes(page, "href").into_iter().filter(|to| to.starts_with("/en/tickets/")).collect();
    links.sort();
    links.dedup();
    links.len()
}
