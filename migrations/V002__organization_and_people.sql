create table organizations (
    id uuid not null,
    name text not null,
    created_at timestamptz not null default now(),
    constraint organizations_pk primary key (id)
);

create table users (
    id uuid not null,
    organization_id uuid not null,
    organization_role text not null,
    email text not null,
    name text not null,
    password_hash text not null,
    password_changed_at timestamptz not null default now(),
    created_at timestamptz not null default now(),
    disabled_at timestamptz,
    constraint users_pk primary key (id),
    constraint users_organization_fk foreign key (organization_id) references organizations (id),
    constraint users_organization_role_check check (organization_role in ('owner', 'member'))
);

create unique index users_email_unique on users (lower(email));

-- Only the SHA-256 of a session's cookie is kept: who reads the table can't act as anybody.
create table sessions (
    id uuid not null,
    token_hash bytea not null,
    user_id uuid not null,
    address text not null,
    user_agent text not null,
    flash text,
    created_at timestamptz not null default now(),
    authenticated_at timestamptz not null default now(),
    last_seen_at timestamptz not null default now(),
    expires_at timestamptz not null,
    constraint sessions_pk primary key (id),
    constraint sessions_token_hash_unique unique (token_hash),
    constraint sessions_user_fk foreign key (user_id) references users (id) on delete cascade
);

create index sessions_user_index on sessions (user_id);

create table personal_tokens (
    id uuid not null,
    public_id text not null,
    secret_hash bytea not null,
    user_id uuid not null,
    name text not null,
    created_at timestamptz not null default now(),
    expires_at timestamptz not null,
    last_used_at timestamptz,
    constraint personal_tokens_pk primary key (id),
    constraint personal_tokens_public_id_unique unique (public_id),
    constraint personal_tokens_user_fk foreign key (user_id) references users (id) on delete cascade
);

create index personal_tokens_user_index on personal_tokens (user_id);

-- Failed sign-ins, counted for an account and for an address. The subject is a keyed hash: no list of tried e-mails.
create table sign_in_throttles (
    subject bytea not null,
    failures integer not null,
    last_failed_at timestamptz not null default now(),
    blocked_until timestamptz,
    constraint sign_in_throttles_pk primary key (subject)
);

-- Valid until the first user exists; several, because several replicas may start at once.
create table setup_codes (
    code_hash bytea not null,
    created_at timestamptz not null default now(),
    constraint setup_codes_pk primary key (code_hash)
);
