-- What was noticed about a value when it was stored: a keyed hash that tells equal values apart from others and
-- nothing else, what stood out (kinds, never a part of the value), and when a certificate in it expires. Null: not yet
-- looked at.
alter table secret_values add column fingerprint bytea;
alter table secret_values add column findings text[];
alter table secret_values add column expires_at timestamptz;
alter table secret_values add column last_read_at timestamptz;

create index secret_values_fingerprint_index on secret_values (project_id, fingerprint);

alter table projects add column rotation_days integer;
alter table projects add constraint projects_rotation_check check (rotation_days between 1 and 3650);

-- That somebody said that a finding is fine, for the version of the value that it was about.
create table accepted_findings (
    project_id uuid not null,
    secret_id uuid not null,
    environment_id uuid not null,
    kind text not null,
    version integer not null,
    created_at timestamptz not null default now(),
    created_by uuid not null,
    constraint accepted_findings_pk primary key (secret_id, environment_id, kind),
    constraint accepted_findings_value_fk foreign key (secret_id, environment_id)
        references secret_values (secret_id, environment_id) on delete cascade,
    constraint accepted_findings_secret_fk foreign key (project_id, secret_id)
        references secrets (project_id, id) on delete cascade,
    constraint accepted_findings_created_by_fk foreign key (created_by) references users (id)
);
