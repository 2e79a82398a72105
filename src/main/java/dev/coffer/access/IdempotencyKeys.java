package dev.coffer.access;

import static dev.coffer.db.schema.Tables.IDEMPOTENCY_KEYS;

import dev.coffer.crypto.Keyring;
import dev.coffer.crypto.Label;
import dev.coffer.db.Once;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;
import org.jooq.DSLContext;

/**
 * Writes that a client may repeat without doing them twice (the {@code Idempotency-Key} header): the first one's answer
 * is kept for a day. Of a request only an HMAC is kept, since its body may hold a value.
 */
public final class IdempotencyKeys {
    static final Duration KEPT_FOR = Duration.ofHours(24);
    private static final int LONGEST = 255;

    private final Keyring keyring;

    /** What came in. */
    public record Request(String line, byte[] body) {}

    /** What was said to it. */
    public record Kept(int status, String location, String etag, String body) {}

    /** Thrown in place of a second write. */
    public static final class Replayed extends RuntimeException {
        private final transient Kept kept;

        Replayed(Kept kept) {
            super("replayed", null, false, false);
            this.kept = kept;
        }

        public Kept kept() {
            return kept;
        }
    }

    /** The same key came with another request, or is too long to be one: 422. */
    public static final class Misused extends RuntimeException {
        Misused(String message) {
            super(message, null, false, false);
        }
    }

    public IdempotencyKeys(Keyring keyring) {
        this.keyring = keyring;
    }

    /**
     * A write that happens once for this actor and key.
     *
     * @param answer what will be said to an outcome, to be kept
     * @throws Misused where the key is empty or longer than 255 characters
     */
    public <T> Once once(Actor actor, String key, Request request, Function<T, Kept> answer) {
        if (key.isBlank() || key.length() > LONGEST || key.indexOf('\0') >= 0) {
            throw new Misused("Idempotency-Key takes 1 to " + LONGEST + " characters");
        }
        var mac = keyring.hmac(Label.IDEMPOTENCY, request.line().getBytes(StandardCharsets.UTF_8),
                request.body());
        return new KeptOnce<>(actor, key, mac, answer);
    }

    /** Forgets what is older than a day; called now and then. */
    public static void forgetOld(DSLContext tx) {
        tx.deleteFrom(IDEMPOTENCY_KEYS).where(IDEMPOTENCY_KEYS.CREATED_AT.lt(Instant.now().minus(KEPT_FOR))).execute();
    }

    private record KeptOnce<T>(Actor actor, String key, byte[] mac, Function<T, Kept> answer) implements Once {

        /** Waits for a twin that is under way: its row is then there, or is not because it failed. */
        @Override
        public void claim(DSLContext tx) {
            tx.deleteFrom(IDEMPOTENCY_KEYS).where(IDEMPOTENCY_KEYS.ACTOR_ID.eq(actor.user().id()),
                    IDEMPOTENCY_KEYS.KEY.eq(key), IDEMPOTENCY_KEYS.CREATED_AT.lt(Instant.now().minus(KEPT_FOR)))
                    .execute();
            int claimed = tx.insertInto(IDEMPOTENCY_KEYS).set(IDEMPOTENCY_KEYS.ACTOR_ID, actor.user().id())
                    .set(IDEMPOTENCY_KEYS.KEY, key).set(IDEMPOTENCY_KEYS.REQUEST_MAC, mac).onConflictDoNothing()
                    .execute();
            if (claimed == 0) {
                throw replayed(tx);
            }
        }

        @Override
        @SuppressWarnings("unchecked")
        public void remember(DSLContext tx, Object outcome) {
            var kept = answer.apply((T) outcome);
            tx.update(IDEMPOTENCY_KEYS).set(IDEMPOTENCY_KEYS.STATUS, kept.status())
                    .set(IDEMPOTENCY_KEYS.LOCATION, kept.location()).set(IDEMPOTENCY_KEYS.ETAG, kept.etag())
                    .set(IDEMPOTENCY_KEYS.BODY, kept.body())
                    .where(IDEMPOTENCY_KEYS.ACTOR_ID.eq(actor.user().id()), IDEMPOTENCY_KEYS.KEY.eq(key)).execute();
        }

        private RuntimeException replayed(DSLContext tx) {
            var row = tx.selectFrom(IDEMPOTENCY_KEYS)
                    .where(IDEMPOTENCY_KEYS.ACTOR_ID.eq(actor.user().id()), IDEMPOTENCY_KEYS.KEY.eq(key)).fetchSingle();
            if (!MessageDigest.isEqual(row.get(IDEMPOTENCY_KEYS.REQUEST_MAC), mac)) {
                return new Misused("This Idempotency-Key came with another request before. Use a new one");
            }
            return new Replayed(new Kept(row.get(IDEMPOTENCY_KEYS.STATUS), row.get(IDEMPOTENCY_KEYS.LOCATION),
                    row.get(IDEMPOTENCY_KEYS.ETAG), row.get(IDEMPOTENCY_KEYS.BODY)));
        }
    }
}
