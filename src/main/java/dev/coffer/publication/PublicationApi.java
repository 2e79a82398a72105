package dev.coffer.publication;

import dev.coffer.access.Access;
import dev.coffer.access.NotFound;
import dev.coffer.form.Clash;
import dev.coffer.form.Result;
import dev.coffer.form.ScopedKey;
import dev.coffer.web.Answer;
import dev.coffer.web.Api;
import dev.coffer.web.BadRequest;
import dev.coffer.web.Entry;
import dev.coffer.web.Paging;
import dev.coffer.web.Problem;
import io.javalin.http.Context;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * A project's publications over the REST API: publishes, lists, compares, rolls back. {@code ?environment=} is needed
 * only for a version that was published to several.
 */
public final class PublicationApi {
    private final Entry entry;
    private final Api api;
    private final Publications publications;
    private final Rollbacks rollbacks;

    public PublicationApi(Entry entry, Api api, Publications publications, Rollbacks rollbacks) {
        this.entry = entry;
        this.api = api;
        this.publications = publications;
        this.rollbacks = rollbacks;
    }

    /** The body of POST. */
    record Creation(String version, String environment) {
        PublicationDraft draft() {
            return new PublicationDraft(version == null ? "" : version, environment == null ? "" : environment);
        }
    }

    /** A publication as the API answers it; {@code secrets} is how many it pinned. */
    record Item(String version, String environment, Instant publishedAt, String publishedBy, int secrets,
            List<Publication.Dismissed> dismissed) {
        static Item of(Publication publication) {
            return new Item(publication.version(), publication.environment().slug(), publication.createdAt(),
                    publication.createdBy(), publication.secrets(), publication.dismissed());
        }
    }

    /** What differs; {@code to} is null for what the environment holds now. */
    record Difference(String environment, String from, String to, List<String> added, List<String> removed,
            List<Change> changed, int same) {
        static Difference of(Comparison comparison) {
            var keys = comparison.keys();
            return new Difference(comparison.from().environment().slug(), comparison.from().version(),
                    comparison.to().map(Publication::version).orElse(null), paths(keys.added()), paths(keys.removed()),
                    keys.changed().stream().map(Change::of).toList(), keys.same());
        }
    }

    /** A key, with {@code ?app=} that of an app's own, and its two versions. */
    record Change(String key, int from, int to) {
        static Change of(Comparison.Change change) {
            return new Change(change.named().path(), change.from(), change.to());
        }
    }

    /** What became of each key. */
    record RolledBack(String version, String environment, List<String> restored, List<String> same, List<String> gone,
            List<String> later, List<String> builtIn, List<String> unfit) {
        static RolledBack of(Rollback done) {
            return new RolledBack(done.publication().version(), done.publication().environment().slug(),
                    paths(done.restored()), paths(done.same()), paths(done.gone()), paths(done.later()),
                    paths(done.builtIn()), paths(done.unfit()));
        }
    }

    private static List<String> paths(List<ScopedKey> keys) {
        return keys.stream().map(ScopedKey::path).toList();
    }

    public void list(Context ctx) {
        var access = entry.project(ctx);
        var paging = Paging.of(ctx);
        var environment = ctx.queryParam("environment");
        var which = new Publications.Which(environment == null ? "" : environment.replace("\0", ""),
                before(paging.cursor()));
        api.send(ctx, Answer.ok(paging.items(publications.list(access, which, paging.limit()),
                publication -> publication.id().toString(), Item::of)));
    }

    public void create(Context ctx) {
        var access = entry.project(ctx);
        var draft = api.read(ctx, Creation.class).draft();
        api.write(ctx, access.actor(), once -> publications.publish(access.once(once), draft),
                result -> answer(access, result));
    }

    public void get(Context ctx) {
        withOne(ctx, publication -> api.send(ctx, Answer.ok(Item.of(publication))));
    }

    public void diff(Context ctx) {
        var access = entry.project(ctx);
        var other = ctx.queryParam("with");
        withOne(ctx, publication -> {
            var environment = publication.environment().slug();
            api.send(ctx, Answer.ok(Difference.of(other == null
                    ? publications.compareWithNow(access, environment, publication.version())
                    : publications.compare(access, environment, publication.version(), other.replace("\0", "")))));
        });
    }

    public void rollback(Context ctx) {
        var access = entry.project(ctx);
        withOne(ctx, publication -> api.write(ctx, access.actor(),
                once -> rollbacks.rollback(access.once(once), publication.environment().slug(), publication.version()),
                result -> switch (result) {
                    case Result.Ok<Rollback>(var done) -> Answer.ok(RolledBack.of(done));
                    case Result.Invalid<Rollback>(var errors) -> Answer.problem(Problem.of(errors));
                    case Result.Conflict<Rollback>(var clash) -> Answer.problem(Problem.of(clash));
                }));
    }

    /** The one that the address names, unless it names several. */
    private void withOne(Context ctx, Consumer<Publication> then) {
        var access = entry.project(ctx);
        var version = ctx.pathParam("version").replace("\0", "");
        var environment = ctx.queryParam("environment");
        var named = publications.named(access, version).stream()
                .filter(each -> environment == null || each.environment().slug().equals(environment)).toList();
        switch (named.size()) {
            case 0 -> throw new NotFound();
            case 1 -> then.accept(named.getFirst());
            default -> api.problem(ctx, Problem.of(Result.invalid("environment",
                    "This version was published to %s. Say which, with ?environment=".formatted(String.join(" and ",
                            named.stream().map(each -> each.environment().slug()).toList())))));
        }
    }

    private static Answer answer(Access access, Result<Publication> result) {
        return switch (result) {
            case Result.Ok<Publication>(var publication) -> Answer.created(
                    PublicationAddresses.api(access.project().slug(), publication), Item.of(publication));
            case Result.Conflict<Publication>(var clash) when clash.kind() == Clash.Kind.BLOCKED -> Answer.problem(
                    Problem.configurationRequired(clash, lack -> PublicationAddresses.set(access.project().slug(),
                            lack.key(), lack.environment())));
            case Result.Conflict<Publication>(var clash) -> Answer.problem(Problem.of(clash));
            case Result.Invalid<Publication>(var errors) -> Answer.problem(Problem.of(errors));
        };
    }

    /** What a page ends before, null for the newest. */
    private static UUID before(String cursor) {
        try {
            return cursor == null ? null : UUID.fromString(cursor);
        } catch (IllegalArgumentException notOurs) {
            throw new BadRequest("cursor takes what the list before gave as next");
        }
    }
}
