package dev.coffer.webhook;

import static dev.coffer.db.schema.Tables.PROJECTS;
import static dev.coffer.db.schema.Tables.WEBHOOKS;
import static dev.coffer.db.schema.Tables.WEBHOOK_DELIVERIES;

import dev.coffer.access.Access;
import dev.coffer.access.OrganizationAccess;
import dev.coffer.audit.AuditEntry;
import dev.coffer.audit.AuditLog;
import dev.coffer.db.Ids;
import dev.coffer.project.Environment;
import dev.coffer.requirement.Needs;
import dev.coffer.webhook.EventBodies.Happening;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

/**
 * Writes what is to be told, in the transaction of what happened, by what the audit log records of it. A change of a
 * value costs one statement, whether there are webhooks or not; what can't concern a webhook costs none.
 */
public final class Events implements AuditLog.Observer {
    private final InstantSource clock;
    private final EventBodies bodies;

    /** What a change was about; nothing named is everything. */
    private record Changed(List<String> keys, List<String> environments) {}

    public Events(InstantSource clock, EventBodies bodies) {
        this.clock = clock;
        this.bodies = bodies;
    }

    @Override
    public void heard(DSLContext tx, Access access, AuditEntry entry) {
        switch (entry.action()) {
            case SECRET_CREATED -> changed(tx, access, entry, "created");
            case SECRET_SET -> changed(tx, access, entry, "set");
            case SECRET_RESTORED -> changed(tx, access, entry, "restored");
            case IMPORTED -> changed(tx, access, entry, "imported");
            case SECRET_VALUE_DELETED, SECRET_DELETED -> {
                changed(tx, access, entry, "deleted");
                if (text(entry, "app").isEmpty()) {
                    required(tx, access, entry);
                }
            }
            case ROLLED_BACK -> changed(tx, access, entry, "rolled_back");
            case REQUIREMENTS_DECLARED, REQUIREMENT_ADDED, REQUIREMENT_BROUGHT_BACK, ENVIRONMENT_CREATED ->
                required(tx, access, entry);
            case PUBLISHED -> published(tx, access, entry);
            default -> {
                // of no webhook's concern
            }
        }
    }

    /** A built-in secret that goes can leave several projects without a value. */
    @Override
    public void heard(DSLContext tx, OrganizationAccess access, AuditEntry entry) {
        switch (entry.action()) {
            case BUILT_IN_DELETED -> tx.selectDistinct(PROJECTS.ID, PROJECTS.SLUG).from(PROJECTS).join(WEBHOOKS)
                    .on(WEBHOOKS.PROJECT_ID.eq(PROJECTS.ID))
                    .where(PROJECTS.ORGANIZATION_ID.eq(access.organizationId()), wants(Event.CONFIGURATION_REQUIRED))
                    .orderBy(PROJECTS.SLUG).fetch().forEach(row -> required(tx, row.value1(),
                            new Happening(row.value2(), now(), access.actor()), about(entry)));
            default -> {
                // of no project's concern
            }
        }
    }

    private void changed(DSLContext tx, Access access, AuditEntry entry, String what) {
        write(tx, access.projectId(), Event.SECRET_CHANGED,
                bodies.changed(happening(access), new EventBodies.Where(environments(entry), text(entry, "app")),
                        keys(entry), what));
    }

    private void published(DSLContext tx, Access access, AuditEntry entry) {
        for (var environment : environments(entry)) {
            write(tx, access.projectId(), Event.PUBLICATION_CREATED,
                    bodies.published(happening(access), environment, text(entry, "published").orElse("")));
        }
    }

    /** Asks what is missing only where somebody wants to know. */
    private void required(DSLContext tx, Access access, AuditEntry entry) {
        if (tx.fetchExists(WEBHOOKS, WEBHOOKS.PROJECT_ID.eq(access.projectId()), wants(Event.CONFIGURATION_REQUIRED))) {
            required(tx, access.projectId(), happening(access), about(entry));
        }
    }

    /** Of what is missing, what this change was about: an event an environment. */
    private void required(DSLContext tx, UUID projectId, Happening happening, Changed changed) {
        var missing = new LinkedHashMap<Environment, List<String>>();
        for (var need : Needs.of(tx, projectId).missing()) {
            if (concerns(changed.keys, need.key()) && concerns(changed.environments, need.environment().slug())) {
                missing.computeIfAbsent(need.environment(), _ -> new ArrayList<>()).add(need.key());
            }
        }
        missing.forEach((environment, lacking) -> write(tx, projectId, Event.CONFIGURATION_REQUIRED,
                bodies.required(happening, environment.slug(), lacking)));
    }

    /** A value that goes from every environment is named so, and not by an address. */
    private static Changed about(AuditEntry entry) {
        var places = environments(entry);
        return new Changed(keys(entry), places.stream().allMatch(place -> place.matches("[a-z0-9-]+")) ? places
                : List.of());
    }

    private static boolean concerns(Collection<String> named, String one) {
        return named.isEmpty() || named.contains(one);
    }

    /** The webhooks stay while this is written: one that is just being deleted is waited for, and left out. */
    private void write(DSLContext tx, UUID projectId, Event event, String body) {
        var now = DSL.val(now());
        tx.insertInto(WEBHOOK_DELIVERIES, WEBHOOK_DELIVERIES.ID, WEBHOOK_DELIVERIES.PROJECT_ID,
                WEBHOOK_DELIVERIES.WEBHOOK_ID, WEBHOOK_DELIVERIES.EVENT, WEBHOOK_DELIVERIES.BODY,
                WEBHOOK_DELIVERIES.CREATED_AT, WEBHOOK_DELIVERIES.NEXT_ATTEMPT_AT)
                .select(DSL.select(DSL.field(
                        // Several from one: the time of a UUIDv7, and chance that is each row's own.
                        "(left({0}, 18) || substr(gen_random_uuid()::text, 19))::uuid", UUID.class,
                        DSL.val(Ids.next().toString())), WEBHOOKS.PROJECT_ID, WEBHOOKS.ID, DSL.val(event.slug()),
                        DSL.val(body), now, now).from(WEBHOOKS)
                        .where(WEBHOOKS.PROJECT_ID.eq(projectId), wants(event)).forKeyShare())
                .execute();
    }

    private static Condition wants(Event event) {
        return DSL.condition(WEBHOOKS.ENABLED).and(DSL.val(event.slug()).eq(DSL.any(WEBHOOKS.EVENTS)));
    }

    private Happening happening(Access access) {
        return new Happening(access.project().slug(), now(), access.actor());
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    /** The keys that an entry names; none where it is about all of them. */
    private static List<String> keys(AuditEntry entry) {
        return text(entry, "key").map(List::of).orElseGet(() -> list(entry, "keys"));
    }

    private static List<String> environments(AuditEntry entry) {
        return text(entry, "environment").map(List::of).orElseGet(() -> list(entry, "environments"));
    }

    private static Optional<String> text(AuditEntry entry, String fact) {
        return Optional.ofNullable((String) entry.facts().get(fact));
    }

    private static List<String> list(AuditEntry entry, String fact) {
        return entry.facts().get(fact) instanceof List<?> items ? items.stream().map(String::valueOf).toList()
                : List.of();
    }
}
