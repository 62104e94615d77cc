-- Bank transfers: where buyers send their money, and what statements say of it; how the box office was paid; tickets
-- that organizers give away.
create table bank_account (
    organization_id bytea not null primary key references organization,
    holder text not null,
    iban text not null,
    -- Empty: not given; inside of Europe nobody needs it.
    bic text not null,
    currency text not null,
    days_to_pay bigint not null check (days_to_pay between 1 and 30),
    -- So long before a performance nobody can choose it any more.
    closes_before_s bigint not null check (closes_before_s >= 0),
    is_on boolean not null,
    updated_at bigint not null
);

-- A statement that somebody brought in. What it says stands here as JSON until it is taken, then in its entries.
create table bank_statement (
    bank_statement_id bytea not null primary key,
    organization_id bytea not null references organization,
    file_name text not null,
    entries text not null,
    -- Lines that are no money that came in, or not in the account's currency.
    passed_over bigint not null,
    account_id bytea,
    created_at bigint not null,
    taken_at bigint
);
create index bank_statement_organization on bank_statement (organization_id, created_at);

-- Money that came in. Its id follows from the organization and from what makes it that entry, so it is there once.
create table bank_entry (
    bank_entry_id bytea not null primary key,
    organization_id bytea not null references organization,
    bank_statement_id bytea not null,
    booked_on text not null,
    amount_minor bigint not null check (amount_minor > 0),
    currency text not null,
    payer text not null,
    payer_iban text not null,
    purpose text not null,
    -- open: somebody must look; taken: it paid for its order; aside: it is none of ours.
    state text not null check (state in ('open', 'taken', 'aside')),
    -- What it was found to be.
    verdict text not null,
    -- The order that it names while it is open, or that it paid for.
    order_id bytea references buyer_order,
    note text not null,
    created_at bigint not null,
    decided_at bigint,
    check (state <> 'taken' or order_id is not null)
);
create index bank_entry_open on bank_entry (organization_id, created_at) where state = 'open';
create index bank_entry_order on bank_entry (order_id) where order_id is not null;

-- A further way to pay: the column is made anew, because its list of values cannot be changed everywhere.
alter table buyer_order add column paid_how text not null default 'gateway'
    check (paid_how in ('gateway', 'free', 'box_office', 'bank_transfer', 'comp'));
update buyer_order set paid_how = method;
alter table buyer_order drop column method;
alter table buyer_order rename column paid_how to method;

-- Why the organizer gave it away.
alter table buyer_order add column comp_reason text;

-- How the box office was paid.
alter table payment add column taken_as text check (taken_as in ('cash', 'card', 'other'));
