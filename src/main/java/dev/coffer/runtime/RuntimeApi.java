package dev.coffer.runtime;

import dev.coffer.access.DeploymentAccess;
import dev.coffer.crypto.Handled;
import dev.coffer.form.Errors;
import dev.coffer.web.Api;
import dev.coffer.web.Audience;
import dev.coffer.web.BadRequest;
import dev.coffer.web.EntityTags;
import dev.coffer.web.Entry;
import dev.coffer.web.Problem;
import dev.coffer.web.Refused;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.regex.Pattern;
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

    private static final int LONGEST_WAIT = 60;
    private static final Pattern SECONDS = Pattern.compile("\\d{1,3}");
    /** So many of those whom one change woke are looked up at once: they leave room in the pool for others. */
    private static final int WOKEN = 4;

    private final Semaphore woken = new Semaphore(WOKEN, true);
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
     * that format. What is unchanged since the tag that is sent along isn't sent again; with {@code ?wait=} that is
     * said only after as many seconds without a change.
     */
    public void all(Context ctx) {
        var access = entry.deployment(ctx);
        var asked = Asked.of(ctx);
        var now = secrets.look(access);
        if (!EntityTags.isKnown(ctx, tag(now, asked.format))) {
            answer(ctx, access, asked.format);
        } else if (asked.patience.isZero()) {
            unchanged(ctx, now, asked);
        } else {
            var change = secrets.await(access, now, asked.patience).orElseThrow(() -> Refused.tooMany(
                    "Too many wait for changes. Ask without waiting, and again in a minute", 60));
            ctx.future(() -> change.thenAcceptAsync(changed -> {
                if (changed) {
                    answerWoken(ctx, asked);
                } else {
                    unchanged(ctx, now, asked);
                }
            }, Thread::startVirtualThread));
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

    /** What is asked for beside the path; {@code patience} is zero for an answer at once. */
    private record Asked(Optional<Format> format, Duration patience) {
        static Asked of(Context ctx) {
            var format = Optional.ofNullable(ctx.queryParam("format")).map(RuntimeApi::format);
            var wait = ctx.queryParam("wait");
            if (wait == null || ctx.method() == HandlerType.HEAD) {
                return new Asked(format, Duration.ZERO);
            }
            if (!SECONDS.matcher(wait).matches() || Integer.parseInt(wait) > LONGEST_WAIT) {
                throw new BadRequest("wait is a number of seconds, %d at most".formatted(LONGEST_WAIT));
            }
            return new Asked(format, Duration.ofSeconds(Integer.parseInt(wait)));
        }
    }

    private void unchanged(Context ctx, ReadSet set, Asked asked) {
        api.unchanged(ctx, EntityTags.quoted(tag(set, asked.format)));
    }

    /** The token is asked for once more: it may have been revoked while it waited. */
    private void answerWoken(Context ctx, Asked asked) {
        Handled.begin(); // another thread than the one that took the request; it ends when the answer is sent
        woken.acquireUninterruptibly();
        try {
            entry.admit(ctx, Audience.deployment());
        } finally {
            woken.release();
        }
        answer(ctx, entry.deployment(ctx), asked.format);
    }

    private void answer(Context ctx, DeploymentAccess access, Optional<Format> format) {
        if (ctx.method() == HandlerType.HEAD) {
            describe(ctx, secrets.look(access), format);
            return;
        }
        try (var reading = secrets.read(access)) {
            answer(ctx, access, new Shown(reading, format));
        }
    }

    private record Shown(Reading reading, Optional<Format> format) {}

    private void answer(Context ctx, DeploymentAccess access, Shown shown) {
        var reading = shown.reading;
        var errors = shown.format.map(wanted -> refused(reading, wanted)).orElse(Errors.none());
        if (!errors.isEmpty()) {
            api.problem(ctx, Problem.of(errors));
            return;
        }
        describe(ctx, reading.set(), shown.format);
        if (shown.format.isEmpty()) {
            send(ctx, json -> write(json, access, reading));
        } else if (shown.format.get() == Format.JSON) {
            send(ctx, reading::writeFields);
        } else {
            var format = shown.format.get();
            try (var body = new WipedBuffer(ROOM)) {
                reading.each((variable, value) -> format.line(body, variable.name(), value.expose()));
                format.end(body);
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
    private static String tag(ReadSet set, Optional<Format> format) {
        return set.tag() + format.map(wanted -> "." + wanted.slug()).orElse("");
    }

    private static void describe(Context ctx, ReadSet set, Optional<Format> format) {
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
