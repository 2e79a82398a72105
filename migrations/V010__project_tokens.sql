-- Tokens with which a pipeline manages one project. A token acts for whoever made it and never beyond their role.
create table project_tokens (
    id uuid not null,
    public_id text not null,
    secret_hash bytea not null,
    project_id uuid not null,
    name text not null,
    role text not null,
    addresses text[] not null default '{}',
    created_at timestamptz not null default now(),
    created_by uuid not null,
    expires_at timestamptz not null,
    last_used_at timestamptz,
    constraint project_tokens_pk primary key (id),
    constraint project_tokens_public_id_unique unique (public_id),
    constraint project_tokens_project_fk foreign key (project_id) references projects (id) on delete cascade,
    constraint project_tokens_created_by_fk foreign key (created_by) references users (id) on delete cascade,
    constraint project_tokens_role_check check (role in ('viewer', 'developer', 'admin'))
);

create index project_tokens_project_index on project_tokens (project_id, id);
