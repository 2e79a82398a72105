package dev.coffer.web;

import dev.coffer.access.Actor;
import dev.coffer.access.IdempotencyKeys;
import dev.coffer.access.IdempotencyKeys.Replayed;
import dev.coffer.db.Once;
import io.javalin.http.Context;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.function.Function;

/** How the API reads and answers: JSON both ways, and a write with an {@code Idempotency-Key} only once. */
public final class Api {
    private static final String IDEMPOTENCY_KEY = "Idempotency-Key";
    private static final String BODY = "body-digest";
    private static final Problem SHOWN_ONCE = Problem.of(409, "Done before",
            "This was done before, and its token is shown only once. Send another Idempotency-Key for a new one");

    private final Json json;
    private final IdempotencyKeys keys;

    public Api(Json json, IdempotencyKeys keys) {
        this.json = json;
        this.keys = keys;
    }

    /** Reads the body, and wipes it. */
    public <T> T read(Context ctx, Class<T> shape) {
        if (ctx.header(IDEMPOTENCY_KEY) != null) {
            ctx.attribute(BODY, digest(ctx));
        }
        return json.read(ctx, shape);
    }

    public void send(Context ctx, Answer answer) {
        send(ctx, answer, answer.body() == null ? null : json.write(answer.body()));
    }

    public void problem(Context ctx, Problem problem) {
        send(ctx, Answer.problem(problem.with(Guards.requestId(ctx))));
    }

    /**
     * Does a write and sends what it came to. With an {@code Idempotency-Key} its answer is kept in the write's own
     * transaction, and a repetition gets that answer without a second write.
     *
     * @param write  the use case, given what to pass on as {@code Once}
     * @param answer what to say to its result; called inside the transaction where the answer is kept
     */
    public <T> void write(Context ctx, Actor actor, Function<Once, T> write, Function<T, Answer> answer) {
        write(ctx, actor, write, new Words<>(answer, answer));
    }

    /**
     * As {@link #write}, for an answer with a token that is shown once: nothing of it is kept, and a repetition is told
     * so with 409.
     */
    public <T> void writeShownOnce(Context ctx, Actor actor, Function<Once, T> write, Function<T, Answer> answer) {
        write(ctx, actor, write, new Words<>(answer, outcome -> {
            var said = answer.apply(outcome);
            return said.status() < 400 ? Answer.problem(SHOWN_ONCE) : said;
        }));
    }

    /**
     * That the client has it already. Of the headers only what counts for this answer (RFC 9110, 15.4.5): pages ask
     * again and again, and the rest is what the first answer had.
     */
    public void unchanged(Context ctx, String etag) {
        for (var name : List.copyOf(ctx.res().getHeaderNames())) {
            if (!name.equalsIgnoreCase("Cache-Control")) {
                ctx.res().setHeader(name, null);
            }
        }
        ctx.status(304).header("ETag", etag);
    }

    /** What is said to an outcome the first time, and what when it is asked for again. */
    private record Words<T>(Function<T, Answer> first, Function<T, Answer> again) {}

    private <T> void write(Context ctx, Actor actor, Function<Once, T> write, Words<T> words) {
        var answer = words.first();
        var key = ctx.header(IDEMPOTENCY_KEY);
        if (key == null) {
            sendOnceDone(ctx, answer.apply(write.apply(Once.NONE)));
            return;
        }
        var request =
                "%s %s?%s\n%s".formatted(ctx.method().name(), ctx.path(), ctx.queryString(), ctx.header("If-Match"));
        byte[] body = ctx.attribute(BODY);
        var once = keys.once(actor, key, new IdempotencyKeys.Request(request, body == null ? digest(ctx) : body),
                (T outcome) -> kept(words.again().apply(outcome)));
        try {
            sendOnceDone(ctx, answer.apply(write.apply(once)));
        } catch (Replayed replayed) {
            send(ctx, new Answer(replayed.kept().status(), null, replayed.kept().location(), replayed.kept().etag()),
                    replayed.kept().body());
        }
    }

    private static byte[] digest(Context ctx) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(ctx.bodyAsBytes());
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private void sendOnceDone(Context ctx, Answer answer) {
        if (answer.body() instanceof Problem problem) {
            problem(ctx, problem);
        } else {
            send(ctx, answer);
        }
    }

    private IdempotencyKeys.Kept kept(Answer answer) {
        return new IdempotencyKeys.Kept(answer.status(), answer.location(), answer.etag(),
                answer.body() == null ? null : json.write(answer.body()));
    }

    private static void send(Context ctx, Answer answer, String body) {
        ctx.status(answer.status());
        if (answer.location() != null) {
            ctx.header("Location", answer.location());
        }
        if (answer.etag() != null) {
            ctx.header("ETag", answer.etag());
        }
        if (body != null) {
            ctx.contentType(answer.status() >= 400 ? "application/problem+json" : "application/json").result(body);
        }
    }
}
