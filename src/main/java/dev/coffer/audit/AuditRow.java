package dev.coffer.audit;

import static dev.coffer.db.schema.Tables.AUDIT_EVENTS;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jooq.Record;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A row of the audit log, read from its authenticated text. {@code actorId} and {@code actor} may be null. */
public record AuditRow(long seq, Instant at, String action, UUID actorId, String actor, String via, String address,
        String object, String environment) {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int SOME = 20;

    static AuditRow of(long seq, String body) {
        var facts = JSON.readTree(body);
        var actor = facts.path("actor");
        var actorId = actor.has("id") ? UUID.fromString(actor.path("id").asString()) : null;
        return new AuditRow(seq, Instant.parse(text(facts, "at")), text(facts, "action"), actorId, text(actor, "name"),
                via(text(facts, "source"), actor), text(facts, "address"), object(facts),
                environment(facts));
    }

    /** What was done, in words. */
    public String label() {
        return AuditAction.labelOf(action);
    }

    /** Whether the columns beside the text, which searches use, say the same as it. */
    boolean matches(Record row) {
        return row.get(AUDIT_EVENTS.ACTION).equals(action) && row.get(AUDIT_EVENTS.RECORDED_AT).equals(at)
                && Objects.equals(row.get(AUDIT_EVENTS.ACTOR_ID), actorId);
    }

    private static String via(String source, JsonNode actor) {
        return switch (source) {
            case "web" -> "Browser";
            case "api" -> switch (text(actor, "kind")) {
                case "token" -> "API token";
                case "pipeline" -> "Pipeline token " + text(actor, "token");
                case null, default -> "API";
            };
            case null, default -> "Host";
        };
    }

    /** What it was done to: a key with its version, a number of keys, a name, a role. */
    private static String object(JsonNode facts) {
        var parts = new ArrayList<String>();
        boolean isRead = text(facts, "action").equals(AuditAction.RUNTIME_READ.slug());
        if (facts.has("deployment_id") && !isRead) {
            parts.add("%s@%s".formatted(text(facts, "app"), text(facts, "environment")));
        } else if (facts.has("app") && !isRead && !facts.has("key") && !facts.has("keys")) {
            parts.add(text(facts, "app"));
        }
        if (facts.has("access")) {
            parts.add(text(facts, "access").equals("all") ? "all secrets" : "a list");
        }
        if (facts.has("key")) {
            parts.add(text(facts, "key") + owner(facts));
        }
        if (facts.has("keys")) {
            parts.add((isRead ? some(facts.path("keys")) : list(facts, "keys")) + owner(facts));
        }
        if (facts.has("own")) {
            parts.add("among them " + some(facts.path("own")));
        }
        if (facts.has("compared")) {
            parts.add("compared with " + list(facts, "compared"));
        }
        if (facts.has("subject")) {
            parts.add(text(facts, "subject"));
        }
        if (facts.has("project")) {
            parts.add(text(facts, "project"));
        }
        if (facts.has("name")) {
            parts.add(text(facts, "name"));
        }
        if (facts.has("role")) {
            parts.add("as " + text(facts, "role"));
        }
        if (facts.has("published")) {
            parts.add(text(facts, "published"));
        }
        if (facts.has("source_name")) {
            parts.add("by " + text(facts, "source_name"));
        }
        if (facts.has("dismissed")) {
            parts.add("dismissed: " + list(facts, "dismissed"));
        }
        if (facts.has("removed")) {
            parts.add("removed: " + list(facts, "removed"));
        }
        if (facts.has("deployments")) {
            parts.add("with " + list(facts, "deployments"));
        }
        if (facts.has("dropped")) {
            parts.add("dismissals dropped: " + list(facts, "dropped"));
        }
        if (facts.has("reason")) {
            parts.add("because: " + text(facts, "reason"));
        }
        if (facts.has("key") && facts.has("type")) {
            parts.add(text(facts, "type").isEmpty() ? "a plain value" : "type " + text(facts, "type"));
        }
        if (facts.has("unfit")) {
            parts.add("does not fit: " + some(facts.path("unfit")));
        }
        if (facts.has("version")) {
            parts.add("version " + facts.path("version").asInt());
        }
        if (facts.has("restored_from")) {
            parts.add("from version " + facts.path("restored_from").asInt());
        }
        if (facts.has("count")) {
            parts.add(facts.path("count").asInt() + " times");
        }
        return String.join(", ", parts);
    }

    /** Whose own a secret is, where it isn't the project's. */
    private static String owner(JsonNode facts) {
        return facts.has("app") && !facts.has("deployment_id") ? " of " + text(facts, "app") : "";
    }

    private static String environment(JsonNode facts) {
        return facts.has("environments") ? list(facts, "environments") : text(facts, "environment");
    }

    private static String list(JsonNode facts, String name) {
        List<String> items = new ArrayList<>();
        facts.path(name).forEach(item -> items.add(item.asString()));
        return String.join(", ", items);
    }

    /** The first ones: a type may have a thousand values. */
    private static String some(JsonNode all) {
        var told = all.valueStream().limit(SOME).map(JsonNode::asString).collect(Collectors.joining(", "));
        return all.size() <= SOME ? told : "%s and %,d more".formatted(told, all.size() - SOME);
    }

    private static String text(JsonNode facts, String name) {
        var node = facts.path(name);
        return node.isMissingNode() || node.isNull() ? null : node.asString();
    }
}
