-- Organizations may take money through accounts of their own, and nothing that a gateway holds is forgotten.
create table gateway_account (
    gateway_account_id bytea not null primary key,
    organization_id bytea not null references organization,
    gateway text not null,
    -- own: with keys of its own. connected: through the installation's account, with a fee.
    kind text not null check (kind in ('own', 'connected')),
    account_ref text not null,
    -- Keys, sealed with the master key; none for a connected account.
    sealed_keys bytea,
    fee_bps bigint not null check (fee_bps between 0 and 10000),
    -- A replaced one stays: refunds of its payments need it.
    state text not null check (state in ('active', 'replaced')),
    created_at bigint not null,
    updated_at bigint not null,
    check ((kind = 'own') = (sealed_keys is not null))
);
create unique index gateway_account_active on gateway_account (organization_id, gateway) where state = 'active';
create unique index gateway_account_ref on gateway_account (organization_id, gateway, kind, account_ref);

-- Whose account took the money: null is the installation's. And until when its session may last.
alter table payment add column gateway_account_id bytea references gateway_account;
alter table payment add column session_until bigint;

-- Money that a gateway says it took and that fits no order: a person must look.
create table stray_money (
    gateway text not null,
    event_ref text not null,
    reason text not null check (reason in ('amount', 'account', 'unknown')),
    session_ref text not null,
    charge_ref text not null,
    amount_minor bigint not null,
    currency text not null,
    payment_id bytea,
    received_at bigint not null,
    settled_at bigint,
    primary key (gateway, event_ref)
);
create index stray_money_open on stray_money (received_at) where settled_at is null;

-- When gateways are asked next about what is unfinished, and what they said last.
create table gateway_question (
    kind text not null check (kind in ('payment', 'refund')),
    subject_id bytea not null,
    tries bigint not null,
    next_at bigint not null,
    problem text not null,
    primary key (kind, subject_id)
);
create index refund_unfinished on refund (state, updated_at) where state in ('wanted', 'pending', 'unknown');
