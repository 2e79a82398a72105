package dev.coffer.secret;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.coffer.access.Access;
import dev.coffer.crypto.Plaintext;
import dev.coffer.form.Result;
import dev.coffer.secret.ImportPlan.Action;
import dev.coffer.web.Answer;
import dev.coffer.web.Api;
import dev.coffer.web.Entry;
import dev.coffer.web.Problem;
import io.javalin.http.Context;
import java.util.List;
import java.util.Optional;

/** Imports over the API: {@code POST /api/v1/projects/{project}/imports}. Answers with the plan, never with a value. */
public final class ImportApi {
    private final Entry entry;
    private final Api api;
    private final Imports imports;

    public ImportApi(Entry entry, Api api, Imports imports) {
        this.entry = entry;
        this.api = api;
        this.imports = imports;
    }

    /** 200 and what was done to each key, or with {@code dry_run} what would be; 422 where nothing can be. */
    public void create(Context ctx) {
        var access = entry.project(ctx);
        var body = api.read(ctx, Body.class);
        try (var content = body.content()) {
            switch (ImportRequest.of(body.format(), content, body.environments(), body.modeOrAdd())
                    .map(request -> request.ofApp(body.appOrNone()))) {
                case Result.Ok<ImportRequest>(var request) -> api.write(ctx, access.actor(),
                        once -> outcome(access.once(once), request, body), ImportApi::answer);
                case Result.Invalid<ImportRequest>(var errors) -> api.problem(ctx, Problem.of(errors));
                case Result.Conflict<ImportRequest>(var clash) -> api.problem(ctx, Problem.of(clash));
            }
        }
    }

    private Result<ImportPlan> outcome(Access access, ImportRequest request, Body body) {
        return body.isDryRun() ? imports.plan(access, request) : imports.run(access, request);
    }

    private static Answer answer(Result<ImportPlan> result) {
        return switch (result) {
            case Result.Ok<ImportPlan>(var plan) -> Answer.ok(Told.of(plan));
            case Result.Invalid<ImportPlan>(var errors) -> Answer.problem(Problem.of(errors));
            case Result.Conflict<ImportPlan>(var clash) -> Answer.problem(Problem.of(clash));
        };
    }

    /** What is asked for; {@code mode} is "add", {@code dryRun} false and the secrets the project's where they are left
     * out. */
    record Body(String format, Plaintext content, List<String> environments, String mode, Boolean dryRun,
            String app) {
        String appOrNone() {
            return Optional.ofNullable(app).orElse("");
        }

        String modeOrAdd() {
            return Optional.ofNullable(mode).orElse("add");
        }

        boolean isDryRun() {
            return Boolean.TRUE.equals(dryRun);
        }
    }

    /** The plan; {@code key} is null for a line that has none. */
    record Told(List<Item> items, Summary summary) {
        record Item(String key, int line, String action, @JsonInclude(JsonInclude.Include.NON_EMPTY) String why,
                @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> notes,
                @JsonInclude(JsonInclude.Include.NON_EMPTY) String description) {

            static Item of(ImportPlan.Item item) {
                return new Item(item.key().isEmpty() ? null : item.key(), item.line(), item.action().slug(), item.why(),
                        item.notes(), item.description());
            }
        }

        record Summary(int add, int replace, int same, int empty, int refused) {}

        static Told of(ImportPlan plan) {
            return new Told(plan.items().stream().map(Item::of).toList(),
                    new Summary(plan.count(Action.ADD), plan.count(Action.REPLACE), plan.count(Action.SAME),
                            plan.count(Action.EMPTY), plan.count(Action.REFUSED)));
        }
    }
}
