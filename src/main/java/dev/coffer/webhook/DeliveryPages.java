package dev.coffer.webhook;

import dev.coffer.access.Access;
import dev.coffer.form.Result;
import dev.coffer.web.BadRequest;
import dev.coffer.web.Entry;
import dev.coffer.web.Ui;
import io.javalin.http.Context;
import java.util.UUID;

/** What a webhook was told, for browsers. */
public final class DeliveryPages {
    private static final int SHOWN = 50;

    private final Entry entry;
    private final Ui ui;
    private final Webhooks webhooks;
    private final Deliveries deliveries;

    public DeliveryPages(Entry entry, Ui ui, Webhooks webhooks, Deliveries deliveries) {
        this.entry = entry;
        this.ui = ui;
        this.webhooks = webhooks;
        this.deliveries = deliveries;
    }

    public void show(Context ctx) {
        var access = entry.project(ctx);
        var id = WebhookApi.id(ctx, "id");
        var webhook = webhooks.get(access, id);
        var found = deliveries.list(access, id, before(ctx), SHOWN);
        ui.page(ctx, new DeliveryListPage(WebhookPages.href(access), webhook,
                found.subList(0, Math.min(SHOWN, found.size())), found.size() > SHOWN));
    }

    public void test(Context ctx) {
        var access = entry.project(ctx);
        said(ctx, access, deliveries.test(access, WebhookApi.id(ctx, "id")), "A test is on its way.");
    }

    public void retry(Context ctx) {
        var access = entry.project(ctx);
        said(ctx, access, deliveries.retry(access, WebhookApi.id(ctx, "id"), WebhookApi.id(ctx, "delivery")),
                "The delivery is tried again.");
    }

    private void said(Context ctx, Access access, Result<Delivery> result, String done) {
        var href = "%s/%s".formatted(WebhookPages.href(access), WebhookApi.id(ctx, "id"));
        switch (result) {
            case Result.Ok<Delivery> _ -> ui.go(ctx, href, done + " Reload this page to see what came of it.");
            case Result.Conflict<Delivery>(var clash) -> ui.go(ctx, href, clash.message() + ".");
            case Result.Invalid<Delivery> _ -> throw new IllegalStateException("this takes no input");
        }
    }

    private static UUID before(Context ctx) {
        var text = ctx.queryParam("before");
        try {
            return text == null ? null : UUID.fromString(text);
        } catch (IllegalArgumentException notAnId) {
            throw new BadRequest("before takes the id of a delivery");
        }
    }
}
