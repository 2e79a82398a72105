package dev.coffer.runtime;

import dev.coffer.access.DeploymentAccess;
import dev.coffer.form.Errors;
import dev.coffer.web.Api;
import dev.coffer.web.BadRequest;
import dev.coffer.web.EntityTags;
import dev.coffer.web.Entry;
import dev.coffer.web.Problem;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;

/**
 * What a running app asks, with its deployment's token: all that it reads, or one value. It answers with values, which
 * nothing else does.
 */
public final class RuntimeApi {
    private static final JsonFactory JSON = JsonFactory.builder().disable(StreamWriteFeature.AUTO_CLOSE_TARGET).build();

    /** Bytes that most answers fit in. */
    private static final int ROOM = 8 * 1024;

    private final Entry entry;
    private final Api api;
    private final RuntimeSecrets secrets;

    public RuntimeApi(Entry entry, Api api, RuntimeSecrets secrets) {
        this.entry = entry;
        this.api = api;
        this.secrets = secrets;
    }

    /**
     * All of it, as an object that tells where it is from, or with {@code ?format=} printed for a program that reads
     * that format. What is unchanged since the tag that is sent along isn't sent again.
     */
    public void all(Context ctx) {
        var access = entry.deployment(ctx);
        var format = Optional.ofNullable(ctx.queryParam("format")).map(RuntimeApi::format);
        var now = secrets.look(access);
        if (EntityTags.isKnown(ctx, tag(now, format))) {
            api.unchanged(ctx, EntityTags.quoted(tag(now, format)));
        } else if (ctx.method() == HandlerType.HEAD) {
            describe(ctx, now, format);
        } else {
            try (var reading = secrets.read(access)) {
                answer(ctx, access, reading, format);
            }
        }
    }

    /** One of them, by the variable's name. */
    public void one(Context ctx) {
        var access = entry.deployment(ctx);
        var name = ctx.pathParam("key");
        if (ctx.method() == HandlerType.HEAD) {
            secrets.require(access, name);
            ctx.contentType("application/json");
            return;
        }
        try (var reading = secrets.read(access, name)) {
            ctx.contentType("application/json");
            send(ctx, json -> {
                json.writeStringProperty("key", name);
                json.writeName("value");
                reading.writeValue(json);
                json.writeNumberProperty("version", reading.variables().getFirst().source().version());
            });
        }
    }

    private void answer(Context ctx, DeploymentAccess access, Reading reading, Optional<Format> format) {
        var errors = format.map(wanted -> refused(reading, wanted)).orElse(Errors.none());
        if (!errors.isEmpty()) {
            api.problem(ctx, Problem.of(errors));
            return;
        }
        describe(ctx, reading.set(), format);
        if (format.isEmpty()) {
            send(ctx, json -> write(json, access, reading));
        } else if (format.get() == Format.JSON) {
            send(ctx, reading::writeFields);
        } else {
            try (var body = new WipedBuffer(ROOM)) {
                reading.each((variable, value) -> format.get().line(body, variable.name(), value.expose()));
                format.get().end(body);
                send(ctx, body);
            }
        }
    }

    private static Errors refused(Reading reading, Format format) {
        var refusals = new LinkedHashMap<String, Optional<String>>();
        reading.each((variable, value) -> refusals.put(variable.name(),
                format.refusal(variable.name(), value.expose())));
        var errors = Errors.none();
        for (var refusal : refusals.entrySet()) {
            errors = errors.and(refusal.getKey(), refusal.getValue());
        }
        return errors;
    }

    private static Format format(String slug) {
        return Format.of(slug).orElseThrow(() -> new BadRequest("There is no format of that name. Choose among "
                + String.join(", ", Format.slugs())));
    }

    /** What is printed in another way is another thing to a cache. */
    private static String tag(Resolved set, Optional<Format> format) {
        return set.tag() + format.map(wanted -> "." + wanted.slug()).orElse("");
    }

    private static void describe(Context ctx, Resolved set, Optional<Format> format) {
        ctx.contentType(format.orElse(Format.JSON).contentType())
                .header("ETag", EntityTags.quoted(tag(set, format)));
    }

    private static void write(JsonGenerator json, DeploymentAccess access, Reading reading) {
        json.writeStringProperty("project", access.project().slug());
        json.writeStringProperty("environment", access.environment().slug());
        json.writeStringProperty("app", access.app().slug());
        json.writeNumberProperty("version", reading.set().edition().version());
        json.writeObjectPropertyStart("secrets");
        reading.writeFields(json);
        json.writeEndObject();
        json.writeArrayPropertyStart("missing");
        reading.set().missing().forEach(json::writeString);
        json.writeEndArray();
    }

    static void send(Context ctx, Consumer<JsonGenerator> fields) {
        try (var body = new WipedBuffer(ROOM)) {
            try (var json = JSON.createGenerator(ObjectWriteContext.empty(), body)) {
                json.writeStartObject();
                fields.accept(json);
                json.writeEndObject();
            }
            send(ctx, body);
        }
    }

    /** As one piece, whose length the client is told, so that half of it is never taken for the whole. */
    private static void send(Context ctx, WipedBuffer body) {
        try {
            ctx.res().setContentLength(body.size());
            ctx.res().getOutputStream().write(body.expose(), 0, body.size());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
