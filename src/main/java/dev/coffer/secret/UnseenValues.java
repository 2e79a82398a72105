package dev.coffer.secret;

import static dev.coffer.db.schema.Tables.SECRET_VALUES;
import static dev.coffer.db.schema.Tables.SECRET_VERSIONS;

import dev.coffer.crypto.Binding;
import dev.coffer.crypto.ProjectKeys;
import dev.coffer.crypto.SealBroken;
import dev.coffer.crypto.Sealed;
import dev.coffer.db.Database;
import dev.coffer.inspection.Inspection;
import java.util.Optional;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Values that were stored before anybody looked at them: opens each once, in memory, and keeps what stands out, as
 * {@link SecretStore} does since. Changes nothing else of them, and waits for nobody who holds one.
 */
public final class UnseenValues {
    private static final Logger LOG = LoggerFactory.getLogger(UnseenValues.class);
    private static final int AT_ONCE = 20;

    private final Database database;
    private final ProjectKeys keys;

    public UnseenValues(Database database, ProjectKeys keys) {
        this.database = database;
        this.keys = keys;
    }

    /** Where a round is: it goes on behind a value that doesn't open, which the next round tries again. */
    private record Place(UUID secretId, UUID environmentId) {}

    private record Batch(int seen, Optional<Place> last) {}

    /** Looks at all that there is, twenty in a transaction; one query where there is none. @return how many */
    public int see() {
        int seen = 0;
        var batch = new Batch(0, Optional.empty());
        do {
            var after = batch.last;
            batch = database.transact(tx -> see(tx, after));
            seen += batch.seen;
        } while (batch.last.isPresent());
        return seen;
    }

    private Batch see(DSLContext tx, Optional<Place> after) {
        var behind = after.map(place -> DSL.row(SECRET_VALUES.SECRET_ID, SECRET_VALUES.ENVIRONMENT_ID)
                .gt(place.secretId, place.environmentId)).orElse(DSL.noCondition());
        var rows = tx.select(SECRET_VALUES.PROJECT_ID, SECRET_VALUES.SECRET_ID, SECRET_VALUES.ENVIRONMENT_ID,
                SECRET_VERSIONS.ID, SECRET_VERSIONS.NUMBER, SECRET_VERSIONS.PROJECT_KEY_ID, SECRET_VERSIONS.SEALED)
                .from(SECRET_VALUES).join(SECRET_VERSIONS).on(SECRET_VERSIONS.SECRET_ID.eq(SECRET_VALUES.SECRET_ID),
                        SECRET_VERSIONS.ENVIRONMENT_ID.eq(SECRET_VALUES.ENVIRONMENT_ID),
                        SECRET_VERSIONS.NUMBER.eq(SECRET_VALUES.VERSION))
                .where(SECRET_VALUES.FINDINGS.isNull(), behind)
                .orderBy(SECRET_VALUES.SECRET_ID, SECRET_VALUES.ENVIRONMENT_ID).limit(AT_ONCE)
                .forUpdate().of(SECRET_VALUES).skipLocked().fetch();
        int seen = 0;
        for (var row : rows) {
            seen += see(tx, row) ? 1 : 0;
        }
        return new Batch(seen, rows.isEmpty() ? Optional.empty()
                : Optional.of(place(rows.get(rows.size() - 1))));
    }

    private boolean see(DSLContext tx, Record row) {
        var projectId = row.get(SECRET_VALUES.PROJECT_ID);
        var place = place(row);
        var binding = Binding.secretValue(projectId, place.environmentId, place.secretId, row.get(SECRET_VERSIONS.ID),
                row.get(SECRET_VERSIONS.NUMBER));
        var sealed = new Sealed(row.get(SECRET_VERSIONS.PROJECT_KEY_ID), row.get(SECRET_VERSIONS.SEALED));
        try (var value = keys.open(tx, projectId, binding, sealed)) {
            var inspection = Inspection.of(value);
            tx.update(SECRET_VALUES).set(SECRET_VALUES.FINGERPRINT, keys.fingerprint(projectId, value))
                    .set(SECRET_VALUES.FINDINGS, inspection.slugs())
                    .set(SECRET_VALUES.EXPIRES_AT, inspection.expiresAt().orElse(null))
                    .where(SECRET_VALUES.SECRET_ID.eq(place.secretId),
                            SECRET_VALUES.ENVIRONMENT_ID.eq(place.environmentId))
                    .execute();
            return true;
        } catch (SealBroken broken) {
            LOG.atError().addKeyValue("secret", place.secretId).addKeyValue("environment", place.environmentId)
                    .log("a value doesn't open, and could not be looked at");
            return false;
        }
    }

    private static Place place(Record row) {
        return new Place(row.get(SECRET_VALUES.SECRET_ID), row.get(SECRET_VALUES.ENVIRONMENT_ID));
    }
}
