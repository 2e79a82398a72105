package dev.coffer.audit;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** What happened, in typed facts: there is no way to put a value in. */
public record AuditEntry(AuditAction action, Map<String, Object> facts) {

    public AuditEntry {
        facts = Collections.unmodifiableMap(new TreeMap<>(facts));
    }

    public static AuditEntry of(AuditAction action) {
        return new AuditEntry(action, Map.of());
    }

    public AuditEntry secret(UUID id, String key) {
        return and("secret_id", id.toString()).and("key", key);
    }

    /** A key that may have no secret: one that is needed. */
    public AuditEntry key(String key) {
        return and("key", key);
    }

    /** Keys that were taken off a list. None: no fact. */
    public AuditEntry removed(List<String> keys) {
        return keys.isEmpty() ? this : and("removed", List.copyOf(keys));
    }

    /** Dismissals that lost their meaning, such as "A in production". None: no fact. */
    public AuditEntry dropped(List<String> dismissals) {
        return dismissals.isEmpty() ? this : and("dropped", List.copyOf(dismissals));
    }

    /** Keys of many secrets at once, as an import has them. */
    public AuditEntry keys(List<String> keys) {
        return and("keys", List.copyOf(keys));
    }

    /** Those among {@link #keys} that are apps' own, such as "A of api". None: no fact. */
    public AuditEntry own(List<String> keys) {
        return keys.isEmpty() ? this : and("own", List.copyOf(keys));
    }

    /** Keys whose stored values were held against others, which tells whether they are the same. None: no fact. */
    public AuditEntry compared(List<String> keys) {
        return keys.isEmpty() ? this : and("compared", List.copyOf(keys));
    }

    /** The key of a secret's type; "" for none. */
    public AuditEntry type(String key) {
        return and("type", key);
    }

    /** Secrets whose values in an environment stopped fitting their type, such as "A in production". None: no fact. */
    public AuditEntry unfit(List<String> values) {
        return values.isEmpty() ? this : and("unfit", List.copyOf(values));
    }

    public AuditEntry environment(UUID id, String slug) {
        return and("environment_id", id.toString()).and("environment", slug);
    }

    public AuditEntry environments(List<String> slugs) {
        return and("environments", List.copyOf(slugs));
    }

    /** The address of an app. */
    public AuditEntry app(String slug) {
        return and("app", slug);
    }

    /** An app in an environment, by the addresses of both. */
    public AuditEntry deployment(UUID id, String app, String environment) {
        return and("deployment_id", id.toString()).and("app", app).and("environment", environment);
    }

    /** What a deployment reads: all, or listed. */
    public AuditEntry access(String which) {
        return and("access", which);
    }

    /** Deployments that went with something, such as "api@preview". None: no fact. */
    public AuditEntry deployments(List<String> names) {
        return names.isEmpty() ? this : and("deployments", List.copyOf(names));
    }

    /** Versions of the values of {@link #keys}, in the same order. */
    public AuditEntry versions(List<Integer> numbers) {
        return and("versions", List.copyOf(numbers));
    }

    public AuditEntry version(int number) {
        return and("version", number);
    }

    public AuditEntry restoredFrom(int number) {
        return and("restored_from", number);
    }

    public AuditEntry project(UUID id, String slug) {
        return and("project_id", id.toString()).and("project", slug);
    }

    public AuditEntry role(String role) {
        return and("role", role);
    }

    /** A person, token, session or invitation that it was done to. */
    public AuditEntry subject(UUID id, String name) {
        return and("subject_id", id.toString()).and("subject", name);
    }

    /** A name or short text that was changed to; never of a secret's value. */
    public AuditEntry name(String name) {
        return and("name", name);
    }

    /** Why, in the words of whoever did it. */
    public AuditEntry reason(String reason) {
        return and("reason", reason);
    }

    /** Who declared what is needed: a build, a file, a person. */
    public AuditEntry source(String source) {
        return and("source_name", source);
    }

    /** The version of the project that was published. */
    public AuditEntry published(String version) {
        return and("published", version);
    }

    /** Required keys without a value that were dismissed at that time. None: no fact. */
    public AuditEntry dismissed(List<String> keys) {
        return keys.isEmpty() ? this : and("dismissed", List.copyOf(keys));
    }

    public AuditEntry count(int count) {
        return and("count", count);
    }

    private AuditEntry and(String fact, Object value) {
        var more = new TreeMap<>(facts);
        more.put(fact, value);
        return new AuditEntry(action, more);
    }
}
