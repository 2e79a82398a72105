package dev.coffer.webhook;

import dev.coffer.access.NotFound;
import dev.coffer.form.Result;
import dev.coffer.web.Answer;
import dev.coffer.web.Api;
import dev.coffer.web.BadRequest;
import dev.coffer.web.Entry;
import dev.coffer.web.Paging;
import dev.coffer.web.Problem;
import dev.coffer.webhook.Webhooks.Created;
import io.javalin.http.Context;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** A project's webhooks and their deliveries over the API. The secret is shown where it is made, and never again. */
public final class WebhookApi {
    private final Entry entry;
    private final Api api;
    private final Webhooks webhooks;
    private final Deliveries deliveries;

    /** What a client sends for a new one; {@code enabled} is true where it is left out. */
    record New(String url, List<String> events, Boolean enabled) {
        WebhookDraft draft() {
            return new WebhookDraft(url, events, enabled == null || enabled);
        }

        @Override
        public String toString() {
            return "[webhook]";
        }
    }

    /** What a client sends to change one: what is left out stays. */
    record Change(String url, List<String> events, Boolean enabled) {
        @Override
        public String toString() {
            return "[change of a webhook]";
        }
    }

    /** A webhook as the API says it. */
    record Shape(UUID id, String url, List<String> events, boolean enabled, Instant createdAt, String createdBy,
            String lastStatus) {
        static Shape of(Webhook webhook) {
            return new Shape(webhook.id(), webhook.url(), webhook.events().stream().map(Event::slug).toList(),
                    webhook.enabled(), webhook.made().at(), webhook.made().by(),
                    webhook.last().map(last -> last.status().slug()).orElse(null));
        }

        @Override
        public String toString() {
            return "[webhook " + id + "]";
        }
    }

    /** A webhook, this once with its secret. */
    record Shown(UUID id, String url, List<String> events, boolean enabled, Instant createdAt, String createdBy,
            String secret) {
        static Shown of(Created created) {
            var about = Shape.of(created.about());
            return new Shown(about.id, about.url, about.events, about.enabled, about.createdAt, about.createdBy,
                    WebhookPages.text(created.secret()));
        }

        @Override
        public String toString() {
            return "[webhook " + id + "]";
        }
    }

    /** A delivery as the API says it; {@code body} is the text that was signed. */
    record DeliveryShape(UUID id, String event, String status, int attempts, Instant createdAt, Instant lastAttemptAt,
            Instant nextAttemptAt, Instant deliveredAt, Integer lastStatus, String lastFault, String body) {
        static DeliveryShape of(Delivery delivery) {
            var tries = delivery.tries();
            return new DeliveryShape(delivery.id(), delivery.event(), delivery.status().slug(), tries.count(),
                    delivery.createdAt(), tries.last().orElse(null), delivery.next().orElse(null),
                    delivery.deliveredAt().orElse(null), tries.status().isPresent() ? tries.status().getAsInt() : null,
                    tries.fault().orElse(null), delivery.body());
        }
    }

    public WebhookApi(Entry entry, Api api, Webhooks webhooks, Deliveries deliveries) {
        this.entry = entry;
        this.api = api;
        this.webhooks = webhooks;
        this.deliveries = deliveries;
    }

    public void list(Context ctx) {
        var paging = Paging.of(ctx);
        var after = cursor(paging);
        var later = webhooks.list(entry.project(ctx)).stream()
                .filter(one -> after == null || one.id().toString().compareTo(after.toString()) > 0).toList();
        api.send(ctx, Answer.ok(paging.items(later, one -> one.id().toString(), Shape::of)));
    }

    public void show(Context ctx) {
        api.send(ctx, Answer.ok(Shape.of(webhooks.get(entry.project(ctx), id(ctx, "id")))));
    }

    public void create(Context ctx) {
        var access = entry.project(ctx);
        var draft = api.read(ctx, New.class).draft();
        api.writeShownOnce(ctx, access.actor(), once -> webhooks.create(access.once(once), draft),
                result -> switch (result) {
                    case Result.Ok<Created>(var created) ->
                        Answer.created("/api/v1/projects/%s/webhooks/%s".formatted(access.project().slug(),
                                created.about().id()), Shown.of(created));
                    case Result.Invalid<Created> _,Result.Conflict<Created> _ -> Answer.problem(Problem.of(result));
                });
    }

    public void change(Context ctx) {
        var access = entry.project(ctx);
        var body = api.read(ctx, Change.class);
        var change = new WebhookChange(body.url(), body.events(), body.enabled(), null);
        api.write(ctx, access.actor(), once -> webhooks.change(access.once(once), id(ctx, "id"), change),
                result -> switch (result) {
                    case Result.Ok<Webhook>(var changed) -> Answer.ok(Shape.of(changed));
                    case Result.Invalid<Webhook> _,Result.Conflict<Webhook> _ -> Answer.problem(Problem.of(result));
                });
    }

    /** Another secret, shown once. */
    public void roll(Context ctx) {
        var access = entry.project(ctx);
        api.writeShownOnce(ctx, access.actor(), once -> webhooks.roll(access.once(once), id(ctx, "id")),
                result -> switch (result) {
                    case Result.Ok<Created>(var created) -> Answer.ok(Shown.of(created));
                    case Result.Invalid<Created> _,Result.Conflict<Created> _ -> Answer.problem(Problem.of(result));
                });
    }

    public void delete(Context ctx) {
        var access = entry.project(ctx);
        api.write(ctx, access.actor(), once -> webhooks.delete(access.once(once), id(ctx, "id")),
                result -> switch (result) {
                    case Result.Ok<Webhook> _ -> Answer.noContent();
                    case Result.Invalid<Webhook> _,Result.Conflict<Webhook> _ -> Answer.problem(Problem.of(result));
                });
    }

    /** The newest first. */
    public void deliveries(Context ctx) {
        var paging = Paging.of(ctx);
        var found = deliveries.list(entry.project(ctx), id(ctx, "id"), cursor(paging), paging.limit());
        api.send(ctx, Answer.ok(paging.items(found, one -> one.id().toString(), DeliveryShape::of)));
    }

    public void test(Context ctx) {
        var access = entry.project(ctx);
        api.write(ctx, access.actor(), once -> deliveries.test(access.once(once), id(ctx, "id")), WebhookApi::sent);
    }

    public void retry(Context ctx) {
        var access = entry.project(ctx);
        api.write(ctx, access.actor(), once -> deliveries.retry(access.once(once), id(ctx, "id"),
                id(ctx, "delivery")), WebhookApi::sent);
    }

    /** 202: it is on its way, and the deliveries tell how it went. */
    private static Answer sent(Result<Delivery> result) {
        return switch (result) {
            case Result.Ok<Delivery>(var delivery) -> new Answer(202, DeliveryShape.of(delivery), null, null);
            case Result.Invalid<Delivery> _,Result.Conflict<Delivery> _ -> Answer.problem(Problem.of(result));
        };
    }

    private static UUID cursor(Paging paging) {
        try {
            return paging.cursor() == null ? null : UUID.fromString(paging.cursor());
        } catch (IllegalArgumentException notAnId) {
            throw new BadRequest("cursor takes what the list before gave as next");
        }
    }

    /** What is no id is nobody's. */
    static UUID id(Context ctx, String parameter) {
        try {
            return UUID.fromString(ctx.pathParam(parameter));
        } catch (IllegalArgumentException notAnId) {
            throw new NotFound();
        }
    }
}
