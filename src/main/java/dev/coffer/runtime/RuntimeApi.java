package dev.coffer.runtime;

import dev.coffer.access.DeploymentAccess;
import dev.coffer.web.Api;
import dev.coffer.web.EntityTags;
import dev.coffer.web.Entry;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;

/**
 * What a running app asks, with its deployment's token: all that it reads, or one value. It answers with values, which
 * nothing else does.
 */
public final class RuntimeApi {
    private static final JsonFactory JSON = JsonFactory.builder().disable(StreamWriteFeature.AUTO_CLOSE_TARGET).build();

    private final Entry entry;
    private final Api api;
    private final RuntimeSecrets secrets;

    public RuntimeApi(Entry entry, Api api, RuntimeSecrets secrets) {
        this.entry = entry;
        this.api = api;
        this.secrets = secrets;
    }

    /** All of it. What is unchanged since the tag that is sent along isn't sent again. */
    public void all(Context ctx) {
        var access = entry.deployment(ctx);
        var now = secrets.look(access);
        if (EntityTags.isKnown(ctx, now.tag())) {
            api.unchanged(ctx, EntityTags.quoted(now.tag()));
        } else if (ctx.method() == HandlerType.HEAD) {
            described(ctx, now);
        } else {
            try (var reading = secrets.read(access)) {
                described(ctx, reading.set());
                send(ctx, json -> write(json, access, reading));
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

    private static void described(Context ctx, Resolved set) {
        ctx.contentType("application/json").header("ETag", EntityTags.quoted(set.tag()));
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

    /** As one piece, whose length the client is told, so that half of it is never taken for the whole. */
    static void send(Context ctx, Consumer<JsonGenerator> fields) {
        try (var body = new WipedBuffer(8 * 1024)) {
            try (var json = JSON.createGenerator(tools.jackson.core.ObjectWriteContext.empty(), body)) {
                json.writeStartObject();
                fields.accept(json);
                json.writeEndObject();
            }
            ctx.res().setContentLength(body.size());
            ctx.res().getOutputStream().write(body.expose(), 0, body.size());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
