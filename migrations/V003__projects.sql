create table projects (
    id uuid not null,
    organization_id uuid not null,
    slug text not null,
    name text not null,
    revision bigint not null default 1,
    created_at timestamptz not null default now(),
    created_by uuid not null,
    constraint projects_pk primary key (id),
    constraint projects_slug_unique unique (organization_id, slug),
    constraint projects_organization_fk foreign key (organization_id) references organizations (id),
    constraint projects_created_by_fk foreign key (created_by) references users (id),
    constraint projects_slug_check check (slug ~ '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$' and slug <> 'new')
);

create table environments (
    id uuid not null,
    project_id uuid not null,
    slug text not null,
    name text not null,
    position integer not null,
    protected boolean not null default false,
    created_at timestamptz not null default now(),
    constraint environments_pk primary key (id),
    constraint environments_project_unique unique (project_id, id),
    constraint environments_slug_unique unique (project_id, slug),
    constraint environments_project_fk foreign key (project_id) references projects (id) on delete cascade,
    constraint environments_slug_check check (slug ~ '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$' and slug <> 'new')
);

create table members (
    project_id uuid not null,
    user_id uuid not null,
    role text not null,
    created_at timestamptz not null default now(),
    constraint members_pk primary key (project_id, user_id),
    constraint members_project_fk foreign key (project_id) references projects (id) on delete cascade,
    constraint members_user_fk foreign key (user_id) references users (id) on delete cascade,
    constraint members_role_check check (role in ('viewer', 'developer', 'admin', 'owner'))
);

create index members_user_index on members (user_id);

-- A one-time link: the row keeps a hash of its secret part, and nothing that could rebuild the link.
create table invitations (
    id uuid not null,
    public_id text not null,
    secret_hash bytea not null,
    project_id uuid not null,
    role text not null,
    created_at timestamptz not null default now(),
    created_by uuid not null,
    expires_at timestamptz not null,
    accepted_at timestamptz,
    accepted_by uuid,
    constraint invitations_pk primary key (id),
    constraint invitations_public_id_unique unique (public_id),
    constraint invitations_project_fk foreign key (project_id) references projects (id) on delete cascade,
    constraint invitations_created_by_fk foreign key (created_by) references users (id),
    constraint invitations_accepted_by_fk foreign key (accepted_by) references users (id),
    constraint invitations_role_check check (role in ('viewer', 'developer', 'admin', 'owner'))
);

create index invitations_project_index on invitations (project_id);

create table project_keys (
    id uuid not null,
    project_id uuid not null,
    version integer not null,
    state text not null,
    instance_key_version integer not null,
    wrapped bytea not null,
    created_at timestamptz not null default now(),
    constraint project_keys_pk primary key (id),
    constraint project_keys_project_unique unique (project_id, id),
    constraint project_keys_version_unique unique (project_id, version),
    constraint project_keys_project_fk foreign key (project_id) references projects (id) on delete cascade,
    constraint project_keys_instance_key_fk foreign key (instance_key_version) references instance_keys (version),
    constraint project_keys_state_check check (state in ('active', 'decrypt_only'))
);
