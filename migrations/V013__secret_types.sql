-- What a value may look like: a JSON Schema (2020-12), kept as it was typed. revision changes with anything of the type.
create table secret_types (
    id uuid not null,
    project_id uuid not null,
    key text not null,
    name text not null,
    schema text not null,
    revision bigint not null default 1,
    created_at timestamptz not null default now(),
    created_by uuid not null,
    updated_at timestamptz not null default now(),
    updated_by uuid not null,
    constraint secret_types_pk primary key (id),
    constraint secret_types_project_unique unique (project_id, id),
    constraint secret_types_key_unique unique (project_id, key),
    constraint secret_types_project_fk foreign key (project_id) references projects (id) on delete cascade,
    constraint secret_types_created_by_fk foreign key (created_by) references users (id),
    constraint secret_types_updated_by_fk foreign key (updated_by) references users (id)
);

-- Null: a plain value. A type that a secret has can't be deleted.
alter table secrets add column type_id uuid;
alter table secrets add constraint secrets_type_fk foreign key (project_id, type_id)
    references secret_types (project_id, id);

create index secrets_type_index on secrets (project_id, type_id);

-- Whether the value was what its type asks for when both were last held against each other.
alter table secret_values add column fits boolean not null default true;

-- The variables that a value of several parts gives beside its own key. No two values of an environment give the same.
create table secret_names (
    project_id uuid not null,
    environment_id uuid not null,
    name text not null,
    secret_id uuid not null,
    constraint secret_names_pk primary key (project_id, environment_id, name),
    constraint secret_names_value_fk foreign key (secret_id, environment_id)
        references secret_values (secret_id, environment_id) on delete cascade,
    constraint secret_names_secret_fk foreign key (project_id, secret_id)
        references secrets (project_id, id) on delete cascade
);

create index secret_names_value_index on secret_names (secret_id, environment_id);
