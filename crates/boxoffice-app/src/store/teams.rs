//! Who works for an organization, as it is stored.

use boxoffice_domain::ids::{AccountId, OrganizationId};
use boxoffice_domain::time::Time;

use super::row::row;
use super::{Result, Tx, on};

row! {
    /// One organization that an account works for.
    #[derive(Clone, Debug)]
    pub struct MembershipRow {
        /// Which.
        pub organization_id: OrganizationId,
        /// Its role there, as stored.
        pub role: String,
    }
}

row! {
    /// Somebody of a team.
    #[derive(Clone, Debug)]
    pub struct MemberRow {
        /// The account.
        pub account_id: AccountId,
        /// Its address.
        pub email: String,
        /// Its name.
        pub name: String,
        /// Its role, as stored.
        pub role: String,
        /// Since when.
        pub created_at: Time,
    }
}

impl Tx {
    /// The organizations that an account works for, oldest first.
    pub async fn list_memberships(&mut self, account: AccountId) -> Result<Vec<MembershipRow>> {
        const SQL: &str = "
            select organization_id, role from member
             where account_id = $1
             order by created_at, organization_id
             limit 500";
        Ok(on!(self, conn => sqlx::query_as(SQL).bind(account.bytes()).fetch_all(conn).await)?)
    }

    /// The team of an organization by name.
    pub async fn list_members(&mut self, organization: OrganizationId, limit: u32) -> Result<Vec<MemberRow>> {
        const SQL: &str = "
            select account_id, email, name, role, member.created_at
              from member
              join account using (account_id)
             where organization_id = $1
             order by name, account_id
             limit $2";
        Ok(on!(self, conn => sqlx::query_as(SQL)
            .bind(organization.bytes()).bind(i64::from(limit)).fetch_all(conn).await)?)
    }

    /// Takes the team for this transaction, so that two owners cannot both leave at once.
    pub async fn lock_team(&mut self, organization: OrganizationId) -> Result<()> {
        const SQL: &str = "update organization set name = name where organization_id = $1";
        on!(self, conn => sqlx::query(SQL).bind(organization.bytes()).execute(conn).await?.rows_affected());
        Ok(())
    }

    /// Adds somebody to a team; false when they are in it already.
    pub async fn insert_member(
        &mut self,
        organization: OrganizationId,
        account: AccountId,
        role: &str,
        now: Time,
    ) -> Result<bool> {
        const SQL: &str = "
            insert into member (organization_id, account_id, role, created_at)
            values ($1, $2, $3, $4)
                on conflict do nothing";
        let added = on!(self, conn => sqlx::query(SQL)
            .bind(organization.bytes())
            .bind(account.bytes())
            .bind(role)
            .bind(now.micros())
            .execute(conn)
            .await?
            .rows_affected());
        Ok(added == 1)
    }

    /// Gives a member another role; false when there is no such member.
    pub async fn update_member(
        &mut self,
        organization: OrganizationId,
        account: AccountId,
        role: &str,
    ) -> Result<bool> {
        const SQL: &str = "update member set role = $3 where organization_id = $1 and account_id = $2";
        let changed = on!(self, conn => sqlx::query(SQL)
            .bind(organization.bytes()).bind(account.bytes()).bind(role).execute(conn).await?.rows_affected());
        Ok(changed == 1)
    }

    /// Takes somebody out of a team; false when they were not in it.
    pub async fn delete_member(&mut self, organization: OrganizationId, account: AccountId) -> Result<bool> {
        const SQL: &str = "delete from member where organization_id = $1 and account_id = $2";
        let removed = on!(self, conn => sqlx::query(SQL)
            .bind(organization.bytes()).bind(account.bytes()).execute(conn).await?.rows_affected());
        Ok(removed == 1)
    }
}
