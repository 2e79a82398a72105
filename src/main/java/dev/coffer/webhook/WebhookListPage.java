package dev.coffer.webhook;

import dev.coffer.web.Page;
import java.util.List;
import java.util.stream.Collectors;

/** A project's webhooks, and how a receiver checks what it is told. {@code href} is this page's address. */
public record WebhookListPage(String href, List<Webhook> webhooks) implements Page {
    static final String SECTION = "Webhooks";

    /** A line of the table. */
    public record Row(String id, String url, String events, State state, String href) {}

    /** How a webhook stands: words, the kind of its badge, and more words, or null. */
    public record State(String label, String kind, String more) {}

    public List<Row> rows() {
        return webhooks.stream().map(one -> new Row(one.id().toString(), one.url(), one.events().stream()
                .map(Event::label).collect(Collectors.joining(", ")), state(one), href + "/" + one.id())).toList();
    }

    public boolean isEmpty() {
        return webhooks.isEmpty();
    }

    static State state(Webhook webhook) {
        if (!webhook.enabled()) {
            return new State("Disabled", "", webhook.isGone() ? "Its receiver answered 410 Gone" : null);
        }
        var last = webhook.last();
        if (last.isEmpty()) {
            return new State("Enabled", "info", "Nothing told yet");
        }
        return switch (last.get().status()) {
            case DELIVERED -> new State("Enabled", "ok", "Last delivered");
            case WAITING -> last.get().tries().count() == 0 ? new State("Enabled", "info", "On its way")
                    : new State("Failing", "warn", "Tried again soon");
            case GIVEN_UP -> new State("Failing", "bad", "Last given up");
        };
    }

    @Override
    public String template() {
        return "webhook/list";
    }

    @Override
    public String title() {
        return "Webhooks";
    }

    @Override
    public String section() {
        return SECTION;
    }
}
