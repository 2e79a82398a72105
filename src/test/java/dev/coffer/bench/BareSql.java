package dev.coffer.bench;

import dev.coffer.crypto.BearerToken;
import dev.coffer.db.Ids;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/**
 * What the server asks of PostgreSQL for one request, over one connection and with nothing around it: the statements of
 * the same number, kind and size, but nothing sealed or authenticated. The bench checks that their numbers agree.
 */
final class BareSql implements AutoCloseable {
    private static final String TOKEN = """
            select t.id, t.name, t.secret_hash, t.expires_at, t.last_used_at, u.id, u.organization_id,
                   u.organization_role, u.name, u.email
            from personal_tokens t join users u on u.id = t.user_id
            where t.public_id = ? and t.expires_at > now() and u.disabled_at is null""";
    private static final String PROJECT = """
            select p.id, p.name, m.role from projects p join members m on m.project_id = p.id and m.user_id = ?
            where p.organization_id = ? and p.slug = ?""";
    private static final String ENVIRONMENTS = """
            select id, slug, name, protected from environments where project_id = ? order by position, slug""";
    private static final String SECRETS = """
            select s.id, s.key, s.description, s.revision, s.created_at, creator.name, s.updated_at, editor.name,
                   t.id, t.key, t.name, a.id, a.slug, a.name
            from secrets s join users creator on creator.id = s.created_by
            left join users editor on editor.id = s.updated_by left join secret_types t on t.id = s.type_id
            left join apps a on a.id = s.app_id where s.project_id = ?""";
    private static final String PLACES = """
            select s.id, e.id, e.slug, e.name, e.protected, v.version, v.revision, v.created_at, v.updated_at,
                   v.fits, u.name, greatest(v.last_read_at, r.read_at)
            from secrets s join environments e on e.project_id = s.project_id
            left join secret_values v on v.secret_id = s.id and v.environment_id = e.id
            left join users u on u.id = v.updated_by
            left join (select dr.secret_id, d.environment_id, max(dr.read_at) as read_at from deployment_reads dr
                       join deployments d on d.id = dr.deployment_id where dr.project_id = ?
                       group by dr.secret_id, d.environment_id) r on r.secret_id = s.id and r.environment_id = e.id
            where s.project_id = ?%s order by e.position""";
    private static final String NEEDS = """
            select r.key, r.source, r.required, r.feature, r.description, r.type, e.id, e.slug, e.name, e.protected,
                   exists (select 1 from secrets s join secret_values v on v.secret_id = s.id and v.environment_id = e.id
                           where s.project_id = r.project_id and s.key = r.key and s.app_id is null)
                   or exists (select 1 from built_in_secrets b join built_in_values v on v.built_in_id = b.id
                              and v.environment in ('', e.slug)
                              where b.organization_id = p.organization_id and b.key = r.key)
                   or exists (select 1 from secret_names n where n.project_id = r.project_id
                              and n.app_id is null and n.environment_id = e.id and n.name = r.key),
                   d.reason, d.created_at, u.name
            from requirements r join projects p on p.id = r.project_id
            join environments e on e.project_id = r.project_id and (r.everywhere or exists (
                select 1 from requirement_environments re where re.requirement_id = r.id and re.environment_id = e.id))
            left join dismissals d on d.project_id = r.project_id and d.environment_id = e.id and d.key = r.key
            left join users u on u.id = d.created_by
            where r.project_id = ?%s order by e.position, e.slug, r.key, r.source""";
    private static final String BUILT_INS = """
            select b.id, b.key, b.description, b.revision, b.created_at, creator.name, b.updated_at, editor.name,
                   v.environment, v.version, v.created_at, v.updated_at, u.name, e.slug, r.read_at
            from built_in_secrets b join users creator on creator.id = b.created_by
            join users editor on editor.id = b.updated_by join built_in_values v on v.built_in_id = b.id
            join users u on u.id = v.updated_by
            left join (select dr.secret_id, d.environment_id, max(dr.read_at) as read_at from deployment_reads dr
                       join deployments d on d.id = dr.deployment_id where dr.project_id = ?
                       group by dr.secret_id, d.environment_id) r on r.secret_id = b.id
            left join environments e on e.id = r.environment_id
            where b.organization_id = (select organization_id from projects where id = ?)%s
            order by b.key, v.environment""";
    private static final String GIVERS = """
            select n.environment_id, coalesce(a.slug, ''), n.name, s.key from secret_names n
            join secrets s on s.id = n.secret_id left join apps a on a.id = s.app_id where n.project_id = ?""";
    private static final String MARK = """
            select c.seq, o.built_in_revision from organizations o left join audit_chains c on c.id = ?
            where o.id = ?""";
    private static final String TELL = """
            insert into webhook_deliveries (id, project_id, webhook_id, event, body, created_at, next_attempt_at)
            select ?, project_id, id, 'secret.changed', ?, now(), now() from webhooks
            where project_id = ? and enabled and 'secret.changed' = any(events) for key share""";
    private static final String KEY = """
            select id, project_id, version, state, instance_key_version, wrapped, created_at from project_keys
            where project_id = ? and state = 'active' order by version desc limit 1 for share""";
    private static final String PUT = """
            with current_value as (
                insert into secret_values (project_id, secret_id, environment_id, version, revision, updated_by,
                    fingerprint, findings, expires_at, fits)
                values (?, ?, ?, ?, ?, ?, ?, '{}', null, true)
                on conflict (secret_id, environment_id) do update set version = excluded.version,
                    revision = excluded.revision, updated_at = now(), updated_by = excluded.updated_by,
                    fingerprint = excluded.fingerprint, findings = excluded.findings,
                    expires_at = excluded.expires_at, fits = excluded.fits
                returning version)
            insert into secret_versions (id, project_id, secret_id, environment_id, number, project_key_id, sealed,
                created_by)
            values (?, ?, ?, ?, ?, ?, ?, ?)""";
    private static final String TOUCH = """
            update secrets set revision = ?, updated_at = now(), updated_by = ? where project_id = ? and id = ?
            returning updated_at""";
    private static final String CHAIN = """
            select seq, changes, mac, clock_timestamp() from audit_chains where id = ? for update""";
    private static final String RECORD = """
            with moved as (update audit_chains set seq = ?, changes = ?, mac = ? where id = ? returning id)
            insert into audit_events (chain_id, seq, recorded_at, actor_id, action, body, mac)
            values (?, ?, ?, ?, 'secret.set', ?, ?) returning pg_notify('coffer_bench', ?)""";
    private static final String RECORD_READ = """
            with moved as (update audit_chains set seq = ?, mac = ? where id = ? returning id)
            insert into audit_events (chain_id, seq, recorded_at, actor_id, action, body, mac)
            values (?, ?, ?, null, 'runtime.read', ?, ?)""";
    private static final byte[] SEALED = new byte[160];
    private static final byte[] MAC = new byte[32];
    private static final String BODY = "-".repeat(480);

    private final Connection connection;
    private final Map<String, PreparedStatement> prepared = new HashMap<>();
    private final String publicId;
    private final String project;

    /** As a request with that token to that project does it. */
    BareSql(Connection connection, String token, String project) throws SQLException {
        this.connection = connection;
        this.publicId = BearerToken.parse(token).orElseThrow().publicId();
        this.project = project;
    }

    /** Who asks, and for which project. */
    private record Entered(UUID user, UUID organization, UUID project) {}

    /** Sets a key's value in the first environment. */
    void set(String key) throws SQLException {
        var entered = enter();
        connection.setAutoCommit(false);
        try (var environments = query(ENVIRONMENTS, entered.project);
                var secret =
                        query(SECRETS + " and s.key = ? and s.app_id is null for update of s", entered.project, key)) {
            environments.next();
            secret.next();
            about(entered, key);
            store(entered, uuid(environments, 1), uuid(secret, 1), secret.getLong(4) + 1);
            prepare(TELL, Ids.next(), BODY, entered.project).execute();
            record(entered);
        }
        connection.commit();
        connection.setAutoCommit(true);
    }

    /** Reads a hundred secrets, and where they are set. */
    void list() throws SQLException {
        var entered = enter();
        drain(query(MARK, entered.project, entered.organization));
        drain(query(ENVIRONMENTS, entered.project));
        drain(query(SECRETS + " order by s.key, a.slug nulls first", entered.project));
        drain(query(PLACES.formatted(""), entered.project, entered.project));
        drain(query(NEEDS.formatted(""), entered.project));
        drain(query(BUILT_INS.formatted(""), entered.project, entered.project));
        drain(query(GIVERS, entered.project));
    }

    /** Reads one secret, and where it is set. */
    void exists(String key) throws SQLException {
        var entered = enter();
        try (var secret = query(SECRETS + " and s.key = ? and s.app_id is null", entered.project, key)) {
            secret.next();
            drain(query(PLACES.formatted(" and s.id = ?"), entered.project, entered.project, uuid(secret, 1)));
            about(entered, key);
        }
    }

    /** What is asked of a key beside its values. */
    private void about(Entered entered, String key) throws SQLException {
        drain(query(NEEDS.formatted(" and r.key = ?"), entered.project, key));
        drain(query(BUILT_INS.formatted(" and b.key = ?"), entered.project, entered.project, key));
    }

    /** Adds a row of so many characters to the log, durably: what no recorded read can do without. */
    void recordRead(UUID project, String body) throws SQLException {
        connection.setAutoCommit(false);
        try (var head = query(CHAIN, project)) {
            head.next();
            long seq = head.getLong(1) + 1;
            prepare(RECORD_READ, seq, MAC, project, project, seq, head.getObject(4, Timestamp.class), body, MAC)
                    .execute();
        }
        connection.commit();
        connection.setAutoCommit(true);
    }

    private Entered enter() throws SQLException {
        try (var token = query(TOKEN, publicId)) {
            token.next();
            try (var found = query(PROJECT, uuid(token, 6), uuid(token, 7), project)) {
                found.next();
                return new Entered(uuid(token, 6), uuid(token, 7), uuid(found, 1));
            }
        }
    }

    private void store(Entered entered, UUID environment, UUID secret, long revision) throws SQLException {
        int version = 1;
        try (var places = query(PLACES.formatted(" and s.id = ?"), entered.project, entered.project, secret)) {
            while (places.next()) {
                version = uuid(places, 2).equals(environment) ? places.getInt(6) + 1 : version;
            }
        }
        try (var key = query(KEY, entered.project)) {
            key.next();
            prepare(PUT, entered.project, secret, environment, version, revision, entered.user, MAC, Ids.next(),
                    entered.project, secret, environment, version, uuid(key, 1), SEALED, entered.user).execute();
        }
        drain(query(TOUCH, revision, entered.user, entered.project, secret));
    }

    private void record(Entered entered) throws SQLException {
        try (var head = query(CHAIN, entered.project)) {
            head.next();
            long seq = head.getLong(1) + 1;
            drain(query(RECORD, seq, seq, MAC, entered.project, entered.project, seq,
                    head.getObject(4, Timestamp.class), entered.user, BODY, MAC, entered.project.toString()));
        }
    }

    private ResultSet query(String sql, Object... values) throws SQLException {
        return prepare(sql, values).executeQuery();
    }

    private PreparedStatement prepare(String sql, Object... values) throws SQLException {
        var statement = prepared.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            prepared.put(sql, statement);
        }
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
        return statement;
    }

    private static void drain(ResultSet rows) throws SQLException {
        int columns = rows.getMetaData().getColumnCount();
        try (rows) {
            while (rows.next()) {
                for (int column = 1; column <= columns; column++) {
                    rows.getObject(column);
                }
            }
        }
    }

    private static UUID uuid(ResultSet row, int column) throws SQLException {
        return row.getObject(column, UUID.class);
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
