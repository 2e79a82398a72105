package dev.coffer.secret;

import static dev.coffer.access.Permission.SECRET_WRITE;

import dev.coffer.access.Access;
import dev.coffer.form.Choice;
import dev.coffer.form.Clash;
import dev.coffer.form.Errors;
import dev.coffer.form.Result;
import dev.coffer.form.ScopedKey;
import dev.coffer.form.SecretKey;
import dev.coffer.project.Environment;
import dev.coffer.requirement.Need;
import dev.coffer.requirement.Readiness;
import dev.coffer.schema.TypeName;
import dev.coffer.secret.SecretFormPage.Asked;
import dev.coffer.secret.SecretFormPage.Goal;
import dev.coffer.secret.SecretFormPage.Links;
import dev.coffer.secret.SecretFormPage.Task;
import dev.coffer.secret.SecretFormPage.Trouble;
import dev.coffer.secret.SecretFormPage.Typed;
import dev.coffer.web.Entry;
import dev.coffer.web.Form;
import dev.coffer.web.Ui;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
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
        var description = need(secrets.needs(entry.project(ctx)), given).map(Need::description).orElse("");
        var opened = open(ctx, TypeChoice.asked(ctx::queryParams));
        ui.fragment(ctx, page(ctx, opened.typed(new Typed(given.key(), description, given.several, "", ""))), "dialog");
    }

    public void create(Context ctx) {
        try (var form = Form.of(ctx, TypedValue.MOST_FIELDS)) {
            var choice = TypeChoice.sent(form);
            var opened = open(ctx, choice).typed(new Typed(SecretKey.fromForm(form.raw("key")),
                    form.text("description"), Given.of(ctx).several, "", "")).ticked(form.all("environments"));
            opened = form.has("app") ? opened.ofApp(form.text("app")) : opened;
            try (var value = TypedValue.of(form, opened.type.chosen())) {
                opened = opened.fields(value.in(opened.type));
                var others = opened.type.others(form);
                if (choice.isStep()) {
                    again(ctx, 200, page(ctx, opened));
                } else if (!others.isEmpty()) {
                    again(ctx, 422, page(ctx, opened.wrong(others)));
                } else {
                    create(ctx, form, opened, value);
                }
            }
        }
    }

    private void create(Context ctx, Form form, Opened opened, TypedValue value) {
        var typed = opened.typed;
        var draft = new SecretDraft(typed.key(), value.whole(), opened.choice.key(), Optional.of(typed.description()),
                form.all("environments")).ofApp(opened.app);
        switch (secrets.add(opened.access, draft)) {
            case Result.Ok<Secret> _ when Given.of(ctx).setUp > 0 -> goOn(ctx, draft);
            case Result.Ok<Secret>(var secret) -> pages.changed(ctx, new SecretPages.Change(secret.named(),
                    draft.environments().getFirst(), note(secret, draft)), form.has("page"));
            case Result.Invalid<Secret>(var errors) ->
                again(ctx, 422, page(ctx, opened.wrong(value.mistakes(errors))));
            case Result.Conflict<Secret>(var clash) ->
                again(ctx, 409, page(ctx, opened.troubled(taken(ctx, draft, clash))));
        }
    }

    /** To the next one that is missing, or where publishing is free now. */
    private void goOn(Context ctx, SecretDraft draft) {
        var access = entry.project(ctx);
        var needs = secrets.needs(access);
        var setUp = SetUp.of(access, needs);
        int of = Math.max(Given.of(ctx).setUp, setUp.open().size());
        var next = setUp.next(draft.environments().getFirst(), of);
        var done = next.isPresent() ? "%s set. %,d of %,d left.".formatted(draft.key(), setUp.open().size(), of)
                : needs.isReady() ? "All required secrets are set. %s can be published.".formatted(
                        String.join(" and ", secrets.environments(access).stream()
                                .filter(each -> draft.environments().contains(each.slug())).map(Environment::name)
                                .toList()))
                        : "%s set. What is left, others have to set: %s".formatted(draft.key(),
                                Readiness.blocked(needs.missing().size()));
        ui.go(ctx, next.orElse("/projects/" + access.project().slug()), TypedValue.note(done, draft).text());
    }

    private void again(Context ctx, int status, SecretFormPage page) {
        ui.fragment(ctx.status(status), page, "secret-fields");
    }

    /**
     * What the address fills in. {@code setUp}: how many were missing when setting them up began, 0 outside of that.
     */
    private record Given(ScopedKey named, String environment, boolean several, int setUp) {
        static Given of(Context ctx) {
            var environment = ctx.queryParam("environment");
            var named = new ScopedKey(SecretKey.fromForm(ctx.queryParam("key")),
                    Optional.ofNullable(ctx.queryParam("app")).orElse(""));
            return new Given(named, environment == null ? "" : environment,
                    "several".equals(ctx.queryParam("lines")), number(ctx.queryParam("setup")));
        }

        private static int number(String text) {
            return text != null && text.matches("[1-9]\\d{0,4}") ? Integer.parseInt(text) : 0;
        }

        String action(SecretAddresses to) {
            return setUp > 0 ? to.setUp(key(), environment, setUp)
                    : key().isEmpty() && environment.isEmpty() ? to.add(named.app()) : to.set(named, environment);
        }

        String key() {
            return named.key();
        }
    }

    private static Optional<Need> need(Readiness needs, Given given) {
        var ofKey = needs.needs().stream().filter(need -> need.key().equals(given.key()) && !given.named.isOfApp())
                .toList();
        return ofKey.stream().filter(need -> need.environment().slug().equals(given.environment)).findFirst()
                .or(() -> ofKey.stream().findFirst());
    }

    /** The form as it was opened, and what stands in it. */
    private record Opened(Access access, Optional<Secret> existing, TypeChoice choice, TypeForm type, String app,
            Typed typed, Optional<List<String>> ticked, Trouble trouble) {
        Opened typed(Typed other) {
            return new Opened(access, existing, choice, type, app, other, ticked, trouble);
        }

        Opened ticked(List<String> others) {
            return new Opened(access, existing, choice, type, app, typed, Optional.of(others), trouble);
        }

        Opened fields(TypeForm other) {
            return new Opened(access, existing, choice, other, app, typed, ticked, trouble);
        }

        Opened troubled(Trouble other) {
            return new Opened(access, existing, choice, type, app, typed, ticked, other);
        }

        Opened ofApp(String other) {
            return new Opened(access, existing, choice, type, other, typed, ticked, trouble);
        }

        Opened wrong(Errors errors) {
            return fields(type.with(errors)).troubled(Trouble.of(type.located(errors)));
        }
    }

    /** Where nobody chose a type, it is what the secret has in other environments, else what the project needs. */
    private Opened open(Context ctx, TypeChoice choice) {
        var access = entry.project(ctx);
        var given = Given.of(ctx);
        var existing = given.key().isEmpty() ? Optional.<Secret>empty() : secrets.find(access, given.named);
        var types = secrets.types(access);
        var otherwise = existing.isPresent() ? existing.get().type().map(TypeName::key)
                : types.isEmpty() ? Optional.<String>empty()
                        : need(secrets.needs(access), given).flatMap(Need::type);
        var chosen = choice.among(types, otherwise, type -> secrets.type(access, type));
        var note = existing.flatMap(secret -> TypeChoice.note(secret, chosen, Optional.empty()));
        var place = new TypeForm.Place(given.action(SecretPages.addresses(ctx)), false,
                ctx.method() == HandlerType.POST, note.orElse(null));
        return new Opened(access, existing, choice, choice.in(TypeForm.of(types, chosen, place)), given.named.app(),
                null, Optional.empty(), Trouble.NONE);
    }

    /** Where the address names a key that is there, or that is needed, the key isn't asked for. */
    private SecretFormPage page(Context ctx, Opened opened) {
        var access = opened.access;
        var given = Given.of(ctx);
        var to = SecretPages.addresses(ctx);
        var needs = secrets.needs(access);
        var need = need(needs, given);
        var cancel = given.setUp > 0 ? "/projects/" + access.project().slug() : to.opener(given.named);
        return new SecretFormPage(opened.existing.isPresent() ? Task.SET : need.isPresent() ? Task.FILL : Task.ADD,
                Links.of(given.action(to), cancel, opened.typed.several()), opened.typed, opened.type,
                Asked.forReason(need.map(SecretAddPages::reason).orElse(null), given.setUp > 0),
                new Goal(choices(access, opened.existing, new Wanted(opened.ticked, given, needs)),
                        Scopes.choices(secrets.apps(access), opened.app), given.named.app()),
                opened.trouble);
    }

    private static String reason(Need need) {
        return "%s in %s%s".formatted(need.required() ? "Required" : "Optional", need.environment().name(),
                need.feature().isEmpty() ? "." : ". " + need.feature());
    }

    /** What is ticked: what was, else what the address says. */
    private record Wanted(Optional<List<String>> chosen, Given given, Readiness needs) {
        Optional<List<String>> ticked() {
            return chosen.or(() -> given.environment.isEmpty() ? Optional.empty()
                    : Optional.of(List.of(given.environment)));
        }

        /** Said beside an environment other than the one that the form was opened for; null for nothing. */
        String hint(Environment environment) {
            return !given.environment.equals(environment.slug()) && !given.named.isOfApp()
                    && needs.find(given.key(), environment)
                            .filter(need -> need.status() == Need.Status.MISSING).isPresent() ? "Missing here too"
                                    : null;
        }
    }

    /** The environments that the person may write, but for those where the key has a value. */
    private List<Choice> choices(Access access, Optional<Secret> existing, Wanted wanted) {
        var open = secrets.environments(access).stream().filter(each -> each.allows(access, SECRET_WRITE))
                .filter(each -> existing.map(secret -> secret.slot(each.slug()).flatMap(Secret.Slot::value).isEmpty())
                        .orElse(true))
                .toList();
        var ticked = wanted.ticked();
        Predicate<Environment> isChosen = ticked.isPresent() ? each -> ticked.get().contains(each.slug())
                : each -> open.size() == 1 || !each.isProtected();
        return open.stream().map(each -> new Choice(each.slug(), each.name(), wanted.hint(each), isChosen.test(each)))
                .toList();
    }

    /** Leads to the form that replaces the value which is there already. */
    private Trouble taken(Context ctx, SecretDraft draft, Clash clash) {
        var access = entry.project(ctx);
        var href = secrets.find(access, draft.named()).stream().flatMap(secret -> secret.configured().stream())
                .filter(each -> draft.environments().contains(each.slug())).findFirst()
                .map(each -> SecretPages.addresses(ctx).edit(draft.named(), each.slug()));
        return Trouble.of(clash, href.orElse(null));
    }

    private static SecretListPage.Note note(Secret secret, SecretDraft draft) {
        var done = secret.revision() == 1 ? "Secret %s created.".formatted(secret.named().told())
                : "Secret %s set in %s.".formatted(secret.named().told(), String.join(" and ", secret.slots().stream()
                        .map(Secret.Slot::environment).filter(each -> draft.environments().contains(each.slug()))
                        .map(Environment::name).toList()));
        return TypedValue.note(done, draft);
    }
}
