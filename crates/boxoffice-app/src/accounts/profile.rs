//! What an account says about its person: name and language. And its end.

use serde_json::json;

use super::change_password::{ReauthError, reauthenticate};
use super::fields::{FieldsRefused, Reader};
use super::{Principal, Role, log};
use crate::App;
use crate::activity::Actor;
use crate::store::StoreError;

/// Why the profile stayed as it was.
#[derive(Debug, thiserror::Error)]
pub enum ProfileError {
    /// Something typed was refused.
    #[error(transparent)]
    Fields(#[from] FieldsRefused),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Changes name and language. `locale` is one of the catalogue's, which the face has checked.
pub async fn change_profile(
    app: &App,
    actor: &Actor,
    principal: &Principal,
    name: &str,
    locale: &str,
) -> Result<(), ProfileError> {
    let mut reader = Reader::default();
    let name = reader.name("name", name);
    reader.finish()?;
    let mut tx = app.store.begin().await?;
    tx.update_profile(principal.account, &name, locale).await?;
    tx.log(&[log::about_account(app, actor, principal.account, "account.changed", json!({}))]).await?;
    tx.commit().await?;
    app.principals.forget_account(principal.account);
    Ok(())
}

/// Why an account was not closed.
#[derive(Debug, thiserror::Error)]
pub enum CloseError {
    /// Somebody must own the organization.
    #[error("you are the last owner of an organization; make somebody else owner first")]
    LastOwner,
    /// Somebody must run the installation.
    #[error("an operator's account is closed by another operator")]
    Operator,
    /// The password did not fit, or could not be checked.
    #[error(transparent)]
    Reauth(#[from] ReauthError),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Closes the caller's account: orders and tickets stay valid by their links, nobody can sign in again.
pub async fn close_account(
    app: &App,
    actor: &Actor,
    principal: &Principal,
    password: &str,
) -> Result<(), CloseError> {
    if principal.operator {
        return Err(CloseError::Operator);
    }
    let account = reauthenticate(app, principal, password).await?;
    let mut tx = app.store.begin().await?;
    for membership in tx.list_memberships(account.account_id).await? {
        let organization = membership.organization_id;
        tx.lock_team(organization).await?;
        if !super::team::has_owner_beside(&mut tx, organization, account.account_id).await?
            && Role::parse(&membership.role) == Some(Role::Owner)
        {
            return Err(CloseError::LastOwner);
        }
        tx.delete_member(organization, account.account_id).await?;
        let entry =
            log::about_member(app, actor, organization, account.account_id, "member.removed", json!({}));
        tx.log(&[entry]).await?;
    }
    let now = app.clock.now();
    tx.disable_account(account.account_id, now).await?;
    tx.cancel_account_tokens(account.account_id, None, now).await?;
    tx.delete_other_sessions(account.account_id, &[]).await?;
    tx.log(&[log::about_account(app, actor, account.account_id, "account.closed", json!({}))]).await?;
    tx.commit().await?;
    app.principals.forget_account(account.account_id);
    Ok(())
}
