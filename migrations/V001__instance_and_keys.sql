-- The instance, the key that seals everything in it, and the slots that can open that key.
-- What each holds and why: src/main/java/dev/coffer/crypto/package-info.java

create table instance (
    id uuid not null,
    single boolean not null default true,
    canary bytea not null,
    created_at timestamptz not null default now(),
    constraint instance_pk primary key (id),
    constraint instance_single_unique unique (single),
    constraint instance_single_check check (single)
);

create table instance_keys (
    version integer not null,
    state text not null,
    check_value bytea not null,
    created_at timestamptz not null default now(),
    constraint instance_keys_pk primary key (version),
    constraint instance_keys_state_check check (state in ('active', 'decrypt_only'))
);

create table key_slots (
    id uuid not null,
    instance_key_version integer not null,
    provider text not null,
    wrapped bytea not null,
    created_at timestamptz not null default now(),
    constraint key_slots_pk primary key (id),
    constraint key_slots_instance_key_fk foreign key (instance_key_version) references instance_keys (version),
    constraint key_slots_provider_check check (provider in ('file'))
);
