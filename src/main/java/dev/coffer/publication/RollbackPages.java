package dev.coffer.publication;

import dev.coffer.form.Result;
import dev.coffer.form.ScopedKey;
import dev.coffer.project.Confirmation;
import dev.coffer.web.Entry;
import dev.coffer.web.Ui;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Says what going back to a publication's secrets would do, key by key, and then does it. Nobody sees a value. */
public final class RollbackPages {
    private static final int NAMED = 5;

    private final Entry entry;
    private final Ui ui;
    private final Publications publications;
    private final Rollbacks rollbacks;

    public RollbackPages(Entry entry, Ui ui, Publications publications, Rollbacks rollbacks) {
        this.entry = entry;
        this.ui = ui;
        this.publications = publications;
        this.rollbacks = rollbacks;
    }

    public void confirm(Context ctx) {
        var access = entry.project(ctx);
        var one = PublicationPages.asked(publications, ctx, access);
        var plan = rollbacks.plan(access, one.environment().slug(), one.version());
        var to = new PublicationAddresses(access.project().slug());
        ui.fragment(ctx, confirmation(plan, to), "dialog");
    }

    public void rollback(Context ctx) {
        var access = entry.project(ctx);
        var one = PublicationPages.asked(publications, ctx, access);
        var back = new PublicationAddresses(access.project().slug()).details(one);
        switch (rollbacks.rollback(access, one.environment().slug(), one.version())) {
            case Result.Ok<Rollback>(var done) -> ui.go(ctx, back, said(done));
            case Result.Invalid<Rollback>(var errors) ->
                refuse(ctx.status(422), one, errors.entries().getFirst().message());
            case Result.Conflict<Rollback>(var clash) -> refuse(ctx.status(409), one, clash.message());
        }
    }

    private void refuse(Context ctx, Publication one, String why) {
        var back = new PublicationAddresses(ctx.pathParam("project")).details(one);
        ui.fragment(ctx, new Confirmation("%s can't be rolled back to version %s".formatted(one.environment().name(),
                one.version()), why + ". Nothing was changed.", List.of(), new Confirmation.Action(null, null, back),
                "Publications"), "dialog");
    }

    private static Confirmation confirmation(Rollback plan, PublicationAddresses to) {
        var place = plan.publication().environment().name();
        var version = plan.publication().version();
        var back = to.details(plan.publication());
        if (plan.isIdle()) {
            return new Confirmation("Nothing to roll back in %s".formatted(place),
                    plan.gone().isEmpty() ? "Every secret has the value that it had in version %s.".formatted(version)
                            : "No value of version %s is left that %s doesn't have.".formatted(version, place),
                    kept(plan), new Confirmation.Action(null, null, back), "Publications");
        }
        int count = plan.restored().size();
        var text = (count == 1 ? "1 secret in %s gets the value again that version %s saw, as a new version. Whatever "
                + "reads it gets that value at its next start or read. Nobody sees it."
                : count + " secrets in %s get the values again that version %s saw, as new versions. Whatever reads them "
                        + "gets those values at its next start or read. Nobody sees them.")
                .formatted(place, version);
        var items = new ArrayList<String>();
        plan.restored().forEach(key -> items.add(key.told() + " changes back"));
        items.addAll(kept(plan));
        return new Confirmation("Roll %s back to version %s?".formatted(place, version), text, List.copyOf(items),
                new Confirmation.Action("Roll back", to.rollback(plan.publication()), back), "Publications");
    }

    private static List<String> kept(Rollback plan) {
        var items = new ArrayList<String>();
        plan.gone().forEach(key -> items.add(key.told() + " can't come back: its value was deleted since"));
        plan.later().forEach(key -> items.add(key.told() + " stays: it was added since"));
        plan.builtIn().forEach(key -> items.add(key.told() + " stays: it is the organization's, and changed since"));
        return items;
    }

    private static String said(Rollback done) {
        var place = done.publication().environment().name();
        var version = done.publication().version();
        var said = new StringBuilder(done.isIdle()
                ? "Nothing to roll back in %s: what is left of version %s is there.".formatted(place, version)
                : "%s rolled back to version %s: %s.".formatted(place, version, named(done.restored())));
        if (!done.unfit().isEmpty()) {
            said.append(" No longer what its type asks for: ").append(named(done.unfit())).append('.');
        }
        if (!done.gone().isEmpty()) {
            said.append(" Can't come back: ").append(named(done.gone())).append('.');
        }
        if (!done.later().isEmpty()) {
            said.append(" Stays, added since: ").append(named(done.later())).append('.');
        }
        if (!done.builtIn().isEmpty()) {
            said.append(" Stays, the organization's: ").append(named(done.builtIn())).append('.');
        }
        return said.toString();
    }

    private static String named(List<ScopedKey> keys) {
        var told = keys.stream().limit(NAMED).map(ScopedKey::told).collect(Collectors.joining(", "));
        return keys.size() <= NAMED ? told : "%s and %,d more".formatted(told, keys.size() - NAMED);
    }
}
