//! What a buyer does: takes places, gives a name, pays with a test card, and looks at the order until it has tickets.

use std::time::Duration;

use crate::client::{Client, RehearseError};
use crate::offer::{Offer, attributes, read_seats};

/// The test card that pays.
const CARD: &str = "4242424242424242";
/// How often a paid order is looked at, and for how long, until its tickets are there.
const LOOK_AGAIN: Duration = Duration::from_millis(20);
const LOOKS_MAX: usize = 3_000;

/// A buyer with a connection.
pub(crate) struct Buyer {
    pub(crate) client: Client,
    number: usize,
}

/// How an attempt to take places ended.
pub(crate) enum Taken {
    /// So many are in this cart.
    Cart(String, u32),
    /// Others were faster with these seats.
    Lost,
    /// Nothing of this kind is left.
    Nothing,
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

    /// Takes places: standing ones by count, seats from a fresh list of the free ones.
    pub(crate) async fn hold(
        &mut self,
        offer: &Offer,
        round: usize,
        quantity: u32,
    ) -> Result<Taken, RehearseError> {
        let way = (self.number + round) % offer.ways();
        if let Some(count) = offer.counts.get(way) {
            let form = format!("{count}={quantity}");
            return self.take(&offer.action, form, quantity, Taken::Nothing).await;
        }
        let page = self.client.get(&offer.seat_pages[way - offer.counts.len()]).await?;
        let Some(list) = read_seats(&String::from_utf8_lossy(&page.body)) else { return Ok(Taken::Nothing) };
        // Far apart, so that not everybody wants the first free seat.
        let first = (self.number * 7 + round * 13) % list.seats.len();
        let wanted: Vec<&String> =
            list.seats.iter().cycle().skip(first).take(list.seats.len().min(quantity as usize)).collect();
        let mut form = format!("ticket_type={}", list.ticket_type);
        for seat in &wanted {
            form.push_str("&seat=");
            form.push_str(seat);
        }
        self.take(&list.action, form, wanted.len() as u32, Taken::Lost).await
    }

    async fn take(
        &mut self,
        action: &str,
        form: String,
        places: u32,
        refused: Taken,
    ) -> Result<Taken, RehearseError> {
        let answer = self.client.post(action, form).await?;
        Ok(match (answer.status, answer.location) {
            (303, Some(cart)) => Taken::Cart(cart.split('?').next().unwrap_or_default().to_owned(), places),
            (429 | 503, _) => Taken::Busy,
            _ => refused,
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

    /// How many tickets an order's page shows.
    pub(crate) async fn look(&mut self, order: &str) -> Result<usize, RehearseError> {
        let page = self.client.get(order).await?;
        Ok(count_tickets(&String::from_utf8_lossy(&page.body)))
    }

    async fn wait_for_tickets(
        &mut self,
        order: String,
        places: u32,
    ) -> Result<Option<Purchase>, RehearseError> {
        for _ in 0..LOOKS_MAX {
            let tickets = self.look(&order).await?;
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
