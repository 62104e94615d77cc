//! Accounts of organizations: entered by an owner (own keys) or by an operator (connected to the installation's).
//! Keys are checked against the API before they are kept, sealed at rest, and never shown again.

use boxoffice_domain::ids::{GatewayAccountId, OrganizationId};
use boxoffice_domain::time::Time;
use serde_json::{Value, json};

use super::NAME;
use super::account::{self, Account, KeyError, SealedKeys};
use super::client::{CallError, Form};
use super::session::safe;
use crate::App;
use crate::accounts::{Principal, Role};
use crate::activity::{Activity, Actor};
use crate::keys::seal;
use crate::payments::Payee;
use crate::settings::Secret;
use crate::store::StoreError;
use crate::store::gateway_accounts::StoredAccount;

/// What an owner enters.
#[derive(Clone, Debug)]
pub struct OwnAccount {
    /// The secret key.
    pub key: Secret,
    /// The signing secrets, with blanks between them; two while one replaces the other.
    pub webhook_secrets: Secret,
}

/// What an operator enters.
#[derive(Clone, Debug)]
pub struct ConnectedAccount {
    /// The account's name at Stripe.
    pub account_ref: String,
    /// The installation's fee, in hundredths of a percent.
    pub fee_bps: i64,
}

/// Why an account was not taken.
#[derive(Debug, thiserror::Error)]
pub enum ConnectError {
    /// There is no such organization for the caller.
    #[error("Resource not found")]
    NotFound,
    /// The caller works there, but not as owner.
    #[error("only an owner may change where the money goes")]
    NotOwner,
    /// The key cannot be used here.
    #[error(transparent)]
    Key(KeyError),
    /// The signing secret cannot be one.
    #[error(transparent)]
    WebhookSecret(KeyError),
    /// The fee is not between nothing and everything.
    #[error("the fee is between 0 and 10000 hundredths of a percent")]
    BadFee,
    /// The installation itself has no account to connect to.
    #[error("the installation has no account at Stripe that others could be connected to")]
    NotConnectable,
    /// Stripe does not take the key or does not know the account.
    #[error("Stripe does not take this: {0}")]
    Refused(String),
    /// Stripe says that the account cannot take money yet.
    #[error("this account cannot take payments yet; finish its set-up at Stripe")]
    NotReady,
    /// Stripe did not answer.
    #[error("Stripe does not answer; try again in a moment")]
    NoAnswer,
    /// Our own database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl ConnectError {
    /// The stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotFound => "not_found",
            Self::NotOwner => "not_owner",
            Self::Key(KeyError::TestKey) => "stripe_test_key",
            Self::Key(KeyError::LiveKey) => "stripe_live_key",
            Self::Key(_) => "stripe_not_a_key",
            Self::WebhookSecret(_) => "stripe_not_a_secret",
            Self::BadFee => "stripe_bad_fee",
            Self::NotConnectable => "stripe_not_connectable",
            Self::Refused(_) => "stripe_refused",
            Self::NotReady => "stripe_not_ready",
            Self::NoAnswer => "stripe_no_answer",
            Self::Store(_) => "internal",
        }
    }
}

impl From<CallError> for ConnectError {
    fn from(error: CallError) -> Self {
        match error {
            CallError::Unknown(_) | CallError::OtherParameters => Self::NoAnswer,
            CallError::Closed(why) | CallError::Missing(why) | CallError::Refused(why) => Self::Refused(why),
        }
    }
}

/// The account that takes an organization's money; none: the installation's, if that has one. For its managers.
pub async fn find_own(
    app: &App,
    principal: &Principal,
    organization: OrganizationId,
) -> Result<Option<StoredAccount>, ConnectError> {
    if !principal.may_manage(organization) {
        return Err(ConnectError::NotFound);
    }
    Ok(app.store.read().await?.find_active_account(organization, NAME).await?)
}

/// Has an organization's money go to its own account from now on. Owners only.
pub async fn connect_own(
    app: &App,
    actor: &Actor,
    principal: &Principal,
    organization: OrganizationId,
    entered: &OwnAccount,
) -> Result<(), ConnectError> {
    require_owner(principal, organization)?;
    let stripe = &app.stripe;
    let key = entered.key.0.trim();
    account::check_key(key, stripe.live).map_err(ConnectError::Key)?;
    let secrets: Vec<String> = entered.webhook_secrets.0.split_whitespace().map(str::to_owned).collect();
    if secrets.is_empty() {
        return Err(ConnectError::WebhookSecret(KeyError::NotASecret));
    }
    for secret in &secrets {
        account::check_webhook_secret(secret).map_err(ConnectError::WebhookSecret)?;
    }
    let at_stripe = stripe.client.get(&Secret(key.to_owned()), "account", &Form::new()).await?;
    let account_ref = ready(&at_stripe)?;
    let id = id_for(app, organization, "own", &account_ref).await?;
    let sealed = SealedKeys { key: key.to_owned(), webhook_secrets: secrets };
    let text = serde_json::to_string(&sealed).map_err(|error| StoreError::Broken(error.to_string()))?;
    let sealed = seal::seal_text(&stripe.master, &account::bound(id), &text, app.random.bytes());
    let wanted = Wanted { id, kind: "own", account_ref, sealed_keys: Some(sealed), fee_bps: 0 };
    keep(app, actor, organization, wanted).await
}

/// Has an organization's money go on from the installation's account to a connected one. Operators only.
pub async fn connect(
    app: &App,
    actor: &Actor,
    principal: &Principal,
    organization: OrganizationId,
    entered: &ConnectedAccount,
) -> Result<(), ConnectError> {
    if !principal.operator {
        return Err(ConnectError::NotFound);
    }
    if !(0..=10_000).contains(&entered.fee_bps) {
        return Err(ConnectError::BadFee);
    }
    let stripe = &app.stripe;
    let platform = stripe.installation.as_ref().ok_or(ConnectError::NotConnectable)?;
    let wanted = entered.account_ref.trim();
    let path = safe(wanted).map_err(|error| ConnectError::Refused(error.to_string()))?;
    let at_stripe = stripe.get(platform, &format!("accounts/{path}"), &Form::new()).await?;
    let account_ref = ready(&at_stripe)?;
    let id = id_for(app, organization, "connected", &account_ref).await?;
    let wanted = Wanted { id, kind: "connected", account_ref, sealed_keys: None, fee_bps: entered.fee_bps };
    keep(app, actor, organization, wanted).await
}

/// Has an organization's money go to the installation's account again. Its owners and operators only.
pub async fn disconnect(
    app: &App,
    actor: &Actor,
    principal: &Principal,
    organization: OrganizationId,
) -> Result<(), ConnectError> {
    if !principal.operator {
        require_owner(principal, organization)?;
    }
    let now = app.clock.now();
    let mut tx = app.store.begin().await?;
    if tx.replace_gateway_account(organization, NAME, now).await? {
        tx.log(&[activity(actor, organization, now, "payments.disconnected", json!({ "gateway": NAME }))])
            .await?;
    }
    tx.commit().await?;
    reload(app).await
}

/// The account's name at Stripe, if it can take money.
fn ready(account: &Value) -> Result<String, ConnectError> {
    let id = account["id"].as_str().ok_or(ConnectError::NoAnswer)?;
    if account["charges_enabled"] == true { Ok(id.to_owned()) } else { Err(ConnectError::NotReady) }
}

fn require_owner(principal: &Principal, organization: OrganizationId) -> Result<(), ConnectError> {
    match principal.role_in(organization) {
        Some(Role::Owner) => Ok(()),
        Some(_) => Err(ConnectError::NotOwner),
        None => Err(ConnectError::NotFound),
    }
}

struct Wanted {
    id: GatewayAccountId,
    kind: &'static str,
    account_ref: String,
    sealed_keys: Option<Vec<u8>>,
    fee_bps: i64,
}

/// The id of an account that the organization had before, or a new one: what is sealed is bound to it.
async fn id_for(
    app: &App,
    organization: OrganizationId,
    kind: &str,
    account_ref: &str,
) -> Result<GatewayAccountId, ConnectError> {
    let known = app.store.read().await?.list_gateway_accounts(NAME).await?;
    let earlier = known.into_iter().find(|known| {
        known.organization_id == organization && known.kind == kind && known.account_ref == account_ref
    });
    let new = || GatewayAccountId::from_bytes(app.random.id(app.clock.now()));
    Ok(earlier.map_or_else(new, |known| known.gateway_account_id))
}

async fn keep(
    app: &App,
    actor: &Actor,
    organization: OrganizationId,
    wanted: Wanted,
) -> Result<(), ConnectError> {
    let now = app.clock.now();
    let mut tx = app.store.begin().await?;
    tx.find_organization(organization).await?.ok_or(ConnectError::NotFound)?;
    tx.replace_gateway_account(organization, NAME, now).await?;
    let detail = json!({ "gateway": NAME, "kind": wanted.kind, "account": wanted.account_ref, "fee_bps": wanted.fee_bps });
    let stored = StoredAccount {
        gateway_account_id: wanted.id,
        organization_id: organization,
        gateway: NAME.to_owned(),
        kind: wanted.kind.to_owned(),
        account_ref: wanted.account_ref,
        sealed_keys: wanted.sealed_keys,
        fee_bps: wanted.fee_bps,
        state: "active".to_owned(),
        created_at: now,
        updated_at: now,
    };
    if tx.put_gateway_account(&stored).await? != wanted.id {
        // Somebody else entered the same account at this moment; what we sealed would not open under its id.
        return Err(StoreError::Broken("two accounts were entered at once".into()).into());
    }
    tx.log(&[activity(actor, organization, now, "payments.connected", detail)]).await?;
    tx.commit().await?;
    reload(app).await
}

async fn reload(app: &App) -> Result<(), ConnectError> {
    app.stripe.reload().await.map_err(|error| StoreError::Broken(error.to_string()).into())
}

fn activity(
    actor: &Actor,
    organization: OrganizationId,
    now: Time,
    action: &'static str,
    detail: Value,
) -> Activity {
    Activity {
        organization: Some(organization),
        at: now,
        actor: actor.clone(),
        action,
        subject_kind: "organization",
        subject: *organization.as_bytes(),
        event: None,
        detail,
    }
}

impl Account {
    /// Whether it has keys of its own.
    pub(super) fn is_own(&self) -> bool {
        matches!(self.payee, Payee::Account(_)) && self.key.is_some()
    }
}
