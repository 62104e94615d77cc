//! Finding a ticket by what people have of it: its id, or the text of its QR code.

use boxoffice_domain::ids::TicketId;

use super::read_barcode;
use crate::App;
use crate::store::StoreError;
use crate::store::ticket_places::TicketPlace;

/// The ticket with this id.
pub async fn find_ticket(app: &App, ticket: TicketId) -> Result<Option<TicketPlace>, StoreError> {
    app.store.read().await?.find_ticket_place(ticket).await
}

/// The ticket that a text names: its id, or a barcode that we signed. A forged one names nothing.
pub async fn find_ticket_by_text(app: &App, text: &str) -> Result<Option<TicketPlace>, StoreError> {
    let text = text.trim();
    let named = match text.parse::<TicketId>() {
        Ok(ticket) => Some(ticket),
        Err(_) => read_barcode(app, text).ok().map(|barcode| barcode.ticket),
    };
    match named {
        Some(ticket) => find_ticket(app, ticket).await,
        None => Ok(None),
    }
}
