package dev.coffer.secret;

import dev.coffer.access.Access;
import dev.coffer.form.Choice;
import dev.coffer.form.Errors;
import dev.coffer.form.Result;
import dev.coffer.project.Environment;
import dev.coffer.secret.Examples.Chosen;
import dev.coffer.web.Entry;
import dev.coffer.web.Form;
import dev.coffer.web.Ui;
import io.javalin.http.Context;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Pasting an {@code .env.example} in two steps: what it says, then declaring it. Between them the page knows an id; the
 * text never comes back to it.
 */
public final class ExamplePages {
    private static final UUID NONE = new UUID(0, 0);
    private static final String SOURCE = ".env.example";
    private static final String NEED = "need-";
    private static final String STORE = "store-";
    /** Two for each of 500 keys, and what goes with them. */
    private static final int MOST_FIELDS = 1_010;

    private final Examples examples;
    private final Entry entry;
    private final Ui ui;

    public ExamplePages(Examples examples, Entry entry, Ui ui) {
        this.examples = examples;
        this.entry = entry;
        this.ui = ui;
    }

    public void show(Context ctx) {
        var access = entry.project(ctx);
        var every = examples.environments(access).stream().map(Environment::slug).toList();
        ui.page(ctx, formPage(access, SOURCE, every, Errors.none()));
    }

    /** Either step, as the form says. */
    public void submit(Context ctx) {
        try (var form = Form.of(ctx, MOST_FIELDS)) {
            if (form.text("step").equals("declare")) {
                run(ctx, form);
            } else {
                plan(ctx, form);
            }
        }
    }

    private void plan(Context ctx, Form form) {
        var access = entry.project(ctx);
        var environments = form.all("environments");
        var source = form.text("source");
        try (var content = form.secret("content")) {
            var request = ImportRequest.of("dotenv", content, environments, ImportRequest.Mode.ADD.slug());
            switch (request.flatMap(wanted -> examples.stage(access, source, wanted))) {
                case Result.Ok<Examples.Plan>(var plan) -> planned(ctx, plan, source, environments);
                case Result.Invalid<Examples.Plan>(var errors) ->
                    ui.fragment(ctx.status(422), formPage(access, source, environments, errors), "example-fields");
                case Result.Conflict<Examples.Plan>(var clash) -> ui.fragment(ctx.status(409), formPage(access, source,
                        environments, Errors.of("content", clash.message())), "example-fields");
            }
        }
    }

    private void planned(Context ctx, Examples.Plan plan, String source, List<String> environments) {
        var access = entry.project(ctx);
        var where = examples.environments(access).stream().filter(each -> environments.contains(each.slug()))
                .map(Environment::name).collect(Collectors.joining(" and "));
        var page = new ExamplePage(action(access), list(access), null, Errors.none(),
                ExamplePage.Plan.of(plan, source, where));
        if (ui.isHtmx(ctx)) {
            ui.changed(ctx, page, new Ui.Done(page.action(), "example", "#plan-title",
                    "Nothing has changed yet. " + page.plan().counts() + "."));
        } else {
            ui.page(ctx, page);
        }
    }

    private void run(Context ctx, Form form) {
        var access = entry.project(ctx);
        var source = form.text("source");
        var chosen = new Chosen(source, chosen(form, NEED, "optional"), chosen(form, STORE, "yes"));
        switch (examples.run(access, id(form.text("id")), chosen)) {
            case Result.Ok<Examples.Done>(var done) -> ui.go(ctx, list(access), told(source, done));
            case Result.Invalid<Examples.Done>(var errors) ->
                ui.fragment(ctx.status(422), formPage(access, source, List.of(), errors), "example");
            case Result.Conflict<Examples.Done>(var clash) -> ui.fragment(ctx.status(409), formPage(access, source,
                    List.of(), Errors.of("content", clash.message())), "example");
        }
    }

    /** The keys of the fields that begin so and say this. */
    private static Set<String> chosen(Form form, String prefix, String wanted) {
        var keys = new HashSet<String>();
        for (var name : form.names()) {
            if (name.startsWith(prefix) && form.text(name).equals(wanted)) {
                keys.add(name.substring(prefix.length()));
            }
        }
        return keys;
    }

    private ExamplePage formPage(Access access, String source, List<String> environments, Errors errors) {
        var choices = examples.environments(access).stream()
                .map(each -> Choice.of(each.slug(), each.name(), environments.contains(each.slug()))).toList();
        return new ExamplePage(action(access), list(access), new ExamplePage.Fields(source, choices), errors, null);
    }

    private static String told(String source, Examples.Done done) {
        var change = done.change();
        int changed = change.declared().size() + change.removed().size();
        var declared = changed == 0 ? "%s says what it said before".formatted(source)
                : "%s declared: %,d new or changed, %,d removed".formatted(source, change.declared().size(),
                        change.removed().size());
        return declared + (done.stored() == 0 ? "" : ". Values stored for %,d".formatted(done.stored()))
                + (done.kept() == 0 ? "" : ". %,d had a value already, which was kept".formatted(done.kept())) + ".";
    }

    private static String list(Access access) {
        return "/projects/%s/requirements".formatted(access.project().slug());
    }

    private static String action(Access access) {
        return list(access) + "/-/paste";
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
