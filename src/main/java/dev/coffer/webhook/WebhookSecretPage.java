package dev.coffer.webhook;

import dev.coffer.web.Page;

/** A webhook's secret, this once. {@code href} is the webhook's page. */
public record WebhookSecretPage(String href, String heading, String host, String secret) implements Page {

    @Override
    public String template() {
        return "webhook/secret";
    }

    @Override
    public String title() {
        return "Copy the secret now";
    }

    @Override
    public String section() {
        return WebhookListPage.SECTION;
    }

    @Override
    public String toString() {
        return "[webhook's secret]";
    }
}
