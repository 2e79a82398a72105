package dev.coffer.runtime;

import static dev.coffer.db.schema.Tables.BUILT_IN_SECRETS;
import static dev.coffer.db.schema.Tables.BUILT_IN_VALUES;
import static dev.coffer.db.schema.Tables.DEPLOYMENT_SECRETS;
import static dev.coffer.db.schema.Tables.SECRETS;
import static dev.coffer.db.schema.Tables.SECRET_TYPES;
import static dev.coffer.db.schema.Tables.SECRET_VALUES;
import static dev.coffer.db.schema.Tables.SECRET_VERSIONS;

import dev.coffer.access.Deployed;
import dev.coffer.crypto.Binding;
import dev.coffer.crypto.InstanceSeal;
import dev.coffer.crypto.Plaintext;
import dev.coffer.crypto.ProjectKeys;
import dev.coffer.crypto.Sealed;
import dev.coffer.reading.Level;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.impl.DSL;

/**
 * Finds the values that are where a deployment reads, for use cases that have entered it. The number of queries is the
 * same however many there are.
 */
final class StoredValues {
    private final ProjectKeys projectKeys;
    private final InstanceSeal builtInSeal;

    /** Where an app reads: {@code environment} by id and by the address that built-in secrets know it by. */
    record Place(UUID organizationId, UUID projectId, UUID appId, Deployed.Place environment) {}

    StoredValues(ProjectKeys projectKeys, InstanceSeal builtInSeal) {
        this.projectKeys = projectKeys;
        this.builtInSeal = builtInSeal;
    }

    /** The keys on a deployment's list. */
    static Set<String> listed(DSLContext sql, UUID deploymentId) {
        return sql.select(DEPLOYMENT_SECRETS.KEY).from(DEPLOYMENT_SECRETS)
                .where(DEPLOYMENT_SECRETS.DEPLOYMENT_ID.eq(deploymentId)).fetchSet(DEPLOYMENT_SECRETS.KEY);
    }

    /** A value as it is stored; {@code typeId} may be null. */
    record Stored(Source source, UUID versionId, UUID typeId, Opener opener) {}

    /** Opens a value; the caller closes it. */
    @FunctionalInterface
    interface Opener {
        Plaintext open(DSLContext sql);
    }

    /** All of them, sealed. Two queries. */
    List<Stored> stored(DSLContext sql, Place place) {
        var all = new ArrayList<Stored>();
        builtIns(sql, place).forEach(row -> all.add(builtIn(place, row)));
        sql.select(SECRETS.APP_ID, SECRETS.ID, SECRETS.KEY, SECRETS.TYPE_ID, SECRET_VERSIONS.ID,
                SECRET_VERSIONS.NUMBER, SECRET_VERSIONS.PROJECT_KEY_ID, SECRET_VERSIONS.SEALED).from(SECRETS)
                .join(SECRET_VALUES).on(SECRET_VALUES.SECRET_ID.eq(SECRETS.ID))
                .join(SECRET_VERSIONS).on(SECRET_VERSIONS.SECRET_ID.eq(SECRET_VALUES.SECRET_ID),
                        SECRET_VERSIONS.ENVIRONMENT_ID.eq(SECRET_VALUES.ENVIRONMENT_ID),
                        SECRET_VERSIONS.NUMBER.eq(SECRET_VALUES.VERSION))
                .where(of(place)).orderBy(SECRETS.KEY).forEach(row -> all.add(own(place, row)));
        return all;
    }

    /** The texts of schemas by their types' ids; none wanted: no query. */
    static Map<UUID, String> schemas(DSLContext sql, UUID projectId, Collection<UUID> wanted) {
        return wanted.isEmpty() ? Map.of()
                : sql.select(SECRET_TYPES.ID, SECRET_TYPES.SCHEMA).from(SECRET_TYPES)
                        .where(SECRET_TYPES.PROJECT_ID.eq(projectId),
                                SECRET_TYPES.ID.eq(DSL.any(new HashSet<>(wanted).toArray(UUID[]::new))))
                        .fetchMap(SECRET_TYPES.ID, SECRET_TYPES.SCHEMA);
    }

    private static Condition of(Place place) {
        return SECRETS.PROJECT_ID.eq(place.projectId).and(SECRETS.APP_ID.isNull().or(SECRETS.APP_ID.eq(place.appId)))
                .and(SECRET_VALUES.ENVIRONMENT_ID.eq(place.environment.id()));
    }

    private Stored own(Place place, Record row) {
        var id = row.get(SECRETS.ID);
        var versionId = row.get(SECRET_VERSIONS.ID);
        int number = row.get(SECRET_VERSIONS.NUMBER);
        var binding = Binding.secretValue(place.projectId, place.environment.id(), id, versionId, number);
        var sealed = new Sealed(row.get(SECRET_VERSIONS.PROJECT_KEY_ID), row.get(SECRET_VERSIONS.SEALED));
        var level = row.get(SECRETS.APP_ID) == null ? Level.PROJECT : Level.APP;
        return new Stored(new Source(level, id, row.get(SECRETS.KEY), number), versionId, row.get(SECRETS.TYPE_ID),
                sql -> projectKeys.open(sql, place.projectId, binding, sealed));
    }

    /** The value for the very environment before the one for all of them. */
    private static Collection<Record> builtIns(DSLContext sql, Place place) {
        var byKey = new HashMap<String, Record>();
        sql.select(BUILT_IN_SECRETS.ID, BUILT_IN_SECRETS.KEY, BUILT_IN_VALUES.ENVIRONMENT, BUILT_IN_VALUES.VERSION,
                BUILT_IN_VALUES.VERSION_ID, BUILT_IN_VALUES.INSTANCE_KEY_VERSION, BUILT_IN_VALUES.WRAPPED,
                BUILT_IN_VALUES.SEALED).from(BUILT_IN_SECRETS)
                .join(BUILT_IN_VALUES).on(BUILT_IN_VALUES.BUILT_IN_ID.eq(BUILT_IN_SECRETS.ID))
                .where(BUILT_IN_SECRETS.ORGANIZATION_ID.eq(place.organizationId),
                        BUILT_IN_VALUES.ENVIRONMENT.in("", place.environment.slug()))
                .orderBy(BUILT_IN_SECRETS.KEY, BUILT_IN_VALUES.ENVIRONMENT)
                .forEach(row -> byKey.put(row.get(BUILT_IN_SECRETS.KEY), row));
        return byKey.values();
    }

    private Stored builtIn(Place place, Record row) {
        var id = row.get(BUILT_IN_SECRETS.ID);
        var versionId = row.get(BUILT_IN_VALUES.VERSION_ID);
        int number = row.get(BUILT_IN_VALUES.VERSION);
        var binding = Binding.builtInValue(
                new Binding.Place(place.organizationId, id, row.get(BUILT_IN_VALUES.ENVIRONMENT)), versionId, number);
        var box = new InstanceSeal.Box(row.get(BUILT_IN_VALUES.INSTANCE_KEY_VERSION), row.get(BUILT_IN_VALUES.WRAPPED),
                row.get(BUILT_IN_VALUES.SEALED));
        return new Stored(new Source(Level.ORGANIZATION, id, row.get(BUILT_IN_SECRETS.KEY), number), versionId, null,
                _ -> builtInSeal.open(binding, box));
    }
}
