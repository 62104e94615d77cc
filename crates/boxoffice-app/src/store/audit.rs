//! What the audit asks. Each statement gives the id of what is wrong, the figure that stands there and the one that
//! must; `$1` is the latest time at which something may still be under way, `$2` the most rows to give.

use boxoffice_domain::time::Time;

use super::row::row;
use super::{Result, Tx, on};

/// One question of the audit.
#[derive(Debug)]
pub(crate) struct Check {
    pub(crate) name: &'static str,
    pub(crate) promise: &'static str,
    pub(super) sql: &'static str,
}

row! {
    /// Something that must not be.
    #[derive(Debug)]
    pub(crate) struct Finding {
        pub(crate) id: Vec<u8>,
        pub(crate) stands: i64,
        pub(crate) must: i64,
    }
}

/// How long work outside of a transaction may be under way before the audit calls it stuck.
const SETTLE_S: i64 = 60;

pub(crate) const CHECKS: &[Check] = &[
    Check { name: "seat-exclusive", promise: "a seat has at most one valid ticket", sql: SEAT_TICKETS_SQL },
    Check { name: "seat-holder", promise: "a seat's holder is a hold that has it", sql: SEAT_HOLDER_SQL },
    Check {
        name: "hold-seat",
        promise: "a live or ordered hold has every seat it names",
        sql: HOLD_SEAT_SQL,
    },
    Check { name: "area-capacity", promise: "no area has more holders than places", sql: AREA_CAPACITY_SQL },
    Check { name: "area-held", promise: "an area's held places are those of live holds", sql: AREA_HELD_SQL },
    Check { name: "area-sold", promise: "an area's sold places are its valid tickets", sql: AREA_SOLD_SQL },
    Check {
        name: "quota-counts",
        promise: "a quota counts the live holds and the valid tickets",
        sql: QUOTA_COUNTS_SQL,
    },
    Check {
        name: "order-tickets",
        promise: "a confirmed order has a ticket per place that was not given back",
        sql: ORDER_TICKETS_SQL,
    },
    Check {
        name: "ended-tickets",
        promise: "an order that is not confirmed has none",
        sql: ENDED_TICKETS_SQL,
    },
    Check { name: "order-total", promise: "an order costs what its places cost", sql: ORDER_TOTAL_SQL },
    Check { name: "hold-order", promise: "holds and their orders agree", sql: HOLD_ORDER_SQL },
    Check {
        name: "money-kept",
        promise: "captured less refunded is what live tickets cost and organizers keep",
        sql: MONEY_KEPT_SQL,
    },
    Check {
        name: "refund-bound",
        promise: "no payment is refunded above what was captured",
        sql: REFUND_BOUND_SQL,
    },
    Check {
        name: "gateway-charge",
        promise: "the test gateway's charges are our captures",
        sql: GATEWAY_CHARGE_SQL,
    },
    Check {
        name: "gateway-refund",
        promise: "refunds that are done are in the test gateway's book",
        sql: GATEWAY_REFUND_SQL,
    },
    Check {
        name: "payee",
        promise: "money goes through the installation's account or one of the organization that sold",
        sql: PAYEE_SQL,
    },
    Check { name: "admitted-once", promise: "a ticket is inside at most once", sql: ADMITTED_ONCE_SQL },
    Check { name: "scan-logged", promise: "every check-in has its scan", sql: SCAN_LOGGED_SQL },
    Check {
        name: "order-logged",
        promise: "every order's placing and confirming is in the activity log",
        sql: ORDER_LOGGED_SQL,
    },
];

impl Tx {
    /// Asks one question.
    pub(crate) async fn audit(&mut self, check: &Check, now: Time, limit: u32) -> Result<Vec<Finding>> {
        let settled = now.plus_s(-SETTLE_S).micros();
        Ok(on!(self, conn => {
            sqlx::query_as(check.sql).bind(settled).bind(i64::from(limit)).fetch_all(conn).await?
        }))
    }
}

const SEAT_TICKETS_SQL: &str = "
    select t.seat_id as id, count(*) as stands, cast(1 as bigint) as must
      from ticket t
     where t.state = 'valid' and t.seat_id is not null and $1 > 0
     group by t.performance_id, t.seat_id
    having count(*) > 1
     limit $2";

const SEAT_HOLDER_SQL: &str = "
    select s.seat_id as id, cast(0 as bigint) as stands, cast(1 as bigint) as must
      from seat s
     where s.hold_id is not null and $1 > 0
       and not exists (
           select 1 from hold h
             join hold_line l on l.performance_id = h.performance_id and l.hold_id = h.hold_id
            where h.performance_id = s.performance_id and h.hold_id = s.hold_id and l.seat_id = s.seat_id
              and (h.state in ('open', 'paying') or (h.state = 'ordered' and exists (
                   select 1 from ticket t
                    where t.performance_id = s.performance_id and t.seat_id = s.seat_id and t.order_id = h.order_id
                      and t.state = 'valid'))))
     limit $2";

const HOLD_SEAT_SQL: &str = "
    select l.seat_id as id, cast(0 as bigint) as stands, cast(1 as bigint) as must
      from hold h
      join hold_line l on l.performance_id = h.performance_id and l.hold_id = h.hold_id
      join seat s on s.performance_id = l.performance_id and s.seat_id = l.seat_id
     where h.state in ('open', 'paying', 'ordered') and $1 > 0 and (s.hold_id is null or s.hold_id <> h.hold_id)
       and not (h.state = 'ordered' and exists (
           select 1 from order_line o join refund_line g on g.order_id = o.order_id and g.line_no = o.line_no
            where o.order_id = h.order_id and o.hold_id = h.hold_id and o.seat_id = l.seat_id))
     limit $2";

const AREA_CAPACITY_SQL: &str = "
    select a.area_id as id, cast(sum(n.taken) as bigint) as stands, a.capacity as must
      from area a
      join (
          select h.performance_id, l.area_id, l.quantity as taken
            from hold h join hold_line l on l.performance_id = h.performance_id and l.hold_id = h.hold_id
           where h.state in ('open', 'paying')
          union all
          select performance_id, area_id, 1 from ticket where state = 'valid') n
        on n.performance_id = a.performance_id and n.area_id = a.area_id
     where $1 > 0
     group by a.performance_id, a.area_id, a.capacity
    having sum(n.taken) > a.capacity
     limit $2";

const AREA_HELD_SQL: &str = "
    select a.area_id as id, a.held as stands, cast(coalesce(n.held, 0) as bigint) as must
      from area a
      left join (
          select l.performance_id, l.area_id, sum(l.quantity) as held
            from hold h join hold_line l on l.performance_id = h.performance_id and l.hold_id = h.hold_id
           where h.state in ('open', 'paying')
           group by l.performance_id, l.area_id) n
        on n.performance_id = a.performance_id and n.area_id = a.area_id
     where a.held <> coalesce(n.held, 0) and $1 > 0
     limit $2";

const AREA_SOLD_SQL: &str = "
    select a.area_id as id, a.sold as stands, cast(coalesce(n.sold, 0) as bigint) as must
      from area a
      left join (
          select performance_id, area_id, count(*) as sold
            from ticket where state = 'valid' group by performance_id, area_id) n
        on n.performance_id = a.performance_id and n.area_id = a.area_id
     where a.sold <> coalesce(n.sold, 0) and $1 > 0
     limit $2";

const QUOTA_COUNTS_SQL: &str = "
    select q.quota_id as id, q.held + q.sold as stands, cast(coalesce(n.taken, 0) as bigint) as must
      from quota q
      left join (
          select t.performance_id, t.quota_id, sum(c.taken) as taken
            from quota_ticket_type t
            join (
                select l.performance_id, l.ticket_type_id, l.quantity as taken
                  from hold_line l
                  join hold h on h.performance_id = l.performance_id and h.hold_id = l.hold_id
                 where h.state in ('open', 'paying')
                union all
                select performance_id, ticket_type_id, 1 from ticket where state = 'valid') c
              on c.performance_id = t.performance_id and c.ticket_type_id = t.ticket_type_id
           group by t.performance_id, t.quota_id) n
        on n.performance_id = q.performance_id and n.quota_id = q.quota_id
     where q.held + q.sold <> coalesce(n.taken, 0) and $1 > 0
     limit $2";

const ORDER_TICKETS_SQL: &str = "
    select b.order_id as id, (select count(*) from ticket t where t.order_id = b.order_id and t.state = 'valid') as stands,
           (select count(*) from order_line l where l.order_id = b.order_id)
               - (select count(*) from refund_line g where g.order_id = b.order_id) as must
      from buyer_order b
     where b.state = 'confirmed' and $1 > 0
       and (select count(*) from ticket t where t.order_id = b.order_id and t.state = 'valid')
        <> (select count(*) from order_line l where l.order_id = b.order_id)
           - (select count(*) from refund_line g where g.order_id = b.order_id)
     limit $2";

const ENDED_TICKETS_SQL: &str = "
    select b.order_id as id, count(*) as stands, cast(0 as bigint) as must
      from buyer_order b join ticket t on t.order_id = b.order_id
     where b.state <> 'confirmed' and t.state = 'valid' and $1 > 0
     group by b.order_id
     limit $2";

const ORDER_TOTAL_SQL: &str = "
    select b.order_id as id, b.total_minor as stands, cast(sum(l.price_minor + l.fee_minor) as bigint) as must
      from buyer_order b join order_line l on l.order_id = b.order_id
     where $1 > 0
     group by b.order_id, b.total_minor
    having b.total_minor <> sum(l.price_minor + l.fee_minor)
     limit $2";

const HOLD_ORDER_SQL: &str = "
    select h.hold_id as id, cast(0 as bigint) as stands, cast(1 as bigint) as must
      from hold h left join buyer_order b on b.order_id = h.order_id
     where $1 > 0
       and ((h.state = 'paying' and coalesce(b.state, '') <> 'pending')
         or (h.state = 'ordered' and coalesce(b.state, '') <> 'confirmed')
         or (h.state = 'open' and h.order_id is not null))
     limit $2";

// Captured less given back and owed back is what the live tickets cost and what is kept of those that are void; a
// lost dispute is kept in this sense, too: its loss is in the ledger.
const MONEY_KEPT_SQL: &str = "
    select b.order_id as id,
           cast(coalesce(p.captured, 0) - coalesce(r.back, 0) as bigint) as stands,
           cast(coalesce(t.live, 0) + coalesce(r.kept, 0) + coalesce(v.kept, 0) as bigint) as must
      from buyer_order b
      left join (select order_id, sum(amount_minor) as captured from payment where state = 'captured' group by order_id) p
        on p.order_id = b.order_id
      left join (
          select order_id, sum(amount_minor) as back, sum(kept_minor - extra_minor) as kept
            from refund
           where not exists (select 1 from refund a where a.again_of = refund.refund_id)
           group by order_id) r
        on r.order_id = b.order_id
      left join (
          select t.order_id, sum(l.price_minor + l.fee_minor) as live
            from ticket t join order_line l on l.order_id = t.order_id and l.line_no = t.line_no
           where t.state = 'valid'
           group by t.order_id) t
        on t.order_id = b.order_id
      left join (
          select g.order_id, sum(l.price_minor + l.fee_minor) as kept
            from refund_line g join order_line l on l.order_id = g.order_id and l.line_no = g.line_no
           where g.refund_id is null
           group by g.order_id) v
        on v.order_id = b.order_id
     where coalesce(p.captured, 0) - coalesce(r.back, 0)
        <> coalesce(t.live, 0) + coalesce(r.kept, 0) + coalesce(v.kept, 0)
       and $1 > 0
     limit $2";

const REFUND_BOUND_SQL: &str = "
    select p.payment_id as id, cast(sum(r.amount_minor) as bigint) as stands,
           case when p.state = 'captured' then p.amount_minor else 0 end as must
      from payment p join refund r on r.payment_id = p.payment_id
     where r.state <> 'failed' and $1 > 0
     group by p.payment_id, p.state, p.amount_minor
    having sum(r.amount_minor) > case when p.state = 'captured' then p.amount_minor else 0 end
     limit $2";

// A charge younger than the time to settle may still be on its way to us.
const PAYEE_SQL: &str = "
    select p.payment_id as id, cast(1 as bigint) as stands, cast(0 as bigint) as must
      from payment p
      join buyer_order b on b.order_id = p.order_id
      join gateway_account a on a.gateway_account_id = p.gateway_account_id
     where p.created_at <= $1 and (a.organization_id <> b.organization_id or a.gateway <> p.gateway)
     limit $2";

const GATEWAY_CHARGE_SQL: &str = "
    select p.payment_id as id, p.amount_minor as stands, c.amount_minor as must
      from test_charge c
      join payment p on p.gateway = 'test' and p.session_ref = c.session_ref
     where c.state = 'captured' and c.created_at <= $1
       and (p.state <> 'captured' or p.amount_minor <> c.amount_minor or p.currency <> c.currency)
    union all
    select p.payment_id, p.amount_minor, cast(0 as bigint)
      from payment p
     where p.gateway = 'test' and p.state = 'captured'
       and not exists (select 1 from test_charge c where c.session_ref = p.session_ref and c.state = 'captured')
     limit $2";

const GATEWAY_REFUND_SQL: &str = "
    select r.refund_id as id, r.amount_minor as stands, cast(coalesce(g.amount_minor, 0) as bigint) as must
      from refund r
      join payment p on p.payment_id = r.payment_id and p.gateway = 'test'
      left join test_refund g on g.idempotency_key = r.idempotency_key
     where r.state = 'done' and coalesce(g.amount_minor, 0) <> r.amount_minor and $1 > 0
     limit $2";

const ADMITTED_ONCE_SQL: &str = "
    select c.ticket_id as id, count(*) as stands, cast(1 as bigint) as must
      from check_in c
     where c.checked_out_at is null and $1 > 0
     group by c.performance_id, c.ticket_id
    having count(*) > 1
     limit $2";

const SCAN_LOGGED_SQL: &str = "
    select c.check_in_id as id, cast(0 as bigint) as stands, cast(1 as bigint) as must
      from check_in c
     where $1 > 0
       and not exists (
           select 1 from scan s
            where s.event_id = c.event_id and s.scanned_at = c.scanned_at and s.ticket_id = c.ticket_id
              and s.result = 'valid')
     limit $2";

const ORDER_LOGGED_SQL: &str = "
    select b.order_id as id, cast(0 as bigint) as stands, cast(1 as bigint) as must
      from buyer_order b
     where $1 > 0
       and (not exists (select 1 from activity a where a.subject_id = b.order_id and a.action = 'order.placed')
         or (b.confirmed_at is not null
             and not exists (select 1 from activity a where a.subject_id = b.order_id and a.action = 'order.confirmed')))
     limit $2";
