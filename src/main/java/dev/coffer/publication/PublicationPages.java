package dev.coffer.publication;

import static dev.coffer.access.Permission.PUBLISH;

import dev.coffer.access.Access;
import dev.coffer.access.Forbidden;
import dev.coffer.access.NotFound;
import dev.coffer.form.Clash;
import dev.coffer.form.Errors;
import dev.coffer.form.Result;
import dev.coffer.project.Environment;
import dev.coffer.publication.PublicationFormPage.Trouble;
import dev.coffer.publication.Publications.Which;
import dev.coffer.requirement.Readiness;
import dev.coffer.web.BadRequest;
import dev.coffer.web.Entry;
import dev.coffer.web.Form;
import dev.coffer.web.Ui;
import io.javalin.http.Context;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** A project's publications for browsers: the history, the form, one of them, and two side by side. */
public final class PublicationPages {
    private static final int ROWS = 50;

    private final Entry entry;
    private final Ui ui;
    private final Publications publications;

    public PublicationPages(Entry entry, Ui ui, Publications publications) {
        this.entry = entry;
        this.ui = ui;
        this.publications = publications;
    }

    public void list(Context ctx) {
        var access = entry.project(ctx);
        var environment = query(ctx, "environment");
        var before = before(ctx);
        var found = publications.list(access, new Which(environment, before), ROWS);
        boolean isOlder = found.size() > ROWS;
        ui.fragment(ctx, new PublicationListPage(access, publications.environments(access), environment,
                isOlder ? found.subList(0, ROWS) : found, new PublicationListPage.Ways(before != null, isOlder)),
                "publications");
    }

    public void newForm(Context ctx) {
        var access = entry.project(ctx);
        var readiness = publications.readiness(access);
        if (ui.isHtmx(ctx) && query(ctx, "part").equals("region")) {
            var target = target(access, query(ctx, "target"), readiness);
            ui.fragment(ctx, page(access, new PublicationDraft(chosen(ctx, access, target), target.slug()), readiness,
                    new Trouble(Errors.none(), false, true)), "publication-region");
            return;
        }
        var target = target(access, query(ctx, "environment"), readiness);
        ui.fragment(ctx, page(access, new PublicationDraft(suggested(access, target), target.slug()), readiness,
                Trouble.NONE), "dialog");
    }

    public void publish(Context ctx) {
        var access = entry.project(ctx);
        PublicationDraft draft;
        try (var form = Form.of(ctx)) {
            draft = new PublicationDraft(form.text("version"), form.text("target"));
        }
        switch (publications.publish(access, draft)) {
            case Result.Ok<Publication>(var done) -> ui.go(ctx, to(access).details(done),
                    "Version %s published to %s.".formatted(done.version(), done.environment().name()));
            case Result.Invalid<Publication>(var errors) -> again(ctx, 422, draft, trouble(ctx, errors));
            case Result.Conflict<Publication>(var clash) when clash.kind() == Clash.Kind.BLOCKED ->
                again(ctx, 409, draft, new Trouble(Errors.none(), true, ui.isHtmx(ctx)));
            case Result.Conflict<Publication>(var clash) ->
                again(ctx, 409, draft, trouble(ctx, Errors.of("version", clash.message())));
        }
    }

    public void show(Context ctx) {
        var access = entry.project(ctx);
        var one = asked(ctx, access);
        var environment = one.environment().slug();
        var since = publications.compareWithNow(access, environment, one.version()).keys();
        ui.page(ctx, new PublicationPage(access, one, publications.pins(access, one), since,
                publications.list(access, new Which(environment, null), ROWS)));
    }

    /** The earlier one first, whichever was asked for. */
    public void compare(Context ctx) {
        var access = entry.project(ctx);
        var one = asked(ctx, access);
        var environment = one.environment().slug();
        var other = query(ctx, "with");
        var comparison = other.isEmpty() ? publications.compareWithNow(access, environment, one.version())
                : inOrder(access, one, publications.get(access, environment, other));
        ui.page(ctx, new DifferencePage(access, comparison,
                publications.list(access, new Which(environment, null), ROWS)));
    }

    private Comparison inOrder(Access access, Publication one, Publication other) {
        boolean isEarlier = one.id().compareTo(other.id()) <= 0;
        return publications.compare(access, one.environment().slug(), (isEarlier ? one : other).version(),
                (isEarlier ? other : one).version());
    }

    private void again(Context ctx, int status, PublicationDraft draft, Trouble trouble) {
        ui.fragment(ctx.status(status), page(entry.project(ctx), draft,
                publications.readiness(entry.project(ctx)), trouble), "publication-fields");
    }

    private Trouble trouble(Context ctx, Errors errors) {
        // The field is called otherwise than in the API: the list behind the dialog has its filter's "environment".
        var here = Errors.none().and("version", Optional.ofNullable(errors.at("version")))
                .and("target", Optional.ofNullable(errors.at("environment")));
        return new Trouble(here, false, ui.isHtmx(ctx));
    }

    private PublicationFormPage page(Access access, PublicationDraft draft, Readiness readiness, Trouble trouble) {
        var open = open(access);
        return new PublicationFormPage(access, open, target(access, draft.environment(), readiness), draft.version(),
                readiness, trouble);
    }

    /** The environment asked for, else the first one that is ready, else the first. */
    private Environment target(Access access, String wanted, Readiness readiness) {
        var open = open(access);
        return open.stream().filter(each -> each.slug().equals(wanted)).findFirst()
                .or(() -> open.stream().filter(readiness::isReady).findFirst()).orElseGet(open::getFirst);
    }

    private List<Environment> open(Access access) {
        var open = publications.environments(access).stream().filter(each -> each.allows(access, PUBLISH)).toList();
        if (open.isEmpty()) {
            throw new Forbidden(PUBLISH);
        }
        return open;
    }

    private String suggested(Access access, Environment environment) {
        return publications.list(access, new Which(environment.slug(), null), 1).stream().findFirst()
                .map(last -> PublicationDraft.after(last.version())).orElse("");
    }

    /** What was typed stays when another environment is chosen; what was only suggested for the last one doesn't. */
    private String chosen(Context ctx, Access access, Environment target) {
        var typed = query(ctx, "version");
        boolean isOurs = publications.latest(access).stream()
                .anyMatch(last -> PublicationDraft.after(last.version()).equals(typed));
        return typed.isEmpty() || isOurs ? suggested(access, target) : typed;
    }

    /** The one that the address names; where it names several, the newest. */
    private Publication asked(Context ctx, Access access) {
        return asked(publications, ctx, access);
    }

    static Publication asked(Publications publications, Context ctx, Access access) {
        var environment = query(ctx, "environment");
        return publications.named(access, ctx.pathParam("version").replace("\0", "")).stream()
                .filter(each -> environment.isEmpty() || each.environment().slug().equals(environment))
                .max((one, other) -> one.id().compareTo(other.id())).orElseThrow(NotFound::new);
    }

    private static UUID before(Context ctx) {
        try {
            var before = query(ctx, "before");
            return before.isEmpty() ? null : UUID.fromString(before);
        } catch (IllegalArgumentException notOurs) {
            throw new BadRequest("Go back to the newest publications: this address is not one of ours");
        }
    }

    private static String query(Context ctx, String name) {
        var value = ctx.queryParam(name);
        return value == null ? "" : value.replace("\0", "").strip();
    }

    private static PublicationAddresses to(Access access) {
        return new PublicationAddresses(access.project().slug());
    }
}
