package dev.coffer.webhook;

import dev.coffer.access.Access;
import dev.coffer.access.Actor;
import dev.coffer.audit.AuditLog;
import dev.coffer.db.Ids;
import dev.coffer.form.ScopedKey;
import java.net.URI;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a receiver reads: JSON with keys, names and where to look, and no way to put a value in. {@code id} is the
 * event's, the same for every webhook that is told.
 */
public final class EventBodies {
    private static final JsonMapper JSON = new JsonMapper();

    private final URI publicUrl;

    /** Where and when something happened, and who did it. */
    record Happening(String project, Instant at, Actor actor) {}

    public EventBodies(URI publicUrl) {
        this.publicUrl = publicUrl;
    }

    String ping(Access access, Instant at) {
        var project = access.project().slug();
        return body(Event.PING, new Happening(project, at, access.actor()), Map.of(),
                "/projects/%s/webhooks".formatted(project));
    }

    String published(Happening happening, String environment, String version) {
        return body(Event.PUBLICATION_CREATED.slug(), happening,
                Map.of("environment", environment, "version", version),
                "/projects/%s/publications".formatted(happening.project));
    }

    String required(Happening happening, String environment, List<String> keys) {
        return body(Event.CONFIGURATION_REQUIRED.slug(), happening,
                Map.of("environment", environment, "keys", keys),
                "/projects/%s/secrets?environment=%s&status=missing".formatted(happening.project, environment));
    }

    /** Whose values changed: in which environments, and an app's own where one is named. */
    record Where(List<String> environments, Optional<String> app) {}

    /** @param what a word: created, set, restored, deleted, imported or rolled_back */
    String changed(Happening happening, Where where, List<String> keys, String what) {
        var secrets = "/projects/%s/secrets".formatted(happening.project);
        boolean isShown = keys.size() == 1 && !what.equals("deleted");
        var facts = new TreeMap<String, Object>(Map.of("environments", where.environments, "keys", keys, "what", what));
        where.app.ifPresent(app -> facts.put("app", app));
        return body(Event.SECRET_CHANGED.slug(), happening, facts, isShown
                ? secrets + "/" + new ScopedKey(keys.getFirst(), where.app.orElse("")).path() : secrets);
    }

    private String body(String event, Happening happening, Map<String, Object> facts, String href) {
        var body = new LinkedHashMap<String, Object>();
        body.put("id", Ids.next().toString());
        body.put("event", event);
        body.put("at", happening.at.toString());
        body.put("project", happening.project);
        body.putAll(new TreeMap<>(facts));
        body.put("actor", actor(happening.actor));
        body.put("href", publicUrl + href);
        return JSON.writeValueAsString(body);
    }

    private static Map<String, String> actor(Actor actor) {
        var about = new LinkedHashMap<String, String>();
        about.put("name", actor instanceof Actor.Pipeline pipeline ? pipeline.name() : actor.user().name());
        about.put("kind", AuditLog.kind(actor));
        return about;
    }
}
