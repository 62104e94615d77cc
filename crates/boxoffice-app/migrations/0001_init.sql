-- The whole first schema: accounts, catalogue, inventory, orders, money, tickets, admission, effects.
-- Times are microseconds UTC, money is minor units, ids are 16 bytes. Tables are singular, keyed <table>_id.
-- What is marked so is kept by SQLite under its key, without a second tree of row numbers.

create table setting (
    name text not null primary key,
    value text not null
);

create table account (
    account_id bytea not null primary key,
    email text not null unique,
    name text not null,
    password_hash text not null,
    attendee boolean not null,
    operator boolean not null,
    locale text not null,
    created_at bigint not null,
    confirmed_at bigint,
    disabled_at bigint
);

-- A browser's sign-in. The cookie carries the secret, the row its SHA-256; deleting the row ends the session.
create table session (
    session_hash bytea not null primary key,
    account_id bytea not null references account,
    created_at bigint not null,
    seen_at bigint not null,
    expires_at bigint not null,
    address text not null,
    agent text not null
) /* without rowid */;
create index session_account on session (account_id);

-- A link sent by mail: confirm, reset, or change of e-mail. Used once.
create table account_token (
    token_hash bytea not null primary key,
    account_id bytea not null references account,
    purpose text not null check (purpose in ('confirm', 'reset', 'email')),
    email text not null,
    -- The password typed when this link was asked for: who owns the mailbox decides which sign-up counts.
    password_hash text,
    created_at bigint not null,
    expires_at bigint not null,
    used_at bigint
);
create index account_token_account on account_token (account_id);

create table organization (
    organization_id bytea not null primary key,
    slug text not null unique,
    name text not null,
    contact_email text not null,
    imprint text not null,
    terms text not null,
    privacy text not null,
    created_at bigint not null
);

create table member (
    organization_id bytea not null references organization,
    account_id bytea not null references account,
    role text not null check (role in ('owner', 'manager', 'box_office', 'door')),
    created_at bigint not null,
    primary key (organization_id, account_id)
);
create index member_account on member (account_id);

create table venue (
    venue_id bytea not null primary key,
    organization_id bytea not null references organization,
    name text not null,
    street text not null,
    city text not null,
    country text not null,
    time_zone text not null,
    created_at bigint not null
);
create index venue_organization on venue (organization_id, name);

create table event (
    event_id bytea not null primary key,
    organization_id bytea not null references organization,
    venue_id bytea references venue,
    slug text not null unique,
    title text not null,
    summary text not null,
    description text not null,
    category text not null,
    city text not null,
    country text not null,
    online boolean not null,
    url text not null,
    time_zone text not null,
    currency text not null,
    state text not null check (state in ('draft', 'published', 'cancelled', 'deleted')),
    image_id bytea,
    hold_ttl_s bigint not null,
    -- A buyer may cancel until so many seconds before the start; null: never.
    cancel_until_s bigint,
    -- Whether orders may be paid at the box office.
    box_office boolean not null,
    age_limit text not null,
    access_notes text not null,
    -- The first performance's start and the last one's end, kept in step for lists and filters; null: to be announced.
    starts_at bigint,
    ends_at bigint,
    -- Lowest total (price and fee) of its visible ticket types, kept in step for lists and filters.
    price_from_minor bigint,
    created_at bigint not null,
    published_at bigint,
    cancelled_at bigint,
    version bigint not null
);
create index event_organization on event (organization_id, event_id);
create index event_title on event (organization_id, title);
create index event_upcoming on event (state, starts_at, event_id);
create index event_category on event (state, category, starts_at, event_id);
create index event_city on event (state, city, starts_at, event_id);

create table performance (
    performance_id bytea not null primary key,
    event_id bytea not null references event,
    organization_id bytea not null references organization,
    starts_at bigint,
    ends_at bigint,
    doors_at bigint,
    state text not null check (state in ('scheduled', 'postponed', 'cancelled')),
    created_at bigint not null
) /* without rowid */;
create index performance_event on performance (event_id, starts_at, performance_id);

-- A section of numbered seats or a counted standing area. The counters are exact: audit recounts them.
create table area (
    performance_id bytea not null references performance,
    area_id bytea not null,
    name text not null,
    kind text not null check (kind in ('standing', 'seated')),
    capacity bigint not null,
    held bigint not null,
    sold bigint not null,
    sort bigint not null,
    primary key (performance_id, area_id),
    constraint area_within_capacity check (held >= 0 and sold >= 0 and held + sold <= capacity)
) /* without rowid */;

-- A numbered seat. Who has it is one column, so it can never be two.
create table seat (
    performance_id bytea not null references performance,
    seat_id bytea not null,
    area_id bytea not null,
    row_label text not null,
    seat_label text not null,
    sort bigint not null,
    hold_id bytea,
    primary key (performance_id, seat_id)
) /* without rowid */;
create index seat_area on seat (performance_id, area_id, sort);

create table ticket_type (
    event_id bytea not null references event,
    ticket_type_id bytea not null,
    name text not null,
    description text not null,
    price_minor bigint not null check (price_minor >= 0),
    fee_minor bigint not null check (fee_minor >= 0),
    sale_opens_at bigint,
    sale_closes_at bigint,
    order_limit bigint not null,
    hidden boolean not null,
    sort bigint not null,
    created_at bigint not null,
    primary key (event_id, ticket_type_id)
) /* without rowid */;

-- From which areas a ticket type may be sold.
create table ticket_type_area (
    performance_id bytea not null references performance,
    ticket_type_id bytea not null,
    area_id bytea not null,
    primary key (performance_id, ticket_type_id, area_id)
) /* without rowid */;

create table quota (
    performance_id bytea not null references performance,
    quota_id bytea not null,
    name text not null,
    capacity bigint not null,
    held bigint not null,
    sold bigint not null,
    primary key (performance_id, quota_id),
    constraint quota_within_capacity check (held >= 0 and sold >= 0 and held + sold <= capacity)
) /* without rowid */;

create table quota_ticket_type (
    performance_id bytea not null references performance,
    quota_id bytea not null,
    ticket_type_id bytea not null,
    primary key (performance_id, quota_id, ticket_type_id)
) /* without rowid */;

-- A buyer's timed claim on places of one performance. A cart is all holds with its secret.
create table hold (
    performance_id bytea not null references performance,
    hold_id bytea not null,
    event_id bytea not null,
    organization_id bytea not null,
    cart_secret bytea not null,
    account_id bytea,
    state text not null check (state in ('open', 'paying', 'ordered', 'released', 'expired')),
    order_id bytea,
    extensions bigint not null,
    created_at bigint not null,
    expires_at bigint not null,
    ended_at bigint,
    primary key (performance_id, hold_id)
) /* without rowid */;
create unique index hold_by_id on hold (hold_id);
create index hold_cart on hold (cart_secret);
create index hold_order on hold (order_id) where order_id is not null;
create index hold_expiry on hold (expires_at) where state = 'open';

create table hold_line (
    performance_id bytea not null,
    hold_id bytea not null,
    line_no bigint not null,
    ticket_type_id bytea not null,
    area_id bytea not null,
    seat_id bytea,
    quantity bigint not null check (quantity > 0),
    price_minor bigint not null,
    fee_minor bigint not null,
    primary key (performance_id, hold_id, line_no)
) /* without rowid */;

create table buyer_order (
    order_id bytea not null primary key,
    organization_id bytea not null references organization,
    -- Random 16 bytes of the secret link.
    secret bytea not null unique,
    -- Short number for people, unique: letters and digits that cannot be mistaken.
    number text not null unique,
    account_id bytea,
    email text not null,
    name text not null,
    locale text not null,
    state text not null check (state in ('pending', 'confirmed', 'cancelled', 'expired')),
    method text not null check (method in ('gateway', 'free', 'box_office')),
    currency text not null,
    total_minor bigint not null,
    fee_minor bigint not null,
    created_at bigint not null,
    -- Until when it must be paid.
    pay_by bigint not null,
    terms_accepted_at bigint,
    confirmed_at bigint,
    ended_at bigint,
    end_reason text
) /* without rowid */;
create index buyer_order_account on buyer_order (account_id, created_at) where account_id is not null;
create index buyer_order_email on buyer_order (email, created_at);
create index buyer_order_organization on buyer_order (organization_id, created_at);
create index buyer_order_pending on buyer_order (pay_by) where state = 'pending';

-- One place of an order.
create table order_line (
    order_id bytea not null references buyer_order,
    line_no bigint not null,
    order_line_id bytea not null,
    event_id bytea not null,
    performance_id bytea not null,
    hold_id bytea not null,
    ticket_type_id bytea not null,
    area_id bytea not null,
    seat_id bytea,
    attendee_name text not null,
    price_minor bigint not null,
    fee_minor bigint not null,
    primary key (order_id, line_no)
) /* without rowid */;
create index order_line_event on order_line (event_id, order_id);

create table payment (
    payment_id bytea not null primary key,
    order_id bytea not null references buyer_order,
    gateway text not null,
    state text not null check (state in ('created', 'pending', 'unknown', 'captured', 'failed')),
    amount_minor bigint not null,
    currency text not null,
    -- Stored before the gateway is called, so that a retry has one effect there.
    idempotency_key text not null unique,
    session_ref text,
    checkout_url text,
    charge_ref text,
    failure text,
    created_at bigint not null,
    updated_at bigint not null,
    captured_at bigint
) /* without rowid */;
create index payment_order on payment (order_id);
create index payment_unfinished on payment (state, updated_at) where state in ('created', 'pending', 'unknown');
create unique index payment_session on payment (gateway, session_ref) where session_ref is not null;

create table refund (
    refund_id bytea not null primary key,
    payment_id bytea not null references payment,
    order_id bytea not null references buyer_order,
    state text not null check (state in ('wanted', 'pending', 'unknown', 'done', 'failed')),
    reason text not null,
    amount_minor bigint not null check (amount_minor > 0),
    currency text not null,
    idempotency_key text not null unique,
    gateway_ref text,
    created_at bigint not null,
    updated_at bigint not null,
    done_at bigint
) /* without rowid */;
create index refund_order on refund (order_id);

-- What a gateway told us, once each: the inbox that makes webhooks harmless to repeat.
create table gateway_event (
    gateway text not null,
    event_ref text not null,
    kind text not null,
    received_at bigint not null,
    primary key (gateway, event_ref)
) /* without rowid */;

create table ticket (
    performance_id bytea not null references performance,
    ticket_id bytea not null,
    event_id bytea not null,
    organization_id bytea not null,
    order_id bytea not null,
    line_no bigint not null,
    ticket_type_id bytea not null,
    area_id bytea not null,
    seat_id bytea,
    account_id bytea,
    holder_name text not null,
    holder_email text not null,
    -- Unique because it says the ticket's id; found by that, never by its text, so it has no index.
    barcode text not null,
    state text not null check (state in ('valid', 'void')),
    issued_at bigint not null,
    voided_at bigint,
    void_reason text,
    primary key (performance_id, ticket_id)
) /* without rowid */;
create unique index ticket_by_id on ticket (ticket_id);
create index ticket_order on ticket (order_id, line_no);
create index ticket_event on ticket (event_id, issued_at);
create unique index ticket_one_per_seat on ticket (performance_id, seat_id) where state = 'valid' and seat_id is not null;
create unique index ticket_one_per_line on ticket (order_id, line_no) where state = 'valid';

-- A ticket that was let in. Re-entry needs a check-out first, so at most one is open.
create table check_in (
    performance_id bytea not null,
    ticket_id bytea not null,
    check_in_id bytea not null,
    event_id bytea not null,
    gate text not null,
    account_id bytea,
    scanned_at bigint not null,
    checked_out_at bigint,
    primary key (performance_id, ticket_id, check_in_id)
) /* without rowid */;
create unique index check_in_open on check_in (performance_id, ticket_id) where checked_out_at is null;
create index check_in_event on check_in (event_id, scanned_at);

-- Every reading of a barcode, whatever came of it.
create table scan (
    scan_id bytea not null primary key,
    event_id bytea not null,
    performance_id bytea,
    ticket_id bytea,
    result text not null check (result in ('valid', 'used', 'invalid')),
    reason text not null,
    gate text not null,
    account_id bytea,
    scanned_at bigint not null
);
create index scan_event on scan (event_id, scanned_at);

-- Work to be done after the transaction that enqueued it.
create table job (
    job_id bytea not null primary key,
    kind text not null,
    -- Its queue: money and deadlines never wait behind mails and files.
    lane text not null check (lane in ('prompt', 'bulk')),
    payload text not null,
    state text not null check (state in ('ready', 'dead')),
    -- At most one waiting job per key; null: any number.
    unique_key text unique,
    run_at bigint not null,
    attempts bigint not null,
    locked_until bigint not null,
    last_error text,
    created_at bigint not null
) /* without rowid */;
create index job_due on job (lane, run_at) where state = 'ready';

-- Which node does the periodic work, until when. One row per kind of work.
create table lease (
    name text not null primary key,
    holder bytea not null,
    held_until bigint not null
);

-- Answers kept for their idempotency keys. The row is found by a digest of caller, route and key; the answer is
-- sealed under the key itself, so that this table alone gives away neither tokens nor links.
create table idempotency (
    idempotency_hash bytea not null primary key,
    request_hash bytea not null,
    status bigint,
    answer bytea,
    created_at bigint not null,
    locked_until bigint not null
) /* without rowid */;
create index idempotency_age on idempotency (created_at);

-- Messages of the outbox page in demo and test mode.
create table mail (
    mail_id bytea not null primary key,
    to_email text not null,
    subject text not null,
    text_body text not null,
    html_body text not null,
    links text not null,
    attachments text not null,
    created_at bigint not null
);
create index mail_newest on mail (created_at);

-- Keys that sign barcodes, tokens and links; the secret is sealed with the master key.
create table signing_key (
    key_id bigint not null,
    purpose text not null,
    public_key bytea not null,
    sealed_secret bytea not null,
    created_at bigint not null,
    retired_at bigint,
    primary key (purpose, key_id)
);

-- A stored PDF of an order's tickets, made on demand and cleaned up by age.
create table ticket_file (
    order_id bytea not null primary key references buyer_order,
    path text not null,
    made_at bigint not null
);

-- An uploaded (or drawn) picture and the sizes it was re-encoded in.
create table image (
    image_id bytea not null primary key,
    organization_id bytea not null references organization,
    alt text not null,
    width bigint not null,
    height bigint not null,
    created_at bigint not null
);

-- The test gateway's own book: what a payment company would know. Nothing else reads or writes these.
create table test_session (
    session_ref text not null primary key,
    idempotency_key text not null unique,
    payment_ref text not null,
    description text not null,
    amount_minor bigint not null,
    currency text not null,
    state text not null check (state in ('open', 'complete', 'expired')),
    return_url text not null,
    cancel_url text not null,
    created_at bigint not null,
    expires_at bigint not null
) /* without rowid */;
create table test_charge (
    charge_ref text not null primary key,
    session_ref text not null references test_session,
    payment_ref text not null,
    amount_minor bigint not null,
    currency text not null,
    state text not null check (state in ('captured', 'declined')),
    created_at bigint not null
) /* without rowid */;
create unique index test_charge_once on test_charge (session_ref) where state = 'captured';
create table test_refund (
    refund_ref text not null primary key,
    charge_ref text not null references test_charge,
    idempotency_key text not null unique,
    amount_minor bigint not null check (amount_minor > 0),
    currency text not null,
    created_at bigint not null
) /* without rowid */;
-- Messages to the shop, kept until it acknowledges them.
create table test_webhook (
    event_ref text not null primary key,
    kind text not null,
    body text not null,
    created_at bigint not null,
    attempts bigint not null,
    next_at bigint not null,
    delivered_at bigint
) /* without rowid */;
create index test_webhook_waiting on test_webhook (next_at) where delivered_at is null;
