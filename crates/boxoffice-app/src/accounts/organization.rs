//! Creating an organization: the account becomes its owner, and thereby an organizer.

use boxoffice_domain::ids::{AccountId, OrganizationId};
use boxoffice_domain::limits::ORGANIZATIONS_PER_ACCOUNT_MAX;
use boxoffice_domain::text::slugify;
use serde_json::json;

use super::fields::{FieldsRefused, Reader};
use super::{Principal, Role, log};
use crate::App;
use crate::activity::{Activity, Actor};
use crate::store::organizations::Organization;
use crate::store::{StoreError, Tx};

/// Longest slug of an organization, in bytes.
const SLUG_BYTES_MAX: usize = 60;
/// Slugs tried with a number behind them before one is drawn.
const NUMBERED_SLUGS: u32 = 20;

/// Why no organization was made.
#[derive(Debug, thiserror::Error)]
pub enum CreateOrganizationError {
    /// The account's mailbox is not proven.
    #[error("confirm your e-mail address first")]
    NotConfirmed,
    /// The account owns as many as it may.
    #[error("one account may own at most {ORGANIZATIONS_PER_ACCOUNT_MAX} organizations")]
    TooManyOwned,
    /// Something typed was refused.
    #[error(transparent)]
    Fields(#[from] FieldsRefused),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl CreateOrganizationError {
    /// The stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotConfirmed => "not_confirmed",
            Self::TooManyOwned => "too_many_organizations",
            Self::Fields(_) => "invalid",
            Self::Store(_) => "internal",
        }
    }
}

/// Makes an organization that the caller owns.
pub async fn create_organization(
    app: &App,
    actor: &Actor,
    principal: &Principal,
    name: &str,
    contact_email: &str,
) -> Result<OrganizationId, CreateOrganizationError> {
    let mut reader = Reader::default();
    let name = reader.name("name", name);
    let contact = reader.email("contact_email", contact_email);
    reader.finish()?;
    if !principal.confirmed {
        return Err(CreateOrganizationError::NotConfirmed);
    }
    let owned = principal.memberships.iter().filter(|(_, role)| *role == Role::Owner).count();
    if owned >= ORGANIZATIONS_PER_ACCOUNT_MAX {
        return Err(CreateOrganizationError::TooManyOwned);
    }
    let contact = contact.map_or_else(String::new, boxoffice_domain::email::Email::into_string);
    let mut tx = app.store.begin().await?;
    let organization = insert(app, &mut tx, actor, principal.account, &name, &contact).await?;
    tx.commit().await?;
    app.principals.forget_account(principal.account);
    Ok(organization)
}

/// The organizations that the caller works for, with the caller's role.
pub async fn list_organizations(
    app: &App,
    principal: &Principal,
) -> Result<Vec<(Organization, Role)>, StoreError> {
    let mut tx = app.store.read().await?;
    let mut organizations = Vec::new();
    for (organization, role) in &principal.memberships {
        organizations.extend(tx.find_organization(*organization).await?.map(|found| (found, *role)));
    }
    Ok(organizations)
}

/// Stores an organization and its first owner.
pub(super) async fn insert(
    app: &App,
    tx: &mut Tx,
    actor: &Actor,
    owner: AccountId,
    name: &str,
    contact_email: &str,
) -> Result<OrganizationId, StoreError> {
    let now = app.clock.now();
    let id = OrganizationId::from_bytes(app.random.id(now));
    let mut organization = Organization {
        organization_id: id,
        slug: String::new(),
        name: name.to_owned(),
        contact_email: contact_email.to_owned(),
        imprint: String::new(),
        terms: String::new(),
        privacy: String::new(),
        created_at: now,
    };
    let plain = slugify(name, SLUG_BYTES_MAX);
    let numbered = (2..NUMBERED_SLUGS).map(|number| format!("{plain}-{number}"));
    // The id is nobody else's, so the last one is always free.
    let drawn = id.to_string().replace('_', "-");
    for slug in std::iter::once(plain.clone()).chain(numbered).chain([drawn]) {
        organization.slug = slug;
        if tx.insert_organization(&organization).await? {
            break;
        }
    }
    tx.insert_member(id, owner, Role::Owner.as_str(), now).await?;
    let created = Activity {
        subject_kind: "organization",
        subject: *id.as_bytes(),
        ..log::about_member(app, actor, id, owner, "organization.created", json!({ "name": name }))
    };
    tx.log(&[created]).await?;
    Ok(id)
}
