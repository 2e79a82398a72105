package dev.coffer.secrettype;

import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.coffer.access.Access;
import dev.coffer.form.Clash;
import dev.coffer.form.Errors;
import dev.coffer.form.Result;
import dev.coffer.schema.Fault;
import dev.coffer.secret.SecretChange;
import dev.coffer.secrettype.SecretTypes.Changed;
import dev.coffer.secrettype.SecretTypes.Halted;
import dev.coffer.secrettype.SecretTypes.Saved;
import dev.coffer.web.Answer;
import dev.coffer.web.Api;
import dev.coffer.web.EntityTags;
import dev.coffer.web.Entry;
import dev.coffer.web.Paging;
import dev.coffer.web.Problem;
import io.javalin.http.Context;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** A project's secret types over the API. A schema goes in as JSON or as its text, and out as it is stored. */
public final class SecretTypeApi {
    private final Entry entry;
    private final Api api;
    private final SecretTypes types;

    /** The body of POST. */
    record New(String key, String name, JsonNode schema) {
        SecretTypeDraft draft() {
            return new SecretTypeDraft(name, key, SchemaJson.text(schema));
        }
    }

    /** The body of PUT: what is left out stays. */
    record Setting(String key, String name, JsonNode schema) {}

    /** A type as the API says it; {@code uses} counts the secrets that have it. */
    record Shape(String key, String name, @JsonRawValue String schema, int uses, Instant createdAt, String createdBy,
            Instant updatedAt, String updatedBy) {
        static Shape of(StoredType stored) {
            return new Shape(stored.key(), stored.name(), stored.type().text(), stored.uses(), stored.created().at(),
                    stored.created().by(), stored.updated().at(), stored.updated().by());
        }
    }

    public SecretTypeApi(Entry entry, Api api, SecretTypes types) {
        this.entry = entry;
        this.api = api;
        this.types = types;
    }

    public void list(Context ctx) {
        var paging = Paging.of(ctx);
        var later = types.list(entry.project(ctx)).stream()
                .filter(one -> paging.cursor() == null || one.key().compareTo(paging.cursor()) > 0)
                .sorted(Comparator.comparing(StoredType::key)).toList();
        api.send(ctx, Answer.ok(paging.items(later, StoredType::key, Shape::of)));
    }

    public void show(Context ctx) {
        var stored = types.get(entry.project(ctx), ctx.pathParam("type"));
        api.send(ctx, EntityTags.isKnown(ctx, stored.tag())
                ? new Answer(304, null, null, EntityTags.quoted(stored.tag()))
                : tagged(Answer.ok(Shape.of(stored)), stored));
    }

    public void create(Context ctx) {
        var access = entry.project(ctx);
        var body = api.read(ctx, New.class);
        api.write(ctx, access.actor(), once -> types.create(access.once(once), body.draft()),
                result -> switch (result) {
                    case Result.Ok<StoredType>(var stored) -> created(access, stored);
                    case Result.Invalid<StoredType>(var errors) ->
                        Answer.problem(Problem.of(placed(errors, body.schema())));
                    case Result.Conflict<StoredType>(var clash) -> Answer.problem(Problem.of(clash));
                });
    }

    /** {@code force=true}: also where stored values would no longer fit. */
    public void set(Context ctx) {
        var access = entry.project(ctx);
        var body = api.read(ctx, Setting.class);
        var key = ctx.pathParam("type");
        if (body.key() != null && !body.key().equals(key)) {
            api.problem(ctx, Problem.of(Errors.of("key", "A key stays what it was made as")));
            return;
        }
        boolean force = "true".equals(ctx.queryParam("force"));
        var change = new SecretTypeChange(Optional.ofNullable(body.name()),
                Optional.ofNullable(SchemaJson.text(body.schema())), precondition(ctx),
                effect -> force || effect.fits());
        api.write(ctx, access.actor(), once -> types.set(access.once(once), key, change), result -> switch (result) {
            case Result.Ok<Changed>(Saved(var stored, var created)) -> created ? created(access, stored)
                    : tagged(Answer.ok(Shape.of(stored)), stored);
            case Result.Ok<Changed>(Halted(var effect)) -> Answer.problem(halted(effect));
            case Result.Invalid<Changed>(var errors) ->
                Answer.problem(Problem.of(placed(errors, body.schema())));
            case Result.Conflict<Changed>(var clash) -> Answer.problem(Problem.of(clash));
        });
    }

    public void delete(Context ctx) {
        var access = entry.project(ctx);
        var read = precondition(ctx);
        api.write(ctx, access.actor(), once -> types.delete(access.once(once), ctx.pathParam("type"), read),
                result -> switch (result) {
                    case Result.Ok<StoredType> _ -> Answer.noContent();
                    case Result.Invalid<StoredType>(var errors) -> Answer.problem(Problem.of(errors));
                    case Result.Conflict<StoredType>(var clash) -> Answer.problem(clash.kind() == Clash.Kind.IN_USE
                            ? Problem.inUse(clash, each -> secretHref(access, each.name()))
                            : Problem.of(clash));
                });
    }

    private static Problem halted(TypeEffect effect) {
        return Problem.wouldBreak("%s would no longer fit. Send it with ?force=true to keep and mark %s".formatted(
                effect.unfit().size() == 1 ? "1 stored value" : "%,d stored values".formatted(effect.unfit().size()),
                effect.unfit().size() == 1 ? "it" : "them"),
                effect.unfit().stream()
                        .map(value -> new Problem.Place(value.named().path(), value.environment().slug()))
                        .toList());
    }

    private static String secretHref(Access access, String key) {
        return "/projects/%s/secrets/%s".formatted(access.project().slug(), key);
    }

    private static SecretChange.Precondition precondition(Context ctx) {
        return switch (EntityTags.ifMatch(ctx)) {
            case EntityTags.Nothing() -> new SecretChange.Whatever();
            case EntityTags.Something() -> new SecretChange.Present();
            case EntityTags.Version(var tag) -> new SecretChange.Unchanged(tag);
        };
    }

    private static Answer created(Access access, StoredType stored) {
        return tagged(Answer.created("/api/v1/projects/%s/secret-types/%s".formatted(access.project().slug(),
                stored.key()), Shape.of(stored)), stored);
    }

    private static Answer tagged(Answer answer, StoredType stored) {
        return answer.withEtag(EntityTags.quoted(stored.tag()));
    }

    /** Each fault of the schema at its pointer into the body, with its line where a text was sent. */
    private static Errors placed(Errors errors, JsonNode schema) {
        var text = SchemaJson.text(schema);
        var faults = text == null ? List.<Fault>of() : SecretTypeDraft.faults(text);
        var placed = Errors.none();
        for (var mistake : errors.entries()) {
            if (!mistake.field().equals("schema") || faults.isEmpty()) {
                placed = placed.and(mistake.field(), mistake.message());
            }
        }
        for (var fault : faults) {
            placed = placed.and("/schema" + fault.pointer(),
                    schema.isString() ? SecretTypeDraft.said(fault) : fault.message());
        }
        return placed;
    }
}
