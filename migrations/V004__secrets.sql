-- revision changes with anything of the secret, its values included: it is what a form or If-Match says that it read.
-- described_revision, and revision of a value, keep which one last changed that part, so that a lost race can say what
-- the other one changed.
create table secrets (
    id uuid not null,
    project_id uuid not null,
    key text not null,
    description text not null default '',
    revision bigint not null default 1,
    described_revision bigint not null default 1,
    created_at timestamptz not null default now(),
    created_by uuid not null,
    updated_at timestamptz not null default now(),
    updated_by uuid not null,
    constraint secrets_pk primary key (id),
    constraint secrets_project_unique unique (project_id, id),
    constraint secrets_key_unique unique (project_id, key),
    constraint secrets_project_fk foreign key (project_id) references projects (id) on delete cascade,
    constraint secrets_created_by_fk foreign key (created_by) references users (id),
    constraint secrets_updated_by_fk foreign key (updated_by) references users (id),
    constraint secrets_key_check check (key ~ '^[A-Za-z_][A-Za-z0-9_]*$')
);

-- The value that a secret has in an environment now: which version, since when, by whom.
create table secret_values (
    project_id uuid not null,
    secret_id uuid not null,
    environment_id uuid not null,
    version integer not null,
    revision bigint not null,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    updated_by uuid not null,
    constraint secret_values_pk primary key (secret_id, environment_id),
    constraint secret_values_secret_fk foreign key (project_id, secret_id)
        references secrets (project_id, id) on delete cascade,
    constraint secret_values_environment_fk foreign key (project_id, environment_id)
        references environments (project_id, id),
    constraint secret_values_updated_by_fk foreign key (updated_by) references users (id)
);

create index secret_values_environment_index on secret_values (project_id, environment_id);

-- id is part of what the seal binds: a sealed value opens in its own row and nowhere else.
create table secret_versions (
    id uuid not null,
    project_id uuid not null,
    secret_id uuid not null,
    environment_id uuid not null,
    number integer not null,
    project_key_id uuid not null,
    sealed bytea not null,
    restored_from integer,
    created_at timestamptz not null default now(),
    created_by uuid not null,
    constraint secret_versions_pk primary key (id),
    constraint secret_versions_number_unique unique (secret_id, environment_id, number),
    constraint secret_versions_secret_fk foreign key (project_id, secret_id)
        references secrets (project_id, id) on delete cascade,
    constraint secret_versions_value_fk foreign key (secret_id, environment_id)
        references secret_values (secret_id, environment_id) on delete cascade,
    constraint secret_versions_environment_fk foreign key (project_id, environment_id)
        references environments (project_id, id),
    constraint secret_versions_project_key_fk foreign key (project_id, project_key_id)
        references project_keys (project_id, id),
    constraint secret_versions_created_by_fk foreign key (created_by) references users (id)
);

create index secret_versions_project_key_index on secret_versions (project_key_id);

-- A pasted file between its plan and its import: sealed, for one session, ten minutes at most.
create table staged_imports (
    id uuid not null,
    project_id uuid not null,
    session_id uuid not null,
    sealed bytea not null,
    expires_at timestamptz not null,
    constraint staged_imports_pk primary key (id),
    constraint staged_imports_project_fk foreign key (project_id) references projects (id) on delete cascade,
    constraint staged_imports_session_fk foreign key (session_id) references sessions (id) on delete cascade
);

create index staged_imports_session_index on staged_imports (session_id);
