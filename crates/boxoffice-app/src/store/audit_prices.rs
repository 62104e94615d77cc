//! What the audit asks of prices: amounts are what their parts say, receipts are what was paid, codes count exactly.
//! Parameters and columns are those of `audit.rs`.

use super::audit::Check;

pub(crate) const CHECKS: &[Check] = &[
    Check {
        name: "line-parts",
        promise: "what a place costs is within what it is made of",
        sql: LINE_PARTS_SQL,
    },
    Check {
        name: "order-receipt",
        promise: "the receipt of an order has the total of the order",
        sql: ORDER_RECEIPT_SQL,
    },
    Check {
        name: "ledger-tax",
        promise: "the tax in the ledger is the tax in live tickets",
        sql: LEDGER_TAX_SQL,
    },
    Check {
        name: "code-uses",
        promise: "a code's counter is the orders that use it, and never above its limit",
        sql: CODE_USES_SQL,
    },
    Check {
        name: "code-buyers",
        promise: "no buyer uses a code more often than one buyer may",
        sql: CODE_BUYERS_SQL,
    },
    Check {
        name: "code-orders",
        promise: "an order uses a code while it waits or stands, and not after it has ended",
        sql: CODE_ORDERS_SQL,
    },
    Check {
        name: "invoice-numbers",
        promise: "invoices are numbered from one on, without a gap and none twice",
        sql: INVOICE_NUMBERS_SQL,
    },
    Check {
        name: "invoice-totals",
        promise: "an invoice is about what its order cost, a credit note about what its refund gives back",
        sql: INVOICE_TOTALS_SQL,
    },
];

const LINE_PARTS_SQL: &str = "
    select l.order_id as id, l.price_minor as stands, l.list_minor - l.discount_minor as must
      from order_line l
     where l.list_minor is not null and $1 > 0
       and (l.discount_minor < 0 or l.discount_minor > l.list_minor
         or l.price_minor > l.list_minor - l.discount_minor + l.tax_minor
         or l.tax_minor < 0 or l.tax_minor > l.price_minor or l.fee_tax_minor < 0 or l.fee_tax_minor > l.fee_minor
         or l.absorbed_minor < 0 or l.absorbed_minor > l.price_minor - l.tax_minor)
     limit $2";

// The total is the last field of the JSON, so that both databases find it without reading JSON.
const ORDER_RECEIPT_SQL: &str = "
    select b.order_id as id, cast(0 as bigint) as stands, b.total_minor as must
      from buyer_order b
     where b.receipt is not null and $1 > 0
       and b.receipt not like '%\"total_minor\":' || b.total_minor || '}'
     limit $2";

const LEDGER_TAX_SQL: &str = "
    select n.order_id as id, cast(sum(n.posted) as bigint) as stands, cast(sum(n.owed) as bigint) as must
      from (
          select order_id, -amount_minor as posted, 0 as owed from ledger where account = 'tax'
          union all
          select t.order_id, 0, l.tax_minor + l.fee_tax_minor
            from ticket t join order_line l on l.order_id = t.order_id and l.line_no = t.line_no
           where t.state = 'valid' and l.tax_minor is not null and l.price_minor + l.fee_minor > 0) n
     where $1 > 0
     group by n.order_id
    having sum(n.posted) <> sum(n.owed)
     limit $2";

const CODE_USES_SQL: &str = "
    select c.code_id as id, c.used as stands,
           (select count(*) from code_use u where u.code_id = c.code_id and u.returned_at is null) as must
      from code c
     where $1 > 0
       and (c.used <> (select count(*) from code_use u where u.code_id = c.code_id and u.returned_at is null)
         or c.used > coalesce(c.uses_max, c.used))
     limit $2";

const CODE_BUYERS_SQL: &str = "
    select c.code_id as id, count(*) as stands, c.per_buyer_max as must
      from code c join code_use u on u.code_id = c.code_id and u.returned_at is null
     where c.per_buyer_max is not null and $1 > 0
     group by c.code_id, c.per_buyer_max, u.buyer
    having count(*) > c.per_buyer_max
     limit $2";

const CODE_ORDERS_SQL: &str = "
    select u.order_id as id, cast(case when u.returned_at is null then 1 else 0 end as bigint) as stands,
           cast(case when b.state in ('pending', 'confirmed') then 1 else 0 end as bigint) as must
      from code_use u join buyer_order b on b.order_id = u.order_id
     where $1 > 0 and (u.returned_at is null) <> (b.state in ('pending', 'confirmed'))
     limit $2";

const INVOICE_NUMBERS_SQL: &str = "
    select n.organization_id as id, cast(sum(n.given) as bigint) as stands, cast(sum(n.last_no) as bigint) as must
      from (
          select organization_id, year, last_no, 0 as given, 0 as highest from invoice_counter
          union all
          select organization_id, year, 0, count(distinct invoice_no), max(invoice_no)
            from invoice group by organization_id, year) n
     where $1 > 0
     group by n.organization_id, n.year
    having sum(n.given) <> sum(n.last_no) or sum(n.highest) <> sum(n.last_no)
     limit $2";

const INVOICE_TOTALS_SQL: &str = "
    select i.invoice_id as id, i.total_minor as stands, coalesce(-r.amount_minor, b.total_minor) as must
      from invoice i
      join buyer_order b on b.order_id = i.order_id
      left join refund r on r.refund_id = i.refund_id
     where $1 > 0 and i.total_minor <> coalesce(-r.amount_minor, b.total_minor)
     limit $2";
