-- Invoices and credit notes: numbered without gaps per organization and year, and never changed.
-- The last number that was given; whoever takes the next one holds this row until it is written.
create table invoice_counter (
    organization_id bytea not null references organization,
    year bigint not null,
    last_no bigint not null check (last_no > 0),
    primary key (organization_id, year)
);

create table invoice (
    invoice_id bytea not null primary key,
    organization_id bytea not null references organization,
    year bigint not null,
    invoice_no bigint not null,
    kind text not null check (kind in ('invoice', 'credit_note')),
    order_id bytea not null references buyer_order,
    -- The refund that a credit note is for.
    refund_id bytea references refund,
    currency text not null,
    -- Below zero on a credit note.
    total_minor bigint not null,
    tax_minor bigint not null,
    issued_at bigint not null,
    -- Everything that stands on it, as JSON: what it says does not change with what it was made from.
    document text not null,
    constraint invoice_number unique (organization_id, year, invoice_no),
    check ((kind = 'credit_note') = (refund_id is not null))
);
create unique index invoice_once on invoice (order_id) where kind = 'invoice';
create unique index credit_note_once on invoice (refund_id) where refund_id is not null;
create index invoice_order on invoice (order_id);
create function invoice_is_final() returns trigger language plpgsql as
$$ begin raise exception 'an invoice cannot be changed'; end $$;
create trigger invoice_no_change before update or delete or truncate on invoice
    for each statement execute function invoice_is_final();
