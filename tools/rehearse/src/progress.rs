//! What a crowd was told so far, while it is still buying: a proof that breaks something in the middle waits for the
//! middle instead of guessing when it comes.

use tokio::sync::watch;

/// How much was acknowledged.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Acknowledged {
    /// Carts with places in them.
    pub carts: u64,
    /// Payments.
    pub paid: u64,
    /// Orders whose tickets were seen.
    pub purchases: u64,
}

/// Shared by a crowd and whoever watches it.
#[derive(Clone, Debug, Default)]
pub struct Progress(watch::Sender<Acknowledged>);

impl Progress {
    /// Waits until that much was acknowledged.
    pub async fn reach(&self, enough: Acknowledged) {
        let mut news = self.0.subscribe();
        let there = |now: &Acknowledged| {
            now.carts >= enough.carts && now.paid >= enough.paid && now.purchases >= enough.purchases
        };
        // The sender lives as long as this does.
        let _ = news.wait_for(there).await;
    }

    pub(crate) fn note(&self, more: Acknowledged) {
        self.0.send_modify(|now| {
            now.carts += more.carts;
            now.paid += more.paid;
            now.purchases += more.purchases;
        });
    }
}
