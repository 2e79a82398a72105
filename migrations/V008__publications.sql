-- A version of the project, published to an environment, and the versions of the secrets that it saw there. Secrets
-- come and go: what a publication pinned is known by ids and names of its own.
create table publications (
    id uuid not null,
    project_id uuid not null,
    environment_id uuid not null,
    version text not null,
    created_at timestamptz not null default now(),
    created_by uuid not null,
    constraint publications_pk primary key (id),
    constraint publications_project_unique unique (project_id, id),
    constraint publications_version_unique unique (environment_id, version),
    constraint publications_environment_fk foreign key (project_id, environment_id)
        references environments (project_id, id) on delete cascade,
    constraint publications_created_by_fk foreign key (created_by) references users (id),
    constraint publications_version_check check (version <> '')
);

create index publications_project_index on publications (project_id, id);

-- secret_id is a secret of the project, or a built-in one; number is the version of its value.
create table publication_secrets (
    project_id uuid not null,
    publication_id uuid not null,
    key text not null,
    scope text not null,
    secret_id uuid not null,
    number integer not null,
    constraint publication_secrets_pk primary key (publication_id, key),
    constraint publication_secrets_publication_fk foreign key (project_id, publication_id)
        references publications (project_id, id) on delete cascade,
    constraint publication_secrets_scope_check check (scope in ('project', 'organization'))
);

-- The required keys that had no value and were dismissed, with the reason of that time.
create table publication_dismissals (
    project_id uuid not null,
    publication_id uuid not null,
    key text not null,
    reason text not null,
    constraint publication_dismissals_pk primary key (publication_id, key),
    constraint publication_dismissals_publication_fk foreign key (project_id, publication_id)
        references publications (project_id, id) on delete cascade
);
