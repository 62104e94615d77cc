//! Pictures: what is known of them besides their files.

use boxoffice_domain::ids::{ImageId, OrganizationId};
use boxoffice_domain::time::Time;

use super::{Result, Tx, on};

/// A picture about to be stored.
#[derive(Clone, Debug)]
pub(crate) struct Image {
    pub(crate) image_id: ImageId,
    pub(crate) organization_id: OrganizationId,
    pub(crate) alt: String,
    pub(crate) width: i64,
    pub(crate) height: i64,
    pub(crate) created_at: Time,
}

impl Tx {
    /// Inserts a picture.
    pub(crate) async fn insert_image(&mut self, image: &Image) -> Result<()> {
        const SQL: &str = "
            insert into image (image_id, organization_id, alt, width, height, created_at)
            values ($1, $2, $3, $4, $5, $6)";
        on!(self, conn => sqlx::query(SQL)
            .bind(image.image_id.bytes())
            .bind(image.organization_id.bytes())
            .bind(&image.alt)
            .bind(image.width)
            .bind(image.height)
            .bind(image.created_at.micros())
            .execute(conn)
            .await?
            .rows_affected());
        Ok(())
    }

    /// Forgets a picture.
    pub(crate) async fn delete_image(&mut self, image: ImageId) -> Result<()> {
        const SQL: &str = "delete from image where image_id = $1";
        on!(self, conn => sqlx::query(SQL).bind(image.bytes()).execute(conn).await?.rows_affected());
        Ok(())
    }
}
