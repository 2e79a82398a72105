package dev.coffer.builtin;

import static dev.coffer.db.schema.Tables.BUILT_IN_SECRETS;
import static dev.coffer.db.schema.Tables.BUILT_IN_VALUES;
import static dev.coffer.db.schema.Tables.ORGANIZATIONS;

import dev.coffer.access.NotFound;
import dev.coffer.access.OrganizationAccess;
import dev.coffer.audit.AuditAction;
import dev.coffer.audit.AuditEntry;
import dev.coffer.audit.AuditLog;
import dev.coffer.crypto.Binding;
import dev.coffer.crypto.InstanceSeal;
import dev.coffer.crypto.Plaintext;
import dev.coffer.db.Database;
import dev.coffer.db.Ids;
import dev.coffer.form.Clash;
import dev.coffer.form.Result;
import dev.coffer.form.SecretLimits;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

/**
 * The secrets of an organization, for its owners. Lists and changes them, and never answers with a value. A change
 * seals, stores and records in one transaction, which holds the organization.
 */
public final class BuiltIns {
    /** How many an organization may have. */
    static final int MOST = 100;

    /** As a tag that was read: that there is something. */
    static final String ANY = "*";

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final Database database;
    private final InstanceSeal seal;
    private final AuditLog audit;
    private final SecretLimits limits;

    /** A built-in secret, and how many projects have a value of their own for its key. */
    public record Listed(BuiltIn secret, int overrides) {}

    /** What {@code set} came to. */
    public record Written(Listed listed, boolean created) {}

    /**
     * What depends on values that are about to go: how many projects get one of them, how many required values become
     * missing there, and how many projects override the key.
     */
    public record Uses(int projects, int required, int overrides) {}

    public BuiltIns(Database database, InstanceSeal seal, AuditLog audit, SecretLimits limits) {
        this.database = database;
        this.seal = seal;
        this.audit = audit;
        this.limits = limits;
    }

    /** An organization's built-in secrets by key, for use cases that have entered it or a project of it. One query. */
    public static List<BuiltIn> of(DSLContext sql, UUID organizationId) {
        return BuiltInRows.list(sql, BuiltInRows.of(organizationId), DSL.noCondition());
    }

    /** The same for the organization that a project is of. */
    public static List<BuiltIn> inProject(DSLContext sql, UUID projectId) {
        return BuiltInRows.list(sql, BuiltInRows.ofProject(projectId), DSL.noCondition());
    }

    /** One of them. */
    public static Optional<BuiltIn> inProject(DSLContext sql, UUID projectId, String key) {
        return BuiltInRows.find(sql, BuiltInRows.ofProject(projectId), key);
    }

    /** Those after a key ({@code null}: from the first), and one more than {@code most} if there is more. */
    public List<Listed> list(OrganizationAccess access, String after, int most) {
        access.requireOwner();
        return database.read(sql -> {
            var secrets = of(sql, access.organizationId()).stream()
                    .filter(each -> after == null || each.key().compareTo(after) > 0).limit(most + 1L).toList();
            var overrides = BuiltInRows.overrides(sql, access.organizationId(), secrets);
            return secrets.stream().map(each -> new Listed(each, overrides.getOrDefault(each.key(), 0))).toList();
        });
    }

    /** @throws NotFound where there is no such key */
    public Listed get(OrganizationAccess access, String key) {
        access.requireOwner();
        return database.read(sql -> BuiltInRows.find(sql, BuiltInRows.of(access.organizationId()), key)
                .map(secret -> listed(sql, access, secret))).orElseThrow(NotFound::new);
    }

    /** The addresses that environments have in the organization's projects, and those that every new project has. */
    public List<String> environments(OrganizationAccess access) {
        access.requireOwner();
        return database.read(sql -> BuiltInRows.environments(sql, access.organizationId()));
    }

    /** What depends on a key's value in one place, or with {@code environment} empty on all of its values. */
    public Uses uses(OrganizationAccess access, String key, Optional<String> environment) {
        access.requireOwner();
        return database.read(sql -> {
            var secret = BuiltInRows.find(sql, BuiltInRows.of(access.organizationId()), key).orElseThrow(NotFound::new);
            return BuiltInRows.uses(sql, access.organizationId(), secret, environment);
        });
    }

    /** A new key, or a value for a place where the key has none yet. Refused where it has one. */
    public Result<Written> add(OrganizationAccess access, BuiltInDraft draft) {
        return write(access, draft, (tx, existing) -> {
            if (existing.isEmpty()) {
                return insert(tx, access, draft);
            }
            var taken = existing.get().places().stream().map(BuiltIn.Place::environment)
                    .filter(draft.places()::contains).map(BuiltIn::name).toList();
            return taken.isEmpty() ? replace(tx, access, existing.get(), draft.keepingDescription())
                    : Result.conflict(Clash.Kind.EXISTS,
                            "A built-in secret named %s has a value for %s. Edit it instead"
                                    .formatted(draft.key(), String.join(" and ", taken)));
        });
    }

    /**
     * Stores the value in the places named, whether the key is there or not, and leaves the others; or a description
     * alone. {@code read} is the tag of the state that this was made from, if any, or {@link #ANY}.
     */
    public Result<Written> set(OrganizationAccess access, BuiltInDraft draft, Optional<String> read) {
        return write(access, draft, (tx, existing) -> {
            var lost = lost(existing, draft.key(), read);
            if (lost.isPresent()) {
                return new Result.Conflict<>(lost.get());
            }
            return existing.isPresent() ? replace(tx, access, existing.get(), draft) : insert(tx, access, draft);
        });
    }

    /** Erases a key with all its values. */
    public Result<String> delete(OrganizationAccess access, String key, Optional<String> read) {
        return erase(access, key, Optional.empty(), read);
    }

    /** Erases the value of one place; the last one takes the key with it. */
    public Result<String> deleteValue(OrganizationAccess access, String key, String environment,
            Optional<String> read) {
        return erase(access, key, Optional.of(environment), read);
    }

    private Result<String> erase(OrganizationAccess access, String key, Optional<String> environment,
            Optional<String> read) {
        access.requireOwner();
        return database.transact(access.origin().once(), tx -> {
            hold(tx, access.organizationId());
            var secret = BuiltInRows.find(tx, BuiltInRows.of(access.organizationId()), key).orElseThrow(NotFound::new);
            var gone = environment.map(one -> List.of(secret.place(one).orElseThrow(NotFound::new)))
                    .orElse(secret.places());
            var lost = lost(Optional.of(secret), key, read);
            if (lost.isPresent()) {
                return new Result.Conflict<>(lost.get());
            }
            if (gone.size() == secret.places().size()) {
                count(tx, access);
                tx.deleteFrom(BUILT_IN_SECRETS).where(BUILT_IN_SECRETS.ORGANIZATION_ID.eq(access.organizationId()),
                        BUILT_IN_SECRETS.ID.eq(secret.id())).execute();
            } else {
                tx.deleteFrom(BUILT_IN_VALUES).where(BUILT_IN_VALUES.ORGANIZATION_ID.eq(access.organizationId()),
                        BUILT_IN_VALUES.BUILT_IN_ID.eq(secret.id()),
                        BUILT_IN_VALUES.ENVIRONMENT.eq(gone.getFirst().environment())).execute();
                touch(tx, access, secret, secret.description());
            }
            audit.record(tx, access, entry(AuditAction.BUILT_IN_DELETED, secret,
                    gone.stream().map(BuiltIn.Place::environment).toList()));
            return Result.ok(key);
        });
    }

    /** What is decided once the draft is known to be sound, and the organization held. */
    @FunctionalInterface
    private interface Decision {
        Result<Written> on(DSLContext tx, Optional<BuiltIn> existing);
    }

    private Result<Written> write(OrganizationAccess access, BuiltInDraft draft, Decision decision) {
        access.requireOwner();
        var errors = draft.check(limits);
        if (!errors.isEmpty()) {
            return Result.invalid(errors);
        }
        return database.transact(access.origin().once(), tx -> {
            hold(tx, access.organizationId());
            var known = BuiltInRows.environments(tx, access.organizationId());
            if (!draft.places().stream().allMatch(each -> each.equals(BuiltIn.EVERYWHERE) || known.contains(each))) {
                return Result.invalid("environments", "No project has an environment named so. Choose among "
                        + String.join(", ", known));
            }
            return decision.on(tx, BuiltInRows.find(tx, BuiltInRows.of(access.organizationId()), draft.key()));
        });
    }

    private Result<Written> insert(DSLContext tx, OrganizationAccess access, BuiltInDraft draft) {
        if (draft.value().isEmpty()) {
            return Result.invalid("value", "Secret value is required");
        }
        if (tx.fetchCount(BUILT_IN_SECRETS, BUILT_IN_SECRETS.ORGANIZATION_ID.eq(access.organizationId())) >= MOST) {
            return Result.invalid("key", ("The organization has reached %d built-in secrets. "
                    + "Delete one that is not used").formatted(MOST));
        }
        var id = Ids.next();
        tx.insertInto(BUILT_IN_SECRETS).set(BUILT_IN_SECRETS.ID, id)
                .set(BUILT_IN_SECRETS.ORGANIZATION_ID, access.organizationId())
                .set(BUILT_IN_SECRETS.KEY, draft.key())
                .set(BUILT_IN_SECRETS.DESCRIPTION, draft.description().orElse(""))
                .set(BUILT_IN_SECRETS.CREATED_BY, access.userId()).set(BUILT_IN_SECRETS.UPDATED_BY, access.userId())
                .execute();
        count(tx, access);
        put(tx, access, new Put(id, 1, draft.value().get()), draft.places());
        return done(tx, access, draft, true);
    }

    private Result<Written> replace(DSLContext tx, OrganizationAccess access, BuiltIn secret, BuiltInDraft draft) {
        var description = draft.description().orElse(secret.description());
        if (draft.value().isEmpty() && description.equals(secret.description())) {
            return Result.invalid("value", "No changes to save");
        }
        long revision = touch(tx, access, secret, description);
        draft.value().ifPresent(value -> put(tx, access, new Put(secret.id(), Math.toIntExact(revision), value),
                draft.places()));
        return done(tx, access, draft, false);
    }

    private Result<Written> done(DSLContext tx, OrganizationAccess access, BuiltInDraft draft, boolean created) {
        var secret = BuiltInRows.find(tx, BuiltInRows.of(access.organizationId()), draft.key()).orElseThrow();
        var listed = listed(tx, access, secret);
        audit.record(tx, access, draft.value().isEmpty()
                ? AuditEntry.of(AuditAction.BUILT_IN_DESCRIBED).secret(secret.id(), secret.key())
                : entry(AuditAction.BUILT_IN_SET, secret, draft.places()));
        return Result.ok(new Written(listed, created));
    }

    /** A value to store. Its version is the revision that it came with: none comes twice, also after a deletion. */
    private record Put(UUID id, int version, Plaintext value) {}

    private void put(DSLContext tx, OrganizationAccess access, Put put, List<String> places) {
        for (var environment : places) {
            var versionId = Ids.next();
            var place = new Binding.Place(access.organizationId(), put.id, environment);
            var box = seal.seal(Binding.builtInValue(place, versionId, put.version), put.value);
            tx.insertInto(BUILT_IN_VALUES).set(BUILT_IN_VALUES.ORGANIZATION_ID, access.organizationId())
                    .set(BUILT_IN_VALUES.BUILT_IN_ID, put.id).set(BUILT_IN_VALUES.ENVIRONMENT, environment)
                    .set(BUILT_IN_VALUES.VERSION, put.version).set(BUILT_IN_VALUES.VERSION_ID, versionId)
                    .set(BUILT_IN_VALUES.INSTANCE_KEY_VERSION, box.instanceKeyVersion())
                    .set(BUILT_IN_VALUES.WRAPPED, box.wrapped()).set(BUILT_IN_VALUES.SEALED, box.sealed())
                    .set(BUILT_IN_VALUES.UPDATED_BY, access.userId())
                    .onConflict(BUILT_IN_VALUES.BUILT_IN_ID, BUILT_IN_VALUES.ENVIRONMENT).doUpdate()
                    .set(BUILT_IN_VALUES.VERSION, put.version).set(BUILT_IN_VALUES.VERSION_ID, versionId)
                    .set(BUILT_IN_VALUES.INSTANCE_KEY_VERSION, box.instanceKeyVersion())
                    .set(BUILT_IN_VALUES.WRAPPED, box.wrapped()).set(BUILT_IN_VALUES.SEALED, box.sealed())
                    .set(BUILT_IN_VALUES.UPDATED_AT, DSL.currentInstant())
                    .set(BUILT_IN_VALUES.UPDATED_BY, access.userId()).execute();
        }
    }

    /** @return the secret's next revision */
    private static long touch(DSLContext tx, OrganizationAccess access, BuiltIn secret, String description) {
        count(tx, access);
        return tx.update(BUILT_IN_SECRETS).set(BUILT_IN_SECRETS.DESCRIPTION, description)
                .set(BUILT_IN_SECRETS.REVISION, secret.revision() + 1)
                .set(BUILT_IN_SECRETS.UPDATED_AT, DSL.currentInstant())
                .set(BUILT_IN_SECRETS.UPDATED_BY, access.userId())
                .where(BUILT_IN_SECRETS.ORGANIZATION_ID.eq(access.organizationId()),
                        BUILT_IN_SECRETS.ID.eq(secret.id()))
                .returning(BUILT_IN_SECRETS.REVISION).fetchSingle(BUILT_IN_SECRETS.REVISION);
    }

    /** Tells every page that looks for changes. */
    private static void count(DSLContext tx, OrganizationAccess access) {
        tx.update(ORGANIZATIONS).set(ORGANIZATIONS.BUILT_IN_REVISION, ORGANIZATIONS.BUILT_IN_REVISION.plus(1))
                .where(ORGANIZATIONS.ID.eq(access.organizationId())).execute();
    }

    /** Until the transaction ends nobody else changes a built-in secret, and nobody publishes. */
    private static void hold(DSLContext tx, UUID organizationId) {
        tx.select(ORGANIZATIONS.ID).from(ORGANIZATIONS).where(ORGANIZATIONS.ID.eq(organizationId)).forNoKeyUpdate()
                .fetchSingle();
    }

    private static Listed listed(DSLContext sql, OrganizationAccess access, BuiltIn secret) {
        return new Listed(secret, BuiltInRows.overrides(sql, access.organizationId(), List.of(secret))
                .getOrDefault(secret.key(), 0));
    }

    private static AuditEntry entry(AuditAction action, BuiltIn secret, List<String> places) {
        return AuditEntry.of(action).secret(secret.id(), secret.key())
                .environments(places.stream().map(BuiltIn::name).toList());
    }

    private static Optional<Clash> lost(Optional<BuiltIn> existing, String key, Optional<String> read) {
        if (read.isEmpty() || existing.isPresent() && read.get().equals(ANY)) {
            return Optional.empty();
        }
        if (existing.isEmpty()) {
            return Optional.of(new Clash(Clash.Kind.STALE, key + " was deleted in the meantime. Nothing was saved"));
        }
        var now = existing.get();
        return now.tag().equals(read.get()) ? Optional.empty() : Optional.of(new Clash(Clash.Kind.STALE,
                "%s changed %s at %s, after this was opened. Check and save again".formatted(now.updatedBy(),
                        changed(now, read.get()), TIME.format(now.updatedAt()))));
    }

    private static String changed(BuiltIn now, String tag) {
        if (!tag.startsWith(now.id() + ".")) {
            return "it";
        }
        var changes = new ArrayList<String>();
        for (var place : now.places()) {
            if (place.version() > revision(tag)) {
                changes.add("the value for " + place.name());
            }
        }
        return changes.isEmpty() ? "its description, or deleted a value," : String.join(" and ", changes);
    }

    private static long revision(String tag) {
        try {
            return Long.parseLong(tag.substring(tag.lastIndexOf('.') + 1));
        } catch (NumberFormatException notOurs) {
            return -1;
        }
    }
}
