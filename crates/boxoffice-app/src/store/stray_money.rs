//! Money that a gateway says it took and that fits no order: kept for a person to look at, never forgotten.

use boxoffice_domain::ids::PaymentId;
use boxoffice_domain::time::Time;

use super::bulk::{Columns, Kind};
use super::cell::cells;
use super::row::row;
use super::{Result, Tx, on};

row! {
    /// Money without an order.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct StrayMoney {
        /// Which gateway has it.
        pub gateway: String,
        /// The message that told of it.
        pub event_ref: String,
        /// `amount`: other than asked for; `account`: of another account; `unknown`: no payment of ours.
        pub reason: String,
        /// The session it was taken in.
        pub session_ref: String,
        /// The gateway's reference of the charge.
        pub charge_ref: String,
        /// How much.
        pub amount_minor: i64,
        /// In which currency.
        pub currency: String,
        /// The payment that it claims to be.
        pub payment_id: Option<PaymentId>,
        /// When we heard of it.
        pub received_at: Time,
        /// When a person had settled it.
        pub settled_at: Option<Time>,
    }
}

const STRAY: Columns = &[
    ("gateway", Kind::Text),
    ("event_ref", Kind::Text),
    ("reason", Kind::Text),
    ("session_ref", Kind::Text),
    ("charge_ref", Kind::Text),
    ("amount_minor", Kind::Int),
    ("currency", Kind::Text),
    ("payment_id", Kind::Bytes),
    ("received_at", Kind::Int),
];

impl Tx {
    /// Keeps money without an order; what is kept already stays as it is.
    pub async fn insert_stray_money(&mut self, all: &[StrayMoney]) -> Result<()> {
        let rows = all.iter().map(|stray| {
            cells![
                stray.gateway.as_str(),
                stray.event_ref.as_str(),
                stray.reason.as_str(),
                stray.session_ref.as_str(),
                stray.charge_ref.as_str(),
                stray.amount_minor,
                stray.currency.as_str(),
                stray.payment_id,
                stray.received_at,
            ]
        });
        self.insert_new_rows("stray_money", STRAY, rows.collect()).await
    }

    /// Money that waits for a person, oldest first.
    pub async fn list_stray_money(&mut self, limit: u32) -> Result<Vec<StrayMoney>> {
        const SQL: &str = "
            select gateway, event_ref, reason, session_ref, charge_ref, amount_minor, currency, payment_id,
                   received_at, settled_at
              from stray_money
             where settled_at is null
             order by received_at
             limit $1";
        Ok(on!(self, conn => sqlx::query_as(SQL).bind(i64::from(limit)).fetch_all(conn).await)?)
    }

    /// How much waits for a person.
    pub async fn count_stray_money(&mut self) -> Result<i64> {
        const SQL: &str = "select count(*) from stray_money where settled_at is null";
        Ok(on!(self, conn => sqlx::query_scalar(SQL).fetch_one(conn).await)?)
    }

    /// A person has settled it; false when there is nothing to settle.
    pub async fn settle_stray_money(&mut self, gateway: &str, event_ref: &str, now: Time) -> Result<bool> {
        const SQL: &str = "
            update stray_money set settled_at = $3
             where gateway = $1 and event_ref = $2 and settled_at is null";
        let settled = on!(self, conn => sqlx::query(SQL)
            .bind(gateway)
            .bind(event_ref)
            .bind(now.micros())
            .execute(conn)
            .await?
            .rows_affected());
        Ok(settled == 1)
    }
}
