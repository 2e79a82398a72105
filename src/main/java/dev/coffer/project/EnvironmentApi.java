package dev.coffer.project;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.coffer.form.Result;
import dev.coffer.web.Answer;
import dev.coffer.web.Api;
import dev.coffer.web.Entry;
import dev.coffer.web.Paging;
import dev.coffer.web.Problem;
import io.javalin.http.Context;

/** A project's environments over the API. No value of one can be revealed, so {@code reveal} is always "never". */
public final class EnvironmentApi {
    private static final String NEVER = "never";

    private final Entry entry;
    private final Api api;
    private final Environments environments;

    /** What a client sends to add one; {@code slug}, {@code protected} and {@code reveal} may be left out. */
    record New(String slug, String name, @JsonProperty("protected") Boolean isProtected, String reveal) {}

    /** What a client sends to change one: what is left out stays. */
    record Change(String name, @JsonProperty("protected") Boolean isProtected, String reveal) {}

    /** An environment as the API says it. */
    record Shape(String slug, String name, @JsonProperty("protected") boolean isProtected, String reveal) {
        static Shape of(Environment environment) {
            return new Shape(environment.slug(), environment.name(), environment.isProtected(), NEVER);
        }
    }

    public EnvironmentApi(Entry entry, Api api, Environments environments) {
        this.entry = entry;
        this.api = api;
        this.environments = environments;
    }

    public void list(Context ctx) {
        var paging = Paging.of(ctx);
        var all = environments.list(entry.project(ctx)).stream().map(EnvironmentUse::environment).toList();
        var later = all.stream().dropWhile(one -> paging.cursor() != null && !one.slug().equals(paging.cursor()))
                .skip(paging.cursor() == null ? 0 : 1).toList();
        api.send(ctx, Answer.ok(paging.items(later, Environment::slug, Shape::of)));
    }

    public void show(Context ctx) {
        var use = environments.get(entry.project(ctx), ctx.pathParam("environment"));
        api.send(ctx, Answer.ok(Shape.of(use.environment())));
    }

    public void add(Context ctx) {
        var access = entry.project(ctx);
        var body = api.read(ctx, New.class);
        var draft = new EnvironmentDraft(body.name(), body.slug(), Boolean.TRUE.equals(body.isProtected()));
        api.write(ctx, access.actor(), once -> isKept(body.reveal())
                ? environments.add(access.once(once), draft) : revealRefused(),
                result -> switch (result) {
                    case Result.Ok<Environment>(var added) -> Answer.created("/api/v1/projects/%s/environments/%s"
                            .formatted(access.project().slug(), added.slug()), Shape.of(added));
                    case Result.Invalid<Environment> _,Result.Conflict<Environment> _ ->
                        Answer.problem(Problem.of(result));
                });
    }

    public void change(Context ctx) {
        var access = entry.project(ctx);
        var body = api.read(ctx, Change.class);
        var change = new EnvironmentChange(body.name(), body.isProtected());
        api.write(ctx, access.actor(), once -> isKept(body.reveal()) ? environments.change(
                access.once(once), ctx.pathParam("environment"), change) : revealRefused(),
                result -> switch (result) {
                    case Result.Ok<Environment>(var changed) -> Answer.ok(Shape.of(changed));
                    case Result.Invalid<Environment> _,Result.Conflict<Environment> _ ->
                        Answer.problem(Problem.of(result));
                });
    }

    public void delete(Context ctx) {
        var access = entry.project(ctx);
        api.write(ctx, access.actor(), once -> environments.delete(access.once(once),
                ctx.pathParam("environment")), result -> switch (result) {
                    case Result.Ok<Void> _ -> Answer.noContent();
                    case Result.Invalid<Void> _,Result.Conflict<Void> _ -> Answer.problem(Problem.of(result));
                });
    }

    private static boolean isKept(String reveal) {
        return reveal == null || reveal.equals(NEVER);
    }

    private static Result<Environment> revealRefused() {
        return Result.invalid("reveal", "Values stay hidden here: reveal takes never");
    }
}
