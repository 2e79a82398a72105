package dev.coffer.crypto;

import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongSupplier;

/**
 * Unwrapped project keys, the last used 1,000 for ten minutes each. It hands out copies and wipes what it drops, so
 * that no key is wiped under somebody who is using it.
 */
final class KeyCache {

    private static final int LARGEST = 1_000;
    private static final long LIFETIME = Duration.ofMinutes(10).toNanos();

    private record Owner(UUID projectId, UUID keyId) {}

    private record Entry(byte[] key, long since) {}

    private final LongSupplier nanos;
    private final Map<Owner, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);

    KeyCache(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** A copy, which the caller wipes. */
    synchronized Optional<byte[]> find(UUID projectId, UUID keyId) {
        var owner = new Owner(projectId, keyId);
        var entry = entries.get(owner);
        if (entry != null && nanos.getAsLong() - entry.since >= LIFETIME) {
            drop(owner);
            return Optional.empty();
        }
        return Optional.ofNullable(entry).map(found -> found.key.clone());
    }

    synchronized void keep(UUID projectId, UUID keyId, byte[] key) {
        var owner = new Owner(projectId, keyId);
        drop(owner);
        entries.put(owner, new Entry(key.clone(), nanos.getAsLong()));
        if (entries.size() > LARGEST) {
            drop(entries.keySet().iterator().next());
        }
    }

    synchronized int size() {
        return entries.size();
    }

    private void drop(Owner owner) {
        var entry = entries.remove(owner);
        if (entry != null) {
            Arrays.fill(entry.key, (byte) 0);
        }
    }
}
