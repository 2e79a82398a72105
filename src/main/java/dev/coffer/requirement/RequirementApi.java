package dev.coffer.requirement;

import dev.coffer.access.Access;
import dev.coffer.form.Errors;
import dev.coffer.form.Result;
import dev.coffer.project.Environment;
import dev.coffer.web.Answer;
import dev.coffer.web.Api;
import dev.coffer.web.Entry;
import dev.coffer.web.Paging;
import dev.coffer.web.Problem;
import io.javalin.http.Context;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What a project needs over the REST API: for builds that declare it, and for pipelines that ask whether it is there.
 */
public final class RequirementApi {
    private final Entry entry;
    private final Api api;
    private final Requirements requirements;
    private final Dismissals dismissals;

    public RequirementApi(Entry entry, Api api, Requirements requirements, Dismissals dismissals) {
        this.entry = entry;
        this.api = api;
        this.requirements = requirements;
        this.dismissals = dismissals;
    }

    /** The body of PUT. */
    record Declaring(String source, List<One> requirements) {
        Declaration declaration() {
            return new Declaration(source == null ? "" : source, requirements.stream()
                    .map(one -> one == null ? One.NOTHING.draft() : one.draft()).toList());
        }
    }

    /** A requirement as a client sends it; {@code environments} left out are all of them, {@code required} is true. */
    record One(String key, Boolean required, List<String> environments, String feature, String description,
            String type) {
        static final One NOTHING = new One(null, null, null, null, null, null);

        RequirementDraft draft() {
            var slugs = Optional.ofNullable(environments)
                    .map(list -> list.stream().map(slug -> slug == null ? "" : slug).toList());
            return new RequirementDraft(key == null ? "" : key, !Boolean.FALSE.equals(required), slugs,
                    new RequirementDraft.Texts(feature == null ? "" : feature, description == null ? "" : description),
                    Optional.ofNullable(type));
        }
    }

    /** What a declaration came to: keys that are new or changed, keys that went, dismissals that were dropped. */
    record Declared(String source, List<String> declared, List<String> removed, List<String> dismissalsDropped) {}

    /** The body of PUT for a dismissal. */
    record Dismissing(String reason) {}

    /** Where it is dismissed now. */
    record DismissedIn(String key, List<String> environments, String reason) {}

    /** Whether there is all that is required, and what isn't there; {@code href} is the page that sets it. */
    record ReadinessItem(boolean ready, List<Lacking> missing, List<Lacking> optionalMissing) {}

    /** A key without a value. */
    record Lacking(String key, String environment, String feature, String href) {
        static Lacking of(Access access, Need need) {
            return new Lacking(need.key(), need.environment().slug(), need.feature(),
                    "/projects/%s/secrets/-/new?key=%s&environment=%s".formatted(access.project().slug(), need.key(),
                            need.environment().slug()));
        }
    }

    public void list(Context ctx) {
        var access = entry.project(ctx);
        var paging = Paging.of(ctx);
        var later = RequirementItem.of(requirements.list(access)).stream()
                .filter(item -> paging.cursor() == null || item.key().compareTo(paging.cursor()) > 0).toList();
        api.send(ctx, Answer.ok(paging.items(later, RequirementItem::key, item -> item)));
    }

    public void declare(Context ctx) {
        var access = entry.project(ctx);
        var body = api.read(ctx, Declaring.class);
        if (body.requirements() == null) {
            api.problem(ctx, Problem.of(Errors.of("requirements",
                    "Requirements are required: a list, which may be empty")));
            return;
        }
        var declaration = body.declaration();
        api.write(ctx, access.actor(), once -> requirements.declare(access.once(once), declaration),
                result -> result instanceof Result.Ok<Requirements.Change>(var change)
                        ? Answer.ok(new Declared(declaration.source(), change.declared(), change.removed(),
                                change.dropped()))
                        : Answer.problem(Problem.of(result)));
    }

    public void add(Context ctx) {
        var access = entry.project(ctx);
        var draft = api.read(ctx, One.class).draft();
        api.write(ctx, access.actor(), once -> requirements.add(access.once(once), draft), result -> switch (result) {
            case Result.Ok<Requirement>(var added) -> Answer.created(
                    "/api/v1/projects/%s/requirements".formatted(access.project().slug()), Added.of(added));
            case Result.Invalid<Requirement> _,Result.Conflict<Requirement> _ -> Answer.problem(Problem.of(result));
        });
    }

    /** What was added by hand; {@code environments} is null for every one. */
    record Added(String key, String source, boolean required, List<String> environments, String feature,
            String description, String type) {
        static Added of(Requirement added) {
            return new Added(added.key(), added.source(), added.required(), RequirementItem.slugs(added),
                    added.feature(), added.description(), added.type().orElse(null));
        }
    }

    public void dismiss(Context ctx) {
        var access = entry.project(ctx);
        var sent = api.read(ctx, Dismissing.class).reason();
        var reason = sent == null ? "" : sent;
        var place = place(ctx);
        api.write(ctx, access.actor(), once -> dismissals.dismiss(access.once(once), place, reason),
                result -> result instanceof Result.Ok<List<Environment>>(var where)
                        ? Answer.ok(new DismissedIn(place.key(), where.stream().map(Environment::slug).toList(),
                                reason.strip()))
                        : Answer.problem(Problem.of(result)));
    }

    public void bringBack(Context ctx) {
        var access = entry.project(ctx);
        var place = place(ctx);
        api.write(ctx, access.actor(), once -> dismissals.bringBack(access.once(once), place),
                result -> result instanceof Result.Ok<List<Environment>> ? Answer.noContent()
                        : Answer.problem(Problem.of(result)));
    }

    public void readiness(Context ctx) {
        var access = entry.project(ctx);
        var wanted = ctx.queryParam("environment");
        var listing = requirements.list(access);
        var known = listing.environments().stream().map(Environment::slug).toList();
        if (wanted != null && !known.contains(wanted)) {
            api.problem(ctx, Problem.of(Errors.of("environment",
                    "There is no environment named so. Choose among " + String.join(", ", known))));
            return;
        }
        Predicate<Environment> asked = environment -> wanted == null || environment.slug().equals(wanted);
        var readiness = listing.readiness();
        var missing = readiness.missing().stream().filter(need -> asked.test(need.environment()))
                .map(need -> Lacking.of(access, need)).toList();
        var optional = listing.environments().stream().filter(asked)
                .flatMap(environment -> readiness.optionalMissing(environment).stream())
                .map(need -> Lacking.of(access, need)).toList();
        api.send(ctx, Answer.ok(new ReadinessItem(missing.isEmpty(), missing, optional)));
    }

    private static Dismissals.Place place(Context ctx) {
        return new Dismissals.Place(ctx.pathParam("key").replace("\0", ""),
                Optional.ofNullable(ctx.queryParam("environment")));
    }
}
