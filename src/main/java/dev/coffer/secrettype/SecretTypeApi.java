package dev.coffer.secrettype;

import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.coffer.access.Access;
import dev.coffer.form.Errors;
import dev.coffer.form.Result;
import dev.coffer.web.Answer;
import dev.coffer.web.Api;
import dev.coffer.web.EntityTags;
import dev.coffer.web.Entry;
import dev.coffer.web.Paging;
import dev.coffer.web.Problem;
import io.javalin.http.Context;
import java.time.Instant;
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
                .filter(one -> paging.cursor() == null || one.key().compareTo(paging.cursor()) > 0).toList();
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
        var draft = api.read(ctx, New.class).draft();
        api.write(ctx, access.actor(), once -> types.create(access.once(once), draft), result -> switch (result) {
            case Result.Ok<StoredType>(var stored) -> created(access, stored);
            case Result.Invalid<StoredType>(var errors) -> Answer.problem(Problem.of(placed(errors, draft)));
            case Result.Conflict<StoredType>(var clash) -> Answer.problem(Problem.of(clash));
        });
    }

    private static Answer created(Access access, StoredType stored) {
        return tagged(Answer.created("/api/v1/projects/%s/secret-types/%s".formatted(access.project().slug(),
                stored.key()), Shape.of(stored)), stored);
    }

    private static Answer tagged(Answer answer, StoredType stored) {
        return answer.withEtag(EntityTags.quoted(stored.tag()));
    }

    /** Each fault of the schema at its pointer into the body. */
    private static Errors placed(Errors errors, SecretTypeDraft draft) {
        var faults = draft.faults();
        var placed = Errors.none();
        for (var mistake : errors.entries()) {
            if (!mistake.field().equals("schema") || faults.isEmpty()) {
                placed = placed.and(mistake.field(), mistake.message());
            }
        }
        for (var fault : faults) {
            placed = placed.and("/schema" + fault.pointer(), SecretTypeDraft.said(fault));
        }
        return placed;
    }
}
