package dev.coffer.webhook;

import java.util.List;

/** What is to change of a webhook; null for what stays as it is, and for a revision that nobody read. */
public record WebhookChange(String url, List<String> events, Boolean enabled, Long read) {

    WebhookDraft applied(Webhook to) {
        return new WebhookDraft(url == null ? to.url() : url,
                events == null ? to.events().stream().map(Event::slug).toList() : events,
                enabled == null ? to.enabled() : enabled);
    }

    @Override
    public String toString() {
        return "[change of a webhook]";
    }
}
