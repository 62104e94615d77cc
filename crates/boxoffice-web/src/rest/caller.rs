//! Who calls the API: an account by its bearer token or session, or a guest by nothing.
//! Roles are checked here in the words of the contract; whose a thing is, the operation knows.

use axum::extract::FromRequestParts;
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use boxoffice_app::App;
use boxoffice_app::accounts::Principal;
use boxoffice_app::activity::Actor;
use boxoffice_app::rates::{Rate, TooMany};
use boxoffice_domain::ids::AccountId;

use crate::client::Client;
use crate::identify::identify;
use crate::problem::Problem;
use crate::state::Web;

/// Anybody, signed in or not, who may buy.
#[derive(Clone, Debug)]
pub struct Buyer {
    /// The account, if one is signed in.
    pub principal: Option<Principal>,
    address: String,
}

/// An account.
#[derive(Clone, Debug)]
pub struct Account {
    /// Whose.
    pub principal: Principal,
    address: String,
}

/// An account that may register for events.
#[derive(Clone, Debug)]
pub struct Attendee(pub Account);

/// An account that manages events.
#[derive(Clone, Debug)]
pub struct Organizer(pub Account);

/// An account that works for an organization, at its doors at least.
#[derive(Clone, Debug)]
pub struct Staff(pub Account);

impl Buyer {
    /// Who acts, and from where.
    pub fn actor(&self) -> Actor {
        match &self.principal {
            Some(principal) => principal.actor(&self.address),
            None => Actor::buyer(self.address.clone()),
        }
    }

    /// Counts one more of these by this account, or from this address.
    pub fn limit(&self, app: &App, rate: Rate) -> Result<(), Problem> {
        let counted = match &self.principal {
            Some(principal) => app.rates.check(rate, &principal.account.to_string()),
            None => app.rates.check_address(rate, &self.address),
        };
        counted.map_err(|error| too_many(&error))
    }

    /// The account, if one is signed in.
    pub fn account(&self) -> Option<AccountId> {
        self.principal.as_ref().map(|principal| principal.account)
    }
}

impl Account {
    /// Where the request came from.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Who acts, and from where.
    pub fn actor(&self) -> Actor {
        self.principal.actor(&self.address)
    }

    /// Counts one more of these by this account.
    pub fn limit(&self, app: &App, rate: Rate) -> Result<(), Problem> {
        app.rates.check(rate, &self.principal.account.to_string()).map_err(|error| too_many(&error))
    }
}

/// Over REST an account that manages events does not buy, unless the installation says so (row S6).
fn may_buy(web: &Web, principal: &Principal) -> bool {
    !principal.is_organizer() || web.app().settings.organizers_may_buy
}

impl FromRequestParts<Web> for Account {
    type Rejection = Problem;
    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, Problem> {
        let principal = identify(web, parts).await?.0.ok_or_else(Problem::not_signed_in)?;
        Ok(Self { principal, address: Client::of(web, parts).address })
    }
}

impl FromRequestParts<Web> for Buyer {
    type Rejection = Problem;
    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, Problem> {
        let principal = identify(web, parts).await?.0;
        // A token that does not count is a mistake, not a guest.
        if principal.is_none() && parts.headers.contains_key(AUTHORIZATION) {
            return Err(Problem::not_signed_in());
        }
        if principal.as_ref().is_some_and(|principal| !may_buy(web, principal)) {
            return Err(Problem::forbidden());
        }
        Ok(Self { principal, address: Client::of(web, parts).address })
    }
}

impl FromRequestParts<Web> for Attendee {
    type Rejection = Problem;
    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, Problem> {
        let account = Account::from_request_parts(parts, web).await?;
        let is_one = account.principal.attendee || account.principal.is_organizer();
        if is_one && may_buy(web, &account.principal) { Ok(Self(account)) } else { Err(Problem::forbidden()) }
    }
}

impl FromRequestParts<Web> for Organizer {
    type Rejection = Problem;
    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, Problem> {
        let account = Account::from_request_parts(parts, web).await?;
        if account.principal.is_organizer() { Ok(Self(account)) } else { Err(Problem::forbidden()) }
    }
}

impl FromRequestParts<Web> for Staff {
    type Rejection = Problem;
    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, Problem> {
        let account = Account::from_request_parts(parts, web).await?;
        if account.principal.memberships.is_empty() { Err(Problem::forbidden()) } else { Ok(Self(account)) }
    }
}

fn too_many(error: &TooMany) -> Problem {
    Problem::too_many_requests(error.retry_after_s.max(1))
}
