-- Refunds in part, disputes, and what an organizer keeps when a buyer cancels.
-- surplus: money that bought nothing; tickets: for places given back; amount: a gift of the organizer.
alter table refund add column kind text not null default 'tickets' check (kind in ('surplus', 'tickets', 'amount'));
-- Kept by the organizer of what the places cost.
alter table refund add column kept_minor bigint not null default 0 check (kept_minor >= 0);
-- Given on top of the places' price (amount), or not given because it had been given before (below zero).
alter table refund add column extra_minor bigint not null default 0;
-- The failed refund that this one tries again.
alter table refund add column again_of bytea;
create unique index refund_again on refund (again_of) where again_of is not null;
create index refund_gateway_ref on refund (gateway_ref) where gateway_ref is not null;

-- A place that was given back. It can be once.
create table refund_line (
    order_id bytea not null,
    line_no bigint not null,
    -- None where nothing was to be paid back.
    refund_id bytea references refund,
    primary key (order_id, line_no)
);

-- How gateways' disputes find their payment.
create index payment_charge on payment (gateway, charge_ref) where charge_ref is not null;

-- A buyer's bank asking the money back.
create table dispute (
    dispute_id bytea not null primary key,
    payment_id bytea not null references payment,
    order_id bytea not null references buyer_order,
    gateway text not null,
    dispute_ref text not null,
    state text not null check (state in ('opened', 'won', 'lost')),
    amount_minor bigint not null check (amount_minor > 0),
    currency text not null,
    reason text not null,
    opened_at bigint not null,
    updated_at bigint not null,
    closed_at bigint,
    constraint dispute_once unique (gateway, dispute_ref)
);
create index dispute_order on dispute (order_id);

-- A buyer's bank may send a refund back.
alter table test_refund add column state text not null default 'done' check (state in ('done', 'returned'));

-- The test gateway's disputes, raised by hand.
create table test_dispute (
    dispute_ref text not null primary key,
    charge_ref text not null unique references test_charge,
    amount_minor bigint not null,
    currency text not null,
    state text not null check (state in ('opened', 'won', 'lost')),
    created_at bigint not null
);

-- What an organizer keeps of a ticket when its buyer cancels: a part in hundredths of a percent and a fixed amount.
alter table event add column cancel_fee_bp bigint not null default 0 check (cancel_fee_bp between 0 and 10000);
alter table event add column cancel_fee_minor bigint not null default 0 check (cancel_fee_minor >= 0);
