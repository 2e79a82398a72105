package dev.coffer.secret;

import dev.coffer.access.NotFound;
import dev.coffer.form.SecretKey;
import dev.coffer.reading.Readings;
import dev.coffer.web.Entry;
import dev.coffer.web.Ui;
import io.javalin.http.Context;

/** Says of a variable which value is read under its name, and why that one. */
public final class SecretWhyPages {
    private final Readings readings;
    private final Entry entry;
    private final Ui ui;

    public SecretWhyPages(Readings readings, Entry entry, Ui ui) {
        this.readings = readings;
        this.entry = entry;
        this.ui = ui;
    }

    public void show(Context ctx) {
        var access = entry.project(ctx);
        var key = ctx.pathParam("key");
        if (!SecretKey.isName(key)) {
            throw new NotFound();
        }
        var answer = readings.why(access, new Readings.Place(key, text(ctx, "environment"), text(ctx, "app")));
        ui.fragment(ctx, new SecretWhyPage(SecretAddresses.list(access.project().slug(), SecretFilter.ALL), answer),
                "why");
    }

    private static String text(Context ctx, String name) {
        var sent = ctx.queryParam(name);
        return sent == null ? "" : sent;
    }
}
