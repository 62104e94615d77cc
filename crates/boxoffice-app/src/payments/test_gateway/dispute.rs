//! What a buyer's bank does, done by hand on the book's page: it disputes a charge, decides, or sends a refund back.
//! The book notes it, and the shop hears of it by the usual signed message.

use boxoffice_domain::payment::DisputeState;
use boxoffice_domain::time::Time;

use super::TestGateway;
use super::webhook::{self, Message};
use crate::store::StoreError;
use crate::store::test_disputes::TestDispute;
use crate::store::test_gateway::TestWebhook;

/// A first delivery happens at once; if that is lost, the book sends again after this.
const SEND_AGAIN_S: i64 = 5;

impl TestGateway {
    /// Disputes a captured charge. None when there is no such charge, or it is disputed already.
    pub async fn dispute(&self, charge_ref: &str) -> Result<Option<TestDispute>, StoreError> {
        let now = self.clock.now();
        let mut tx = self.store.begin().await?;
        let Some(charge) = tx.find_test_charge(charge_ref).await? else { return Ok(None) };
        let dispute = TestDispute {
            dispute_ref: self.reference("tgd"),
            charge_ref: charge.charge_ref.clone(),
            amount_minor: charge.amount_minor,
            currency: charge.currency.clone(),
            state: DisputeState::Opened.as_str().to_owned(),
            created_at: now,
        };
        if !tx.insert_test_dispute(&dispute).await? {
            return Ok(None);
        }
        let webhook = self.written(Message::disputed(&dispute, &charge), now);
        tx.insert_test_webhook(&webhook).await?;
        tx.commit().await?;
        self.send_and_wait(Some(webhook)).await;
        Ok(Some(dispute))
    }

    /// Decides an open dispute. None when it is not open.
    pub async fn decide_dispute(
        &self,
        dispute_ref: &str,
        state: DisputeState,
    ) -> Result<Option<TestDispute>, StoreError> {
        let mut tx = self.store.begin().await?;
        let Some(dispute) = tx.decide_test_dispute(dispute_ref, state.as_str()).await? else {
            return Ok(None);
        };
        let charge = tx.find_test_charge(&dispute.charge_ref).await?;
        let charge = charge.ok_or_else(|| StoreError::Broken("a dispute without a charge".into()))?;
        let webhook = self.written(Message::disputed(&dispute, &charge), self.clock.now());
        tx.insert_test_webhook(&webhook).await?;
        tx.commit().await?;
        self.send_and_wait(Some(webhook)).await;
        Ok(Some(dispute))
    }

    /// The buyer's bank sends a refund back. False when it has not got it.
    pub async fn return_refund(&self, refund_ref: &str) -> Result<bool, StoreError> {
        let mut tx = self.store.begin().await?;
        let Some(refund) = tx.return_test_refund(refund_ref).await? else { return Ok(false) };
        let charge = tx.find_test_charge(&refund.charge_ref).await?;
        let charge = charge.ok_or_else(|| StoreError::Broken("a refund without a charge".into()))?;
        let webhook = self.written(Message::returned(&refund, &charge), self.clock.now());
        tx.insert_test_webhook(&webhook).await?;
        tx.commit().await?;
        self.send_and_wait(Some(webhook)).await;
        Ok(true)
    }

    fn written(&self, message: Message, now: Time) -> TestWebhook {
        let event_ref = self.reference("tge");
        TestWebhook {
            kind: message.kind.clone(),
            body: webhook::write(&event_ref, message, now),
            event_ref,
            created_at: now,
            attempts: 0,
            next_at: now.plus_s(SEND_AGAIN_S),
        }
    }
}
