package dev.coffer.account;

import static dev.coffer.db.schema.Tables.SIGN_IN_THROTTLES;

import dev.coffer.crypto.Keyring;
import dev.coffer.crypto.Label;
import dev.coffer.db.Database;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

/**
 * Slows down guessing: after some failures each further one doubles the delay, up to a quarter of an hour, and never
 * more, so that a stranger can't lock anybody out for good (OWASP ASVS 5.0, 6.3.1). Counts for all replicas together.
 */
public final class Throttles {
    static final Duration SHORTEST = Duration.ofSeconds(30);
    static final Duration LONGEST = Duration.ofMinutes(15);
    private static final Duration FORGOTTEN_AFTER = Duration.ofHours(24);

    private final Database database;
    private final Keyring keyring;
    private final InstantSource clock;
    private final Devices devices;

    /** Whose tries are counted. An address has many people behind it, so it may fail more often. */
    enum Kind {
        ACCOUNT(5),
        DEVICE(5),
        PASSWORD(5),
        ADDRESS(20),
        SETUP(5);

        private final int free;

        Kind(int free) {
            this.free = free;
        }
    }

    /**
     * An account by its email, a browser that its person signed in with before by email and id, the change of a
     * password by the person's id, or an address: only a keyed hash of it is stored.
     */
    record Subject(Kind kind, String name) {}

    /** Whether a try may go ahead. */
    sealed interface Verdict {

        /**
         * It may, and is counted as a failure until it turns out well. {@code failures}: those of the first subject.
         */
        record Counted(int failures) implements Verdict {}

        /** Not before then; nothing was counted. */
        record Held(Wait pause) implements Verdict {}
    }

    public Throttles(Database database, Keyring keyring, InstantSource clock) {
        this.database = database;
        this.keyring = keyring;
        this.clock = clock;
        this.devices = new Devices(keyring);
    }

    /** Who is counted apart from the strangers that try the same account. */
    Devices devices() {
        return devices;
    }

    /** Before a try: counted first and taken back after, so that many at once don't get past the limit. */
    Verdict count(Subject... subjects) {
        var hashes = Arrays.stream(subjects).map(this::hash).toList();
        return database.transact(tx -> {
            var held = heldUntil(tx, hashes);
            if (held.isPresent()) {
                return new Verdict.Held(new Wait(clock.instant(), held.get()));
            }
            var failures = new ArrayList<Integer>();
            for (int i = 0; i < subjects.length; i++) {
                var counted = add(tx, hashes.get(i), subjects[i].kind());
                if (counted.isEmpty()) {
                    return new Verdict.Held(new Wait(clock.instant(), heldUntil(tx, hashes).orElseThrow()));
                }
                failures.add(counted.get());
            }
            return new Verdict.Counted(failures.getFirst());
        });
    }

    /** A try went well: the account starts anew; an address has one failure less, lest it be cleared at will. */
    void succeeded(DSLContext tx, Subject... subjects) {
        for (var subject : subjects) {
            if (subject.kind() == Kind.ADDRESS) {
                takeBack(tx, subject);
            } else {
                tx.deleteFrom(SIGN_IN_THROTTLES).where(SIGN_IN_THROTTLES.SUBJECT.eq(hash(subject))).execute();
            }
        }
    }

    /** A try that came to no verdict doesn't count. */
    void takeBack(Subject... subjects) {
        database.transact(tx -> {
            for (var subject : subjects) {
                takeBack(tx, subject);
            }
            return null;
        });
    }

    /** Drops what no longer counts. */
    public static void forgetOld(DSLContext tx) {
        tx.deleteFrom(SIGN_IN_THROTTLES)
                .where(SIGN_IN_THROTTLES.LAST_FAILED_AT.lt(Instant.now().minus(FORGOTTEN_AFTER))).execute();
    }

    private void takeBack(DSLContext tx, Subject subject) {
        var isFree = SIGN_IN_THROTTLES.FAILURES.minus(1).lt(subject.kind().free);
        tx.update(SIGN_IN_THROTTLES).set(SIGN_IN_THROTTLES.FAILURES, SIGN_IN_THROTTLES.FAILURES.minus(1))
                .set(SIGN_IN_THROTTLES.BLOCKED_UNTIL, DSL.when(isFree.not(), SIGN_IN_THROTTLES.BLOCKED_UNTIL))
                .where(SIGN_IN_THROTTLES.SUBJECT.eq(hash(subject)), SIGN_IN_THROTTLES.FAILURES.gt(0)).execute();
    }

    private Optional<Instant> heldUntil(DSLContext tx, List<byte[]> hashes) {
        return tx.select(DSL.max(SIGN_IN_THROTTLES.BLOCKED_UNTIL)).from(SIGN_IN_THROTTLES)
                .where(SIGN_IN_THROTTLES.SUBJECT.in(hashes), SIGN_IN_THROTTLES.BLOCKED_UNTIL.gt(clock.instant()))
                .fetchOptional().map(row -> row.value1());
    }

    /** Empty where another try, at the same time, brought the delay about. */
    private Optional<Integer> add(DSLContext tx, byte[] hash, Kind kind) {
        var now = clock.instant();
        var again = DSL.when(SIGN_IN_THROTTLES.LAST_FAILED_AT.lt(now.minus(FORGOTTEN_AFTER)), 1)
                .otherwise(SIGN_IN_THROTTLES.FAILURES.plus(1));
        var failures = tx.insertInto(SIGN_IN_THROTTLES).set(SIGN_IN_THROTTLES.SUBJECT, hash)
                .set(SIGN_IN_THROTTLES.FAILURES, 1).set(SIGN_IN_THROTTLES.LAST_FAILED_AT, now)
                .onConflict(SIGN_IN_THROTTLES.SUBJECT).doUpdate().set(SIGN_IN_THROTTLES.FAILURES, again)
                .set(SIGN_IN_THROTTLES.LAST_FAILED_AT, now)
                .where(SIGN_IN_THROTTLES.BLOCKED_UNTIL.isNull().or(SIGN_IN_THROTTLES.BLOCKED_UNTIL.le(now)))
                .returning(SIGN_IN_THROTTLES.FAILURES).fetchOptional(SIGN_IN_THROTTLES.FAILURES);
        failures.filter(count -> count >= kind.free).ifPresent(count -> tx.update(SIGN_IN_THROTTLES)
                .set(SIGN_IN_THROTTLES.BLOCKED_UNTIL, now.plus(delay(count - kind.free)))
                .where(SIGN_IN_THROTTLES.SUBJECT.eq(hash)).execute());
        return failures;
    }

    private static Duration delay(int doublings) {
        var delay = SHORTEST.multipliedBy(1L << Math.min(doublings, 10));
        return delay.compareTo(LONGEST) < 0 ? delay : LONGEST;
    }

    private byte[] hash(Subject subject) {
        var name = switch (subject.kind()) {
            case ACCOUNT, DEVICE, PASSWORD -> subject.name();
            case ADDRESS, SETUP -> network(subject.name());
        };
        return keyring.hmac(Label.THROTTLE, subject.kind().name().getBytes(StandardCharsets.UTF_8),
                name.getBytes(StandardCharsets.UTF_8));
    }

    /** Of IPv6 the first 64 bits, since one customer has all the addresses below them. */
    private static String network(String address) {
        try {
            var literal = InetAddress.ofLiteral(address.replaceAll("[\\[\\]]", ""));
            return literal instanceof Inet6Address ? Arrays.toString(Arrays.copyOf(literal.getAddress(), 8)) : address;
        } catch (IllegalArgumentException notAnAddress) {
            return address;
        }
    }
}
