-- A reading over the API names no event; one of nothing of ours is logged without.
create table scan_of_any (
    scan_id bytea not null primary key,
    event_id bytea,
    performance_id bytea,
    ticket_id bytea,
    result text not null check (result in ('valid', 'used', 'invalid')),
    reason text not null,
    gate text not null,
    account_id bytea,
    scanned_at bigint not null
) without rowid;
insert into scan_of_any select * from scan;
drop table scan;
alter table scan_of_any rename to scan;
create index scan_event on scan (event_id, scanned_at);
