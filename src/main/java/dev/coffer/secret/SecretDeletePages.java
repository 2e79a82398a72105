package dev.coffer.secret;

import static dev.coffer.access.Permission.SECRET_WRITE;

import dev.coffer.access.Access;
import dev.coffer.access.NotFound;
import dev.coffer.form.Clash;
import dev.coffer.form.Result;
import dev.coffer.form.ScopedKey;
import dev.coffer.project.Environment;
import dev.coffer.reading.Readings;
import dev.coffer.requirement.Need;
import dev.coffer.secret.SecretConfirmPage.Question;
import dev.coffer.secret.SecretConfirmPage.State;
import dev.coffer.secret.SecretFilter.Scope;
import dev.coffer.web.Entry;
import dev.coffer.web.Form;
import dev.coffer.web.Page;
import dev.coffer.web.Ui;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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
        var named = SecretPages.named(ctx);
        var environment = ctx.queryParam("environment");
        try (var form = Form.of(ctx)) {
            var read = new SecretChange.Unchanged(form.text("read"));
            var result = environment == null ? secrets.delete(access, named, read)
                    : secrets.deleteValue(access, named, environment, read);
            switch (result) {
                case Result.Ok<String> _ -> pages.changed(ctx, new SecretPages.Change(named, null,
                        new SecretListPage.Note(said(ctx, named, environment), false)), false);
                case Result.Invalid<String>(var errors) ->
                    ui.fragment(ctx.status(422), page(ctx, errors.entries().getFirst().message()), "dialog");
                case Result.Conflict<String>(var clash) ->
                    ui.fragment(ctx.status(409), clash.kind() == Clash.Kind.IN_USE ? blocked(ctx, clash)
                            : page(ctx, clash.message()), "dialog");
            }
        }
    }

    private String said(Context ctx, ScopedKey named, String environment) {
        if (environment == null || secrets.find(entry.project(ctx), named).isEmpty()) {
            return "Secret %s deleted.".formatted(named.told());
        }
        var name = secrets.environments(entry.project(ctx)).stream().filter(each -> each.slug().equals(environment))
                .map(Environment::name).findFirst().orElse(environment);
        return "Secret %s deleted in %s.".formatted(named.told(), name);
    }

    private static SecretBlockedPage blocked(Context ctx, Clash clash) {
        return SecretBlockedPage.of(SecretPages.addresses(ctx), SecretPages.named(ctx),
                clash.dependents().stream().map(Clash.Dependent::name).toList());
    }

    private Page page(Context ctx, String problem) {
        var access = entry.project(ctx);
        var secret = secrets.get(access, SecretPages.named(ctx));
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
        var question = slug == null ? everywhere(access, secret) : here(access, secret, where.getFirst());
        return new SecretConfirmPage(question.usedBy(uses(access, secret, readings, where)), secret.key(),
                slug == null ? to.deleteEverywhere(secret.named()) : to.delete(secret.named(), slug),
                to.opener(secret.named()), new State(secret.tag(), problem));
    }

    private List<String> uses(Access access, Secret secret, Readings.Report readings, List<Environment> where) {
        var uses = new ArrayList<>(SecretUses.read(secret, readings, where));
        for (var environment : where) {
            secret.slot(environment.slug()).filter(slot -> slot.builtIn().isEmpty()).flatMap(Secret.Slot::need)
                    .map(SecretDeletePages::missed).ifPresent(uses::add);
        }
        if (secret.app().isEmpty()) {
            uses.addAll(SecretUses.named(secrets.variables(access, secret), secrets.needs(access), where));
        }
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

    private Question here(Access access, Secret secret, Environment environment) {
        var text = "The value is erased and cannot be restored. " + below(access, secret, List.of(environment))
                .map(below -> below == Scope.PROJECT
                        ? "The project's value takes its place for %s in %s.".formatted(
                                secret.named().app(), environment.name())
                        : "The built-in value of the organization takes its place in %s.".formatted(
                                environment.name()))
                .orElseGet(() -> "Anything that reads %s in %s will fail at its next start.".formatted(secret.key(),
                        environment.name()));
        var after = "%s in %s?".formatted(SecretConfirmPage.of(secret), environment.name());
        return new Question("Delete", after, secret.configured().size() > 1 ? text
                : text + " It is the last value, so the secret and its description go with it.", "Delete");
    }

    /** Whose value is read instead, in all these environments; empty where there is one that has none. */
    private Optional<Scope> below(Access access, Secret secret, List<Environment> where) {
        if (secret.app().isEmpty()) {
            return where.stream().allMatch(each -> secret.slot(each.slug()).flatMap(Secret.Slot::builtIn).isPresent())
                    ? Optional.of(Scope.ORGANIZATION) : Optional.empty();
        }
        var below = secrets.alike(access, secret.key()).stream().filter(each -> each.named().equals(secret.named()))
                .flatMap(each -> each.slots().stream()).filter(slot -> where.contains(slot.environment()))
                .map(slot -> slot.layers().below()).distinct().toList();
        return below.contains(Optional.<Scope>empty()) ? Optional.empty() : below.getFirst();
    }

    private Question everywhere(Access access, Secret secret) {
        var places = String.join(" and ", secret.configured().stream().map(Environment::name).toList());
        var text = "Its values in %s are erased and cannot be restored. ".formatted(places)
                + below(access, secret, secret.configured()).map(below -> below == Scope.PROJECT
                        ? "The project's values take their place for %s.".formatted(secret.named().app())
                        : "The built-in values of the organization take their place.")
                        .orElseGet(() -> "Anything that reads %s will fail at its next start.".formatted(
                                secret.key()));
        return new Question("Delete", SecretConfirmPage.of(secret) + " everywhere?", text, "Delete");
    }
}
