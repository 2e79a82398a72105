-- Secrets of the organization, in every project without anybody setting them there.
create table built_in_secrets (
    id uuid not null,
    organization_id uuid not null,
    key text not null,
    description text not null default '',
    revision bigint not null default 1,
    created_at timestamptz not null default now(),
    created_by uuid not null,
    updated_at timestamptz not null default now(),
    updated_by uuid not null,
    constraint built_in_secrets_pk primary key (id),
    constraint built_in_secrets_organization_unique unique (organization_id, id),
    constraint built_in_secrets_key_unique unique (organization_id, key),
    constraint built_in_secrets_organization_fk foreign key (organization_id) references organizations (id),
    constraint built_in_secrets_created_by_fk foreign key (created_by) references users (id),
    constraint built_in_secrets_updated_by_fk foreign key (updated_by) references users (id),
    constraint built_in_secrets_key_check check (key ~ '^[A-Za-z_][A-Za-z0-9_]*$')
);

-- environment is the address that an environment has in each project; '' is every one that has no row of its own here.
-- Each value has a key of its own, wrapped by an instance key.
create table built_in_values (
    organization_id uuid not null,
    built_in_id uuid not null,
    environment text not null,
    version integer not null,
    version_id uuid not null,
    instance_key_version integer not null,
    wrapped bytea not null,
    sealed bytea not null,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    updated_by uuid not null,
    constraint built_in_values_pk primary key (built_in_id, environment),
    constraint built_in_values_secret_fk foreign key (organization_id, built_in_id)
        references built_in_secrets (organization_id, id) on delete cascade,
    constraint built_in_values_instance_key_fk foreign key (instance_key_version) references instance_keys (version),
    constraint built_in_values_updated_by_fk foreign key (updated_by) references users (id)
);

-- Changes with every change of a built-in secret, so that a page can ask cheaply whether there was one.
alter table organizations add column built_in_revision bigint not null default 0;
