-- Where a project's events are told. The secret that signs them is sealed under the project's key.
create table webhooks (
    id uuid not null,
    project_id uuid not null,
    url text not null,
    events text[] not null,
    enabled boolean not null default true,
    project_key_id uuid not null,
    sealed bytea not null,
    revision bigint not null default 1,
    created_at timestamptz not null default now(),
    created_by uuid not null,
    constraint webhooks_pk primary key (id),
    constraint webhooks_project_unique unique (project_id, id),
    constraint webhooks_project_fk foreign key (project_id) references projects (id) on delete cascade,
    constraint webhooks_project_key_fk foreign key (project_id, project_key_id)
        references project_keys (project_id, id),
    constraint webhooks_created_by_fk foreign key (created_by) references users (id)
);

-- What is told, written with what it tells about; next_attempt_at is null once it was delivered or given up.
create table webhook_deliveries (
    id uuid not null,
    project_id uuid not null,
    webhook_id uuid not null,
    event text not null,
    body text not null,
    created_at timestamptz not null default now(),
    attempts integer not null default 0,
    next_attempt_at timestamptz,
    last_attempt_at timestamptz,
    last_status integer,
    last_fault text,
    delivered_at timestamptz,
    constraint webhook_deliveries_pk primary key (id),
    constraint webhook_deliveries_webhook_fk foreign key (project_id, webhook_id)
        references webhooks (project_id, id) on delete cascade
);

create index webhook_deliveries_webhook_index on webhook_deliveries (webhook_id, id);
create index webhook_deliveries_due_index on webhook_deliveries (next_attempt_at) where next_attempt_at is not null;
