//! Rows that tests start from without going through sign-up: an account and its organization.

use boxoffice_domain::ids::{AccountId, OrganizationId};
use boxoffice_domain::time::Time;

use super::{Result, Tx, on};

impl Tx {
    /// A confirmed account that nobody can sign in to.
    pub async fn insert_test_account(&mut self, account: AccountId, email: &str, now: Time) -> Result<()> {
        const SQL: &str = "
            insert into account (account_id, email, name, password_hash, attendee, operator, locale, created_at, confirmed_at)
            values ($1, $2, $2, '', true, false, 'en', $3, $3)";
        on!(self, conn => sqlx::query(SQL).bind(account.bytes()).bind(email).bind(now.micros()).execute(conn).await?.rows_affected());
        Ok(())
    }

    /// An organization owned by an account.
    pub async fn insert_test_organization(
        &mut self,
        organization: OrganizationId,
        owner: AccountId,
        name: &str,
        now: Time,
    ) -> Result<()> {
        const SQL: &str = "
            insert into organization (organization_id, slug, name, contact_email, imprint, terms, privacy, created_at)
            values ($1, $2, $3, 'office@example.org', '', '', '', $4)";
        const MEMBER_SQL: &str = "
            insert into member (organization_id, account_id, role, created_at)
            values ($1, $2, 'owner', $3)";
        let slug = format!("{}-{organization}", boxoffice_domain::text::slugify(name, 30));
        on!(self, conn => sqlx::query(SQL)
            .bind(organization.bytes())
            .bind(&slug)
            .bind(name)
            .bind(now.micros())
            .execute(conn)
            .await?
            .rows_affected());
        on!(self, conn => sqlx::query(MEMBER_SQL)
            .bind(organization.bytes())
            .bind(owner.bytes())
            .bind(now.micros())
            .execute(conn)
            .await?
            .rows_affected());
        Ok(())
    }

    /// Somebody who works for an organization.
    pub async fn insert_test_member(
        &mut self,
        organization: OrganizationId,
        account: AccountId,
        role: &str,
        now: Time,
    ) -> Result<()> {
        const SQL: &str = "
            insert into member (organization_id, account_id, role, created_at)
            values ($1, $2, $3, $4)";
        on!(self, conn => sqlx::query(SQL)
            .bind(organization.bytes())
            .bind(account.bytes())
            .bind(role)
            .bind(now.micros())
            .execute(conn)
            .await?
            .rows_affected());
        Ok(())
    }

    /// Lets an account run the installation.
    pub async fn make_test_operator(&mut self, account: AccountId) -> Result<()> {
        const SQL: &str = "update account set operator = true where account_id = $1";
        on!(self, conn => sqlx::query(SQL).bind(account.bytes()).execute(conn).await?.rows_affected());
        Ok(())
    }
}
