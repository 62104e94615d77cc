-- Prices: who asks which fees and taxes, what a sold ticket's price is made of, and codes.
-- Rules are one value that is replaced whole, as JSON; null: none. What is sold keeps amounts, not rules.
alter table organization add column pricing text;
alter table event add column pricing text;
alter table ticket_type add column tax_class text not null default 'standard'
    check (tax_class in ('standard', 'reduced', 'exempt'));
-- Only for those whose code opens it.
alter table ticket_type add column needs_code boolean not null default false;
-- A price level: what the type costs in this area, when not what it costs elsewhere.
alter table ticket_type_area add column price_minor bigint check (price_minor >= 0);

-- What price and fee of a place are made of. All null: the price is the list's, with nothing in it.
alter table order_line add column list_minor bigint;
alter table order_line add column discount_minor bigint;
-- The tax rate in millionths, and the tax in price and fee.
alter table order_line add column tax_ppm bigint;
alter table order_line add column tax_minor bigint;
alter table order_line add column fee_tax_minor bigint;
-- Fees that the organizer carries, out of the price without its tax.
alter table order_line add column absorbed_minor bigint;
-- The price receipt as the buyer saw it, as JSON; null: tickets and their own fee, no more.
alter table buyer_order add column receipt text;
-- The code that its buyer applied.
alter table hold add column code_id bytea;

create table code (
    code_id bytea not null primary key,
    event_id bytea not null references event,
    organization_id bytea not null references organization,
    -- As its organizer wrote it, and in the one form in which it is compared.
    label text not null,
    code_key text not null,
    kind text not null check (kind in ('discount', 'access')),
    part_bp bigint not null check (part_bp between 0 and 10000),
    amount_minor bigint not null check (amount_minor >= 0),
    starts_at bigint,
    ends_at bigint,
    uses_max bigint check (uses_max > 0),
    per_buyer_max bigint check (per_buyer_max > 0),
    -- Orders in which it counts now; exact, like a quota.
    used bigint not null,
    closed_at bigint,
    created_at bigint not null,
    constraint code_within_uses check (used >= 0 and (uses_max is null or used <= uses_max))
);
create unique index code_by_key on code (event_id, code_key);

-- The ticket types that a code is for; none: all of its event.
create table code_ticket_type (
    code_id bytea not null references code,
    ticket_type_id bytea not null,
    primary key (code_id, ticket_type_id)
);

-- An order that used a code. Given back when the order ends, taken again when it comes back to life.
create table code_use (
    code_id bytea not null references code,
    order_id bytea not null references buyer_order,
    -- The buyer's mailbox, by which uses are counted.
    buyer text not null,
    used_at bigint not null,
    returned_at bigint,
    primary key (code_id, order_id)
);
create index code_use_buyer on code_use (code_id, buyer) where returned_at is null;
create index code_use_order on code_use (order_id);

-- The business that bought, and to whom an invoice is written.
create table invoice_recipient (
    order_id bytea not null primary key references buyer_order,
    name text not null,
    address text not null,
    country text not null,
    vat_id text not null,
    created_at bigint not null
);
