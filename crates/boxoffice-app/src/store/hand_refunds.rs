//! Refunds that people carry out: of money that lies in a till or on the organizer's own bank account.

use boxoffice_domain::ids::{OrderId, OrganizationId, RefundId};
use boxoffice_domain::time::Time;

use super::row::row;
use super::{Result, Tx, on};

row! {
    /// A refund that people must carry out.
    #[derive(Clone, Debug)]
    pub struct HandRefund {
        /// The order.
        pub order_id: OrderId,
        /// Its number.
        pub number: String,
        /// The buyer.
        pub name: String,
        /// Where to reach them.
        pub email: String,
        /// The refund.
        pub refund_id: RefundId,
        /// How much.
        pub amount_minor: i64,
        /// In which currency.
        pub currency: String,
        /// `bank` or `box_office`.
        pub gateway: String,
        /// Since when it is owed.
        pub created_at: Time,
        /// Who sent the money, where it came by transfer.
        pub payer: Option<String>,
        /// From which account.
        pub payer_iban: Option<String>,
    }
}

impl Tx {
    /// Refunds of an organization that people must carry out, oldest first.
    pub(crate) async fn list_hand_refunds(
        &mut self,
        organization: OrganizationId,
        limit: u32,
    ) -> Result<Vec<HandRefund>> {
        const SQL: &str = "
            select b.order_id, b.number, b.name, b.email, r.refund_id, r.amount_minor, r.currency, p.gateway,
                   r.created_at, n.payer, n.payer_iban
              from refund r
              join payment p on p.payment_id = r.payment_id
              join buyer_order b on b.order_id = r.order_id
              left join bank_entry n on n.bank_entry_id = (
                   select m.bank_entry_id from bank_entry m
                    where m.order_id = r.order_id and m.state = 'taken'
                    order by m.created_at desc, m.bank_entry_id desc limit 1)
             where r.state in ('wanted', 'pending', 'unknown') and p.gateway in ('bank', 'box_office')
               and b.organization_id = $1
             order by r.created_at, r.refund_id limit $2";
        Ok(on!(self, conn => sqlx::query_as(SQL)
            .bind(organization.bytes())
            .bind(i64::from(limit))
            .fetch_all(conn)
            .await?))
    }
}
