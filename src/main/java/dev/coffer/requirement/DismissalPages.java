package dev.coffer.requirement;

import dev.coffer.access.Access;
import dev.coffer.access.NotFound;
import dev.coffer.form.Errors;
import dev.coffer.form.Result;
import dev.coffer.project.Confirmation;
import dev.coffer.project.Environment;
import dev.coffer.requirement.Dismissals.Place;
import dev.coffer.web.Entry;
import dev.coffer.web.Form;
import dev.coffer.web.Ui;
import io.javalin.http.Context;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Dismissing a requirement and bringing it back, in one environment or wherever it is needed. {@code ?back=secrets}
 * leads to the Secrets tab afterwards, else the list of requirements follows.
 */
public final class DismissalPages {
    private final Entry entry;
    private final Ui ui;
    private final Dismissals dismissals;
    private final Requirements requirements;
    private final RequirementPages pages;

    /** The use cases behind the pages. */
    public record Domain(Dismissals dismissals, Requirements requirements) {}

    public DismissalPages(Entry entry, Ui ui, Domain domain, RequirementPages pages) {
        this.entry = entry;
        this.ui = ui;
        this.dismissals = domain.dismissals;
        this.requirements = domain.requirements;
        this.pages = pages;
    }

    public void dismissForm(Context ctx) {
        ui.fragment(ctx, page(ctx, "", Errors.none()), "dialog");
    }

    public void dismiss(Context ctx) {
        var access = entry.project(ctx);
        try (var form = Form.of(ctx)) {
            var reason = form.text("reason");
            switch (dismissals.dismiss(access, place(ctx), reason)) {
                case Result.Ok<List<Environment>>(var where) -> done(ctx, access, "#back-%s-%s".formatted(
                        place(ctx).key(), where.getFirst().slug()), form.has("page"),
                        "%s dismissed in %s.".formatted(place(ctx).key(), names(where)));
                case Result.Invalid<List<Environment>>(var errors) ->
                    ui.fragment(ctx.status(422), page(ctx, reason, errors), "dismiss-fields");
                case Result.Conflict<List<Environment>>(var clash) -> ui.fragment(ctx.status(409),
                        page(ctx, reason, Errors.of("reason", clash.message())), "dismiss-fields");
            }
        }
    }

    public void bringBackForm(Context ctx) {
        var access = entry.project(ctx);
        var place = place(ctx);
        ui.fragment(ctx, new Confirmation("Bring %s back in %s?".formatted(place.key(), names(needed(access, place))),
                "It counts as missing again, and while it is required, publishing is blocked until it has a value.",
                List.of(), Confirmation.Action.harmless("Bring back", action(ctx, access, "bring-back"),
                        backHref(ctx, access)),
                "Requirements"), "dialog");
    }

    public void bringBack(Context ctx) {
        var access = entry.project(ctx);
        if (!(dismissals.bringBack(access, place(ctx)) instanceof Result.Ok<List<Environment>>(var where))) {
            throw new NotFound();
        }
        done(ctx, access, where.size() == 1 ? "#dismiss-%s-%s".formatted(place(ctx).key(), where.getFirst().slug())
                : "#requirements-title", false,
                where.isEmpty()
                        ? "%s was not dismissed there any more.".formatted(place(ctx).key())
                        : "%s is needed in %s again.".formatted(place(ctx).key(), names(where)));
    }

    private void done(Context ctx, Access access, String focus, boolean ownPage, String say) {
        if (isFromSecrets(ctx) || ownPage) {
            ui.go(ctx, backHref(ctx, access), say);
        } else {
            ui.changed(ctx, pages.listPage(access),
                    new Ui.Done(RequirementPages.href(access), "requirements", focus, say));
        }
    }

    private DismissPage page(Context ctx, String reason, Errors errors) {
        var access = entry.project(ctx);
        return new DismissPage(place(ctx).key(), names(needed(access, place(ctx))),
                new DismissPage.Addresses(action(ctx, access, "dismiss"), backHref(ctx, access)), reason, errors);
    }

    /** Where the key is needed. @throws NotFound where it isn't */
    private List<Environment> needed(Access access, Place place) {
        var environments = requirements.readiness(access).needs().stream()
                .filter(need -> need.key().equals(place.key())).map(Need::environment)
                .filter(each -> place.environment().map(each.slug()::equals).orElse(true)).toList();
        if (environments.isEmpty()) {
            throw new NotFound();
        }
        return environments;
    }

    private static String action(Context ctx, Access access, String what) {
        var place = place(ctx);
        return "%s/%s/%s?".formatted(RequirementPages.href(access), place.key(), what)
                + place.environment().map(slug -> "environment=" + slug + "&").orElse("")
                + (isFromSecrets(ctx) ? "back=secrets" : "back=requirements");
    }

    private static String backHref(Context ctx, Access access) {
        return isFromSecrets(ctx) ? "/projects/%s/secrets".formatted(access.project().slug())
                : RequirementPages.href(access);
    }

    private static boolean isFromSecrets(Context ctx) {
        return "secrets".equals(ctx.queryParam("back"));
    }

    private static Place place(Context ctx) {
        return new Place(ctx.pathParam("key").replace("\0", ""), Optional.ofNullable(ctx.queryParam("environment")));
    }

    private static String names(List<Environment> environments) {
        return environments.stream().map(Environment::name).collect(Collectors.joining(" and "));
    }
}
