//! Organizations as they are stored: the tenants.

use boxoffice_domain::ids::OrganizationId;
use boxoffice_domain::time::Time;

use super::row::row;
use super::{Result, Tx, on};

row! {
    /// A party that puts on events and receives the money.
    #[derive(Clone, Debug)]
    pub struct Organization {
        /// Its id.
        pub organization_id: OrganizationId,
        /// Its name in addresses.
        pub slug: String,
        /// Its name.
        pub name: String,
        /// Where buyers reach it.
        pub contact_email: String,
        /// Its imprint, Markdown; empty: none yet.
        pub imprint: String,
        /// Its terms, Markdown; empty: none.
        pub terms: String,
        /// Its privacy notice, Markdown; empty: none yet.
        pub privacy: String,
        /// When it was made.
        pub created_at: Time,
    }
}

impl Tx {
    /// Stores a new organization; false when its slug is taken.
    pub async fn insert_organization(&mut self, organization: &Organization) -> Result<bool> {
        const SQL: &str = "
            insert into organization
                (organization_id, slug, name, contact_email, imprint, terms, privacy, created_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8)
                on conflict (slug) do nothing";
        let inserted = on!(self, conn => sqlx::query(SQL)
            .bind(organization.organization_id.bytes())
            .bind(&organization.slug)
            .bind(&organization.name)
            .bind(&organization.contact_email)
            .bind(&organization.imprint)
            .bind(&organization.terms)
            .bind(&organization.privacy)
            .bind(organization.created_at.micros())
            .execute(conn)
            .await?
            .rows_affected());
        Ok(inserted == 1)
    }

    /// An organization by its id.
    pub async fn find_organization(&mut self, organization: OrganizationId) -> Result<Option<Organization>> {
        const SQL: &str = "
            select organization_id, slug, name, contact_email, imprint, terms, privacy, created_at
              from organization
             where organization_id = $1";
        Ok(on!(self, conn => sqlx::query_as(SQL).bind(organization.bytes()).fetch_optional(conn).await)?)
    }

    /// An organization by its name in addresses.
    pub async fn find_organization_by_slug(&mut self, slug: &str) -> Result<Option<Organization>> {
        const SQL: &str = "
            select organization_id, slug, name, contact_email, imprint, terms, privacy, created_at
              from organization
             where slug = $1";
        Ok(on!(self, conn => sqlx::query_as(SQL).bind(slug).fetch_optional(conn).await)?)
    }

    /// Replaces what an organization says about itself; its slug stays, because links point there.
    pub async fn update_organization(&mut self, organization: &Organization) -> Result<()> {
        const SQL: &str = "
            update organization
               set name = $2, contact_email = $3, imprint = $4, terms = $5, privacy = $6
             where organization_id = $1";
        on!(self, conn => sqlx::query(SQL)
            .bind(organization.organization_id.bytes())
            .bind(&organization.name)
            .bind(&organization.contact_email)
            .bind(&organization.imprint)
            .bind(&organization.terms)
            .bind(&organization.privacy)
            .execute(conn)
            .await?
            .rows_affected());
        Ok(())
    }
}
