package dev.coffer.crypto;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * Hashes and checks passwords with Argon2id (RFC 9106; 64 MiB, 3 passes, 1 lane). Each takes 64 MiB for a quarter of a
 * second, so few run at once, some wait, and the rest are refused with {@link Busy}: strangers at the sign-in form
 * can't take the server's memory. What may be a password is {@link #fault}.
 */
public final class Passwords {

    private static final int WAITERS = 32;
    private static final long HASH_MEMORY = 64L * 1024 * 1024;

    private final Semaphore places;
    private final Semaphore permits;

    public Passwords() {
        this(permits(Runtime.getRuntime().availableProcessors(), Runtime.getRuntime().maxMemory()), WAITERS);
    }

    Passwords(int permits, int waiters) {
        this.permits = new Semaphore(permits, true);
        this.places = new Semaphore(permits + waiters);
    }

    /** Too many passwords are being checked: try again in a second. */
    public static final class Busy extends RuntimeException {

        Busy() {
            super("Too many passwords are being checked at once", null, false, false);
        }
    }

    /** A PHC string with parameters, salt and tag: {@code $argon2id$v=19$m=65536,t=3,p=1$…$…}. */
    public String hash(Plaintext password) {
        return bounded(() -> Argon2Hash.of(password).phc());
    }

    /** False, after the same work, for a hash that isn't one or whose parameters are too weak or too heavy. */
    public boolean matches(Plaintext password, String phc) {
        var stored = Argon2Hash.parse(phc);
        return bounded(() -> {
            if (stored.isEmpty()) {
                Argon2Hash.of(password);
                return false;
            }
            return stored.get().isOf(password);
        });
    }

    /** The work of {@link #matches} for an account that doesn't exist, so that time doesn't tell (ASVS 5.0 6.3.8). */
    public void decoy(Plaintext password) {
        bounded(() -> Argon2Hash.of(password));
    }

    /** Whether to store a new hash at the next sign-in, because the parameters have changed. */
    public boolean needsRehash(String phc) {
        return Argon2Hash.parse(phc).filter(Argon2Hash::isCurrent).isEmpty();
    }

    /** Why this can't be a password, as a sentence for the form; empty when it can. */
    public static Optional<String> fault(CharSequence password) {
        return PasswordRules.fault(password);
    }

    /** The same for one in UTF-8, as a form brings it. */
    public static Optional<String> fault(Plaintext password) {
        var text = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(password.expose()));
        try {
            return PasswordRules.fault(text);
        } finally {
            Arrays.fill(text.array(), '\0');
        }
    }

    /** One a core, two at most, and no more than half of the heap. */
    static int permits(int processors, long heap) {
        return (int) Math.max(1, Math.min(Math.min(processors, 2), heap / 2 / HASH_MEMORY));
    }

    /** How many more may come before one is refused. */
    int places() {
        return places.availablePermits();
    }

    <T> T bounded(Supplier<T> work) {
        if (!places.tryAcquire()) {
            throw new Busy();
        }
        try {
            permits.acquire();
            try {
                return work.get();
            } finally {
                permits.release();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Busy();
        } finally {
            places.release();
        }
    }
}
