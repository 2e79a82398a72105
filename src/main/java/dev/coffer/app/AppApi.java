package dev.coffer.app;

import dev.coffer.access.Access;
import dev.coffer.form.Result;
import dev.coffer.web.Answer;
import dev.coffer.web.Api;
import dev.coffer.web.EntityTags;
import dev.coffer.web.Entry;
import dev.coffer.web.Paging;
import dev.coffer.web.Problem;
import io.javalin.http.Context;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A project's apps over the API. */
public final class AppApi {
    private final Entry entry;
    private final Api api;
    private final Apps apps;

    /** What a client sends for a new one; all but the name may be left out. */
    record New(String slug, String name, String kind, String description) {}

    /** What a client sends to change one: what is left out stays. */
    record Change(String name, String kind, String description) {}

    /** An app as the API says it; {@code secrets} counts those that are its own. */
    record Shape(String slug, String name, String kind, String description, int secrets, List<Place> deployments,
            Instant createdAt, String createdBy, Instant updatedAt, String updatedBy) {
        static Shape of(AppUse use) {
            var app = use.app();
            return new Shape(app.slug(), app.name(), app.kind().slug(), app.description(), use.secrets().size(),
                    use.deployments().stream().map(Place::of).toList(), app.created().at(), app.created().by(),
                    app.updated().at(), app.updated().by());
        }
    }

    /** A deployment of it in short. */
    record Place(String environment, String access, int version, Instant lastReadAt) {
        static Place of(Deployment deployment) {
            return new Place(deployment.environment().slug(), deployment.access(), deployment.use().version(),
                    deployment.use().readAt());
        }
    }

    public AppApi(Entry entry, Api api, Apps apps) {
        this.entry = entry;
        this.api = api;
        this.apps = apps;
    }

    public void list(Context ctx) {
        var paging = Paging.of(ctx);
        var later = apps.list(entry.project(ctx)).stream()
                .filter(use -> paging.cursor() == null || use.app().slug().compareTo(paging.cursor()) > 0).toList();
        api.send(ctx, Answer.ok(paging.items(later, use -> use.app().slug(), Shape::of)));
    }

    public void show(Context ctx) {
        api.send(ctx, tagged(apps.get(entry.project(ctx), ctx.pathParam("app"))));
    }

    public void create(Context ctx) {
        var access = entry.project(ctx);
        var body = api.read(ctx, New.class);
        var draft = new AppDraft(body.name(), body.slug(), body.kind(), body.description());
        api.write(ctx, access.actor(), once -> apps.create(access.once(once), draft), result -> switch (result) {
            case Result.Ok<AppUse>(var made) -> Answer.created(address(access, made), Shape.of(made))
                    .withEtag(EntityTags.quoted(made.app().tag()));
            case Result.Invalid<AppUse> _,Result.Conflict<AppUse> _ -> Answer.problem(Problem.of(result));
        });
    }

    public void change(Context ctx) {
        var access = entry.project(ctx);
        var body = api.read(ctx, Change.class);
        var change = new AppChange(body.name(), body.kind(), body.description(), read(ctx));
        api.write(ctx, access.actor(), once -> apps.change(access.once(once), ctx.pathParam("app"), change),
                result -> switch (result) {
                    case Result.Ok<AppUse>(var changed) -> tagged(changed);
                    case Result.Invalid<AppUse> _,Result.Conflict<AppUse> _ -> Answer.problem(Problem.of(result));
                });
    }

    public void delete(Context ctx) {
        var access = entry.project(ctx);
        var read = read(ctx);
        api.write(ctx, access.actor(), once -> apps.delete(access.once(once), ctx.pathParam("app"), read),
                result -> switch (result) {
                    case Result.Ok<App> _ -> Answer.noContent();
                    case Result.Invalid<App> _,Result.Conflict<App> _ -> Answer.problem(Problem.of(result));
                });
    }

    static Optional<String> read(Context ctx) {
        return switch (EntityTags.ifMatch(ctx)) {
            case EntityTags.Nothing() -> Optional.empty();
            case EntityTags.Something() -> Optional.of(Apps.ANY);
            case EntityTags.Version(var tag) -> Optional.of(tag);
        };
    }

    private static String address(Access access, AppUse made) {
        return "/api/v1/projects/%s/apps/%s".formatted(access.project().slug(), made.app().slug());
    }

    private static Answer tagged(AppUse use) {
        return Answer.ok(Shape.of(use)).withEtag(EntityTags.quoted(use.app().tag()));
    }
}
