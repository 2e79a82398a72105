package dev.coffer.secret;

import static dev.coffer.access.Permission.SECRET_WRITE;

import dev.coffer.access.Access;
import dev.coffer.access.NotFound;
import dev.coffer.crypto.Plaintext;
import dev.coffer.form.Clash;
import dev.coffer.form.Errors;
import dev.coffer.form.Result;
import dev.coffer.form.ScopedKey;
import dev.coffer.web.Answer;
import dev.coffer.web.Api;
import dev.coffer.web.EntityTags;
import dev.coffer.web.Entry;
import dev.coffer.web.Paging;
import dev.coffer.web.Problem;
import dev.coffer.web.SentValue;
import io.javalin.http.Context;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The secrets of a project over the REST API. Values come in; none goes out. */
public final class SecretApi {
    private final Entry entry;
    private final Api api;
    private final Secrets secrets;
    private final SecretVersions versions;

    public SecretApi(Entry entry, Api api, Secrets secrets, SecretVersions versions) {
        this.entry = entry;
        this.api = api;
        this.secrets = secrets;
        this.versions = versions;
    }

    /** The body of POST. */
    record Creation(String key, SentValue value, String type, List<String> environments, String description,
            String app) {
        SecretDraft draft() {
            return new Setting(value, type, environments, description, app)
                    .draft(new ScopedKey(key == null ? "" : key, app == null ? "" : app));
        }
    }

    /** The body of PUT and PATCH, whose key stands in the path. */
    record Setting(SentValue value, String type, List<String> environments, String description, String app) {
        /** Left-out fields are what a form would call empty, so that the same sentences answer them. */
        SecretDraft draft(ScopedKey named) {
            return new SecretDraft(named, given().orElseGet(() -> Plaintext.of(new byte[0])), notation(),
                    Optional.ofNullable(type), Optional.ofNullable(description), places());
        }

        SecretChange change(SecretChange.Precondition read) {
            var change = given().<NewValue>map(text -> new NewValue.Whole(text, notation()))
                    .orElseGet(NewValue.Kept::new);
            return new SecretChange(change, Optional.ofNullable(type), Optional.ofNullable(description), places(),
                    read);
        }

        /** The app may stand in the address, in the body, or the same in both. */
        Optional<ScopedKey> named(ScopedKey address) {
            return app == null || app.equals(address.app()) ? Optional.of(address)
                    : address.isOfApp() ? Optional.empty() : Optional.of(new ScopedKey(address.key(), app));
        }

        private Optional<Plaintext> given() {
            return Optional.ofNullable(value).map(SentValue::value);
        }

        private Notation notation() {
            return value == null || value.isText() ? Notation.TEXT : Notation.JSON;
        }

        private List<String> places() {
            return environments == null ? List.of() : environments;
        }
    }

    public void list(Context ctx) {
        var access = entry.project(ctx);
        var paging = Paging.of(ctx);
        var filter = filter(ctx);
        if (filter.isEmpty()) {
            api.send(ctx, Answer.ok(new Paging.Items<>(List.of(), null)));
            return;
        }
        var page = secrets.page(access, filter.get(), paging.cursor(), paging.limit());
        api.send(ctx, Answer.ok(paging.items(page, Listed::cursor,
                listed -> SecretItem.of(listed, filter.get(), !access.may(SECRET_WRITE)))));
    }

    public void create(Context ctx) {
        var access = entry.project(ctx);
        var draft = api.read(ctx, Creation.class).draft();
        try (var _ = draft.value()) {
            api.write(ctx, access.actor(), once -> secrets.create(access.once(once), draft),
                    result -> answer(access, result, true));
        }
    }

    public void get(Context ctx) {
        var access = entry.project(ctx);
        var named = named(ctx);
        var secret = secrets.find(access, named);
        if (secret.isPresent()) {
            send(ctx, secret.get().tag(), item(access, secret.get()));
            return;
        }
        var builtIn = Optional.of(named).filter(each -> !each.isOfApp())
                .flatMap(each -> secrets.builtIn(access, each.key())).orElseThrow(NotFound::new);
        send(ctx, builtIn.builtIn().orElseThrow().tag(), SecretItem.of(builtIn, SecretFilter.ALL, true));
    }

    private void send(Context ctx, String tag, SecretItem item) {
        api.send(ctx, EntityTags.isKnown(ctx, tag) ? new Answer(304, null, null, EntityTags.quoted(tag))
                : Answer.ok(item).withEtag(EntityTags.quoted(tag)));
    }

    public void set(Context ctx) {
        var access = entry.project(ctx);
        var body = api.read(ctx, Setting.class);
        var named = body.named(named(ctx));
        var draft = body.draft(named.orElseGet(() -> named(ctx)));
        var read = precondition(ctx).orElse(new SecretChange.Whatever());
        try (var _ = draft.value()) {
            if (named.isEmpty()) {
                api.problem(ctx, Problem.of(otherApp()));
                return;
            }
            api.write(ctx, access.actor(), once -> secrets.set(access.once(once), draft, read),
                    result -> answer(access, result.map(Secrets.Written::secret),
                            result instanceof Result.Ok<Secrets.Written>(var written) && written.created()));
        }
    }

    public void change(Context ctx) {
        var access = entry.project(ctx);
        var read = precondition(ctx);
        if (read.isEmpty()) {
            api.problem(ctx, Problem.of(428, "If-Match is required",
                    "Read the secret first, and send its ETag as If-Match, so that nobody's change is lost"));
            return;
        }
        var body = api.read(ctx, Setting.class);
        try {
            if (body.app() != null && !body.app().equals(named(ctx).app())) {
                api.problem(ctx, Problem.of(otherApp()));
                return;
            }
            api.write(ctx, access.actor(),
                    once -> secrets.change(access.once(once), named(ctx), body.change(read.get())),
                    result -> answer(access, result, false));
        } finally {
            body.given().ifPresent(Plaintext::close);
        }
    }

    public void delete(Context ctx) {
        var access = entry.project(ctx);
        var read = precondition(ctx).orElse(new SecretChange.Whatever());
        var named = named(ctx);
        var environment = ctx.queryParam("environment");
        api.write(ctx, access.actor(), once -> {
            var write = access.once(once);
            return environment == null ? secrets.delete(write, named, read)
                    : secrets.deleteValue(write, named, environment, read);
        }, result -> switch (result) {
            case Result.Ok<String> _ -> Answer.noContent();
            case Result.Invalid<String>(var errors) -> Answer.problem(Problem.of(errors));
            case Result.Conflict<String>(var clash) -> Answer.problem(clash.kind() == Clash.Kind.IN_USE
                    ? Problem.inUse(clash, each -> SecretAddresses.list(access.project().slug(), SecretFilter.ALL)
                            .deployment(each.name()))
                    : Problem.of(clash));
        });
    }

    /** A version as the API answers it. */
    record VersionItem(int version, boolean current, Instant createdAt, String createdBy, Integer restoredFrom) {
        static VersionItem of(SecretVersion version) {
            return new VersionItem(version.number(), version.current(), version.createdAt(), version.createdBy(),
                    version.restoredFrom().isPresent() ? version.restoredFrom().getAsInt() : null);
        }
    }

    public void versions(Context ctx) {
        var access = entry.project(ctx);
        var environment = ctx.queryParam("environment");
        if (environment == null) {
            api.problem(ctx, Problem.of(noEnvironment()));
            return;
        }
        var items = versions.list(access, named(ctx), environment).stream().map(VersionItem::of).toList();
        api.send(ctx, Answer.ok(new Paging.Items<>(items, null)));
    }

    public void restore(Context ctx) {
        var access = entry.project(ctx);
        var environment = ctx.queryParam("environment");
        if (environment == null) {
            api.problem(ctx, Problem.of(noEnvironment()));
            return;
        }
        var target = new SecretVersions.Target(environment, number(ctx.pathParam("version")));
        var read = precondition(ctx).orElse(new SecretChange.Whatever());
        api.write(ctx, access.actor(),
                once -> versions.restore(access.once(once), named(ctx), target, read),
                result -> answer(access, result, false));
    }

    private Answer answer(Access access, Result<Secret> result, boolean created) {
        return switch (result) {
            case Result.Ok<Secret>(var secret) -> {
                var item = item(access, secret);
                var location = "/api/v1/projects/" + access.project().slug() + "/secrets/" + secret.named().path();
                yield tagged(created ? Answer.created(location, item) : Answer.ok(item), secret);
            }
            case Result.Invalid<Secret>(var errors) -> Answer.problem(Problem.of(errors));
            case Result.Conflict<Secret>(var clash) -> Answer.problem(Problem.of(clash));
        };
    }

    private static Answer tagged(Answer answer, Secret secret) {
        return answer.withEtag(EntityTags.quoted(secret.tag()));
    }

    private static SecretItem item(Access access, Secret secret) {
        return SecretItem.of(secret, !access.may(SECRET_WRITE));
    }

    private static Optional<SecretChange.Precondition> precondition(Context ctx) {
        return switch (EntityTags.ifMatch(ctx)) {
            case EntityTags.Nothing() -> Optional.empty();
            case EntityTags.Something() -> Optional.of(new SecretChange.Present());
            case EntityTags.Version(var tag) -> Optional.of(new SecretChange.Unchanged(tag));
        };
    }

    /** The key in the address, and with {@code ?app=} the app whose own it is. */
    private static ScopedKey named(Context ctx) {
        return new ScopedKey(ctx.pathParam("key"), text(ctx, "app"));
    }

    /** Empty where nothing can match: a scope or status that there isn't. */
    private static Optional<SecretFilter> filter(Context ctx) {
        var named = ctx.queryParam("scope");
        var scope = Optional.ofNullable(named).flatMap(SecretFilter.Scope::of);
        var wanted = ctx.queryParam("status");
        var status = Optional.ofNullable(wanted).flatMap(SecretFilter.Status::of);
        if ((named != null && scope.isEmpty()) || (wanted != null && status.isEmpty())) {
            return Optional.empty();
        }
        return Optional
                .of(new SecretFilter(text(ctx, "q"), text(ctx, "environment"), status, scope, text(ctx, "type"),
                        text(ctx, "app")));
    }

    private static String text(Context ctx, String name) {
        var value = ctx.queryParam(name);
        return value == null ? "" : value.replace("\0", "");
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException noSuchVersion) {
            throw new NotFound();
        }
    }

    private static Errors otherApp() {
        return Errors.of("app", "The address says another one, with ?app=. Leave it out of the body");
    }

    private static Errors noEnvironment() {
        return Errors.of("environment", "Say which environment, with ?environment=");
    }
}
