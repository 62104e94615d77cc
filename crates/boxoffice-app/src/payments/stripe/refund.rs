//! Refunds: made once per key, looked up by what we wrote on them.

use serde::Deserialize;
use serde_json::Value;

use super::Stripe;
use super::account::Account;
use super::amount::to_stripe;
use super::client::{CallError, field};
use super::session::{KEY_LIFE_S, Metadata, connected};
use crate::mishap;
use crate::payments::{GatewayError, GivenBack, RefundNews, RefundRequest};

#[derive(Debug, Deserialize)]
pub(super) struct Refund {
    pub(super) id: String,
    #[serde(default)]
    status: Option<String>,
    #[serde(default)]
    metadata: Option<Metadata>,
}

#[derive(Deserialize)]
struct Page {
    data: Vec<Refund>,
    has_more: bool,
}

impl Refund {
    pub(super) fn read(value: Value) -> Result<Self, CallError> {
        serde_json::from_value(value).map_err(|error| CallError::Unknown(error.to_string()))
    }

    pub(super) fn news(&self) -> RefundNews {
        match self.status.as_deref() {
            Some("failed" | "canceled") => RefundNews::Failed,
            Some("succeeded") => RefundNews::Done,
            _ => RefundNews::Pending,
        }
    }

    /// The key that we asked with; none when the refund was not made by us.
    pub(super) fn our_key(&self) -> Option<&str> {
        self.metadata.as_ref()?.key.as_deref()
    }

    fn given_back(self) -> GivenBack {
        GivenBack { news: self.news(), refund_ref: self.id }
    }
}

impl Stripe {
    /// Gives money back. Past the life of its key it looks first, and so never gives twice.
    pub(super) async fn give_back(
        &self,
        account: &Account,
        request: &RefundRequest,
    ) -> Result<GivenBack, GatewayError> {
        if self.clock.now().since_s(request.created_at) > KEY_LIFE_S
            && let Some(earlier) = self.find_given(account, request).await?
        {
            return Ok(earlier);
        }
        let mut form = vec![
            field("payment_intent", &request.charge_ref),
            field("amount", to_stripe(request.amount)?),
            field("metadata[payment]", request.payment),
            field("metadata[key]", &request.idempotency_key),
        ];
        form.extend(connected(account, "metadata"));
        if account.destination.is_some() {
            form.push(field("reverse_transfer", true));
            form.push(field("refund_application_fee", true));
        }
        let key = Some(request.idempotency_key.as_str());
        match self.post(account, "refunds", &form, key).await {
            Ok(value) => Ok(Refund::read(value)?.given_back()),
            // Two calls of ours at once, or an answer that was lost: what the other one did is on their books.
            Err(error @ (CallError::OtherParameters | CallError::Refused(_))) => {
                match self.find_given(account, request).await? {
                    Some(earlier) => Ok(earlier),
                    None => Err(error.into()),
                }
            }
            Err(error) => Err(error.into()),
        }
    }

    /// The refund that a key made, if it made one.
    pub(super) async fn find_given(
        &self,
        account: &Account,
        request: &RefundRequest,
    ) -> Result<Option<GivenBack>, GatewayError> {
        if mishap::forgets() {
            return Ok(None);
        }
        let query = vec![field("payment_intent", &request.charge_ref), field("limit", 100)];
        let value = self.get(account, "refunds", &query).await?;
        let page: Page =
            serde_json::from_value(value).map_err(|error| GatewayError::Unknown(error.to_string()))?;
        let wanted = |refund: &Refund| refund.our_key() == Some(request.idempotency_key.as_str());
        match page.data.into_iter().find(wanted) {
            Some(refund) => Ok(Some(refund.given_back())),
            None if page.has_more => {
                Err(GatewayError::Unknown("too many refunds to look through".to_owned()))
            }
            None => Ok(None),
        }
    }
}
