-- Search: what lists filter by, the words of events, and the vocabulary that forgives typing errors.
-- All text has been through the one normaliser of the domain; its row number sorts events by their start.
create table search_event (
    event_no integer primary key,
    event_id bytea not null unique,
    organization_id bytea not null,
    state text not null,
    -- Until when it counts as upcoming; far away while a date is missing.
    ends_at bigint not null,
    -- Lowest total in hundredths of the currency's unit.
    price_hundredths bigint
);
create index search_event_browse on search_event (state, event_no, ends_at);
create index search_event_organization on search_event (organization_id, state, event_no);

create virtual table search_text using fts5(
    title, place, body, facet,
    tokenize = 'unicode61 remove_diacritics 0', prefix = '1 2 3', detail = 'column',
    content = '', contentless_delete = 1
);

create table search_word (word text not null primary key) without rowid;
create table search_trigram (
    trigram text not null,
    word text not null,
    primary key (trigram, word)
) without rowid;
