package dev.coffer.inspection;

import dev.coffer.access.NotFound;
import dev.coffer.form.Errors;
import dev.coffer.form.Result;
import dev.coffer.form.ScopedKey;
import dev.coffer.web.Answer;
import dev.coffer.web.Api;
import dev.coffer.web.Entry;
import dev.coffer.web.Paging;
import dev.coffer.web.Problem;
import io.javalin.http.Context;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The health of a project's secrets over the REST API. */
public final class HintApi {
    private final Inspections inspections;
    private final Entry entry;
    private final Api api;

    /**
     * A hint as the API says it; {@code app} is null for the project's, {@code accepted} where nobody said it is fine.
     */
    record Item(String key, String app, String environment, String kind, String text, Instant since,
            Accepted accepted) {
        static Item of(Hint hint) {
            return new Item(hint.place().key(), hint.place().named().isOfApp() ? hint.place().named().app() : null,
                    hint.place().environment().slug(), hint.kind().slug(), hint.text(),
                    hint.since(), hint.acceptance().map(said -> new Accepted(said.by(), said.at())).orElse(null));
        }

        /** What comes after what in a list. */
        static String cursor(Hint hint) {
            return hint.place().named().path() + "." + hint.place().environment().slug() + "." + hint.kind().slug();
        }
    }

    /** Who said that it is fine, and when. */
    record Accepted(String by, Instant at) {}

    public HintApi(Inspections inspections, Entry entry, Api api) {
        this.inspections = inspections;
        this.entry = entry;
        this.api = api;
    }

    public void list(Context ctx) {
        var paging = Paging.of(ctx);
        var hints = inspections.report(entry.project(ctx)).hints();
        var later = paging.cursor() == null ? hints
                : hints.stream().dropWhile(hint -> !Item.cursor(hint).equals(paging.cursor())).skip(1).toList();
        api.send(ctx, Answer.ok(paging.items(later, Item::cursor, Item::of)));
    }

    public void accept(Context ctx) {
        var access = entry.project(ctx);
        which(ctx).ifPresent(which -> api.write(ctx, access.actor(),
                once -> inspections.accept(access.once(once), which), HintApi::accepted));
    }

    public void bringBack(Context ctx) {
        var access = entry.project(ctx);
        which(ctx).ifPresent(which -> api.write(ctx, access.actor(),
                once -> inspections.bringBack(access.once(once), which), _ -> Answer.noContent()));
    }

    private static Answer accepted(Result<List<Hint>> result) {
        return switch (result) {
            case Result.Ok<List<Hint>>(var hints) -> Answer.ok(Item.of(hints.getFirst()));
            case Result.Conflict<List<Hint>> _ -> throw new NotFound();
            case Result.Invalid<List<Hint>> _ -> Answer.problem(Problem.of(result));
        };
    }

    private static ScopedKey named(Context ctx) {
        return new ScopedKey(ctx.pathParam("key").replace("\0", ""),
                Optional.ofNullable(ctx.queryParam("app")).orElse(""));
    }

    /** Empty where a problem was sent. */
    private Optional<Inspections.Which> which(Context ctx) {
        var environment = ctx.queryParam("environment");
        if (environment == null) {
            api.problem(ctx, Problem.of(Errors.of("environment", "Say in which environment: ?environment=")));
            return Optional.empty();
        }
        return Optional.of(new Inspections.Which(named(ctx),
                Finding.of(ctx.pathParam("kind")).orElseThrow(NotFound::new), List.of(environment)));
    }
}
