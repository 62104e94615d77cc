//! The PDF of an order's tickets: made when somebody wants it, stored, and removed after a week.
//! The file's name is a digest of what it shows, so a changed ticket is never served from an old file.

use boxoffice_domain::ids::OrderId;
use boxoffice_domain::limits::{TICKET_FILE_TTL_S, TICKETS_PER_ORDER_MAX};
use bytes::Bytes;
use data_encoding::BASE32_NOPAD;
use sha2::{Digest as _, Sha256};

use super::print::{PrintError, print};
use crate::App;
use crate::catalog::images::find_image;
use crate::files::FilesError;
use crate::files::link;
use crate::i18n::Lang;
use crate::jobs::{JobError, Periodic, Where};
use crate::store::StoreError;
use crate::store::tickets::{TicketFile, TicketPrint};

/// Changes when the layout changes, so that stored files of the old one are made again.
const LAYOUT: &str = "1";
/// The picture's width in pixels: sharp enough in print, and not the whole of the file.
const PICTURE_WIDTH: u32 = 960;
/// Files removed by one run of the cleanup: each is a file and a row.
const CLEANUP_BATCH: u32 = 500;
/// More tickets than one order may have: an order of several carts' worth is still whole.
pub(crate) const TICKETS_MAX: u32 = 10 * TICKETS_PER_ORDER_MAX;

/// Removes old files a few times a day.
pub(crate) const CLEANUP: Periodic = Periodic {
    name: "remove_ticket_files",
    every_s: 6 * 3_600,
    on: Where::OneNode,
    work: |app| {
        Box::pin(async move {
            remove_old_files(&app).await.map(drop).map_err(|error| JobError::Later(error.to_string()))
        })
    },
};

/// Why there is no file.
#[derive(Debug, thiserror::Error)]
pub enum TicketFileError {
    /// The order has no valid tickets: not confirmed yet, or cancelled.
    #[error("this order has no valid tickets")]
    NoTickets,
    /// They could not be printed.
    #[error(transparent)]
    Print(#[from] PrintError),
    /// The file could not be stored or read.
    #[error(transparent)]
    Files(#[from] FilesError),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The worker that prints was lost.
    #[error("printing was interrupted")]
    Interrupted,
}

impl TicketFileError {
    /// The stable code that faces translate; faults have none of their own.
    pub fn code(&self) -> Option<&'static str> {
        matches!(self, Self::NoTickets).then_some("no_tickets")
    }
}

/// A file of tickets.
#[derive(Clone, Debug)]
pub struct TicketPdf {
    /// What a browser saves it as.
    pub name: String,
    /// Where it is stored.
    pub path: String,
    /// The document.
    pub content: Bytes,
}

/// The path that a signed link to an order's tickets names. It says the order, not the file: the file may have
/// been cleaned up and is made again.
pub fn link_path(order: OrderId) -> String {
    format!("tickets/{order}.pdf")
}

/// The order that a path of [`link_path`] names.
pub fn order_of_path(path: &str) -> Option<OrderId> {
    path.strip_prefix("tickets/")?.strip_suffix(".pdf")?.parse().ok()
}

/// The order behind the secret of its link, if there is one.
pub async fn order_of_secret(app: &App, secret: &str) -> Result<Option<OrderId>, StoreError> {
    let bytes = BASE32_NOPAD.decode(secret.to_ascii_uppercase().as_bytes()).ok();
    let Some(secret) = bytes.and_then(|bytes| bytes.try_into().ok()) else { return Ok(None) };
    Ok(app.store.read().await?.find_linked_order(secret).await?.map(|order| order.order_id))
}

/// The address that downloads an order's tickets without signing in, for an hour.
pub fn sign_link(app: &App, order: OrderId) -> String {
    link::sign_whole(app, &link_path(order))
}

/// The PDF of an order's valid tickets: the stored one, or a new one.
pub async fn ticket_pdf(app: &App, order: OrderId) -> Result<TicketPdf, TicketFileError> {
    let mut tx = app.store.read().await?;
    let tickets = tx.list_ticket_prints(order, TICKETS_MAX).await?;
    let stored = tx.find_ticket_file(order).await?;
    drop(tx);
    let first = tickets.first().ok_or(TicketFileError::NoTickets)?;
    let (name, path) = (format!("tickets-{}.pdf", first.number), path_of(order, &tickets));
    if stored.as_ref().is_some_and(|stored| stored.path == path)
        && let Some(content) = app.files.get(&path).await?
    {
        return Ok(TicketPdf { name, path, content });
    }
    let content = make(app, tickets).await?;
    app.files.put(&path, content.clone()).await?;
    remember(app, order, &path, stored).await?;
    Ok(TicketPdf { name, path, content })
}

/// Removes files that nobody asked for in a week; says how many. They are made again on demand.
pub async fn remove_old_files(app: &App) -> Result<usize, TicketFileError> {
    let before = app.clock.now().plus_s(-TICKET_FILE_TTL_S);
    let old = app.store.read().await?.list_old_ticket_files(before, CLEANUP_BATCH).await?;
    for file in &old {
        let mut tx = app.store.begin().await?;
        let forgotten = tx.delete_ticket_file(file, before).await?;
        tx.commit().await?;
        // The row first: whoever asks in between finds no file and makes it again.
        if forgotten {
            app.files.delete(&file.path).await?;
        }
    }
    Ok(old.len())
}

async fn make(app: &App, tickets: Vec<TicketPrint>) -> Result<Bytes, TicketFileError> {
    let picture = match tickets.first().and_then(|ticket| ticket.image_id) {
        Some(image) => find_image(app, image, PICTURE_WIDTH).await?,
        None => None,
    };
    // Milliseconds of pure computing: not on a thread that answers buyers.
    let made = tokio::task::spawn_blocking(move || {
        let lang = Lang::stored(tickets.first().map_or("", |ticket| &ticket.locale));
        print(&tickets, picture, lang)
    });
    Ok(made.await.map_err(|_| TicketFileError::Interrupted)??.into())
}

async fn remember(
    app: &App,
    order: OrderId,
    path: &str,
    earlier: Option<TicketFile>,
) -> Result<(), TicketFileError> {
    let file = TicketFile { order_id: order, path: path.to_owned() };
    let mut tx = app.store.begin().await?;
    tx.upsert_ticket_file(&file, app.clock.now()).await?;
    tx.commit().await?;
    if let Some(earlier) = earlier.filter(|earlier| earlier.path != path) {
        app.files.delete(&earlier.path).await?;
    }
    Ok(())
}

fn path_of(order: OrderId, tickets: &[TicketPrint]) -> String {
    // Everything that a page shows is in the struct, and its debug form spells every field.
    let digest = Sha256::digest(format!("{LAYOUT}{tickets:?}"));
    format!("tickets/{order}-{}.pdf", data_encoding::HEXLOWER.encode(&digest[..8]))
}
