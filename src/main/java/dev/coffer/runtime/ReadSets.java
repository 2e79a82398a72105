package dev.coffer.runtime;

import static dev.coffer.db.schema.Tables.APPS;
import static dev.coffer.db.schema.Tables.AUDIT_CHAINS;
import static dev.coffer.db.schema.Tables.DEPLOYMENTS;
import static dev.coffer.db.schema.Tables.ENVIRONMENTS;
import static dev.coffer.db.schema.Tables.ORGANIZATIONS;
import static dev.coffer.db.schema.Tables.PROJECTS;

import dev.coffer.access.Deployed;
import dev.coffer.access.DeploymentAccess;
import dev.coffer.access.NotFound;
import dev.coffer.crypto.Plaintext;
import dev.coffer.db.Database;
import dev.coffer.form.SecretKey;
import dev.coffer.reading.Offer;
import dev.coffer.reading.Precedence;
import dev.coffer.requirement.Need;
import dev.coffer.requirement.Needs;
import dev.coffer.schema.Schema;
import dev.coffer.schema.Variables;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

/**
 * Makes what a deployment reads out of what is stored, all of it as it was at one moment, and counts the different sets
 * that it was given.
 */
final class ReadSets {
    private static final int TAG_BYTES = 18;

    private final Database database;
    private final StoredValues values;

    /** A set, and its values as {@link Reading#packed} puts them together; whoever gets it wipes them. */
    record Outcome(ReadSet set, byte[] packed) {}

    ReadSets(Database database, StoredValues values) {
        this.database = database;
        this.values = values;
    }

    /** @throws NotFound where the deployment is gone */
    Outcome resolve(DeploymentAccess access) {
        var found = database.transact(tx -> {
            tx.execute("set transaction isolation level repeatable read, read only");
            return find(tx, access);
        });
        try {
            var counted = Arrays.equals(found.digest, found.head.digest) ? found.head.edition
                    : count(access.deploymentId(), found.digest);
            return new Outcome(new ReadSet(found.variables, found.missing, counted, tag(found), found.head.mark),
                    found.packed);
        } catch (RuntimeException failed) {
            Arrays.fill(found.packed, (byte) 0);
            throw failed;
        }
    }

    private record Found(Head head, List<ReadSet.Variable> variables, List<String> missing, byte[] digest,
            byte[] packed) {}

    /**
     * The deployment's row, and the mark, as they were at the same moment. {@code digest} may be null, {@code name} is
     * all the addresses that the answer bears.
     */
    private record Head(boolean isListed, ReadSet.Edition edition, byte[] digest, Deployed.Mark mark,
            String name, Deployed.Place environment) {}

    private Found find(DSLContext tx, DeploymentAccess access) {
        var head = head(tx, access);
        var place = new StoredValues.Place(access.project().organizationId(), access.projectId(), access.app().id(),
                head.environment);
        var listed = head.isListed ? StoredValues.listed(tx, access.deploymentId()) : Set.<String>of();
        Predicate<String> isListed = key -> !head.isListed || listed.contains(key);
        try (var opened = open(tx, access.projectId(), values.stored(tx, place).stream()
                .filter(stored -> isListed.test(stored.source().key())).toList())) {
            var read = Precedence.of(opened.offers);
            var missing = Needs.of(tx, access.projectId()).needs().stream()
                    .filter(need -> need.environment().id().equals(place.environment().id()))
                    .filter(need -> need.required() && need.status() != Need.Status.DISMISSED)
                    .map(Need::key).filter(isListed).filter(key -> !read.containsKey(key)).sorted().toList();
            var variables = read.entrySet().stream()
                    .map(each -> new ReadSet.Variable(each.getKey(), each.getValue().source().from)).toList();
            return new Found(head, variables, missing, digest(head.name, read),
                    Reading.packed(read.entrySet().stream()
                            .map(each -> each.getValue().source().values.get(each.getKey())).toList()));
        }
    }

    private static Head head(DSLContext tx, DeploymentAccess access) {
        return tx.select(DEPLOYMENTS.ACCESS, DEPLOYMENTS.VERSION, DEPLOYMENTS.VERSION_AT, DEPLOYMENTS.DIGEST,
                DSL.coalesce(AUDIT_CHAINS.CHANGES, 0L), ORGANIZATIONS.BUILT_IN_REVISION,
                DSL.concat(PROJECTS.SLUG, DSL.inline("/"), ENVIRONMENTS.SLUG, DSL.inline("/"), APPS.SLUG),
                ENVIRONMENTS.ID, ENVIRONMENTS.SLUG).from(DEPLOYMENTS)
                .join(PROJECTS).on(PROJECTS.ID.eq(DEPLOYMENTS.PROJECT_ID))
                .join(APPS).on(APPS.ID.eq(DEPLOYMENTS.APP_ID))
                .join(ENVIRONMENTS).on(ENVIRONMENTS.ID.eq(DEPLOYMENTS.ENVIRONMENT_ID))
                .join(ORGANIZATIONS).on(ORGANIZATIONS.ID.eq(access.project().organizationId()))
                .leftJoin(AUDIT_CHAINS).on(AUDIT_CHAINS.ID.eq(DEPLOYMENTS.PROJECT_ID))
                .where(DEPLOYMENTS.PROJECT_ID.eq(access.projectId()), DEPLOYMENTS.ID.eq(access.deploymentId()))
                .fetchOptional(row -> new Head(row.value1().equals("listed"),
                        new ReadSet.Edition(row.value2(), row.value3()), row.value4(),
                        new Deployed.Mark(row.value5(), row.value6()), row.value7(),
                        new Deployed.Place(row.value8(), row.value9())))
                .orElseThrow(NotFound::new);
    }

    /** What a version gives, opened; {@code mark} changes with the version, and with how it is spread. */
    private record Given(Source from, String mark, Map<String, Plaintext> values) {}

    private record Opened(List<Offer<Given>> offers) implements AutoCloseable {
        @Override
        public void close() {
            offers.forEach(offer -> offer.source().values.values().forEach(Plaintext::close));
        }
    }

    private static Opened open(DSLContext tx, UUID projectId, List<StoredValues.Stored> all) {
        var texts = StoredValues.schemas(tx, projectId,
                all.stream().map(StoredValues.Stored::typeId).filter(Objects::nonNull).toList());
        var schemas = new HashMap<UUID, Schema>();
        texts.forEach((id, text) -> schemas.put(id, Schema.of(text)));
        var opened = new Opened(new ArrayList<>());
        try {
            for (var each : all) {
                var from = each.source();
                var how = each.typeId() == null ? "" : texts.get(each.typeId());
                var given = new Given(from, each.versionId() + how, spread(tx, each, schemas));
                var names = given.values.keySet().stream().filter(ReadSets::isSafe).collect(Collectors.toSet());
                opened.offers.add(new Offer<>(from.level(), from.key(), names, given));
            }
            return opened;
        } catch (RuntimeException failed) {
            opened.close();
            throw failed;
        }
    }

    /** What a value gives by its type. */
    private static Map<String, Plaintext> spread(DSLContext tx, StoredValues.Stored stored, Map<UUID, Schema> schemas) {
        var value = stored.opener().open(tx);
        if (stored.typeId() == null) {
            return Map.of(stored.source().key(), value);
        }
        try (value) {
            return Variables.of(stored.source().key(), schemas.get(stored.typeId()), value);
        }
    }

    /** Names that change how programs load code never go out, however they came in. */
    private static boolean isSafe(String name) {
        return SecretKey.fault(name, Integer.MAX_VALUE).isEmpty();
    }

    /** Of the names, of the versions that give them and how, and of what else the answer says: no value. */
    private static byte[] digest(String name, SortedMap<String, Offer<Given>> read) {
        return digest(out -> {
            out.writeUTF(name);
            for (var each : read.entrySet()) {
                out.writeUTF(each.getKey());
                var mark = each.getValue().source().mark.getBytes(StandardCharsets.UTF_8);
                out.writeInt(mark.length);
                out.write(mark);
            }
        });
    }

    /** Of all that the answer says. */
    private static String tag(Found found) {
        var whole = digest(out -> {
            out.write(found.digest);
            for (var key : found.missing) {
                out.writeUTF(key);
            }
        });
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(whole, TAG_BYTES));
    }

    @FunctionalInterface
    private interface Writing {
        void to(DataOutputStream out) throws IOException;
    }

    private static byte[] digest(Writing writing) {
        try (var bytes = new ByteArrayOutputStream(); var out = new DataOutputStream(bytes)) {
            writing.to(out);
            return MessageDigest.getInstance("SHA-256").digest(bytes.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Another server may have counted the same set already. */
    private ReadSet.Edition count(UUID deploymentId, byte[] digest) {
        return database.transact(tx -> {
            tx.update(DEPLOYMENTS).set(DEPLOYMENTS.VERSION, DEPLOYMENTS.VERSION.plus(1))
                    .set(DEPLOYMENTS.DIGEST, digest).set(DEPLOYMENTS.VERSION_AT, DSL.currentInstant())
                    .where(DEPLOYMENTS.ID.eq(deploymentId), DEPLOYMENTS.DIGEST.isDistinctFrom(digest)).execute();
            return tx.select(DEPLOYMENTS.VERSION, DEPLOYMENTS.VERSION_AT).from(DEPLOYMENTS)
                    .where(DEPLOYMENTS.ID.eq(deploymentId))
                    .fetchOptional(row -> new ReadSet.Edition(row.value1(), row.<Instant>value2()))
                    .orElseThrow(NotFound::new);
        });
    }
}
