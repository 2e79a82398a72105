package dev.coffer.mask;

import java.util.Arrays;

/**
 * Reads the stream as digits of a few bits each: base64, in both alphabets, or hex. A value may begin at any digit, and
 * in base64 within one; then all digits that hold a part of it are its own. Lines of 60 digits and more may be broken
 * and the next one indented, as in mail and PEM.
 */
final class BitLane {
    /** Digits that a line has at least before it goes on in the next. */
    static final int LINE = 60;
    private static final int MOST_BLANKS = 80;

    private final int bits;
    private final Automaton automaton;
    private final Hits hits;
    /** Of each place that bytes may begin at, in bits: what has been found there. */
    private final int[] states = new int[8];
    private int active;
    /** The last digits, and how many there are in a row. */
    private long last;
    private long run;
    /** Digits before which a line was broken, and the other characters there up to and with that break. */
    private long[] breaks = {};
    private long[] skipped = {};
    private int count;
    /** Characters since the last digit, within a break. */
    private int gap;

    BitLane(int bits, Automaton automaton, Hits hits) {
        this.bits = bits;
        this.automaton = automaton;
        this.hits = hits;
    }

    /** Whether nothing has begun but perhaps a few digits. */
    boolean isQuiet() {
        return active == 0 && gap == 0;
    }

    /** A digit. @param at where it stands */
    void digit(int value, long at) {
        if (gap > 0) {
            resume();
        }
        last = last << bits | value;
        run++;
        long end = run * bits;
        for (int over = 0; over < bits; over += 2) {
            int place = (int) (end - over) & 7;
            if (bits == 4 && over != 0 || end - over < 8 * Automaton.KEY) {
                continue;
            }
            int state = states[place];
            long bytes = last >>> over;
            int next = automaton.step(state, (int) bytes & 0xff, bytes & Automaton.KEY_BITS);
            states[place] = next;
            active += (next == 0 ? 0 : 1) - (state == 0 ? 0 : 1);
            int ending = next == 0 ? 0 : automaton.ending(next);
            if (ending != 0) {
                hits.add(start(end - over - 8L * automaton.depth(ending), at), at + 1, automaton.secret(ending));
            }
        }
    }

    /** Anything else. */
    void other(int next) {
        boolean goesOn = gap == 0 ? (next == '\n' || next == '\r') && run - lineStart() >= LINE
                : gap < MOST_BLANKS && isBreak(next);
        if (goesOn) {
            gap++;
        } else {
            reset();
        }
    }

    private static boolean isBreak(int next) {
        return next == '\n' || next == ' ' || next == '\t';
    }

    /**
     * Where the first digit stands that may still become a part of a secret.
     *
     * @param at how many bytes there were
     * @param least beginnings of fewer bytes count as none
     */
    long hold(long at, int least) {
        long hold = at;
        long end = run * bits;
        long place = at - 1 - gap;
        for (int begun = 0; begun < 8 && begun <= end; begun += bits == 4 ? 4 : 2) {
            int bytes = open(states[(int) (end - begun) & 7], begun, (end - begun) / 8);
            long from = end - begun - 8L * bytes;
            if (from < end && bytes >= least) {
                hold = Math.min(hold, start(from, place));
            }
        }
        return hold;
    }

    /** How many bytes a needle may begin with before the bits that have begun; nothing: as if none had. */
    private int open(int state, int begun, long most) {
        int first = (int) last & (1 << begun) - 1;
        for (int node = state; node != 0; node = automaton.fail(node)) {
            if (automaton.leads(node, begun, first)) {
                return automaton.depth(node);
            }
        }
        for (int bytes = (int) Math.min(Automaton.KEY - 1, most); bytes >= 0; bytes--) {
            int count = 8 * bytes + begun;
            if (count > 0 && automaton.begins(last & (1L << count) - 1, count)) {
                return bytes;
            }
        }
        return -1;
    }

    private void resume() {
        if (count == breaks.length) {
            int most = (int) (automaton.longest() * 8L / bits / LINE) + 4;
            if (count >= 2 * most) {
                forget(count - most);
            } else {
                breaks = Arrays.copyOf(breaks, count + 8);
                skipped = Arrays.copyOf(skipped, count + 8);
            }
        }
        breaks[count] = run;
        skipped[count] = gap + (count == 0 ? 0 : skipped[count - 1]);
        count++;
        gap = 0;
    }

    /** Breaks that lie farther back than the longest value. */
    private void forget(int first) {
        System.arraycopy(breaks, first, breaks, 0, count - first);
        System.arraycopy(skipped, first, skipped, 0, count - first);
        count -= first;
    }

    private void reset() {
        if (active > 0) {
            Arrays.fill(states, 0);
            active = 0;
        }
        run = 0;
        count = 0;
        gap = 0;
    }

    /** Digits as {@link Finder} counted them while nothing had begun. @param read how many bytes that took */
    void set(long last, long run, int read) {
        if (run != this.run + read) {
            count = 0;
        }
        this.last = last;
        this.run = run;
    }

    long last() {
        return last;
    }

    long run() {
        return run;
    }

    /** How many digits of the run stand before the line. */
    long lineStart() {
        return count == 0 ? 0 : breaks[count - 1];
    }

    /** Where the digit stands that has a bit of the run. @param at where the last digit stands */
    private long start(long bit, long at) {
        long digit = bit / bits;
        int later = Arrays.binarySearch(breaks, 0, count, digit);
        later = later < 0 ? -later - 1 : later + 1;
        long all = count == 0 ? 0 : skipped[count - 1];
        long before = later == 0 ? 0 : skipped[later - 1];
        return at - (run - 1 - digit) - (all - before);
    }
}
