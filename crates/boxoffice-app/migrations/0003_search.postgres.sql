-- Search: what lists filter by, the words of events, and the vocabulary that forgives typing errors.
-- All text has been through the one normaliser of the domain; its row number sorts events by their start.
create table search_event (
    event_no bigint not null primary key,
    event_id bytea not null unique,
    organization_id bytea not null,
    state text not null,
    -- Until when it counts as upcoming; far away while a date is missing.
    ends_at bigint not null,
    -- Lowest total in hundredths of the currency's unit.
    price_hundredths bigint,
    -- Title A, place B, body C, facets D.
    words tsvector not null
);
create index search_event_browse on search_event (state, event_no, ends_at);
create index search_event_organization on search_event (organization_id, state, event_no);
-- Without a pending list, so that the first search after an import is as fast as the next.
create index search_event_words on search_event using gin (words) with (fastupdate = off);

create table search_word (word text collate "C" not null primary key);
create table search_trigram (
    trigram text collate "C" not null,
    word text collate "C" not null,
    primary key (trigram, word)
);
