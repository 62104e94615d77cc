//! Carts: holds by their shared secret, with the names that a buyer reads.

use boxoffice_domain::ids::{
    AccountId, AreaId, CodeId, EventId, HoldId, OrganizationId, PerformanceId, SeatId, TicketTypeId,
};
use boxoffice_domain::price::TaxClass;
use boxoffice_domain::time::Time;

use super::row::row;
use super::{Result, Tx, on};
use crate::selling::CartSecret;

row! {
    pub(crate) struct CartHoldRow {
        pub(crate) hold_id: HoldId,
        pub(crate) performance_id: PerformanceId,
        pub(crate) event_id: EventId,
        pub(crate) organization_id: OrganizationId,
        pub(crate) account_id: Option<AccountId>,
        pub(crate) state: String,
        pub(crate) extensions: i64,
        pub(crate) expires_at: Time,
        pub(crate) order_secret: Option<Vec<u8>>,
        pub(crate) slug: String,
        pub(crate) title: String,
        pub(crate) currency: String,
        pub(crate) time_zone: String,
        pub(crate) starts_at: Option<Time>,
        pub(crate) venue: String,
        pub(crate) organization_name: String,
        pub(crate) organization_slug: String,
        pub(crate) has_terms: bool,
        pub(crate) box_office: bool,
        pub(crate) days_to_pay: Option<i64>,
        pub(crate) closes_before_s: Option<i64>,
        pub(crate) pricing: Option<String>,
        pub(crate) event_pricing: Option<String>,
        pub(crate) country: String,
        pub(crate) code_id: Option<CodeId>,
    }
}
row! {
    pub(crate) struct CartLineRow {
        pub(crate) hold_id: HoldId,
        pub(crate) ticket_type_id: TicketTypeId,
        pub(crate) ticket_type_name: String,
        pub(crate) area_id: AreaId,
        pub(crate) area_name: String,
        pub(crate) seat_id: Option<SeatId>,
        pub(crate) row_label: Option<String>,
        pub(crate) seat_label: Option<String>,
        pub(crate) sort: Option<i64>,
        pub(crate) quantity: i64,
        pub(crate) price_minor: i64,
        pub(crate) fee_minor: i64,
        pub(crate) list_minor: i64,
        pub(crate) own_fee_minor: i64,
        pub(crate) tax_class: TaxClass,
    }
}

impl Tx {
    /// All holds of a cart, oldest first.
    pub(crate) async fn list_cart_holds(&mut self, cart: CartSecret) -> Result<Vec<CartHoldRow>> {
        const SQL: &str = "
            select h.hold_id, h.performance_id, h.event_id, h.organization_id, h.account_id, h.state, h.extensions,
                   h.expires_at, b.secret as order_secret, e.slug, e.title, e.currency, e.time_zone, p.starts_at,
                   coalesce(v.name, e.city) as venue, o.name as organization_name, o.slug as organization_slug,
                   o.terms <> '' as has_terms,
                   e.box_office, k.days_to_pay, k.closes_before_s, o.pricing, e.pricing as event_pricing, e.country,
                   h.code_id
              from hold h
              join event e on e.event_id = h.event_id
              join performance p on p.performance_id = h.performance_id
              join organization o on o.organization_id = h.organization_id
              left join venue v on v.venue_id = e.venue_id
              left join buyer_order b on b.order_id = h.order_id
              left join bank_account k on k.organization_id = h.organization_id and k.is_on and k.currency = e.currency
             where h.cart_secret = $1
             order by h.created_at, h.hold_id
             limit 200";
        Ok(on!(self, conn => sqlx::query_as(SQL).bind(cart.bytes()).fetch_all(conn).await?))
    }

    /// All lines of a cart's holds.
    pub(crate) async fn list_cart_lines(&mut self, cart: CartSecret) -> Result<Vec<CartLineRow>> {
        const SQL: &str = "
            select l.hold_id, l.ticket_type_id, t.name as ticket_type_name, l.area_id, a.name as area_name, l.seat_id,
                   s.row_label, s.seat_label, s.sort, l.quantity, l.price_minor, l.fee_minor,
                   coalesce(y.price_minor, t.price_minor) as list_minor, t.fee_minor as own_fee_minor, t.tax_class
              from hold h
              join hold_line l on l.performance_id = h.performance_id and l.hold_id = h.hold_id
              join ticket_type t on t.event_id = h.event_id and t.ticket_type_id = l.ticket_type_id
              join area a on a.performance_id = l.performance_id and a.area_id = l.area_id
              left join ticket_type_area y on y.performance_id = l.performance_id
                                          and y.ticket_type_id = l.ticket_type_id and y.area_id = l.area_id
              left join seat s on s.performance_id = l.performance_id and s.seat_id = l.seat_id
             where h.cart_secret = $1
             order by h.created_at, h.hold_id, l.line_no
             limit 1000";
        Ok(on!(self, conn => sqlx::query_as(SQL).bind(cart.bytes()).fetch_all(conn).await?))
    }
}
