//! Codes and who used them. The counter on a code is exact: whoever changes it has loaded and locked the code.

use boxoffice_domain::ids::{CodeId, EventId, OrderId, OrganizationId, TicketTypeId};
use boxoffice_domain::time::Time;

use super::bulk::{Columns, Kind, id_list, ids_in, rows_json};
use super::cell::{Cells, cells};
use super::row::row;
use super::{Result, Tx, on};

row! {
    /// A code, as stored.
    #[derive(Clone, Debug)]
    pub struct CodeRow {
        /// Its id.
        pub code_id: CodeId,
        /// Of which event.
        pub event_id: EventId,
        /// Whose.
        pub organization_id: OrganizationId,
        /// As its organizer wrote it.
        pub label: String,
        /// In its one form.
        pub code_key: String,
        /// Discount or access.
        pub kind: String,
        /// What it takes off: hundredths of a percent.
        pub part_bp: i64,
        /// Or an amount of each ticket.
        pub amount_minor: i64,
        /// From when.
        pub starts_at: Option<Time>,
        /// Until just before.
        pub ends_at: Option<Time>,
        /// In how many orders.
        pub uses_max: Option<i64>,
        /// In how many of one buyer.
        pub per_buyer_max: Option<i64>,
        /// In how many it counts now.
        pub used: i64,
        /// When its organizer took it back.
        pub closed_at: Option<Time>,
        /// When it was made.
        pub created_at: Time,
    }
}
row! {
    /// A ticket type that a code is for.
    #[derive(Clone, Copy, Debug)]
    pub(crate) struct CodeTicketTypeRow {
        pub(crate) code_id: CodeId,
        pub(crate) ticket_type_id: TicketTypeId,
    }
}
row! {
    /// An order that used a code.
    #[derive(Clone, Debug)]
    pub(crate) struct CodeUseRow {
        pub(crate) code_id: CodeId,
        pub(crate) order_id: OrderId,
        pub(crate) buyer: String,
        pub(crate) used_at: Time,
        pub(crate) returned_at: Option<Time>,
    }
}
row! {
    /// In how many orders a buyer uses a code.
    #[derive(Clone, Debug)]
    pub(crate) struct BuyerUsesRow {
        pub(crate) code_id: CodeId,
        pub(crate) buyer: String,
        pub(crate) uses: i64,
    }
}

const CODE: Columns = &[
    ("code_id", Kind::Bytes),
    ("event_id", Kind::Bytes),
    ("organization_id", Kind::Bytes),
    ("label", Kind::Text),
    ("code_key", Kind::Text),
    ("kind", Kind::Text),
    ("part_bp", Kind::Int),
    ("amount_minor", Kind::Int),
    ("starts_at", Kind::Int),
    ("ends_at", Kind::Int),
    ("uses_max", Kind::Int),
    ("per_buyer_max", Kind::Int),
    ("used", Kind::Int),
    ("closed_at", Kind::Int),
    ("created_at", Kind::Int),
];
const CODE_TICKET_TYPE: Columns = &[("code_id", Kind::Bytes), ("ticket_type_id", Kind::Bytes)];
/// The counter of a code, after its key.
pub(crate) const CODE_USED: Columns = &[("code_id", Kind::Bytes), ("used", Kind::Int)];
pub(crate) const CODE_USE: Columns = &[
    ("code_id", Kind::Bytes),
    ("order_id", Kind::Bytes),
    ("buyer", Kind::Text),
    ("used_at", Kind::Int),
    ("returned_at", Kind::Int),
];
/// What of a use can change, after its key.
pub(crate) const CODE_USE_CHANGES: Columns = &[
    ("code_id", Kind::Bytes),
    ("order_id", Kind::Bytes),
    ("used_at", Kind::Int),
    ("returned_at", Kind::Int),
];

fn code_row(code: &CodeRow) -> Cells<'_> {
    cells![
        code.code_id,
        code.event_id,
        code.organization_id,
        code.label.as_str(),
        code.code_key.as_str(),
        code.kind.as_str(),
        code.part_bp,
        code.amount_minor,
        code.starts_at,
        code.ends_at,
        code.uses_max,
        code.per_buyer_max,
        code.used,
        code.closed_at,
        code.created_at,
    ]
}

const CODE_SELECT: &str =
    "select code_id, event_id, organization_id, label, code_key, kind, part_bp, amount_minor,
    starts_at, ends_at, uses_max, per_buyer_max, used, closed_at, created_at from code";

impl Tx {
    /// Stores new codes with the ticket types that they are for.
    pub(crate) async fn insert_codes(
        &mut self,
        codes: &[CodeRow],
        types: &[CodeTicketTypeRow],
    ) -> Result<()> {
        self.insert_rows("code", CODE, codes.iter().map(code_row).collect()).await?;
        let types = types.iter().map(|row| cells![row.code_id, row.ticket_type_id]).collect();
        self.insert_rows("code_ticket_type", CODE_TICKET_TYPE, types).await
    }

    /// The code of an event that reads so.
    pub(crate) async fn find_code(&mut self, event: EventId, code_key: &str) -> Result<Option<CodeRow>> {
        const SQL: &str = "
            select code_id, event_id, organization_id, label, code_key, kind, part_bp, amount_minor, starts_at, ends_at,
                   uses_max, per_buyer_max, used, closed_at, created_at
              from code where event_id = $1 and code_key = $2";
        Ok(
            on!(self, conn => sqlx::query_as(SQL).bind(event.bytes()).bind(code_key).fetch_optional(conn).await?),
        )
    }

    /// A code by its id.
    pub(crate) async fn find_code_by_id(&mut self, code: CodeId) -> Result<Option<CodeRow>> {
        const SQL: &str = "
            select code_id, event_id, organization_id, label, code_key, kind, part_bp, amount_minor, starts_at, ends_at,
                   uses_max, per_buyer_max, used, closed_at, created_at
              from code where code_id = $1";
        Ok(on!(self, conn => sqlx::query_as(SQL).bind(code.bytes()).fetch_optional(conn).await?))
    }

    /// The codes of an event, newest first.
    pub(crate) async fn list_codes(&mut self, event: EventId, limit: u32) -> Result<Vec<CodeRow>> {
        const SQL: &str = "
            select code_id, event_id, organization_id, label, code_key, kind, part_bp, amount_minor, starts_at, ends_at,
                   uses_max, per_buyer_max, used, closed_at, created_at
              from code where event_id = $1
             order by created_at desc, code_id desc
             limit $2";
        Ok(on!(self, conn => sqlx::query_as(SQL)
            .bind(event.bytes())
            .bind(i64::from(limit))
            .fetch_all(conn)
            .await?))
    }

    /// How many codes an event has.
    pub(crate) async fn count_codes(&mut self, event: EventId) -> Result<i64> {
        const SQL: &str = "select count(*) from code where event_id = $1";
        Ok(on!(self, conn => sqlx::query_scalar(SQL).bind(event.bytes()).fetch_one(conn).await?))
    }

    /// The ticket types that the codes of an event are for.
    pub(crate) async fn list_code_types(&mut self, event: EventId) -> Result<Vec<CodeTicketTypeRow>> {
        const SQL: &str = "
            select t.code_id, t.ticket_type_id
              from code c join code_ticket_type t on t.code_id = c.code_id
             where c.event_id = $1";
        Ok(on!(self, conn => sqlx::query_as(SQL).bind(event.bytes()).fetch_all(conn).await?))
    }

    /// Takes a code of an event back, or gives it out again; false when there is none.
    pub(crate) async fn close_code(
        &mut self,
        event: EventId,
        code: CodeId,
        closed_at: Option<Time>,
    ) -> Result<bool> {
        const SQL: &str = "update code set closed_at = $3 where event_id = $1 and code_id = $2";
        let changed = on!(self, conn => sqlx::query(SQL)
            .bind(event.bytes())
            .bind(code.bytes())
            .bind(closed_at.map(Time::micros))
            .execute(conn)
            .await?
            .rows_affected());
        Ok(changed == 1)
    }

    /// Codes by their ids, locked.
    pub(crate) async fn batch_codes(&mut self, ids: &[CodeId]) -> Result<Vec<CodeRow>> {
        let lock = self.dialect().for_update_of("code");
        let sql = format!("{CODE_SELECT} where code_id in {} order by code_id{lock}", ids_in(self.dialect()));
        self.list_json(sql, id_list(ids.iter().map(CodeId::bytes))).await
    }

    /// The ticket types that these codes are for.
    pub(crate) async fn batch_code_types(&mut self, ids: &[CodeId]) -> Result<Vec<CodeTicketTypeRow>> {
        let ids_sql = ids_in(self.dialect());
        let sql = format!("select code_id, ticket_type_id from code_ticket_type where code_id in {ids_sql}");
        self.list_json(sql, id_list(ids.iter().map(CodeId::bytes))).await
    }

    /// What these orders used, given back or not.
    pub(crate) async fn batch_code_uses(&mut self, orders: &[OrderId]) -> Result<Vec<CodeUseRow>> {
        let ids_sql = ids_in(self.dialect());
        let sql = format!(
            "select code_id, order_id, buyer, used_at, returned_at from code_use where order_id in {ids_sql}"
        );
        self.list_json(sql, id_list(orders.iter().map(OrderId::bytes))).await
    }

    /// In how many orders these buyers use these codes. The codes are locked, so nobody else adds one meanwhile.
    pub(crate) async fn batch_buyer_uses(&mut self, wanted: &[(CodeId, &str)]) -> Result<Vec<BuyerUsesRow>> {
        let code = self.dialect().bytes_from_hex("value ->> 0");
        let rows = self.dialect().rows_from_json();
        let sql = format!(
            "select u.code_id, u.buyer, count(*) as uses
               from (select {code} as code_id, value ->> 1 as buyer from {rows}) w
               join code_use u on u.code_id = w.code_id and u.buyer = w.buyer
              where u.returned_at is null
              group by u.code_id, u.buyer"
        );
        let rows: Vec<Cells<'_>> = wanted.iter().map(|(code, buyer)| cells![*code, *buyer]).collect();
        self.list_json(sql, rows_json(&rows)).await
    }
}
