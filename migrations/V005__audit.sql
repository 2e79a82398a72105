-- One chain a project and one for the organization, whose ids the chains bear. No foreign key: a deleted project's
-- chain stays. body is the text that was authenticated, byte for byte; the columns beside it are there to be searched.
create table audit_chains (
    id uuid not null,
    seq bigint not null default 0,
    mac bytea not null,
    constraint audit_chains_pk primary key (id)
);

create table audit_events (
    chain_id uuid not null,
    seq bigint not null,
    recorded_at timestamptz not null,
    actor_id uuid,
    action text not null,
    body text not null,
    mac bytea not null,
    constraint audit_events_pk primary key (chain_id, seq),
    constraint audit_events_chain_fk foreign key (chain_id) references audit_chains (id)
);

create function refuse_change() returns trigger language plpgsql as $$
begin
    raise exception 'the audit log is append-only';
end
$$;

create trigger audit_events_append_only before update or delete on audit_events
    for each row execute function refuse_change();

create trigger audit_events_no_truncate before truncate on audit_events
    for each statement execute function refuse_change();
