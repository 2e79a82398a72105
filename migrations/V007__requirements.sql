-- What a project needs, as somebody declared it: a source has a list of its own, and one row a key in it. It meets a
-- secret by its key and nothing else. "everywhere" is every environment, those added later too; else the rows below.
create table requirements (
    id uuid not null,
    project_id uuid not null,
    source text not null,
    key text not null,
    required boolean not null,
    everywhere boolean not null,
    feature text not null default '',
    description text not null default '',
    type text,
    created_at timestamptz not null default now(),
    created_by uuid not null,
    constraint requirements_pk primary key (id),
    constraint requirements_project_unique unique (project_id, id),
    constraint requirements_key_unique unique (project_id, source, key),
    constraint requirements_project_fk foreign key (project_id) references projects (id) on delete cascade,
    constraint requirements_created_by_fk foreign key (created_by) references users (id),
    constraint requirements_key_check check (key ~ '^[A-Za-z_][A-Za-z0-9_]*$')
);

create index requirements_project_key_index on requirements (project_id, key);

create table requirement_environments (
    project_id uuid not null,
    requirement_id uuid not null,
    environment_id uuid not null,
    constraint requirement_environments_pk primary key (requirement_id, environment_id),
    constraint requirement_environments_requirement_fk foreign key (project_id, requirement_id)
        references requirements (project_id, id) on delete cascade,
    constraint requirement_environments_environment_fk foreign key (project_id, environment_id)
        references environments (project_id, id) on delete cascade
);

create index requirement_environments_environment_index on requirement_environments (project_id, environment_id);

-- That somebody said why a key may stay without a value in an environment. "required": what was dismissed then.
create table dismissals (
    project_id uuid not null,
    environment_id uuid not null,
    key text not null,
    required boolean not null,
    reason text not null,
    created_at timestamptz not null default now(),
    created_by uuid not null,
    constraint dismissals_pk primary key (project_id, environment_id, key),
    constraint dismissals_environment_fk foreign key (project_id, environment_id)
        references environments (project_id, id) on delete cascade,
    constraint dismissals_created_by_fk foreign key (created_by) references users (id)
);
