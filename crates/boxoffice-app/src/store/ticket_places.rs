//! Where a ticket belongs, and where it stands: for the door and for its holder.

use boxoffice_domain::ids::{AccountId, EventId, OrderId, OrganizationId, TicketId};
use boxoffice_domain::time::Time;

use super::row::row;
use super::{Result, Tx, on};

row! {
    /// A ticket with what decides who may see it.
    #[derive(Clone, Debug)]
    pub struct TicketPlace {
        /// The ticket.
        pub ticket_id: TicketId,
        /// Its event.
        pub event_id: EventId,
        /// Whose event.
        pub organization_id: OrganizationId,
        /// Its order.
        pub order_id: OrderId,
        /// Who bought it, if they have an account.
        pub account_id: Option<AccountId>,
        /// `valid` or `void`.
        pub state: String,
        /// When it was issued.
        pub issued_at: Time,
        /// When it let somebody in.
        pub used_at: Option<Time>,
    }
}

impl Tx {
    /// The ticket with this id.
    pub async fn find_ticket_place(&mut self, ticket: TicketId) -> Result<Option<TicketPlace>> {
        const SQL: &str = "
            select ticket.ticket_id, ticket.event_id, ticket.organization_id, ticket.order_id, ticket.account_id,
                   ticket.state, ticket.issued_at,
                   (select max(check_in.scanned_at)
                      from check_in
                     where check_in.performance_id = ticket.performance_id
                       and check_in.ticket_id = ticket.ticket_id
                       and check_in.checked_out_at is null) as used_at
              from ticket
             where ticket.ticket_id = $1";
        on!(self, conn => Ok(sqlx::query_as(SQL).bind(ticket.bytes()).fetch_optional(conn).await?))
    }
}
