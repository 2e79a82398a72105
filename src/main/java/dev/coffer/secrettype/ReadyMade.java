package dev.coffer.secrettype;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * A type to start from: a schema that knows what the keys of one issuer look like, or of what parts a connection
 * consists. It becomes a project's own when it is created, and is that project's to change from then on. Its patterns
 * ask for no more than what issuers promise and keep (a prefix, an alphabet, the shortest length seen), so that a real
 * key always passes.
 *
 * @param key     the key that the type gets unless another is typed
 * @param purpose what it is for, one sentence
 * @param source  where a value comes from, one sentence
 * @param schema  the text, as it is put into the editor
 */
public record ReadyMade(String key, String name, String purpose, String source, String schema) {
    private static final List<ReadyMade> ALL = List.of(
            of("api-key", "API key", "A key of any service, as one text.", "The service's settings."),
            of("username-password", "Username and password", "Two parts that are used and changed together.",
                    "Whoever runs the service; a password of its own for each environment."),
            of("postgresql", "PostgreSQL connection (parts)",
                    "Host, port, database, user and password; gives the address, and PGHOST, PGUSER and the others.",
                    "The database's settings at your provider, or whoever runs the server."),
            of("postgresql-url", "PostgreSQL connection (URL)", "A PostgreSQL database as one address.",
                    "The database's settings at your provider, under Connect or Connection string."),
            of("mysql-url", "MySQL connection (URL)", "A MySQL or MariaDB database as one address.",
                    "The database's settings at your provider."),
            of("mongodb-url", "MongoDB connection (URL)", "A MongoDB database as one address.",
                    "Atlas: the cluster's Connect button, Drivers. Else whoever runs the server."),
            of("redis-url", "Redis connection (URL)", "A Redis or Valkey server as one address.",
                    "The server's settings at your provider."),
            of("amqp-url", "AMQP connection (URL)", "A RabbitMQ server, or another that speaks AMQP, as one address.",
                    "The server's settings at your provider, under AMQP details."),
            of("database", "Database connection (parts)",
                    "Host, port, database, user and password of any kind of database; gives the address and each part.",
                    "The database's settings at your provider, or whoever runs the server."),
            of("aws-access-key", "AWS access key",
                    "Access key ID, secret access key and region; gives the variables that AWS's tools read.",
                    "AWS console: IAM, Users, the user's Security credentials, Create access key."),
            of("google-service-account", "Google service account",
                    "The JSON key file of a service account in Google Cloud.",
                    "Google Cloud console: IAM and admin, Service accounts, the account's Keys, Add key."),
            of("stripe-secret-key", "Stripe secret key", "Calls Stripe from a server: a secret or a restricted key.",
                    "Stripe Dashboard: Developers, API keys."),
            of("stripe-restricted-key", "Stripe restricted key",
                    "Calls only those parts of Stripe that it was made for.",
                    "Stripe Dashboard: Developers, API keys, Create restricted key."),
            of("stripe-publishable-key", "Stripe publishable key", "Names your Stripe account in a browser or an app.",
                    "Stripe Dashboard: Developers, API keys."),
            of("openai-api-key", "OpenAI API key", "Calls OpenAI's API for a project, a service account or a person.",
                    "OpenAI Platform: Settings, API keys."),
            of("anthropic-api-key", "Anthropic API key", "Calls Claude through Anthropic's API.",
                    "Claude Console: Settings, API keys."),
            of("github-token", "GitHub token", "Calls GitHub, or clones and pushes: personal, OAuth or app token.",
                    "GitHub: Settings, Developer settings, Personal access tokens."),
            of("slack-bot-token", "Slack bot token", "Lets an app act in Slack as its bot.",
                    "Slack API, Your apps: OAuth & Permissions, Bot User OAuth Token."),
            of("slack-user-token", "Slack user token", "Lets an app act in Slack for a person.",
                    "Slack API, Your apps: OAuth & Permissions, User OAuth Token."),
            of("slack-app-token", "Slack app-level token", "Connects an app over Socket Mode.",
                    "Slack API, Your apps: Basic Information, App-Level Tokens."),
            of("slack-webhook-url", "Slack webhook URL", "Posts messages into one channel, or starts a workflow.",
                    "Slack API, Your apps: Incoming Webhooks; for a workflow, its webhook trigger."),
            of("sendgrid-api-key", "SendGrid API key", "Sends mail through SendGrid's API, or as its SMTP password.",
                    "SendGrid: Settings, API Keys, Create API Key."),
            of("twilio-credentials", "Twilio credentials", "An account with its auth token or an API key.",
                    "Twilio Console: Account Dashboard; for an API key, API keys & tokens."),
            of("webhook-signing-secret", "Webhook signing secret (whsec_)",
                    "Proves that a call came from Stripe, or another that signs as it or Standard Webhooks does.",
                    "The endpoint's page at the sender, under Signing secret."),
            of("webhook-secret", "Webhook secret", "A secret that sender and receiver share, of any form.",
                    "Generate one here, and enter it at the sender."),
            of("ssh-private-key", "SSH private key", "Signs in to a server or a repository over SSH.",
                    "ssh-keygen -t ed25519, one pair for each use; the file without .pub."),
            of("pem-private-key", "PEM private key", "Signs tokens, or belongs to a certificate.",
                    "Whoever issued it, or openssl genpkey."),
            of("certificate", "Certificate", "One certificate or several, such as an authority that is trusted.",
                    "Whoever issued it."),
            of("tls-certificate", "TLS certificate and key", "A certificate with its private key and its chain.",
                    "Your certificate authority, or the tool that renews it."));

    /** All, the general ones first. */
    public static List<ReadyMade> all() {
        return ALL;
    }

    public static Optional<ReadyMade> find(String key) {
        return ALL.stream().filter(type -> type.key.equals(key)).findFirst();
    }

    private static ReadyMade of(String key, String name, String purpose, String source) {
        try (var file = ReadyMade.class.getResourceAsStream("/secrettype/%s.json".formatted(key))) {
            return new ReadyMade(key, name, purpose, source,
                    new String(file.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
