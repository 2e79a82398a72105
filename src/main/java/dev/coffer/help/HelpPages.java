package dev.coffer.help;

import dev.coffer.access.NotFound;
import dev.coffer.web.Entry;
import dev.coffer.web.Ui;
import io.javalin.http.Context;
import java.net.URI;

/** The help pages. */
public final class HelpPages {
    private final Entry entry;
    private final Ui ui;
    private final URI publicUrl;

    /** @param publicUrl the address that the examples bear */
    public HelpPages(Entry entry, Ui ui, URI publicUrl) {
        this.entry = entry;
        this.ui = ui;
        this.publicUrl = publicUrl;
    }

    /** Asks who is signed in only for the bar above the page. */
    public void show(Context ctx) {
        entry.signedIn(ctx);
        ui.page(ctx, new HelpPage(publicUrl.resolve("/api/v1").toString()));
    }

    /** One kind of program that reads values. */
    public void topic(Context ctx) {
        entry.signedIn(ctx);
        var topic = TopicPage.Topic.of(ctx.pathParam("topic")).orElseThrow(NotFound::new);
        ui.page(ctx, new TopicPage(topic, publicUrl.toString().replaceFirst("/$", "")));
    }
}
