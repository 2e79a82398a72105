package dev.coffer.audit;

import static dev.coffer.db.schema.Tables.AUDIT_CHAINS;
import static dev.coffer.db.schema.Tables.AUDIT_EVENTS;
import static dev.coffer.db.schema.Tables.ORGANIZATIONS;

import dev.coffer.access.Access;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Tells whether anything happened in a project, for use cases that have entered it. Every change is a row of the audit
 * log, so the number of its last row that isn't a read stands for the state of all of it.
 */
public final class Changes {
    private static final int MOST = 50;
    private static final JsonMapper JSON = new JsonMapper();
    /** With the word itself in the statement, as in the index. */
    private static final Condition IS_CHANGE = AUDIT_EVENTS.ACTION.ne(DSL.inline(AuditAction.RUNTIME_READ.slug()))
            .and(AUDIT_EVENTS.ACTION.ne(DSL.inline(AuditAction.DEPLOYMENT_TOKEN_EXCHANGED.slug())));
    private static final Pattern MARK = Pattern.compile("(\\d{1,18})\\.\\d{1,18}\\.[a-z]+");

    /**
     * Something that happened. {@code action} is a slug of {@link AuditAction}, {@code by} a person's name or "",
     * {@code isOwn} whether that was the asker in another browser; {@code published} is a version, or "".
     */
    public record Change(String action, String by, boolean isOwn, List<String> keys, List<String> environments,
            String published) {}

    private Changes() {}

    /**
     * What a project's state was when this was asked, as it looks to that role: equal marks, nothing has happened. One
     * query, by two primary keys. Ask for it before what it stands for.
     */
    public static String mark(DSLContext sql, Access access) {
        var seq = DSL.field(DSL.select(AUDIT_CHAINS.CHANGES).from(AUDIT_CHAINS)
                .where(AUDIT_CHAINS.ID.eq(access.projectId())));
        return sql.select(seq, ORGANIZATIONS.BUILT_IN_REVISION).from(ORGANIZATIONS)
                .where(ORGANIZATIONS.ID.eq(access.project().organizationId()))
                .fetchOptional(row -> "%d.%d.%s".formatted(row.value1() == null ? 0 : row.value1(), row.value2(),
                        access.role().slug()))
                .orElse("0.0." + access.role().slug());
    }

    /** What happened after a mark, oldest first, 50 at most, but for what the asker's own session did. */
    public static List<Change> since(DSLContext sql, Access access, String mark) {
        var known = MARK.matcher(mark);
        if (!known.matches()) {
            return List.of();
        }
        return sql.select(AUDIT_EVENTS.BODY).from(AUDIT_EVENTS)
                .where(AUDIT_EVENTS.CHAIN_ID.eq(access.projectId()),
                        AUDIT_EVENTS.SEQ.gt(Long.parseLong(known.group(1))), IS_CHANGE)
                .orderBy(AUDIT_EVENTS.SEQ).limit(MOST).fetch(AUDIT_EVENTS.BODY).stream()
                .flatMap(body -> change(access, JSON.readTree(body)).stream()).toList();
    }

    private static Optional<Change> change(Access access, JsonNode facts) {
        var actor = facts.path("actor");
        if (is(actor.path("credential_id"), access.actor().credentialId())) {
            return Optional.empty();
        }
        var keys = texts(facts.path("keys"));
        keys.addAll(texts(facts.path("key")));
        var environments = texts(facts.path("environments"));
        environments.addAll(texts(facts.path("environment")));
        return Optional.of(new Change(facts.path("action").asString(), actor.path("name").asString(""),
                is(actor.path("id"), access.userId()), keys, environments, facts.path("published").asString("")));
    }

    private static boolean is(JsonNode node, UUID id) {
        return node.asString("").equals(id.toString());
    }

    private static List<String> texts(JsonNode node) {
        var texts = new ArrayList<String>();
        if (node.isArray()) {
            node.forEach(each -> texts.add(each.asString()));
        } else if (node.isString()) {
            texts.add(node.asString());
        }
        return texts;
    }
}
