package dev.coffer.webhook;

import dev.coffer.Cast;
import dev.coffer.TestDatabase;
import dev.coffer.access.Access;
import dev.coffer.audit.AuditLog;
import dev.coffer.crypto.Plaintext;
import dev.coffer.form.Network;
import dev.coffer.form.Result;
import dev.coffer.form.SecretLimits;
import dev.coffer.secret.SecretDraft;
import dev.coffer.secret.SecretStore;
import dev.coffer.secret.Secrets;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Everything of the webhooks on a real database, with a clock that a test turns. */
final class Post implements AutoCloseable {
    static final List<Network> LOOPBACK = List.of(Network.parse("127.0.0.0/8").orElseThrow());
    static final Duration TO_ANSWER = Duration.ofSeconds(3);

    final Cast cast = new Cast(TestDatabase.fresh());
    final Turned clock = new Turned();
    final EventBodies bodies = new EventBodies(URI.create("https://coffer.example"));
    final AuditLog audit = new AuditLog(cast.database, cast.keyring, new Events(clock, bodies));
    final Secrets secrets = new Secrets(cast.database, new SecretStore(cast.keys), audit,
            new Secrets.Limits(200, SecretLimits.DEFAULT));
    final Webhooks webhooks = new Webhooks(cast.database, cast.keys, audit, new Reach(LOOPBACK));
    final Deliveries deliveries = new Deliveries(cast.database, clock, bodies);
    final DueDeliveries due = new DueDeliveries(cast.database, cast.keys, audit, clock);

    /** A clock that stands until it is turned. */
    static final class Turned implements InstantSource {
        private volatile Instant now = Instant.parse("2026-11-21T12:00:00Z");

        @Override
        public Instant instant() {
            return now;
        }

        void turn(Duration on) {
            now = now.plus(on);
        }
    }

    /** A webhook and the secret that was shown. */
    record Known(Webhook webhook, String secret) {}

    Dispatcher dispatcher() {
        return dispatcher(new Reach(LOOPBACK));
    }

    Dispatcher dispatcher(Reach reach) {
        return new Dispatcher(due, new Caller(reach, TO_ANSWER), clock);
    }

    Known webhook(Access access, String url, String... events) {
        var created = ok(webhooks.create(access, new WebhookDraft(url, List.of(events), true)));
        return new Known(created.about(), text(created.secret()));
    }

    void set(Access access, String key, String value) {
        ok(secrets.set(access, new SecretDraft(key, Plaintext.ofText(value), Optional.empty(), List.of("preview")),
                new dev.coffer.secret.SecretChange.Whatever()));
    }

    Delivery only(Access access, Known known) {
        var all = deliveries.list(access, known.webhook().id(), null, 100);
        if (all.size() != 1) {
            throw new AssertionError("deliveries: " + all.size());
        }
        return all.getFirst();
    }

    static String text(Plaintext secret) {
        return new String(secret.expose(), StandardCharsets.US_ASCII);
    }

    static <T> T ok(Result<T> result) {
        if (result instanceof Result.Ok<T>(var value)) {
            return value;
        }
        throw new AssertionError(result.toString());
    }

    @Override
    public void close() {
        cast.database.close();
    }
}
