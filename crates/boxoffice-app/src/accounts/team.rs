//! The team of an organization: who works for it, and as what. There is always an owner.

use boxoffice_domain::ids::{AccountId, OrganizationId};
use boxoffice_domain::limits::TEAM_MEMBERS_MAX;
use boxoffice_domain::time::Time;
use serde_json::json;

use super::fields::{FieldsRefused, Reader};
use super::mail::{AccountMail, SendAccountMail};
use super::{Principal, Role, log};
use crate::App;
use crate::activity::Actor;
use crate::jobs::NewJob;
use crate::rates::{Rate, TooMany};
use crate::store::{StoreError, Tx};

/// Somebody of a team, as its owner sees them.
#[derive(Clone, Debug)]
pub struct Member {
    /// The account.
    pub account: AccountId,
    /// Its address.
    pub email: String,
    /// Its name.
    pub name: String,
    /// Its role.
    pub role: Role,
    /// Since when.
    pub since: Time,
}

/// Why a team stayed as it was.
#[derive(Debug, thiserror::Error)]
pub enum TeamError {
    /// There is no such organization for the caller.
    #[error("Resource not found")]
    NotFound,
    /// The caller works there, but not as owner.
    #[error("only an owner may change the team")]
    NotOwner,
    /// Something typed was refused.
    #[error(transparent)]
    Fields(#[from] FieldsRefused),
    /// There is no account with a proven mailbox of this address.
    #[error("nobody with this address has a confirmed account; ask them to register first")]
    NoSuchAccount,
    /// They are in the team already.
    #[error("this person is in the team already")]
    AlreadyMember,
    /// The team is as large as it may be.
    #[error("a team has at most {TEAM_MEMBERS_MAX} members")]
    Full,
    /// Nobody would own the organization.
    #[error("an organization needs an owner; make somebody else owner first")]
    LastOwner,
    /// Too many tries.
    #[error(transparent)]
    TooMany(#[from] TooMany),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl TeamError {
    /// The stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotFound => "not_found",
            Self::NotOwner => "not_owner",
            Self::Fields(_) => "invalid",
            Self::NoSuchAccount => "no_such_account",
            Self::AlreadyMember => "already_member",
            Self::Full => "team_full",
            Self::LastOwner => "last_owner",
            Self::TooMany(error) => error.code(),
            Self::Store(_) => "internal",
        }
    }
}

/// The team, for those who manage the organization.
pub async fn list_team(
    app: &App,
    principal: &Principal,
    organization: OrganizationId,
) -> Result<Vec<Member>, TeamError> {
    if !principal.may_manage(organization) {
        return Err(refusal(principal, organization));
    }
    let rows = app.store.read().await?.list_members(organization, TEAM_MEMBERS_MAX as u32).await?;
    let members = rows.into_iter().map(|row| {
        let role =
            Role::parse(&row.role).ok_or_else(|| StoreError::Broken(format!("the role {}", row.role)))?;
        Ok(Member { account: row.account_id, email: row.email, name: row.name, role, since: row.created_at })
    });
    members.collect()
}

/// Adds an account by its address. Only an owner learns whether an address has one, and only so often.
pub async fn add_member(
    app: &App,
    actor: &Actor,
    principal: &Principal,
    organization: OrganizationId,
    email: &str,
    role: Role,
) -> Result<(), TeamError> {
    require_owner(principal, organization)?;
    let mut reader = Reader::default();
    let email = reader.email("email", email);
    reader.finish()?;
    app.rates.check(Rate::SecretMiss, &format!("team {}", principal.account))?;
    let mut tx = app.store.begin().await?;
    require_owner_now(&mut tx, principal, organization).await?;
    let account = match email {
        Some(email) => tx.find_account_by_email(email.as_str()).await?,
        None => None,
    };
    let account = account.filter(|account| account.confirmed_at.is_some() && account.disabled_at.is_none());
    let account = account.ok_or(TeamError::NoSuchAccount)?;
    if tx.list_members(organization, TEAM_MEMBERS_MAX as u32).await?.len() >= TEAM_MEMBERS_MAX {
        return Err(TeamError::Full);
    }
    if !tx.insert_member(organization, account.account_id, role.as_str(), app.clock.now()).await? {
        return Err(TeamError::AlreadyMember);
    }
    let name = tx.find_organization(organization).await?.map(|found| found.name).unwrap_or_default();
    let mail = SendAccountMail::to(app, &account, AccountMail::TeamJoined { organization: name });
    tx.enqueue(&[NewJob::now(app, &mail)]).await?;
    let detail = json!({ "role": role.as_str() });
    tx.log(&[log::about_member(app, actor, organization, account.account_id, "member.added", detail)])
        .await?;
    tx.commit().await?;
    app.principals.forget_account(account.account_id);
    Ok(())
}

/// Gives a member another role.
pub async fn change_member(
    app: &App,
    actor: &Actor,
    principal: &Principal,
    organization: OrganizationId,
    member: AccountId,
    role: Role,
) -> Result<(), TeamError> {
    require_owner(principal, organization)?;
    let mut tx = app.store.begin().await?;
    require_owner_now(&mut tx, principal, organization).await?;
    if role != Role::Owner && !has_owner_beside(&mut tx, organization, member).await? {
        return Err(TeamError::LastOwner);
    }
    if !tx.update_member(organization, member, role.as_str()).await? {
        return Err(TeamError::NotFound);
    }
    let detail = json!({ "role": role.as_str() });
    tx.log(&[log::about_member(app, actor, organization, member, "member.changed", detail)]).await?;
    tx.commit().await?;
    app.principals.forget_account(member);
    Ok(())
}

/// Takes somebody out of the team. Everybody may take themselves out; only an owner others.
pub async fn remove_member(
    app: &App,
    actor: &Actor,
    principal: &Principal,
    organization: OrganizationId,
    member: AccountId,
) -> Result<(), TeamError> {
    let mut tx = app.store.begin().await?;
    if member == principal.account {
        tx.lock_team(organization).await?;
    } else {
        require_owner(principal, organization)?;
        require_owner_now(&mut tx, principal, organization).await?;
    }
    if !has_owner_beside(&mut tx, organization, member).await? {
        return Err(TeamError::LastOwner);
    }
    if !tx.delete_member(organization, member).await? {
        return Err(TeamError::NotFound);
    }
    tx.log(&[log::about_member(app, actor, organization, member, "member.removed", json!({}))]).await?;
    tx.commit().await?;
    app.principals.forget_account(member);
    Ok(())
}

/// Whether the organization has an owner other than this account. The team must be locked.
pub(super) async fn has_owner_beside(
    tx: &mut Tx,
    organization: OrganizationId,
    account: AccountId,
) -> Result<bool, StoreError> {
    let team = tx.list_members(organization, TEAM_MEMBERS_MAX as u32).await?;
    Ok(team.iter().any(|member| member.role == Role::Owner.as_str() && member.account_id != account))
}

/// Locks the team and looks again: what the caller was a second ago may have ended.
async fn require_owner_now(
    tx: &mut Tx,
    principal: &Principal,
    organization: OrganizationId,
) -> Result<(), TeamError> {
    tx.lock_team(organization).await?;
    let memberships = tx.list_memberships(principal.account).await?;
    let owns = |row: &crate::store::teams::MembershipRow| {
        row.organization_id == organization && row.role == Role::Owner.as_str()
    };
    if memberships.iter().any(owns) { Ok(()) } else { Err(TeamError::NotOwner) }
}

fn require_owner(principal: &Principal, organization: OrganizationId) -> Result<(), TeamError> {
    match principal.role_in(organization) {
        Some(Role::Owner) => Ok(()),
        _ => Err(refusal(principal, organization)),
    }
}

/// Who works there learns that the role is too low; to others there is no such organization.
fn refusal(principal: &Principal, organization: OrganizationId) -> TeamError {
    match principal.role_in(organization) {
        Some(_) => TeamError::NotOwner,
        None => TeamError::NotFound,
    }
}
