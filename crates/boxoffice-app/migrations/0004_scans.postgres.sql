-- A reading over the API names no event; one of nothing of ours is logged without.
alter table scan alter column event_id drop not null;
