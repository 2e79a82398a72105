package dev.coffer.secret;

import static dev.coffer.access.Permission.SECRET_WRITE;

import dev.coffer.access.NotFound;
import dev.coffer.form.Result;
import dev.coffer.secret.SecretConfirmPage.Question;
import dev.coffer.secret.SecretConfirmPage.State;
import dev.coffer.web.Entry;
import dev.coffer.web.Form;
import dev.coffer.web.Stamp;
import dev.coffer.web.Ui;
import io.javalin.http.Context;

/** Asks, and then makes an earlier value the current one, which nobody sees. */
public final class SecretRestorePages {
    private final Secrets secrets;
    private final SecretVersions versions;
    private final SecretPages pages;
    private final Entry entry;
    private final Ui ui;

    public SecretRestorePages(SecretPages pages, Entry entry, Ui ui) {
        this.pages = pages;
        this.secrets = pages.secrets();
        this.versions = pages.versions();
        this.entry = entry;
        this.ui = ui;
    }

    public void confirm(Context ctx) {
        ui.fragment(ctx, page(ctx, null), "dialog");
    }

    public void restore(Context ctx) {
        var access = entry.project(ctx);
        var named = SecretPages.named(ctx);
        var target = target(ctx);
        try (var form = Form.of(ctx)) {
            switch (versions.restore(access, named, target, new SecretChange.Unchanged(form.text("read")))) {
                case Result.Ok<Secret>(var secret) -> pages.changed(ctx, new SecretPages.Change(named,
                        target.environment(), note(secret, target)), false);
                case Result.Invalid<Secret>(var errors) ->
                    ui.fragment(ctx.status(422), page(ctx, errors.entries().getFirst().message()), "dialog");
                case Result.Conflict<Secret>(var clash) ->
                    ui.fragment(ctx.status(409), page(ctx, clash.message()), "dialog");
            }
        }
    }

    private static SecretListPage.Note note(Secret secret, SecretVersions.Target target) {
        var done = "Version %d of %s restored. Whatever reads it gets that value at its next start or read.".formatted(
                target.number(), secret.named().told());
        boolean fits = secret.slot(target.environment()).flatMap(Secret.Slot::value).map(Secret.Value::fits)
                .orElse(true);
        return new SecretListPage.Note(fits ? done
                : done + " It no longer fits its type. Edit the secret, or give it another type.", !fits);
    }

    private SecretConfirmPage page(Context ctx, String problem) {
        var access = entry.project(ctx);
        var target = target(ctx);
        var secret = secrets.get(access, SecretPages.named(ctx));
        var slot = secret.slot(target.environment()).orElseThrow(NotFound::new);
        slot.environment().require(access, SECRET_WRITE);
        int current = slot.value().orElseThrow(NotFound::new).version();
        var version = versions.list(access, secret.named(), target.environment()).stream()
                .filter(each -> each.number() == target.number()).findFirst().orElseThrow(NotFound::new);
        var question = new Question("Restore version %d of".formatted(target.number()),
                SecretConfirmPage.of(secret) + " in " + slot.environment().name() + "?",
                ("The value that %s saved on %s becomes the current one again, as version %d. Nobody sees the value.")
                        .formatted(version.createdBy(), new Stamp(version.createdAt()).text(), current + 1),
                "Restore");
        var to = SecretPages.addresses(ctx);
        return new SecretConfirmPage(question, secret.key(), to.restore(secret.named(), target),
                to.opener(secret.named()),
                new State(secret.tag(), problem));
    }

    private static SecretVersions.Target target(Context ctx) {
        var environment = ctx.queryParam("environment");
        try {
            return new SecretVersions.Target(environment == null ? "" : environment,
                    Integer.parseInt(ctx.pathParam("version")));
        } catch (NumberFormatException noVersion) {
            throw new NotFound();
        }
    }
}
