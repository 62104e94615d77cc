//! What a buyer does: takes places, gives a name, pays with a test card, and looks at the order until it has tickets.

use std::time::{Duration, Instant};

use crate::client::{Answer, Client, RehearseError};
use crate::offer::{Offer, attributes, read_seats};
use crate::report::Tally;

/// The test card that pays.
const CARD: &str = "4242424242424242";
/// When a paid order is looked at again until its tickets are there: soon at first, then as patiently as people.
const LOOK_AGAIN: Duration = Duration::from_millis(5);
const LOOK_AGAIN_MAX: Duration = Duration::from_millis(640);
/// For how long at most.
const PATIENCE: Duration = Duration::from_mins(1);
/// Pause after the shop asked to come back, and how often a buyer does.
const COME_BACK: Duration = Duration::from_millis(200);
const COMES_BACK_MAX: usize = 50;

/// A buyer with a connection.
pub(crate) struct Buyer {
    pub(crate) client: Client,
    number: usize,
}

/// What a buyer has in the cart.
pub(crate) struct Chosen {
    /// The cart's page.
    pub(crate) cart: String,
    pub(crate) places: u32,
    /// The seats among them.
    pub(crate) seats: Vec<String>,
}

/// How an attempt to take places ended.
pub(crate) enum Taken {
    /// These places are in a cart.
    Cart(Chosen),
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
    /// The seats among them, each as the shop's form names it.
    pub seats: Vec<String>,
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
            let chosen = Chosen { cart: String::new(), places: quantity, seats: Vec::new() };
            return self.take(&offer.action, form, chosen, Taken::Nothing).await;
        }
        let page = self.client.get(&offer.seat_pages[way - offer.counts.len()]).await?;
        let Some(list) = read_seats(&String::from_utf8_lossy(&page.body)) else { return Ok(Taken::Nothing) };
        // Far apart, so that not everybody wants the first free seat.
        let first = (self.number * 7 + round * 13) % list.seats.len();
        let count = list.seats.len().min(quantity as usize);
        let seats: Vec<String> = list.seats.iter().cycle().skip(first).take(count).cloned().collect();
        let mut form = format!("ticket_type={}", list.ticket_type);
        for seat in &seats {
            form.push_str("&seat=");
            form.push_str(seat);
        }
        let chosen = Chosen { cart: String::new(), places: seats.len() as u32, seats };
        self.take(&list.action, form, chosen, Taken::Lost).await
    }

    async fn take(
        &mut self,
        action: &str,
        form: String,
        chosen: Chosen,
        refused: Taken,
    ) -> Result<Taken, RehearseError> {
        let answer = self.client.post(action, form).await?;
        Ok(match (answer.status, answer.location) {
            (303, Some(to)) => {
                Taken::Cart(Chosen { cart: to.split('?').next().unwrap_or_default().to_owned(), ..chosen })
            }
            (429 | 503, _) => Taken::Busy,
            _ => refused,
        })
    }

    /// Orders and pays what is in the cart, and waits for the tickets. `told` hears what was acknowledged on the
    /// way, also when the connection breaks later. None when the shop refused.
    pub(crate) async fn buy(
        &mut self,
        chosen: Chosen,
        told: &mut Tally,
    ) -> Result<Option<Purchase>, RehearseError> {
        let checkout = format!("{}/checkout", chosen.cart);
        let page = self.ask(&checkout, None).await?;
        let Some(total) = total(&String::from_utf8_lossy(&page.body)) else { return Ok(None) };
        let form = format!(
            "name=Rehearsal+{0}&email=rehearsal-{0}%40example.org&terms=on&method=gateway&total={total}",
            self.number
        );
        let ordered = self.ask(&checkout, Some(form)).await?;
        let Some(mut next) = ordered.location.filter(|_| ordered.status == 303) else { return Ok(None) };
        if !next.contains("/test-gateway/") {
            next = self.find_payment(next).await?;
        }
        if next.contains("/test-gateway/") {
            let paid = self.ask(&next, Some(format!("card_number={CARD}"))).await?;
            let Some(back) = paid.location.filter(|_| paid.status == 303) else { return Ok(None) };
            next = back;
        }
        let order = next.split('?').next().unwrap_or_default().to_owned();
        let paid = Purchase { order, places: chosen.places, seats: chosen.seats, tickets: 0 };
        told.hear_payment(paid.clone());
        self.wait_for_tickets(paid).await
    }

    /// Whoever was asked to come back and finds the cart ordered already, pays from the order's page.
    async fn find_payment(&mut self, order: String) -> Result<String, RehearseError> {
        let page = self.client.get(&order).await?;
        let pay = attributes(&String::from_utf8_lossy(&page.body), "action");
        let Some(pay) = pay.into_iter().find(|action| action.ends_with("/pay")) else { return Ok(order) };
        let answer = self.ask(&pay, Some(String::new())).await?;
        Ok(answer.location.unwrap_or(order))
    }

    /// Asks again while the shop is busy, as its answer says. A form that is sent again has one effect.
    async fn ask(&mut self, path: &str, form: Option<String>) -> Result<Answer, RehearseError> {
        for _ in 0..COMES_BACK_MAX {
            let answer = self.once(path, form.clone()).await?;
            if !matches!(answer.status, 429 | 503) {
                return Ok(answer);
            }
            tokio::time::sleep(COME_BACK).await;
        }
        self.once(path, form).await
    }

    async fn once(&mut self, path: &str, form: Option<String>) -> Result<Answer, RehearseError> {
        match form {
            Some(form) => self.client.post(path, form).await,
            None => self.client.get(path).await,
        }
    }

    /// Whether a cart still has its places, or became an order.
    pub(crate) async fn keeps(&mut self, cart: &str) -> Result<bool, RehearseError> {
        let page = self.ask(&format!("{cart}/checkout"), None).await?;
        let ordered = page.location.is_some_and(|to| to.contains("/orders/"));
        Ok(ordered || total(&String::from_utf8_lossy(&page.body)).is_some())
    }

    /// How many tickets an order's page shows.
    pub(crate) async fn look(&mut self, order: &str) -> Result<usize, RehearseError> {
        let page = self.client.get(order).await?;
        Ok(count_tickets(&String::from_utf8_lossy(&page.body)))
    }

    /// Looks at a paid order until it has tickets, or patience ends.
    pub(crate) async fn wait_for_tickets(
        &mut self,
        paid: Purchase,
    ) -> Result<Option<Purchase>, RehearseError> {
        let (begun, mut pause) = (Instant::now(), LOOK_AGAIN);
        while begun.elapsed() < PATIENCE {
            let tickets = self.look(&paid.order).await?;
            if tickets > 0 {
                return Ok(Some(Purchase { tickets, ..paid }));
            }
            tokio::time::sleep(pause).await;
            pause = (pause * 2).min(LOOK_AGAIN_MAX);
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
