package dev.coffer.secret;

import static dev.coffer.access.Permission.SECRET_WRITE;

import dev.coffer.access.Access;
import dev.coffer.access.NotFound;
import dev.coffer.form.Clash;
import dev.coffer.form.Result;
import dev.coffer.project.Environment;
import dev.coffer.reading.Readings;
import dev.coffer.requirement.Need;
import dev.coffer.secret.SecretConfirmPage.Question;
import dev.coffer.secret.SecretConfirmPage.State;
import dev.coffer.web.Entry;
import dev.coffer.web.Form;
import dev.coffer.web.Page;
import dev.coffer.web.Ui;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.List;

/** Asks, and then deletes the value of an environment, or with no environment in the address the whole secret. */
public final class SecretDeletePages {
    private final Secrets secrets;
    private final SecretPages pages;
    private final Entry entry;
    private final Ui ui;

    public SecretDeletePages(SecretPages pages, Entry entry, Ui ui) {
        this.pages = pages;
        this.secrets = pages.secrets();
        this.entry = entry;
        this.ui = ui;
    }

    public void confirm(Context ctx) {
        ui.fragment(ctx, page(ctx, null), "dialog");
    }

    public void delete(Context ctx) {
        var access = entry.project(ctx);
        var key = ctx.pathParam("key");
        var environment = ctx.queryParam("environment");
        try (var form = Form.of(ctx)) {
            var read = new SecretChange.Unchanged(form.text("read"));
            var result = environment == null ? secrets.delete(access, key, read)
                    : secrets.deleteValue(access, key, environment, read);
            switch (result) {
                case Result.Ok<String> _ -> pages.changed(ctx, new SecretPages.Change(key, null,
                        new SecretListPage.Note(said(ctx, key, environment), false)), false);
                case Result.Invalid<String>(var errors) ->
                    ui.fragment(ctx.status(422), page(ctx, errors.entries().getFirst().message()), "dialog");
                case Result.Conflict<String>(var clash) ->
                    ui.fragment(ctx.status(409), clash.kind() == Clash.Kind.IN_USE ? blocked(ctx, clash)
                            : page(ctx, clash.message()), "dialog");
            }
        }
    }

    private String said(Context ctx, String key, String environment) {
        if (environment == null || secrets.find(entry.project(ctx), key).isEmpty()) {
            return "Secret %s deleted.".formatted(key);
        }
        var name = secrets.environments(entry.project(ctx)).stream().filter(each -> each.slug().equals(environment))
                .map(Environment::name).findFirst().orElse(environment);
        return "Secret %s deleted in %s.".formatted(key, name);
    }

    private static SecretBlockedPage blocked(Context ctx, Clash clash) {
        return SecretBlockedPage.of(SecretPages.addresses(ctx), ctx.pathParam("key"),
                clash.dependents().stream().map(Clash.Dependent::name).toList());
    }

    private Page page(Context ctx, String problem) {
        var access = entry.project(ctx);
        var secret = secrets.get(access, ctx.pathParam("key"));
        var to = SecretPages.addresses(ctx);
        var slug = ctx.queryParam("environment");
        var where = secret.configured().stream().filter(each -> slug == null || each.slug().equals(slug)).toList();
        if (where.isEmpty()) {
            throw new NotFound();
        }
        where.forEach(each -> each.require(access, SECRET_WRITE));
        var readings = pages.readings(access, secret);
        var listed = SecretUses.listed(secret.key(), readings.readers(), where);
        if (listed.isPresent()) {
            return blocked(ctx, listed.get());
        }
        var question = slug == null ? everywhere(secret) : here(secret, where.getFirst());
        return new SecretConfirmPage(question.usedBy(uses(access, secret, readings, where)), secret.key(),
                slug == null ? to.deleteEverywhere(secret.key()) : to.delete(secret.key(), slug),
                to.opener(secret.key()), new State(secret.tag(), problem));
    }

    private List<String> uses(Access access, Secret secret, Readings.Report readings, List<Environment> where) {
        var uses = new ArrayList<>(SecretUses.read(secret, readings, where));
        for (var environment : where) {
            secret.slot(environment.slug()).filter(slot -> slot.builtIn().isEmpty()).flatMap(Secret.Slot::need)
                    .map(SecretDeletePages::missed).ifPresent(uses::add);
        }
        uses.addAll(SecretUses.named(secrets.variables(access, secret), secrets.needs(access), where));
        uses.addAll(SecretUses.said(secrets.pinned(access, secret), where));
        return uses;
    }

    private static String missed(Need need) {
        var why = need.feature().isEmpty() ? "" : " (" + need.feature() + ")";
        var place = need.environment().name();
        if (!need.required()) {
            return "It is optional in %s%s.".formatted(place, why);
        }
        return need.dismissal().isPresent() ? "It is required in %s%s, and dismissed there.".formatted(place, why)
                : "It is required in %s%s: it becomes Missing, and %s can't be published until it is set again."
                        .formatted(place, why, place);
    }

    private static Question here(Secret secret, Environment environment) {
        boolean falls = secret.slot(environment.slug()).flatMap(Secret.Slot::builtIn).isPresent();
        var text = "The value is erased and cannot be restored. " + (falls
                ? "The built-in value of the organization takes its place in %s.".formatted(environment.name())
                : "Anything that reads %s in %s will fail at its next start.".formatted(secret.key(),
                        environment.name()));
        return new Question("Delete", " in " + environment.name() + "?", secret.configured().size() > 1 ? text
                : text + " It is the last value, so the secret and its description go with it.", "Delete");
    }

    private static Question everywhere(Secret secret) {
        var places = String.join(" and ", secret.configured().stream().map(Environment::name).toList());
        boolean falls = secret.slots().stream().filter(slot -> slot.value().isPresent())
                .allMatch(slot -> slot.builtIn().isPresent());
        return new Question("Delete", " everywhere?", "Its values in %s are erased and cannot be restored. "
                .formatted(places)
                + (falls ? "The built-in values of the organization take their place."
                        : "Anything that reads %s will fail at its next start.".formatted(secret.key())),
                "Delete");
    }
}
