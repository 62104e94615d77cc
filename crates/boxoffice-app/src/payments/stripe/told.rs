//! What Stripe has told lately, asked for once more. A lost message says nothing by itself, and nobody asks about a
//! payment that is over, a refund that is done, or a charge that no bank has disputed yet.

use boxoffice_domain::ids::OrganizationId;
use boxoffice_domain::time::Time;
use serde::Deserialize;
use serde_json::Value;

use super::account::{Account, Accounts};
use super::client::field;
use super::{Stripe, understand, webhook};
use crate::payments::{GatewayError, GatewayEvent};

/// What is asked for again: all that can happen when we believe that nothing will.
const KINDS: [&str; 7] = [
    "checkout.session.completed",
    "checkout.session.async_payment_succeeded",
    "refund.updated",
    "refund.failed",
    "charge.dispute.created",
    "charge.dispute.updated",
    "charge.dispute.closed",
];
/// Messages of a list's page, as many as Stripe gives.
const PAGE: u32 = 100;
/// Pages that are read at once; what is older then is left to Stripe's own repeating.
const PAGES_MAX: usize = 100;

#[derive(Deserialize)]
struct Page {
    data: Vec<Value>,
    has_more: bool,
}

impl Stripe {
    /// What all accounts have told since then, oldest first.
    pub(super) async fn told_since(&self, since: Time) -> Result<Vec<GatewayEvent>, GatewayError> {
        let known = self.accounts();
        let own = self.installation.iter().map(|account| (None, account));
        let others = known.by_organization().map(|(organization, account)| (Some(organization), account));
        let mut told = Vec::new();
        for (organization, account) in own.chain(others).filter(|(_, account)| account.key.is_some()) {
            match self.told_by(&known, organization, account, since).await {
                Ok(some) => told.extend(some),
                // A key that is not taken any more must not keep the others' messages from being heard.
                Err(GatewayError::Closed(why)) => {
                    tracing::warn!(?organization, why, "an account does not say what it has told");
                }
                Err(error) => return Err(error),
            }
        }
        told.sort_by_key(|event| event.at);
        Ok(told)
    }

    async fn told_by(
        &self,
        known: &Accounts,
        organization: Option<OrganizationId>,
        account: &Account,
        since: Time,
    ) -> Result<Vec<GatewayEvent>, GatewayError> {
        let mut query = vec![field("created[gte]", since.seconds()), field("limit", PAGE)];
        query.extend(KINDS.map(|kind| field("types[]", kind)));
        let fixed = query.len();
        let mut told = Vec::new();
        for _ in 0..PAGES_MAX {
            let value = self.get(account, "events", &query).await?;
            let page: Page =
                serde_json::from_value(value).map_err(|error| GatewayError::Unknown(error.to_string()))?;
            let last = page.data.last().and_then(|event| event["id"].as_str()).map(str::to_owned);
            for event in page.data {
                let heard = webhook::read_listed(event, self.live);
                match heard.and_then(|heard| understand(known, organization, account, heard)) {
                    Ok(event) => told.push(event),
                    Err(error) => tracing::warn!(%error, "a listed message was passed over"),
                }
            }
            let (true, Some(last)) = (page.has_more, last) else { break };
            query.truncate(fixed);
            query.push(field("starting_after", last));
        }
        // Newest first there; whatever happened in the same second is heard as it happened.
        told.reverse();
        Ok(told)
    }
}
