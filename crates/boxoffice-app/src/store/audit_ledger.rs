//! What the audit asks of the ledger: it is balanced, and says what payments, refunds, disputes and tickets say.
//! Parameters and columns are those of `audit.rs`.

use super::audit::Check;

pub(crate) const CHECKS: &[Check] = &[
    Check {
        name: "ledger-balanced",
        promise: "every transaction of the ledger sums to zero in its one currency",
        sql: BALANCED_SQL,
    },
    Check {
        name: "ledger-cash",
        promise: "the money in the ledger is what was captured, or waits as a deposit, less what went back",
        sql: CASH_SQL,
    },
    Check {
        name: "ledger-sales",
        promise: "what the ledger has earned with tickets is what live tickets cost",
        sql: SALES_SQL,
    },
    Check {
        name: "ledger-owed",
        promise: "what the ledger owes buyers is what refunds are under way and failed, and what waits as a deposit",
        sql: OWED_SQL,
    },
    Check {
        name: "ledger-kept",
        promise: "what the ledger has kept, given and lost is what refunds and disputes say",
        sql: KEPT_SQL,
    },
    Check {
        name: "transfers",
        promise: "what transfers brought in has paid for its order, waits for the rest while that is pending, or goes back",
        sql: TRANSFERS_SQL,
    },
    Check { name: "ledger-payouts", promise: "every payout is in the ledger", sql: PAYOUTS_SQL },
];

const BALANCED_SQL: &str = "
    select transaction_id as id, cast(sum(amount_minor) as bigint) as stands, cast(0 as bigint) as must
      from ledger
     where $1 > 0
     group by transaction_id
    having sum(amount_minor) <> 0 or count(distinct currency) > 1 or count(distinct organization_id) > 1
     limit $2";

const CASH_SQL: &str = "
    select n.order_id as id, cast(sum(n.posted) as bigint) as stands, cast(sum(n.moved) as bigint) as must
      from (
          select order_id, amount_minor as posted, 0 as moved
            from ledger where account in ('gateway', 'box_office', 'bank') and order_id is not null
          union all
          select order_id, 0, amount_minor from payment where state = 'captured'
          union all
          select order_id, 0, -amount_minor from refund where state = 'done'
          union all
          select order_id, 0, -amount_minor from dispute where state in ('opened', 'lost')
          union all
          select order_id, 0, amount_minor from bank_entry where state = 'taken'
          union all
          select order_id, 0, -amount_minor from payment where gateway = 'bank' and state = 'captured') n
     where $1 > 0
     group by n.order_id
    having sum(n.posted) <> sum(n.moved)
     limit $2";

const SALES_SQL: &str = "
    select n.order_id as id, cast(sum(n.posted) as bigint) as stands, cast(sum(n.worth) as bigint) as must
      from (
          select order_id, -amount_minor as posted, 0 as worth
            from ledger where account in ('face_value', 'fee', 'tax')
          union all
          select t.order_id, 0, l.price_minor + l.fee_minor
            from ticket t join order_line l on l.order_id = t.order_id and l.line_no = t.line_no
           where t.state = 'valid') n
     where $1 > 0
     group by n.order_id
    having sum(n.posted) <> sum(n.worth)
     limit $2";

const OWED_SQL: &str = "
    select n.order_id as id, cast(sum(n.posted) as bigint) as stands, cast(sum(n.owed) as bigint) as must
      from (
          select order_id, -amount_minor as posted, 0 as owed from ledger where account in ('buyers', 'undelivered')
          union all
          select order_id, 0, amount_minor from refund
           where state <> 'done' and not exists (select 1 from refund a where a.again_of = refund.refund_id)
          union all
          select order_id, 0, amount_minor from bank_entry where state = 'taken'
          union all
          select order_id, 0, -amount_minor from payment where gateway = 'bank' and state = 'captured') n
     where $1 > 0
     group by n.order_id
    having sum(n.posted) <> sum(n.owed)
     limit $2";

// A place whose refund is none was given back for nothing, or lost with its dispute.
const KEPT_SQL: &str = "
    select n.order_id as id, cast(sum(n.posted) as bigint) as stands, cast(sum(n.kept) as bigint) as must
      from (
          select order_id, -amount_minor as posted, 0 as kept
            from ledger where account in ('kept_fee', 'allowance', 'dispute_loss')
          union all
          select order_id, 0, kept_minor - extra_minor from refund
           where not exists (select 1 from refund a where a.again_of = refund.refund_id)
          union all
          select g.order_id, 0, l.price_minor + l.fee_minor
            from refund_line g join order_line l on l.order_id = g.order_id and l.line_no = g.line_no
           where g.refund_id is null
          union all
          select order_id, 0, -amount_minor from dispute where state = 'lost') n
     where $1 > 0
     group by n.order_id
    having sum(n.posted) <> sum(n.kept)
     limit $2";

// Of a pending order less came in than it costs; of any other, all of it is in payments.
const TRANSFERS_SQL: &str = "
    select n.order_id as id, cast(sum(n.came) as bigint) as stands, cast(sum(n.spent) as bigint) as must
      from (
          select order_id, amount_minor as came, 0 as spent from bank_entry where state = 'taken'
          union all
          select order_id, 0, amount_minor from payment where gateway = 'bank' and state = 'captured') n
      join buyer_order b on b.order_id = n.order_id
     where $1 > 0
     group by n.order_id, b.state, b.total_minor
    having (b.state <> 'pending' and sum(n.came) <> sum(n.spent))
        or (b.state = 'pending' and (sum(n.spent) <> 0 or sum(n.came) >= b.total_minor))
     limit $2";

const PAYOUTS_SQL: &str = "
    select n.organization_id as id, cast(sum(n.posted) as bigint) as stands, cast(sum(n.paid) as bigint) as must
      from (
          select organization_id, currency, amount_minor as posted, 0 as paid from ledger where account = 'payout'
          union all
          select organization_id, currency, 0, amount_minor from payout) n
     where $1 > 0
     group by n.organization_id, n.currency
    having sum(n.posted) <> sum(n.paid)
     limit $2";
