//! A look at the accounts for `doctor`: does Stripe answer, does it take the keys, will its messages find us?

use serde_json::Value;

use super::account::Account;
use super::client::{CallError, Form, field};
use super::{NAME, Stripe};

/// What was seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Examined {
    /// All is well; a sentence about what was seen.
    Good(String),
    /// Works, and somebody should know.
    Warning(String),
    /// Payments will fail.
    Bad(String),
}

impl Stripe {
    /// Looks at the installation's account and at every organization's own.
    pub async fn examine(&self, public_url: &str) -> Vec<Examined> {
        let mut seen = Vec::new();
        let here = format!("{public_url}/webhooks/{NAME}");
        if let Some(account) = &self.installation {
            seen.push(self.examine_one(account, "the installation's account", &here).await);
        }
        for account in self.accounts().all().filter(|account| account.is_own()) {
            let name = account.payee.id().map(|id| format!("account {id}")).unwrap_or_default();
            seen.push(self.examine_one(account, &name, &here).await);
        }
        seen
    }

    async fn examine_one(&self, account: &Account, name: &str, here: &str) -> Examined {
        let at_stripe = match self.get(account, "account", &Form::new()).await {
            Ok(at_stripe) => at_stripe,
            Err(CallError::Unknown(why)) => {
                return Examined::Bad(format!("Stripe does not answer for {name}: {why}"));
            }
            Err(CallError::Closed(why) | CallError::Missing(why) | CallError::Refused(why)) => {
                return Examined::Bad(format!("Stripe does not take the key of {name}: {why}"));
            }
            Err(CallError::OtherParameters) => {
                return Examined::Bad(format!("Stripe is confused about {name}"));
            }
        };
        if at_stripe["charges_enabled"] != true {
            return Examined::Bad(format!("{name} cannot take payments yet; finish its set-up at Stripe"));
        }
        let mode = if self.live { "live" } else { "test" };
        match self.get(account, "webhook_endpoints", &vec![field("limit", 100)]).await {
            Ok(list) if has_endpoint(&list, here) => {
                Examined::Good(format!("Stripe takes {name} ({mode}), and its messages come to {here}"))
            }
            Ok(_) => Examined::Warning(format!(
                "no endpoint of {name} leads to {here}: orders are confirmed minutes later; add one at Stripe"
            )),
            Err(_) => Examined::Good(format!(
                "Stripe takes {name} ({mode}); its key may not list endpoints, so see that one leads to {here}"
            )),
        }
    }
}

fn has_endpoint(list: &Value, here: &str) -> bool {
    let is_here = |endpoint: &Value| {
        let url = endpoint["url"].as_str().unwrap_or_default();
        let rest = url.strip_prefix(here);
        endpoint["status"] == "enabled" && rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    list["data"].as_array().is_some_and(|endpoints| endpoints.iter().any(is_here))
}
