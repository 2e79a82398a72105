package dev.coffer.mask;

import java.util.Arrays;
import java.util.function.IntPredicate;

/**
 * Reads the stream as if all of it were written with one kind of {@link Escape}. While there are none, it would only
 * say again what is found in the bytes as they are, so it sleeps: it wakes at an escape and goes back to sleep when
 * what it has in mind has none in it.
 */
final class TextLane {
    /** How many bytes are read before it is seen whether to go to sleep. */
    private static final int STRETCH = 24;
    private static final int FEW = 64;

    private final Escape escape;
    private final Automaton automaton;
    private final Steps steps;
    private final Hits hits;
    private final byte[] lexeme = new byte[Escape.LONGEST];
    private final byte[] character = new byte[4];
    /** Bytes that an escape may begin with. */
    private final boolean[] isSign = new boolean[256];
    /** Of the last bytes as they were meant, each in the place of its number: where it stands. As many as it takes. */
    private int[] starts;
    /** Until how many bytes were meant there is surely room for all of the state. */
    private long room;
    private boolean awake;
    private int pending;
    private int state;
    /** The last eight bytes as they were meant. */
    private long last;
    /** How many bytes were meant so far, and how many when it woke; before that each stood where it is counted. */
    private long count;
    private long asleepUntil;
    /** How many bytes stood for themselves since the last escape. */
    private long plain;
    private boolean afterEscape;

    TextLane(Escape escape, Automaton automaton, Hits hits) {
        this.escape = escape;
        this.automaton = automaton;
        steps = new Steps(automaton);
        this.hits = hits;
        escape.signs().chars().forEach(sign -> isSign[sign] = true);
    }

    boolean isAwake() {
        return awake;
    }

    /** @param bytes what is known of the same bytes as they are */
    void read(byte[] text, int from, int to, ByteLane bytes) {
        long at = bytes.at() - (to - from);
        int i = from;
        int next = 0;
        while (i < to) {
            if (!awake) {
                next = wakesAt(text, from, next, bytes);
                if (next == bytes.escapes()) {
                    return;
                }
                int place = bytes.escape(next++);
                i = from + place;
                wake(bytes.state(place), bytes.last(text, from, place), at + place);
            }
            if (state == 0 && pending == 0) {
                i = skip(text, i, to, at - from);
            }
            if (i < to) {
                read(text[i] & 0xff, at + i - from);
                i++;
            }
            if (sleeps(bytes.state(i - from))) {
                while (next < bytes.escapes() && bytes.escape(next) < i - from) {
                    next++;
                }
            }
        }
    }

    /** The next of the places where an escape may begin at which one of this kind does. */
    private int wakesAt(byte[] text, int from, int first, ByteLane bytes) {
        int next = first;
        while (next < bytes.escapes()) {
            int place = bytes.escape(next);
            int sign = text[from + place] & 0xff;
            if (isSign[sign] && escape.begins(sign, place > 0 ? text[from + place - 1] : bytes.before())) {
                break;
            }
            next++;
        }
        return next;
    }

    /** Passes over what begins nothing, with short escapes in it. @return the first byte that may, or the end */
    private int skip(byte[] text, int first, int to, long offset) {
        long bytes = last;
        long index = count;
        int plainFrom = first;
        int i = first;
        int end = Math.min(to, first + STRETCH);
        while (i < end) {
            int next = text[i] & 0xff;
            boolean isEscape = isSign[next];
            int length = 1;
            if (isEscape) {
                int read = escape.quick(text, i, to);
                length = read >> 8;
                next = read & 0xff;
            }
            long following = bytes << 8 | next;
            if (length == 0 || automaton.mayBegin(following & Automaton.KEY_BITS)) {
                break;
            }
            starts[(int) index & starts.length - 1] = (int) (offset + i);
            index++;
            bytes = following;
            i += length;
            plainFrom = isEscape ? i : plainFrom;
        }
        if (i > first) {
            afterEscape = plainFrom == i;
            plain = i - plainFrom + (plainFrom == first ? plain : 0);
        }
        last = bytes;
        count = index;
        return i;
    }

    /** @param at how many bytes there were, of which the last are given */
    private void wake(int state, long last, long at) {
        if (starts == null) {
            starts = new int[FEW];
        }
        room = at;
        awake = true;
        this.state = state;
        this.last = last;
        count = at;
        asleepUntil = at;
        afterEscape = false;
    }

    /** @param at where the byte stands */
    private void read(int next, long at) {
        if (pending == 0 && !escape.begins(next, afterEscape ? -1 : (int) last & 0xff)) {
            put(next, at, at + 1);
            plain++;
            afterEscape = false;
            return;
        }
        lexeme[pending++] = (byte) next;
        int read = escape.read(lexeme, pending);
        if (read == Escape.NONE) {
            giveUp(at);
        } else if (read != Escape.MORE) {
            escaped(read, at);
        }
    }

    /** Goes to sleep if the bytes as they are lead to the same state, and there are no escapes in it. */
    private boolean sleeps(int same) {
        if (pending == 0 && state == same && plain >= Automaton.KEY
                && (state == 0 || plain >= automaton.depth(state))) {
            awake = false;
        }
        return !awake;
    }

    /** Takes what is not complete for what it is: no more bytes come. */
    void end(long at) {
        while (pending > 0) {
            giveUp(at - 1);
        }
    }

    /**
     * Where the first byte stands that may still become a part of a secret.
     *
     * @param at how many bytes there were
     * @param least beginnings of fewer bytes count as none
     */
    long hold(long at, int least) {
        if (pending == 0) {
            return start(count - open(state, last, count, least), at, at);
        }
        long hold = holdIfEscape(at, least);
        boolean isAll = state != 0 && hold == start(count - automaton.depth(state), at);
        return isAll ? hold : Math.min(hold, holdIfGivenUp(at, least));
    }

    private void escaped(int read, long at) {
        long start = at + 1 - pending;
        pending = 0;
        plain = 0;
        afterEscape = true;
        if (read == Escape.NOTHING) {
            return;
        }
        int bytes = Escape.bytes(read, character);
        for (int i = 0; i < bytes; i++) {
            put(character[i] & 0xff, start, at + 1);
        }
    }

    /** The first byte stands for itself; what comes after it is read anew. */
    private void giveUp(long at) {
        var rest = Arrays.copyOfRange(lexeme, 1, pending);
        long start = at - rest.length;
        pending = 0;
        put(lexeme[0] & 0xff, start, start + 1);
        plain++;
        afterEscape = false;
        for (int i = 0; i < rest.length; i++) {
            read(rest[i] & 0xff, start + 1 + i);
        }
    }

    private void put(int value, long start, long end) {
        starts[(int) count & starts.length - 1] = (int) start;
        count++;
        last = last << 8 | value;
        state = steps.step(state, value, last & Automaton.KEY_BITS);
        if (state != 0 && count >= room) {
            makeRoom((int) Math.min(automaton.depth(state), count - asleepUntil) + 2 * Automaton.KEY);
        }
        int ending = state == 0 ? 0 : automaton.ending(state);
        if (ending != 0) {
            hits.add(start(count - automaton.depth(ending), end), end, automaton.secret(ending));
        }
    }

    private void makeRoom(int needed) {
        if (needed >= starts.length) {
            var more = new int[starts.length * 2];
            for (long index = Math.max(0, count - starts.length); index < count; index++) {
                more[(int) index & more.length - 1] = starts[(int) index & starts.length - 1];
            }
            starts = more;
        }
        room = count + starts.length - needed;
    }

    /** Where a byte stands. @param near a place behind it and not two billion bytes away */
    private long start(long index, long near) {
        if (index < asleepUntil) {
            return index;
        }
        return near - ((int) near - starts[(int) index & starts.length - 1]);
    }

    /** The same, and for the byte that comes next a place of its own. */
    private long start(long index, long near, long next) {
        return index == count ? next : start(index, near);
    }

    /** How many bytes, up to the last one, a needle may begin with. */
    private int open(int state, long last, long count, int least) {
        for (int node = state; node != 0; node = automaton.fail(node)) {
            if (automaton.leads(node, 0, 0)) {
                return automaton.depth(node);
            }
        }
        return automaton.open(last, count, least);
    }

    private long holdIfEscape(long at, int least) {
        long begun = at - pending;
        if (escape == Escape.QUOTED) {
            return start(count - open(state, last, count, least), at, at);
        }
        IntPredicate next = value -> escape.mayBe(lexeme, pending, value);
        for (int node = state; node != 0; node = automaton.fail(node)) {
            if (automaton.leads(node, next)) {
                return start(count - automaton.depth(node), at, begun);
            }
        }
        for (int bytes = (int) Math.min(Automaton.KEY - 1, count); bytes >= least; bytes--) {
            if (automaton.begins(last & (1L << 8 * bytes) - 1, bytes, next)) {
                return start(count - bytes, at, begun);
            }
        }
        return at;
    }

    /** If the bytes stand for themselves, or an escape begins later among them. */
    private long holdIfGivenUp(long at, int least) {
        long begun = at - pending;
        long hold = at;
        int node = state;
        long bytes = last;
        for (int i = 0; i <= pending; i++) {
            if (i == pending || i > 0 && escape.begins(lexeme[i] & 0xff, lexeme[i - 1] & 0xff)) {
                int open = open(node, bytes, count + i, least);
                hold = Math.min(hold, open <= i ? begun + i - open : start(count + i - open, at));
            }
            if (i < pending) {
                bytes = bytes << 8 | lexeme[i] & 0xff;
                node = automaton.step(node, lexeme[i] & 0xff, bytes & Automaton.KEY_BITS);
            }
        }
        return hold;
    }
}
