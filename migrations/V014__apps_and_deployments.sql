-- What runs: an agent, a function, a service. revision changes with anything of the app but its deployments.
create table apps (
    id uuid not null,
    project_id uuid not null,
    slug text not null,
    name text not null,
    kind text not null default 'service',
    description text not null default '',
    revision bigint not null default 1,
    created_at timestamptz not null default now(),
    created_by uuid not null,
    updated_at timestamptz not null default now(),
    updated_by uuid not null,
    constraint apps_pk primary key (id),
    constraint apps_project_unique unique (project_id, id),
    constraint apps_slug_unique unique (project_id, slug),
    constraint apps_project_fk foreign key (project_id) references projects (id) on delete cascade,
    constraint apps_created_by_fk foreign key (created_by) references users (id),
    constraint apps_updated_by_fk foreign key (updated_by) references users (id),
    constraint apps_kind_check check (kind in ('agent', 'function', 'service')),
    constraint apps_slug_check check (slug ~ '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$' and slug <> 'new')
);

-- An app in an environment. version counts the different sets of values that it was given, digest is of the last one.
create table deployments (
    id uuid not null,
    project_id uuid not null,
    app_id uuid not null,
    environment_id uuid not null,
    access text not null default 'all',
    revision bigint not null default 1,
    version integer not null default 0,
    digest bytea,
    version_at timestamptz,
    created_at timestamptz not null default now(),
    created_by uuid not null,
    updated_at timestamptz not null default now(),
    updated_by uuid not null,
    constraint deployments_pk primary key (id),
    constraint deployments_project_unique unique (project_id, id),
    constraint deployments_place_unique unique (app_id, environment_id),
    constraint deployments_app_fk foreign key (project_id, app_id) references apps (project_id, id) on delete cascade,
    constraint deployments_environment_fk foreign key (project_id, environment_id)
        references environments (project_id, id) on delete cascade,
    constraint deployments_created_by_fk foreign key (created_by) references users (id),
    constraint deployments_updated_by_fk foreign key (updated_by) references users (id),
    constraint deployments_access_check check (access in ('all', 'listed'))
);

create index deployments_project_index on deployments (project_id, environment_id);

-- What a deployment with access 'listed' may read, by key: what the key means is decided when it is read.
create table deployment_secrets (
    project_id uuid not null,
    deployment_id uuid not null,
    key text not null,
    constraint deployment_secrets_pk primary key (deployment_id, key),
    constraint deployment_secrets_deployment_fk foreign key (project_id, deployment_id)
        references deployments (project_id, id) on delete cascade
);

create index deployment_secrets_key_index on deployment_secrets (project_id, key);

-- parent_id: of a token that another one was exchanged for, and that ends with it.
create table deployment_tokens (
    id uuid not null,
    public_id text not null,
    secret_hash bytea not null,
    project_id uuid not null,
    deployment_id uuid not null,
    parent_id uuid,
    name text not null,
    addresses text[] not null default '{}',
    created_at timestamptz not null default now(),
    created_by uuid not null,
    expires_at timestamptz not null,
    last_used_at timestamptz,
    constraint deployment_tokens_pk primary key (id),
    constraint deployment_tokens_public_id_unique unique (public_id),
    constraint deployment_tokens_deployment_fk foreign key (project_id, deployment_id)
        references deployments (project_id, id) on delete cascade,
    constraint deployment_tokens_parent_fk foreign key (parent_id) references deployment_tokens (id) on delete cascade,
    constraint deployment_tokens_created_by_fk foreign key (created_by) references users (id)
);

create index deployment_tokens_deployment_index on deployment_tokens (deployment_id, id);
create index deployment_tokens_parent_index on deployment_tokens (parent_id);

-- What a deployment read last of a key: secret_id is a secret of the project, or a built-in one; since is its first
-- read of that version, read_at its last one, to the minute. No foreign key to secrets: a read waits for no deletion.
create table deployment_reads (
    project_id uuid not null,
    deployment_id uuid not null,
    key text not null,
    secret_id uuid not null,
    version integer not null,
    since timestamptz not null,
    read_at timestamptz not null,
    constraint deployment_reads_pk primary key (deployment_id, key),
    constraint deployment_reads_deployment_fk foreign key (project_id, deployment_id)
        references deployments (project_id, id) on delete cascade
);

create index deployment_reads_secret_index on deployment_reads (project_id, secret_id);

-- Null: the project's, for all its apps. The same key can be the project's and, beside it, an app's own.
alter table secrets add column app_id uuid;
alter table secrets add constraint secrets_app_fk foreign key (project_id, app_id) references apps (project_id, id);
alter table secrets drop constraint secrets_key_unique;
alter table secrets add constraint secrets_key_unique unique nulls not distinct (project_id, key, app_id);

create index secrets_app_index on secrets (app_id);

-- No two values of an environment give the same variable within the project's own, or within one app's.
alter table secret_names add column app_id uuid;
alter table secret_names drop constraint secret_names_pk;
alter table secret_names add constraint secret_names_unique
    unique nulls not distinct (project_id, environment_id, name, app_id);
alter table secret_names add constraint secret_names_app_fk foreign key (project_id, app_id)
    references apps (project_id, id) on delete cascade;

create index secret_names_app_index on secret_names (app_id);

-- app is the address of an app whose own value it was, '' for the project's and the organization's.
alter table publication_secrets add column app text not null default '';
alter table publication_secrets drop constraint publication_secrets_pk;
alter table publication_secrets add constraint publication_secrets_pk primary key (publication_id, key, app);
alter table publication_secrets drop constraint publication_secrets_scope_check;
alter table publication_secrets add constraint publication_secrets_scope_check
    check (scope in ('project', 'app', 'organization'));

-- The number of the chain's last row that tells of a change, and not of a read: it stands for the state of all that
-- the chain is about.
alter table audit_chains add column changes bigint not null default 0;
update audit_chains set changes = seq;

create index audit_events_changes_index on audit_events (chain_id, seq) where action <> 'runtime.read';
