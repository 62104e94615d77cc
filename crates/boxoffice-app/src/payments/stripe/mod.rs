//! Stripe: the buyer pays on its own page (Checkout), and its signed messages or our questions tell us of it. Money
//! goes to the installation's account, on from there to a connected one, or to an organization's own.
//! `session.rs` and `refund.rs` are the calls, `webhook.rs` the messages, `account.rs` whose keys are used,
//! `own.rs` how an organization enters its own.

mod account;
mod amount;
mod client;
mod examine;
mod own;
mod refund;
mod session;
mod told;
mod webhook;

use std::sync::{Arc, PoisonError, RwLock};

use boxoffice_domain::ids::OrganizationId;
use boxoffice_domain::money::{Currency, Money};
use boxoffice_domain::time::Time;
use hyper::HeaderMap;
use serde_json::Value;

use super::{
    Answer, Gateway, GatewayError, GatewayEvent, GivenBack, Payee, RefundRequest, Session, SessionEnd,
    SessionRequest, SessionState, WebhookError,
};
use crate::app::StartError;
use crate::clock::Clock;
use crate::jobs::{JobError, Periodic, Where};
use crate::mishap;
use crate::settings::{MasterKey, Mode, Secret, Settings, StripeSettings};
use crate::store::Store;

use account::{Account, Accounts};
use client::{CallError, Client, Form};
use webhook::Heard;

pub use account::KeyError;
pub use examine::Examined;
pub use own::{ConnectError, ConnectedAccount, OwnAccount, connect, connect_own, disconnect, find_own};
pub use webhook::EVENTS;

/// Its name in the database and in `/webhooks/{name}`.
pub const NAME: &str = "stripe";

/// The origin of its pages.
const PAGES: &str = "https://checkout.stripe.com";

/// The gateway. Organizations' accounts are read from the database now and then.
#[derive(Debug)]
pub struct Stripe {
    store: Store,
    clock: Clock,
    master: MasterKey,
    client: Client,
    live: bool,
    /// Where its pages are.
    pages: String,
    installation: Option<Arc<Account>>,
    accounts: RwLock<Arc<Accounts>>,
}

impl Stripe {
    /// Opens the gateway. Settings that could confuse test and live mode, or take unsigned messages, are refused.
    pub async fn start(store: &Store, clock: &Clock, settings: &Settings) -> Result<Self, StartError> {
        let live = settings.mode == Mode::Live;
        let base_url = &settings.stripe.base_url;
        if live && base_url != StripeSettings::API {
            return Err(StartError::Gateway("stripe_base_url is for mode = \"test\" only".to_owned()));
        }
        let installation =
            account::of_installation(&settings.stripe, live).map_err(StartError::Gateway)?.map(Arc::new);
        let accounts = Accounts::read(store, &settings.master_key).await?;
        Ok(Self {
            store: store.clone(),
            clock: clock.clone(),
            master: settings.master_key.clone(),
            client: Client::new(base_url),
            live,
            pages: if base_url == StripeSettings::API { PAGES } else { base_url }.to_owned(),
            installation,
            accounts: RwLock::new(Arc::new(accounts)),
        })
    }

    /// Learns what accounts were entered or replaced on other nodes.
    pub async fn reload(&self) -> Result<(), StartError> {
        let accounts = Accounts::read(&self.store, &self.master).await?;
        *self.accounts.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(accounts);
        Ok(())
    }

    fn accounts(&self) -> Arc<Accounts> {
        Arc::clone(&self.accounts.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// The account that a payment used. One entered a moment ago on another node is looked up.
    async fn account(&self, payee: Payee) -> Result<Arc<Account>, GatewayError> {
        let not_here = || GatewayError::NotHere(format!("{NAME} with that account"));
        let Payee::Account(id) = payee else { return self.installation.clone().ok_or_else(not_here) };
        if let Some(known) = self.accounts().find(id) {
            return Ok(Arc::clone(known));
        }
        self.reload().await.map_err(|error| GatewayError::Closed(error.to_string()))?;
        self.accounts().find(id).cloned().ok_or_else(not_here)
    }

    /// The key that calls through an account use.
    fn key<'a>(&'a self, account: &'a Account) -> Result<&'a Secret, CallError> {
        let own = account.key.as_ref();
        own.or_else(|| self.installation.as_ref()?.key.as_ref())
            .ok_or_else(|| CallError::Closed("the installation has no key of Stripe".to_owned()))
    }

    async fn get(&self, account: &Account, path: &str, query: &Form) -> Result<Value, CallError> {
        self.client.get(self.key(account)?, path, query).await
    }

    async fn post(
        &self,
        account: &Account,
        path: &str,
        form: &Form,
        idempotency_key: Option<&str>,
    ) -> Result<Value, CallError> {
        let idempotency_key = idempotency_key.filter(|_| !mishap::forgets());
        self.client.post(self.key(account)?, path, form, idempotency_key).await
    }
}

/// A message of an account, as everybody understands it.
fn understand(
    known: &Accounts,
    organization: Option<OrganizationId>,
    account: &Account,
    heard: Heard,
) -> Result<GatewayEvent, WebhookError> {
    let payee = match &heard.account {
        Some(connected) if account.payee == Payee::Installation => connected_payee(known, connected)?,
        _ => account.payee,
    };
    // An organization can sign what it likes at its own address, also with the id of somebody else's message.
    let event_ref = match organization {
        Some(organization) => format!("{organization}:{}", heard.event_ref),
        None => heard.event_ref,
    };
    Ok(GatewayEvent { event_ref, payee, at: heard.at, told: heard.told })
}

/// The connected account that a message of the installation's own account names. One that this node has not learned
/// of yet makes Stripe send the message again.
fn connected_payee(known: &Accounts, name: &str) -> Result<Payee, WebhookError> {
    let id = name.parse().map_err(|_| WebhookError::Unreadable)?;
    let account = known.find(id).ok_or(WebhookError::Unreadable)?;
    if account.destination.is_some() { Ok(account.payee) } else { Err(WebhookError::Unreadable) }
}

/// [`Stripe::reload`] as periodic work.
pub(crate) const LEARN: Periodic = Periodic {
    name: "learn other nodes' payment accounts",
    every_s: 10,
    on: Where::EveryNode,
    work: |app| {
        Box::pin(async move { app.stripe.reload().await.map_err(|error| JobError::Later(error.to_string())) })
    },
};

impl Gateway for Stripe {
    fn name(&self) -> &'static str {
        NAME
    }

    fn payee(&self, organization: Option<OrganizationId>, currency: Currency) -> Option<Payee> {
        if !amount::is_taken(currency) {
            return None;
        }
        let accounts = self.accounts();
        let active = organization.and_then(|organization| accounts.active(organization));
        let account = active.or(self.installation.as_ref())?;
        // A connected account works through the installation's.
        (account.key.is_some() || self.installation.is_some()).then_some(account.payee)
    }

    fn can_charge(&self, amount: Money) -> bool {
        amount::can_be_charged(amount)
    }

    /// What goes on to a connected account is told by the installation's.
    fn speaks_for(&self, speaker: Payee, payee: Payee) -> bool {
        let is_connected = |id| self.accounts().find(id).is_some_and(|account| account.destination.is_some());
        speaker == payee || (speaker == Payee::Installation && payee.id().is_some_and(is_connected))
    }

    fn pages(&self) -> Option<&str> {
        Some(&self.pages)
    }

    fn open_session<'a>(&'a self, request: &'a SessionRequest) -> Answer<'a, Session> {
        Box::pin(async move { self.open(&*self.account(request.payee).await?, request).await })
    }

    fn end_session<'a>(&'a self, payee: Payee, session_ref: &'a str) -> Answer<'a, SessionEnd> {
        Box::pin(async move { self.end(&*self.account(payee).await?, session_ref).await })
    }

    fn find_session<'a>(
        &'a self,
        request: &'a SessionRequest,
        session_ref: Option<&'a str>,
    ) -> Answer<'a, Option<(Session, SessionState)>> {
        Box::pin(async move { self.find(&*self.account(request.payee).await?, request, session_ref).await })
    }

    fn refund<'a>(&'a self, request: &'a RefundRequest) -> Answer<'a, GivenBack> {
        Box::pin(async move { self.give_back(&*self.account(request.payee).await?, request).await })
    }

    fn find_refund<'a>(&'a self, request: &'a RefundRequest) -> Answer<'a, Option<GivenBack>> {
        Box::pin(async move { self.find_given(&*self.account(request.payee).await?, request).await })
    }

    fn list_told(&self, since: Time) -> Answer<'_, Vec<GatewayEvent>> {
        Box::pin(async move { self.told_since(since).await })
    }

    fn read_webhook(
        &self,
        organization: Option<OrganizationId>,
        headers: &HeaderMap,
        body: &[u8],
        now: Time,
    ) -> Result<GatewayEvent, WebhookError> {
        let known = self.accounts();
        let candidates = match organization {
            Some(organization) => known.all_of(organization),
            None => self.installation.as_slice(),
        };
        let signed =
            |account: &&Arc<Account>| webhook::is_signed(&account.webhook_secrets, headers, body, now);
        let account = candidates.iter().find(signed).ok_or(WebhookError::Signature)?;
        understand(&known, organization, account, webhook::read(body, self.live)?)
    }
}
