//! Whose keys are used: the installation's from the configuration, organizations' from the database, opened with the
//! master key. A replaced account stays known, because refunds of its payments need it.

use std::collections::HashMap;
use std::sync::Arc;

use boxoffice_domain::ids::{GatewayAccountId, OrganizationId};
use serde::{Deserialize, Serialize};

use super::NAME;
use crate::app::StartError;
use crate::keys::seal;
use crate::payments::Payee;
use crate::settings::{MasterKey, Secret, StripeSettings};
use crate::store::Store;
use crate::store::gateway_accounts::StoredAccount;

/// An account, with what calls through it need.
#[derive(Clone, Debug)]
pub(super) struct Account {
    pub(super) payee: Payee,
    /// None: a connected account, which uses the installation's.
    pub(super) key: Option<Secret>,
    pub(super) webhook_secrets: Vec<Secret>,
    /// Where the money goes on to, for a connected account.
    pub(super) destination: Option<Destination>,
}

/// A connected account and the installation's part.
#[derive(Clone, Debug)]
pub(super) struct Destination {
    pub(super) account_ref: String,
    pub(super) fee_bps: i64,
}

/// What is sealed.
#[derive(Serialize, Deserialize)]
pub(super) struct SealedKeys {
    pub(super) key: String,
    pub(super) webhook_secrets: Vec<String>,
}

/// Organizations' accounts, as last read.
#[derive(Debug, Default)]
pub(super) struct Accounts {
    by_id: HashMap<GatewayAccountId, Arc<Account>>,
    active: HashMap<OrganizationId, Arc<Account>>,
    of: HashMap<OrganizationId, Vec<Arc<Account>>>,
}

impl Accounts {
    pub(super) async fn read(store: &Store, master: &MasterKey) -> Result<Self, StartError> {
        let stored = store.read().await?.list_gateway_accounts(NAME).await?;
        let mut accounts = Self::default();
        for row in stored {
            let account = Arc::new(open(&row, master)?);
            accounts.by_id.insert(row.gateway_account_id, Arc::clone(&account));
            if row.state == "active" {
                accounts.active.insert(row.organization_id, Arc::clone(&account));
            }
            accounts.of.entry(row.organization_id).or_default().push(account);
        }
        Ok(accounts)
    }

    pub(super) fn find(&self, id: GatewayAccountId) -> Option<&Arc<Account>> {
        self.by_id.get(&id)
    }

    pub(super) fn active(&self, organization: OrganizationId) -> Option<&Arc<Account>> {
        self.active.get(&organization)
    }

    pub(super) fn all_of(&self, organization: OrganizationId) -> &[Arc<Account>] {
        self.of.get(&organization).map(Vec::as_slice).unwrap_or_default()
    }

    /// Organizations with the accounts that they had or have.
    pub(super) fn by_organization(&self) -> impl Iterator<Item = (OrganizationId, &Arc<Account>)> {
        self.of.iter().flat_map(|(organization, all)| all.iter().map(move |account| (*organization, account)))
    }

    pub(super) fn all(&self) -> impl Iterator<Item = &Arc<Account>> {
        self.by_id.values()
    }
}

fn open(row: &StoredAccount, master: &MasterKey) -> Result<Account, StartError> {
    let payee = Payee::Account(row.gateway_account_id);
    let Some(sealed) = &row.sealed_keys else {
        let destination = Destination { account_ref: row.account_ref.clone(), fee_bps: row.fee_bps };
        return Ok(Account { payee, key: None, webhook_secrets: Vec::new(), destination: Some(destination) });
    };
    let text = seal::open_text(master, &bound(row.gateway_account_id), sealed);
    let keys: SealedKeys =
        text.and_then(|text| serde_json::from_str(&text).ok()).ok_or(StartError::OtherMasterKey)?;
    Ok(Account {
        payee,
        key: Some(Secret(keys.key)),
        webhook_secrets: keys.webhook_secrets.into_iter().map(Secret).collect(),
        destination: None,
    })
}

/// What a sealed text is bound to, so that it cannot be moved to another account.
pub(super) fn bound(id: GatewayAccountId) -> String {
    format!("boxoffice keys of {NAME} account {id}")
}

/// The installation's account; none when no key is set.
pub(super) fn of_installation(settings: &StripeSettings, live: bool) -> Result<Option<Account>, String> {
    let Some(key) = &settings.secret_key else {
        if settings.webhook_secrets.is_empty() {
            return Ok(None);
        }
        return Err("stripe_webhook_secret is set, and stripe_secret_key is not".to_owned());
    };
    check_key(&key.0, live).map_err(|error| format!("stripe_secret_key: {error}"))?;
    if settings.webhook_secrets.is_empty() {
        return Err(
            "stripe_webhook_secret is not set: without it anybody could say that an order is paid".to_owned()
        );
    }
    for secret in &settings.webhook_secrets {
        check_webhook_secret(&secret.0).map_err(|error| format!("stripe_webhook_secret: {error}"))?;
    }
    Ok(Some(Account {
        payee: Payee::Installation,
        key: Some(key.clone()),
        webhook_secrets: settings.webhook_secrets.clone(),
        destination: None,
    }))
}

/// Why a key cannot be used here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// Something else than a secret key.
    #[error("a secret key of Stripe begins with sk_ or rk_")]
    NotAKey,
    /// A test key in a live installation.
    #[error("this is a test key, and this installation takes real money")]
    TestKey,
    /// A live key in a test installation.
    #[error("this is a live key, and this installation is in test mode")]
    LiveKey,
    /// Something else than a signing secret.
    #[error("a signing secret of Stripe begins with whsec_")]
    NotASecret,
}

/// A key says itself whether it moves real money.
pub(super) fn check_key(key: &str, live: bool) -> Result<(), KeyError> {
    let rest = key.strip_prefix("sk_").or_else(|| key.strip_prefix("rk_")).ok_or(KeyError::NotAKey)?;
    let is_plain = key.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    match (rest.split_once('_'), live) {
        (Some((_, rest)), _) if rest.is_empty() || !is_plain => Err(KeyError::NotAKey),
        (Some(("live", _)), true) | (Some(("test", _)), false) => Ok(()),
        (Some(("test", _)), true) => Err(KeyError::TestKey),
        (Some(("live", _)), false) => Err(KeyError::LiveKey),
        _ => Err(KeyError::NotAKey),
    }
}

pub(super) fn check_webhook_secret(secret: &str) -> Result<(), KeyError> {
    let is_one = secret.strip_prefix("whsec_").is_some_and(|rest| rest.len() >= 8 && rest.is_ascii());
    if is_one { Ok(()) } else { Err(KeyError::NotASecret) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn test_and_live_keys_are_never_confused() {
        assert_eq!(check_key("sk_live_1", true), Ok(()));
        assert_eq!(check_key("rk_test_1", false), Ok(()));
        assert_eq!(check_key("sk_test_1", true), Err(KeyError::TestKey));
        assert_eq!(check_key("sk_live_1", false), Err(KeyError::LiveKey));
        for not_one in ["", "pk_live_1", "sk_", "sk_live_", "sk_prod_1", "sk_live_1\r\nx"] {
            assert_eq!(check_key(not_one, true), Err(KeyError::NotAKey), "{not_one}");
        }
    }

    #[test]
    fn a_key_without_a_signing_secret_is_no_account() {
        let settings = |key: Option<&str>, secrets: &[&str]| StripeSettings {
            secret_key: key.map(|key| Secret(key.to_owned())),
            webhook_secrets: secrets.iter().map(|secret| Secret((*secret).to_owned())).collect(),
            ..StripeSettings::default()
        };
        assert!(of_installation(&settings(None, &[]), true).expect("nothing is fine").is_none());
        let error = of_installation(&settings(Some("sk_live_1"), &[]), true).expect_err("refused");
        assert!(error.starts_with("stripe_webhook_secret is not set"), "{error}");
        assert!(of_installation(&settings(Some("sk_live_1"), &[""]), true).is_err());
        assert!(of_installation(&settings(Some("sk_test_1"), &["whsec_12345678"]), true).is_err());
        assert!(of_installation(&settings(Some("sk_live_1"), &["whsec_12345678"]), true).is_ok());
    }
}
