package dev.coffer.secret;

import dev.coffer.access.Access;
import dev.coffer.access.NotFound;
import dev.coffer.form.ScopedKey;
import dev.coffer.inspection.Inspections;
import dev.coffer.reading.Readers;
import dev.coffer.reading.Readings;
import dev.coffer.web.Entry;
import dev.coffer.web.Ui;
import io.javalin.http.Context;

/**
 * The pages that show a project's secrets: the table, and one secret with its versions. Every form of the feature ends
 * here, with the page that it was opened from.
 */
public final class SecretPages {
    private final Secrets secrets;
    private final SecretVersions versions;
    private final Inspections inspections;
    private final Readings readings;
    private final Entry entry;
    private final Ui ui;

    /** What was done to a key, and where ({@code environment} is null where it was everywhere). */
    record Change(ScopedKey named, String environment, SecretListPage.Note note) {}

    /** What there is to show. */
    public record Sources(Secrets secrets, SecretVersions versions, Inspections inspections, Readings readings) {}

    public SecretPages(Sources sources, Entry entry, Ui ui) {
        this.secrets = sources.secrets;
        this.versions = sources.versions;
        this.inspections = sources.inspections;
        this.readings = sources.readings;
        this.entry = entry;
        this.ui = ui;
    }

    Secrets secrets() {
        return secrets;
    }

    SecretVersions versions() {
        return versions;
    }

    /** Who reads a secret's values. */
    Readings.Report readings(Access access, Secret secret) {
        return readings.of(access, new Readers.Secret(secret.id(), secret.key()));
    }

    public void list(Context ctx) {
        var access = entry.project(ctx);
        var to = SecretAddresses.list(access.project().slug(), filter(ctx));
        ui.fragment(ctx, listPage(access, to, ui.isHtmx(ctx), null), "secrets");
    }

    public void details(Context ctx) {
        var access = entry.project(ctx);
        var named = named(ctx);
        var alike = secrets.alike(access, named.key());
        var own = alike.stream().filter(listed -> listed.app().isPresent()).toList();
        var listed = alike.stream().filter(each -> each.named().equals(named)).findFirst();
        if (listed.flatMap(Listed::secret).isPresent()) {
            ui.page(ctx, detailsPage(access, addresses(ctx), named, null));
        } else if (listed.filter(Listed::isBuiltIn).isPresent()) {
            ui.page(ctx, new SecretBuiltInPage(addresses(ctx), access, listed.get(),
                    new SecretBuiltInPage.Beside(own, readings.of(access, new Readers.Secret(
                            listed.get().builtIn().orElseThrow().id(), named.key())))));
        } else if (!named.isOfApp() && own.size() == 1) {
            ui.go(ctx, addresses(ctx).details(own.getFirst().named()));
        } else {
            throw new NotFound();
        }
    }

    public void compare(Context ctx) {
        var access = entry.project(ctx);
        var to = SecretAddresses.list(access.project().slug(), SecretFilter.ALL).from(SecretAddresses.From.COMPARE);
        ui.fragment(ctx, new ComparePage(to, access, secrets.list(access, SecretFilter.ALL),
                "differences".equals(ctx.queryParam("only"))), "matrix");
    }

    /** Shows the page that the form was opened from as it is now; a form that was a page of its own leads there. */
    void changed(Context ctx, Change change, boolean ownPage) {
        var access = entry.project(ctx);
        var to = addresses(ctx);
        var say = change.note.text();
        if (!ui.isHtmx(ctx) || ownPage) {
            ui.go(ctx, opener(access, to, change.named), say);
            return;
        }
        switch (to.from()) {
            case COMPARE, HEALTH -> ui.go(ctx, to.opener(change.named), say);
            case LIST -> {
                var page = listPage(access, to, true, change.note);
                var focus = change.environment != null && page.row(change.named, change.environment).isPresent()
                        ? "#edit-" + ListedRow.id(change.named, change.environment)
                        : "#" + page.headingOf(change.named);
                ui.changed(ctx, page, new Ui.Done(to.list(), "secrets", focus, say));
            }
            case DETAILS -> {
                if (isGone(access, change.named)) {
                    ui.go(ctx, to.base(), say);
                } else {
                    var page = detailsPage(access, to, change.named, change.note);
                    var focus = change.environment == null ? "#values-title"
                            : "#edit-" + ListedRow.id(change.named, change.environment);
                    ui.changed(ctx, page, new Ui.Done(to.opener(change.named), "secret", focus, say));
                }
            }
        }
    }

    private String opener(Access access, SecretAddresses to, ScopedKey named) {
        return to.from() == SecretAddresses.From.DETAILS && isGone(access, named) ? to.base() : to.opener(named);
    }

    private boolean isGone(Access access, ScopedKey named) {
        return secrets.find(access, named).isEmpty();
    }

    private SecretListPage listPage(Access access, SecretAddresses to, boolean region, SecretListPage.Note note) {
        return new SecretListPage(to, access, secrets.list(access, to.filter()),
                inspections.report(access).sentences().size(), region, note);
    }

    private SecretDetailsPage detailsPage(Access access, SecretAddresses to, ScopedKey named,
            SecretListPage.Note note) {
        var secret = secrets.get(access, named);
        var histories = secret.configured().stream().map(environment -> new SecretDetailsPage.History(environment,
                versions.list(access, named, environment.slug()))).toList();
        return new SecretDetailsPage(to, access, secret,
                new SecretDetailsPage.Past(histories, inspections.report(access).of(named).sentences(),
                        secrets.variables(access, secret), secrets.alike(access, named.key()),
                        readings(access, secret)),
                note);
    }

    private static SecretFilter filter(Context ctx) {
        return new SecretFilter(text(ctx, "q").strip(), text(ctx, "environment"),
                SecretFilter.Status.of(text(ctx, "status"))).ofType(text(ctx, "type"))
                .ofApp(text(ctx, "app"));
    }

    private static String text(Context ctx, String name) {
        var sent = ctx.queryParam(name);
        return sent == null ? "" : sent.replace("\0", "");
    }

    /** The key in the address, and with {@code ?app=} the app whose own it is. */
    static ScopedKey named(Context ctx) {
        return new ScopedKey(ctx.pathParam("key"), text(ctx, "app"));
    }

    static SecretAddresses addresses(Context ctx) {
        return SecretAddresses.of(ctx.pathParam("project"), ctx.queryParam("back"));
    }
}
