package dev.coffer.secret;

import static dev.coffer.access.Permission.SECRET_WRITE;

import dev.coffer.access.Access;
import dev.coffer.form.Choice;
import dev.coffer.form.Errors;
import dev.coffer.form.Result;
import dev.coffer.project.Environment;
import dev.coffer.secret.ImportPlan.Action;
import dev.coffer.secret.ImportRequest.Mode;
import dev.coffer.web.Entry;
import dev.coffer.web.Form;
import dev.coffer.web.Ui;
import io.javalin.http.Context;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Importing a pasted file in two steps: its plan, then the import. Between them the page knows an id; the text never
 * comes back to it.
 */
public final class ImportPages {
    private static final UUID NONE = new UUID(0, 0);

    private final Imports imports;
    private final Secrets secrets;
    private final Entry entry;
    private final Ui ui;

    public ImportPages(Imports imports, Secrets secrets, Entry entry, Ui ui) {
        this.imports = imports;
        this.secrets = secrets;
        this.entry = entry;
        this.ui = ui;
    }

    public void show(Context ctx) {
        ui.page(ctx, formPage(entry.project(ctx), Chosen.NOTHING, Errors.none()));
    }

    /** Either step, as the form says. */
    public void submit(Context ctx) {
        try (var form = Form.of(ctx)) {
            if (form.text("step").equals("import")) {
                run(ctx, id(form.text("id")));
            } else {
                plan(ctx, form);
            }
        }
    }

    private void plan(Context ctx, Form form) {
        var access = entry.project(ctx);
        var chosen = new Chosen(form.all("environments"), form.text("mode"), form.text("app"));
        try (var content = form.secret("content")) {
            var request = ImportRequest.of("dotenv", content, chosen.environments, chosen.mode)
                    .map(wanted -> wanted.ofApp(chosen.app));
            switch (request.flatMap(wanted -> imports.stage(access, wanted))) {
                case Result.Ok<Imports.Staged>(var staged) -> planned(ctx, chosen, staged);
                case Result.Invalid<Imports.Staged>(var errors) ->
                    ui.fragment(ctx.status(422), formPage(access, chosen, errors), "import-fields");
                case Result.Conflict<Imports.Staged>(var clash) ->
                    ui.fragment(ctx.status(409), formPage(access, chosen, Errors.of("content", clash.message())),
                            "import-fields");
            }
        }
    }

    private void planned(Context ctx, Chosen chosen, Imports.Staged staged) {
        var access = entry.project(ctx);
        var where = secrets.environments(access).stream().filter(e -> chosen.environments.contains(e.slug()))
                .map(Environment::name).collect(Collectors.joining(" and "))
                + (chosen.app.isEmpty() ? "" : ", for %s alone".formatted(chosen.app));
        var page = new ImportPage(to(access).imports(), to(access).list(), null, Errors.none(),
                ImportPage.Plan.of(staged, where));
        if (ui.isHtmx(ctx)) {
            ui.changed(ctx, page, new Ui.Done(page.action(), "import", "#plan-title",
                    "Nothing has changed yet. " + page.plan().counts() + "."));
        } else {
            ui.page(ctx, page);
        }
    }

    private void run(Context ctx, UUID staged) {
        var access = entry.project(ctx);
        switch (imports.run(access, staged)) {
            case Result.Ok<ImportPlan>(var plan) -> ui.go(ctx, to(access).list(), done(plan));
            case Result.Invalid<ImportPlan>(var errors) ->
                ui.fragment(ctx.status(422), formPage(access, Chosen.NOTHING, errors), "import");
            case Result.Conflict<ImportPlan>(var clash) -> ui.fragment(ctx.status(409),
                    formPage(access, Chosen.NOTHING, Errors.of("content", clash.message())), "import");
        }
    }

    /** What was ticked; the form of somebody who comes for the first time has nothing. */
    private record Chosen(List<String> environments, String mode, String app) {
        static final Chosen NOTHING = new Chosen(null, "", "");
    }

    private ImportPage formPage(Access access, Chosen chosen, Errors errors) {
        return new ImportPage(to(access).imports(), to(access).list(),
                new ImportPage.Fields(environments(access, chosen), modes(chosen),
                        Scopes.choices(secrets.apps(access), chosen.app)),
                errors, null);
    }

    /** Those that the person may write; to begin with the ones that aren't protected. */
    private List<Choice> environments(Access access, Chosen chosen) {
        var open = secrets.environments(access).stream().filter(each -> each.allows(access, SECRET_WRITE)).toList();
        Predicate<Environment> isChosen = chosen.environments != null
                ? each -> chosen.environments.contains(each.slug())
                : each -> open.size() == 1 || !each.isProtected();
        return open.stream().map(each -> Choice.of(each.slug(), each.name(), isChosen.test(each))).toList();
    }

    private static List<Choice> modes(Chosen chosen) {
        var replace = chosen.mode.equals(Mode.REPLACE.slug());
        return List.of(
                new Choice(Mode.ADD.slug(), "Add new keys only",
                        "A key that has another value already is left as it is.", !replace),
                new Choice(Mode.REPLACE.slug(), "Replace values too",
                        "A value that differs is overwritten. What it was stays in the history.", replace));
    }

    private static String done(ImportPlan plan) {
        if (plan.stores() == 0) {
            return "Nothing was imported: since the plan was made, the same values were stored or others came first.";
        }
        int added = plan.count(Action.ADD);
        int replaced = plan.count(Action.REPLACE);
        var parts = added == 0 ? "%,d replaced".formatted(replaced)
                : "%,d added".formatted(added) + (replaced == 0 ? "" : ", %,d replaced".formatted(replaced));
        return "Imported %,d %s: %s.".formatted(plan.stores(), plan.stores() == 1 ? "secret" : "secrets", parts);
    }

    private static SecretAddresses to(Access access) {
        return SecretAddresses.list(access.project().slug(), SecretFilter.ALL);
    }

    /** An id that isn't one names nothing. */
    private static UUID id(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException malformed) {
            return NONE;
        }
    }
}
