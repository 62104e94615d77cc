//! Finding a ticket by its id.

use boxoffice_domain::ids::TicketId;

use crate::App;
use crate::store::StoreError;
use crate::store::ticket_places::TicketPlace;

/// The ticket with this id.
pub async fn find_ticket(app: &App, ticket: TicketId) -> Result<Option<TicketPlace>, StoreError> {
    app.store.read().await?.find_ticket_place(ticket).await
}
