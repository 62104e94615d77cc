-- Append-only streams: the activity log that nobody can edit, and the outbox of domain events.
create table activity (
    activity_no integer primary key autoincrement,
    organization_id bytea,
    at bigint not null,
    actor_kind text not null,
    actor_id bytea,
    actor_name text not null,
    address text not null,
    action text not null,
    subject_kind text not null,
    subject_id bytea not null,
    event_id bytea,
    detail text not null
);
create index activity_organization on activity (organization_id, activity_no);
create index activity_subject on activity (subject_id, activity_no);
create trigger activity_no_update before update on activity begin select raise(abort, 'the activity log cannot be changed'); end;
create trigger activity_no_delete before delete on activity begin select raise(abort, 'the activity log cannot be changed'); end;

create table outbox (
    outbox_no integer primary key autoincrement,
    kind text not null,
    event_id bytea,
    performance_id bytea,
    payload text not null,
    at bigint not null
);
