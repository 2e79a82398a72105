package dev.coffer.crypto;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/**
 * The values in clear that the work of this thread has held since it began: what its log lines must not say, even by a
 * bug. Who answers a request, or does other work that reads values, begins and ends; in between every {@link Plaintext}
 * and root key is noted by itself.
 *
 * <p>What is wiped meanwhile is kept on, as a copy, until the end: the line that gives a value away is mostly written
 * when the value has already been let go, by whoever handles the failure. So a value outlives its use by one request
 * and no more, and what the server doesn't work with just now is kept nowhere.
 */
public final class Handled {
    /** What is shorter is never looked for. */
    private static final int SHORTEST = 8;
    private static final ThreadLocal<Handled> CURRENT = new ThreadLocal<>();

    private final Set<byte[]> held = Collections.newSetFromMap(new IdentityHashMap<>());
    private final List<byte[]> copies = new ArrayList<>();

    private Handled() {}

    /** Notes from now on, and forgets what was noted on this thread before. */
    public static void begin() {
        end();
        CURRENT.set(new Handled());
    }

    /** Wipes what was kept, and notes nothing more. */
    public static void end() {
        var handled = CURRENT.get();
        if (handled != null) {
            handled.copies.forEach(copy -> Arrays.fill(copy, (byte) 0));
            CURRENT.remove();
        }
    }

    /** Copies of all that was noted, for whoever takes them to overwrite. */
    public static List<byte[]> copies() {
        var handled = CURRENT.get();
        var copies = new ArrayList<byte[]>();
        if (handled != null) {
            handled.copies.forEach(copy -> copies.add(copy.clone()));
            handled.held.forEach(value -> copies.add(value.clone()));
        }
        return copies;
    }

    /** The array itself: it isn't read before a line is written. */
    static void hold(byte[] value) {
        var handled = value.length < SHORTEST ? null : CURRENT.get();
        if (handled != null) {
            handled.held.add(value);
        }
    }

    /** Right before it is overwritten. */
    static void letGo(byte[] value) {
        var handled = value.length < SHORTEST ? null : CURRENT.get();
        if (handled != null) {
            handled.held.remove(value);
            handled.copies.add(value.clone());
        }
    }
}
