package dev.coffer.secret;

import static dev.coffer.access.Permission.SECRET_WRITE;

import dev.coffer.access.Access;
import dev.coffer.form.Choice;
import dev.coffer.form.Clash;
import dev.coffer.form.Result;
import dev.coffer.form.SecretKey;
import dev.coffer.project.Environment;
import dev.coffer.secret.SecretFormPage.Links;
import dev.coffer.secret.SecretFormPage.Task;
import dev.coffer.secret.SecretFormPage.Trouble;
import dev.coffer.secret.SecretFormPage.Typed;
import dev.coffer.web.Entry;
import dev.coffer.web.Form;
import dev.coffer.web.Ui;
import io.javalin.http.Context;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The form that adds a secret, or sets the value that a key lacks in an environment. What was typed comes back with its
 * mistakes, but for the value, which never does.
 */
public final class SecretAddPages {
    private final Secrets secrets;
    private final SecretPages pages;
    private final Entry entry;
    private final Ui ui;

    public SecretAddPages(SecretPages pages, Entry entry, Ui ui) {
        this.pages = pages;
        this.secrets = pages.secrets();
        this.entry = entry;
        this.ui = ui;
    }

    public void show(Context ctx) {
        var given = Given.of(ctx);
        var typed = new Typed(given.key, "", given.several, "", "");
        ui.fragment(ctx, page(ctx, typed, Optional.empty(), Trouble.NONE), "dialog");
    }

    public void create(Context ctx) {
        try (var form = Form.of(ctx); var value = TypedValue.of(form)) {
            var draft = new SecretDraft(SecretKey.fromForm(form.raw("key")), value,
                    Optional.of(form.text("description")), form.all("environments"));
            var typed = new Typed(draft.key(), form.text("description"), Given.of(ctx).several, "", "");
            var chosen = Optional.of(draft.environments());
            switch (secrets.add(entry.project(ctx), draft)) {
                case Result.Ok<Secret>(var secret) -> pages.changed(ctx, new SecretPages.Change(secret.key(),
                        draft.environments().getFirst(), note(secret, draft)), form.has("page"));
                case Result.Invalid<Secret>(var errors) ->
                    again(ctx, 422, page(ctx, typed, chosen, Trouble.of(errors)));
                case Result.Conflict<Secret>(var clash) ->
                    again(ctx, 409, page(ctx, typed, chosen, taken(ctx, draft, clash)));
            }
        }
    }

    private void again(Context ctx, int status, SecretFormPage page) {
        ui.fragment(ctx.status(status), page, "secret-fields");
    }

    /** What the address fills in. */
    private record Given(String key, String environment, boolean several) {
        static Given of(Context ctx) {
            var environment = ctx.queryParam("environment");
            return new Given(SecretKey.fromForm(ctx.queryParam("key")), environment == null ? "" : environment,
                    "several".equals(ctx.queryParam("lines")));
        }
    }

    /** Where the address names a key that is there, the key isn't asked for. */
    private SecretFormPage page(Context ctx, Typed typed, Optional<List<String>> chosen, Trouble trouble) {
        var access = entry.project(ctx);
        var given = Given.of(ctx);
        var to = SecretPages.addresses(ctx);
        var action = given.key.isEmpty() && given.environment.isEmpty() ? to.add()
                : to.set(given.key, given.environment);
        var existing = given.key.isEmpty() ? Optional.<Secret>empty() : secrets.find(access, given.key);
        return new SecretFormPage(existing.isPresent() ? Task.SET : Task.ADD,
                Links.of(action, to.opener(given.key), typed.several()), typed,
                choices(access, existing, chosen.map(Optional::of).orElse(given.environment.isEmpty() ? Optional.empty()
                        : Optional.of(List.of(given.environment)))),
                trouble);
    }

    /** The environments that the person may write, but for those where the key has a value. */
    private List<Choice> choices(Access access, Optional<Secret> existing, Optional<List<String>> chosen) {
        var open = secrets.environments(access).stream().filter(each -> each.allows(access, SECRET_WRITE))
                .filter(each -> existing.map(secret -> secret.slot(each.slug()).flatMap(Secret.Slot::value).isEmpty())
                        .orElse(true))
                .toList();
        Predicate<Environment> isChosen = chosen.isPresent() ? each -> chosen.get().contains(each.slug())
                : each -> open.size() == 1 || !each.isProtected();
        return open.stream().map(each -> Choice.of(each.slug(), each.name(), isChosen.test(each))).toList();
    }

    /** Leads to the form that replaces the value which is there already. */
    private Trouble taken(Context ctx, SecretDraft draft, Clash clash) {
        var access = entry.project(ctx);
        var href = secrets.find(access, draft.key()).stream().flatMap(secret -> secret.configured().stream())
                .filter(each -> draft.environments().contains(each.slug())).findFirst()
                .map(each -> SecretPages.addresses(ctx).edit(draft.key(), each.slug()));
        return Trouble.of(clash, href.orElse(null));
    }

    private static SecretListPage.Note note(Secret secret, SecretDraft draft) {
        var done = secret.revision() == 1 ? "Secret %s created.".formatted(secret.key())
                : "Secret %s set in %s.".formatted(secret.key(), String.join(" and ", secret.slots().stream()
                        .map(Secret.Slot::environment).filter(each -> draft.environments().contains(each.slug()))
                        .map(Environment::name).toList()));
        return TypedValue.note(done, draft);
    }
}
