//! What stands around an event on its page: who puts it on, and its picture.

use boxoffice_domain::ids::{ImageId, OrganizationId};

use super::row::row;
use super::{Result, Tx, on};

row! {
    /// An organization, as visitors see it.
    #[derive(Clone, Debug)]
    pub struct ShownOrganization {
        /// Its part of the address.
        pub slug: String,
        /// Its name.
        pub name: String,
        /// Where buyers write to.
        pub contact_email: String,
        /// Whether it has terms that buyers must accept.
        pub has_terms: bool,
    }
}

row! {
    /// A picture, as pages need it.
    #[derive(Clone, Debug)]
    pub struct ShownImage {
        /// Which.
        pub image_id: ImageId,
        /// What it shows, in words.
        pub alt: String,
        /// Its width.
        pub width: i64,
        /// Its height.
        pub height: i64,
    }
}

impl Tx {
    /// An organization as visitors see it.
    pub async fn find_shown_organization(
        &mut self,
        organization: OrganizationId,
    ) -> Result<Option<ShownOrganization>> {
        const SQL: &str = "
            select slug, name, contact_email, (terms <> '') as has_terms
              from organization
             where organization_id = $1";
        on!(self, conn => Ok(sqlx::query_as(SQL).bind(organization.bytes()).fetch_optional(conn).await?))
    }

    /// A picture's words and measures.
    pub async fn find_shown_image(&mut self, image: ImageId) -> Result<Option<ShownImage>> {
        const SQL: &str = "select image_id, alt, width, height from image where image_id = $1";
        on!(self, conn => Ok(sqlx::query_as(SQL).bind(image.bytes()).fetch_optional(conn).await?))
    }
}
