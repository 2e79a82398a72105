package dev.coffer.db;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.UUID;

/** New row ids: UUIDv7 (RFC 9562 §5.7), which sort by the time they were made and tell nothing else. */
public final class Ids {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final long VERSION_7 = 0x7000L;
    private static final long VARIANT = 0x8000_0000_0000_0000L;

    private Ids() {}

    /** 48 bits of milliseconds, 12 bits of the fraction of one (RFC 9562 §6.2, method 3), 62 random bits. */
    public static UUID next() {
        var now = Instant.now();
        long fraction = (now.getNano() % 1_000_000L) * 4096 / 1_000_000;
        long high = (now.toEpochMilli() << 16) | VERSION_7 | fraction;
        long low = VARIANT | (RANDOM.nextLong() >>> 2);
        return new UUID(high, low);
    }
}
