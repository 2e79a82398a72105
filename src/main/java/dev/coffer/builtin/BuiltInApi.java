package dev.coffer.builtin;

import dev.coffer.crypto.Plaintext;
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

/** The organization's secrets over the REST API, for its owners. Values come in; none goes out. */
public final class BuiltInApi {
    /** Every environment, where an address would stand. */
    private static final String EVERYWHERE = "*";
    private static final String ADDRESS = "/api/v1/organization/built-in-secrets/";

    private final Entry entry;
    private final Api api;
    private final BuiltIns builtIns;

    public BuiltInApi(Entry entry, Api api, BuiltIns builtIns) {
        this.entry = entry;
        this.api = api;
        this.builtIns = builtIns;
    }

    /** The body of PUT, whose key stands in the path. */
    record Setting(Plaintext value, List<String> environments, String description) {}

    /** A built-in secret as the API answers it; {@code overriddenIn} counts projects. */
    record Item(String key, String scope, String description, int overriddenIn, Instant createdAt, String createdBy,
            Instant updatedAt, String updatedBy, List<Place> environments) {
        static Item of(BuiltIns.Listed listed) {
            var secret = listed.secret();
            return new Item(secret.key(), "organization", secret.description(), listed.overrides(), secret.createdAt(),
                    secret.createdBy(), secret.updatedAt(), secret.updatedBy(),
                    secret.places().stream().map(Place::of).toList());
        }
    }

    /** Where it has a value. */
    record Place(String environment, int version, Instant updatedAt, String updatedBy) {
        static Place of(BuiltIn.Place place) {
            return new Place(place.isEverywhere() ? EVERYWHERE : place.environment(), place.version(),
                    place.updatedAt(), place.updatedBy());
        }
    }

    public void list(Context ctx) {
        var paging = Paging.of(ctx);
        var page = builtIns.list(entry.organization(ctx), paging.cursor(), paging.limit());
        api.send(ctx, Answer.ok(paging.items(page, listed -> listed.secret().key(), Item::of)));
    }

    public void get(Context ctx) {
        var listed = builtIns.get(entry.organization(ctx), ctx.pathParam("key"));
        var tag = listed.secret().tag();
        api.send(ctx, EntityTags.isKnown(ctx, tag) ? new Answer(304, null, null, EntityTags.quoted(tag))
                : tagged(Answer.ok(Item.of(listed)), listed));
    }

    public void set(Context ctx) {
        var access = entry.organization(ctx);
        var body = api.read(ctx, Setting.class);
        var draft = new BuiltInDraft(ctx.pathParam("key"), Optional.ofNullable(body.value()),
                Optional.ofNullable(body.description()), Optional.ofNullable(body.environments())
                        .map(slugs -> slugs.stream().map(BuiltInApi::place).toList()));
        try {
            api.write(ctx, access.actor(), once -> builtIns.set(access.once(once), draft, read(ctx)),
                    BuiltInApi::answer);
        } finally {
            draft.value().ifPresent(Plaintext::close);
        }
    }

    public void delete(Context ctx) {
        var access = entry.organization(ctx);
        var key = ctx.pathParam("key");
        var environment = ctx.queryParam("environment");
        api.write(ctx, access.actor(), once -> environment == null
                ? builtIns.delete(access.once(once), key, read(ctx))
                : builtIns.deleteValue(access.once(once), key, place(environment), read(ctx)),
                result -> result instanceof Result.Ok<String> ? Answer.noContent()
                        : Answer.problem(Problem.of(result)));
    }

    private static Answer answer(Result<BuiltIns.Written> result) {
        if (!(result instanceof Result.Ok<BuiltIns.Written>(var written))) {
            return Answer.problem(Problem.of(result));
        }
        var item = Item.of(written.listed());
        return tagged(written.created() ? Answer.created(ADDRESS + item.key, item) : Answer.ok(item),
                written.listed());
    }

    private static Answer tagged(Answer answer, BuiltIns.Listed listed) {
        return answer.withEtag(EntityTags.quoted(listed.secret().tag()));
    }

    /** What is no address is nowhere, not everywhere. */
    private static String place(String environment) {
        return EVERYWHERE.equals(environment) ? BuiltIn.EVERYWHERE
                : environment == null || environment.isEmpty() ? " " : environment.replace("\0", " ");
    }

    private static Optional<String> read(Context ctx) {
        return switch (EntityTags.ifMatch(ctx)) {
            case EntityTags.Nothing() -> Optional.empty();
            case EntityTags.Something() -> Optional.of(BuiltIns.ANY);
            case EntityTags.Version(var tag) -> Optional.of(tag);
        };
    }
}
