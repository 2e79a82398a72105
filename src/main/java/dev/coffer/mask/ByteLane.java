package dev.coffer.mask;

import java.util.Arrays;

/**
 * Reads the stream as it is. Nearly all text is passed over by a loop that does no more than ask, of the last seven
 * bytes, whether a value begins so. Of each stretch it keeps what {@link TextLane} wants to know: where an escape may
 * begin, and which state it had there.
 */
final class ByteLane {
    /** The most bytes of a stretch. */
    static final int MOST = 16 * 1024;

    private static final byte ESCAPE = 1;
    private static final byte QUOTE = 2;
    private static final byte[] KINDS = kinds();

    private final Automaton automaton;
    private final Steps steps;
    private final Hits hits;
    private int state;
    private long last;
    /** How many bytes were read. */
    private long at;

    /** Of the stretch: the state and the last bytes before it, and the state after each byte of it. */
    private int stateBefore;
    private long lastBefore;
    private int[] states = new int[64];
    /** How many bytes have a state that isn't zero, at most: behind them all are. */
    private int used;
    private int[] escapes = new int[16];
    private int count;

    ByteLane(Automaton automaton, Hits hits) {
        this.automaton = automaton;
        steps = new Steps(automaton);
        this.hits = hits;
    }

    void read(byte[] text, int from, int to) {
        begin(to - from);
        for (int i = skip(text, from, from, to); i < to; i = skip(text, i, from, to)) {
            do {
                step(text[i] & 0xff, i - from);
                i++;
            } while (i < to && state != 0);
        }
    }

    private void begin(int length) {
        Arrays.fill(states, 0, used, 0);
        used = 0;
        count = 0;
        stateBefore = state;
        lastBefore = last;
        if (states.length < length) {
            states = new int[Math.max(length, Math.min(MOST, states.length * 2))];
        }
    }

    /** Passes over what begins nothing. @return the first byte that may, or the end */
    private int skip(byte[] text, int first, int from, int to) {
        if (state != 0) {
            return first;
        }
        long bytes = last;
        int i = first;
        for (; i < to; i++) {
            int next = text[i] & 0xff;
            long following = bytes << 8 | next;
            if (automaton.mayBegin(following & Automaton.KEY_BITS)) {
                break;
            }
            if (KINDS[next] != 0) {
                note(next, (int) bytes & 0xff, i - from);
            }
            bytes = following;
        }
        last = bytes;
        at += i - first;
        return i;
    }

    private void step(int next, int place) {
        note(next, (int) last & 0xff, place);
        last = last << 8 | next;
        state = at + 1 < Automaton.KEY ? 0 : steps.step(state, next, last & Automaton.KEY_BITS);
        at++;
        if (state != 0) {
            states[place] = state;
            used = place + 1;
            int ending = automaton.ending(state);
            if (ending != 0) {
                hits.add(at - automaton.depth(ending), at, automaton.secret(ending));
            }
        }
    }

    private void note(int next, int before, int place) {
        if (KINDS[next] != ESCAPE && (KINDS[next] != QUOTE || before != next && before != '\'')) {
            return;
        }
        if (count == escapes.length) {
            escapes = Arrays.copyOf(escapes, count * 2);
        }
        escapes[count++] = place;
    }

    /** How many bytes were read. */
    long at() {
        return at;
    }

    /** How many places there are in the stretch where an escape may begin. */
    int escapes() {
        return count;
    }

    /** One of them, in bytes from the stretch's beginning. */
    int escape(int index) {
        return escapes[index];
    }

    /** The state after so many bytes of the stretch. */
    int state(int bytes) {
        return bytes == 0 ? stateBefore : states[bytes - 1];
    }

    /** The byte before the stretch. */
    int before() {
        return (int) lastBefore & 0xff;
    }

    /** The last eight bytes after so many of the stretch. */
    long last(byte[] text, int from, int bytes) {
        long last = lastBefore;
        for (int i = Math.max(0, bytes - Long.BYTES); i < bytes; i++) {
            last = last << 8 | text[from + i] & 0xff;
        }
        return last;
    }

    /** As {@link Finder#hold}. */
    long hold(int least) {
        int node = state;
        while (node != 0 && !automaton.leads(node, 0, 0)) {
            node = automaton.fail(node);
        }
        return at - (node == 0 ? automaton.open(last, at, least) : automaton.depth(node));
    }

    private static byte[] kinds() {
        var kinds = new byte[256];
        "%+&\\".chars().forEach(sign -> kinds[sign] = ESCAPE);
        "'\"".chars().forEach(sign -> kinds[sign] = QUOTE);
        return kinds;
    }
}
