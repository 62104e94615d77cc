//! From a session's secret to who is calling. Looked up at most once a second per sign-in and node, so that
//! signing out and changes of role act everywhere within that second, and on this node at once (row S9).

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use boxoffice_domain::ids::AccountId;
use boxoffice_domain::limits::{PRINCIPAL_CACHE_MS, PRINCIPALS_CACHED_MAX, SESSION_TOUCH_S, SESSION_TTL_S};
use boxoffice_domain::time::Time;

use super::session::{SessionId, SessionSecret};
use super::{Principal, Role};
use crate::App;
use crate::store::accounts::Account;
use crate::store::{StoreError, Tx};

/// Sign-ins that were looked up a moment ago.
#[derive(Debug, Default)]
pub struct Principals(Mutex<HashMap<SessionId, Known>>);

#[derive(Clone, Debug)]
struct Known {
    at: Time,
    principal: Arc<Principal>,
}

impl Known {
    fn counts(&self, now: Time) -> bool {
        let age_micros = now.micros() - self.at.micros();
        (0..PRINCIPAL_CACHE_MS * 1_000).contains(&age_micros)
    }
}

impl Principals {
    fn find(&self, session: SessionId, now: Time) -> Option<Arc<Principal>> {
        let known = self.known();
        known.get(&session).filter(|known| known.counts(now)).map(|known| Arc::clone(&known.principal))
    }

    fn remember(&self, session: SessionId, at: Time, principal: Arc<Principal>) {
        let mut known = self.known();
        if known.len() >= PRINCIPALS_CACHED_MAX {
            known.retain(|_, known| known.counts(at));
        }
        if known.len() < PRINCIPALS_CACHED_MAX {
            known.insert(session, Known { at, principal });
        }
    }

    /// Forgets one sign-in.
    pub fn forget(&self, session: SessionId) {
        self.known().remove(&session);
    }

    /// Forgets every sign-in of an account, after its rights changed.
    pub fn forget_account(&self, account: AccountId) {
        self.known().retain(|_, known| known.principal.account != account);
    }

    fn known(&self) -> std::sync::MutexGuard<'_, HashMap<SessionId, Known>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Who holds this cookie's text; nobody when the sign-in has ended.
pub async fn authenticate(app: &App, secret: &str) -> Result<Option<Arc<Principal>>, StoreError> {
    match SessionSecret::parse(secret) {
        Some(secret) => authenticate_session(app, secret.id()).await,
        None => Ok(None),
    }
}

/// Who is signed in by this session. API tokens name theirs, so that they end with it.
pub async fn authenticate_session(
    app: &App,
    session: SessionId,
) -> Result<Option<Arc<Principal>>, StoreError> {
    // The age of what is read counts from before the reading.
    let now = app.clock.now();
    if let Some(principal) = app.principals.find(session, now) {
        return Ok(Some(principal));
    }
    let mut tx = app.store.read().await?;
    let Some(stored) = tx.find_session(session.bytes(), now).await? else { return Ok(None) };
    let principal = find_principal(&mut tx, stored.account_id).await?;
    drop(tx);
    let Some(principal) = principal.map(Arc::new) else { return Ok(None) };
    if now.since_s(stored.seen_at) >= SESSION_TOUCH_S {
        let mut tx = app.store.begin().await?;
        tx.touch_session(session.bytes(), now, now.plus_s(SESSION_TTL_S)).await?;
        tx.commit().await?;
    }
    app.principals.remember(session, now, Arc::clone(&principal));
    Ok(Some(principal))
}

/// An account with everything that decides what it may do; none when it is closed.
pub async fn find_principal(tx: &mut Tx, account: AccountId) -> Result<Option<Principal>, StoreError> {
    let Some(account) = tx.find_account(account).await?.filter(|account| account.disabled_at.is_none())
    else {
        return Ok(None);
    };
    let rows = tx.list_memberships(account.account_id).await?;
    let memberships = rows
        .into_iter()
        .map(|row| match Role::parse(&row.role) {
            Some(role) => Ok((row.organization_id, role)),
            None => Err(StoreError::Broken(format!("the role {}", row.role))),
        })
        .collect::<Result<_, _>>()?;
    Ok(Some(principal(account, memberships)))
}

fn principal(account: Account, memberships: Vec<(boxoffice_domain::ids::OrganizationId, Role)>) -> Principal {
    Principal {
        account: account.account_id,
        email: account.email,
        name: account.name,
        locale: account.locale,
        confirmed: account.confirmed_at.is_some(),
        attendee: account.attendee,
        operator: account.operator,
        memberships,
    }
}
