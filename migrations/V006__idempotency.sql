-- What a write with an Idempotency-Key answered, kept for a day. The body that it came with is remembered as an HMAC.
create table idempotency_keys (
    actor_id uuid not null,
    key text not null,
    request_mac bytea not null,
    status integer,
    location text,
    etag text,
    body text,
    created_at timestamptz not null default now(),
    constraint idempotency_keys_pk primary key (actor_id, key)
);

create index idempotency_keys_created_index on idempotency_keys (created_at);
