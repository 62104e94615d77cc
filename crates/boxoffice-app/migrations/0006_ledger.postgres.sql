-- The ledger: every movement of money in double entry. Rows are only ever added.
create table ledger (
    ledger_no bigint generated always as identity primary key,
    transaction_id bytea not null,
    organization_id bytea not null references organization,
    event_id bytea,
    performance_id bytea,
    order_id bytea,
    cause text not null,
    account text not null,
    currency text not null,
    -- Above zero: comes to the account; below: leaves it.
    amount_minor bigint not null check (amount_minor <> 0),
    at bigint not null
);
create index ledger_organization on ledger (organization_id, at);
create function ledger_is_append_only() returns trigger language plpgsql as
$$ begin raise exception 'the ledger cannot be changed'; end $$;
create trigger ledger_no_change before update or delete or truncate on ledger
    for each statement execute function ledger_is_append_only();
revoke update, delete, truncate on ledger from current_user;

-- Money that was sent to an organizer, as its operator or owner has recorded it.
create table payout (
    payout_id bytea not null primary key,
    organization_id bytea not null references organization,
    currency text not null,
    amount_minor bigint not null check (amount_minor > 0),
    paid_on text not null,
    reference text not null,
    account_id bytea,
    created_at bigint not null
);
create index payout_organization on payout (organization_id, created_at);
