-- Append-only streams: the activity log that nobody can edit, and the outbox of domain events.
create table activity (
    activity_no bigint generated always as identity primary key,
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
create function activity_is_append_only() returns trigger language plpgsql as
$$ begin raise exception 'the activity log cannot be changed'; end $$;
create trigger activity_no_change before update or delete or truncate on activity
    for each statement execute function activity_is_append_only();

create table outbox (
    outbox_no bigint generated always as identity primary key,
    kind text not null,
    event_id bytea,
    performance_id bytea,
    payload text not null,
    at bigint not null
);
