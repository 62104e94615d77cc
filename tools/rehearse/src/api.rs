//! Buying and scanning through the REST API, as programs do: what the figures are measured with.

use std::time::Duration;

use crate::buyer::Purchase;
use crate::client::{Client, RehearseError};
use crate::offer::Offer;
use crate::report::Tally;

/// The test card that pays.
const CARD: &str = "4242424242424242";
/// When a paid order is asked for again.
const LOOK_AGAIN: Duration = Duration::from_millis(2);
const LOOKS_MAX: usize = 2_000;

/// A buyer's program.
pub(crate) struct ApiBuyer {
    pub(crate) client: Client,
    number: usize,
}

impl ApiBuyer {
    pub(crate) fn new(url: &str, number: usize) -> Result<Self, RehearseError> {
        Ok(Self { client: Client::new(url)?, number })
    }

    /// Posts what a hold would say to a server that says it back; true when it did.
    pub(crate) async fn echo(&mut self, quantity: u32) -> Result<bool, RehearseError> {
        let body = format!(r#"{{"number":{},"quantity":{quantity}}}"#, self.number);
        let answer = self.client.post_json("/", body.clone(), None).await?;
        Ok(answer.body == body)
    }

    /// Takes places and gives the cart's secret, or the status of the refusal.
    pub(crate) async fn hold(
        &mut self,
        offer: &Offer,
        quantity: u32,
    ) -> Result<Result<String, u16>, RehearseError> {
        let (performance, ticket_type, area) = offer.ids(self.number).unwrap_or_default();
        let body = format!(
            r#"{{"performanceId":"{performance}","items":[{{"ticketTypeId":"{ticket_type}","areaId":"{area}","quantity":{quantity}}}]}}"#
        );
        let answer = self.client.post_json("/api/v1/holds", body, None).await?;
        Ok(field(&String::from_utf8_lossy(&answer.body), "cart").map(str::to_owned).ok_or(answer.status))
    }

    /// Orders and pays a cart, and asks for the order until its tickets are issued.
    pub(crate) async fn buy(
        &mut self,
        cart: &str,
        places: u32,
        told: &mut Tally,
    ) -> Result<Option<Purchase>, RehearseError> {
        let body = format!(
            r#"{{"name":"Rehearsal {0}","email":"rehearsal-{0}@example.org","method":"gateway","termsAccepted":true}}"#,
            self.number
        );
        let made = self.client.post_json(&format!("/api/v1/carts/{cart}/orders"), body, None).await?;
        let text = String::from_utf8_lossy(&made.body).into_owned();
        let (Some(order), Some(pay)) = (field(&text, "order"), field(&text, "checkoutUrl")) else {
            return Ok(None);
        };
        let pay = self.client.without_host(pay);
        let paid = self.client.post(&pay, format!("card_number={CARD}")).await?;
        if paid.status != 303 {
            return Ok(None);
        }
        let paid = Purchase { order: format!("/en/orders/{order}"), places, seats: Vec::new(), tickets: 0 };
        told.hear_payment(paid.clone());
        let path = format!("/api/v1/orders/{order}");
        for _ in 0..LOOKS_MAX {
            let answer = self.client.get(&path).await?;
            let text = String::from_utf8_lossy(&answer.body).into_owned();
            let barcodes = fields(&text, "barcode");
            if !barcodes.is_empty() {
                let purchase = Purchase { tickets: barcodes.len(), ..paid };
                told.barcodes.extend(barcodes.into_iter().map(str::to_owned));
                return Ok(Some(purchase));
            }
            tokio::time::sleep(LOOK_AGAIN).await;
        }
        Ok(None)
    }

    /// Scans a barcode with a door's token; true when it lets somebody in.
    pub(crate) async fn scan(&mut self, barcode: &str, token: &str) -> Result<u16, RehearseError> {
        let body = format!(r#"{{"barcode":"{barcode}","gate":"Gate {}"}}"#, self.number);
        Ok(self.client.post_json("/api/v1/scan", body, Some(token)).await?.status)
    }
}

/// The first text member of this name in a JSON answer that holds no escapes there.
fn field<'a>(json: &'a str, name: &str) -> Option<&'a str> {
    fields(json, name).into_iter().next()
}

fn fields<'a>(json: &'a str, name: &str) -> Vec<&'a str> {
    let mark = format!("\"{name}\":\"");
    json.split(mark.as_str()).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}
