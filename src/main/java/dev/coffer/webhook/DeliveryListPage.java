package dev.coffer.webhook;

import dev.coffer.web.Page;
import dev.coffer.web.Stamp;
import java.util.List;
import java.util.stream.Collectors;

/** A webhook and what it was told, the newest first. {@code listHref} is the page of all webhooks. */
public record DeliveryListPage(String listHref, Webhook webhook, List<Delivery> deliveries, boolean isMore)
        implements Page {

    /** A line of the table. */
    public record Row(String id, String event, Stamp at, String status, String kind, String outcome, Stamp next,
            String attempts, String body, String retryHref) {}

    public List<Row> rows() {
        return deliveries.stream().map(one -> new Row(one.id().toString(), one.event(), new Stamp(one.createdAt()),
                one.status().label(), kind(one), outcome(one), one.next().map(Stamp::new).orElse(null),
                one.tries().count() == 1 ? "1 attempt" : one.tries().count() + " attempts", one.body(),
                "%s/deliveries/%s/retry".formatted(href(), one.id()))).toList();
    }

    public String href() {
        return "%s/%s".formatted(listHref, webhook.id());
    }

    public WebhookListPage.State state() {
        return WebhookListPage.state(webhook);
    }

    public boolean isEmpty() {
        return deliveries.isEmpty();
    }

    public String events() {
        return webhook.events().stream().map(Event::label).collect(Collectors.joining(", "));
    }

    public Stamp made() {
        return new Stamp(webhook.made().at());
    }

    public String olderHref() {
        return isMore ? "%s?before=%s".formatted(href(), deliveries.getLast().id()) : null;
    }

    private static String kind(Delivery delivery) {
        return switch (delivery.status()) {
            case DELIVERED -> "ok";
            case WAITING -> delivery.tries().count() == 0 ? "info" : "warn";
            case GIVEN_UP -> "bad";
        };
    }

    private static String outcome(Delivery delivery) {
        var tries = delivery.tries();
        if (tries.fault().isPresent()) {
            return Fault.labelOf(tries.fault().get());
        }
        int status = tries.status().orElse(0);
        return status == 0 ? "Not tried yet"
                : status >= 300 && status < 400 ? "Answered %d. A redirect is not followed".formatted(status)
                        : "Answered %d".formatted(status);
    }

    @Override
    public String template() {
        return "webhook/show";
    }

    @Override
    public String title() {
        return "Webhook";
    }

    @Override
    public String section() {
        return WebhookListPage.SECTION;
    }
}
