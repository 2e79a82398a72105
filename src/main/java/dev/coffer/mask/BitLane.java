package dev.coffer.mask;

import java.util.Arrays;

/**
 * Reads the stream as digits of a few bits each: base64, in both alphabets, or hex. A value may begin at any digit, and
 * in base64 within one; then all digits that hold a part of it are its own. Lines of 60 digits and more may be broken
 * and the next one indented, as in mail and PEM.
 */
final class BitLane {
    /** Digits that a line has at least before it goes on in the next. */
    private static final int LINE = 60;
    /** Digits that hold seven bytes wherever those begin. */
    private static final int BASE64_KEY = 10;
    private static final int HEX_KEY = 14;
    private static final int MOST_BLANKS = 80;
    private static final byte[] BASE64 = base64Digits();
    private static final byte[] HEX = hexDigits();

    private final int bits;
    /** Of each byte: its digit, or less than zero. */
    private final byte[] values;
    private final Automaton automaton;
    private final Steps steps;
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

    private BitLane(int bits, byte[] values, Automaton automaton, Hits hits) {
        this.bits = bits;
        this.values = values;
        this.automaton = automaton;
        steps = new Steps(automaton);
        this.hits = hits;
    }

    static BitLane base64(Automaton automaton, Hits hits) {
        return new BitLane(6, BASE64, automaton, hits);
    }

    static BitLane hex(Automaton automaton, Hits hits) {
        return new BitLane(4, HEX, automaton, hits);
    }

    /** @param at where the first byte stands */
    void read(byte[] text, int from, int to, long at) {
        int i = from;
        while (i < to) {
            if (active == 0 && gap == 0) {
                i = bits == 6 ? skipBase64(text, i, to) : skipHex(text, i, to);
            }
            if (i < to) {
                int value = values[text[i] & 0xff];
                if (value < 0) {
                    other(text[i]);
                } else {
                    digit(value, at + i - from);
                }
                i++;
            }
        }
    }

    /** Passes over what begins nothing. @return the first byte that may, or the end */
    private int skipBase64(byte[] text, int from, int to) {
        long digits = last;
        long row = run;
        int i = from;
        for (; i < to; i++) {
            int value = BASE64[text[i] & 0xff];
            long following = digits << 6 | value & 63;
            if (row + 1 >= BASE64_KEY && (value < 0 ? breaks(row, text[i]) : mayBegin(following))) {
                break;
            }
            digits = following;
            row = value < 0 ? 0 : row + 1;
        }
        skipped(digits, row, i - from);
        return i;
    }

    private int skipHex(byte[] text, int from, int to) {
        long digits = last;
        long row = run;
        int i = from;
        for (; i < to; i++) {
            int value = HEX[text[i] & 0xff];
            long following = digits << 4 | value & 15;
            if (row + 1 >= HEX_KEY && (value < 0 ? breaks(row, text[i])
                    : automaton.mayBegin(following & Automaton.KEY_BITS))) {
                break;
            }
            digits = following;
            row = value < 0 ? 0 : row + 1;
        }
        skipped(digits, row, i - from);
        return i;
    }

    private void skipped(long digits, long row, int bytes) {
        if (row != run + bytes) {
            count = 0;
        }
        last = digits;
        run = row;
    }

    private static boolean breaks(long row, int next) {
        return row >= LINE && isLineEnd(next);
    }

    private boolean mayBegin(long digits) {
        return automaton.mayBegin(digits & Automaton.KEY_BITS) || automaton.mayBegin(digits >>> 2 & Automaton.KEY_BITS)
                || automaton.mayBegin(digits >>> 4 & Automaton.KEY_BITS);
    }

    private static boolean isLineEnd(int next) {
        return next == '\n' || next == '\r';
    }

    /** A digit. @param at where it stands */
    private void digit(int value, long at) {
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
            int next = steps.step(state, (int) bytes & 0xff, bytes & Automaton.KEY_BITS);
            states[place] = next;
            active += (next == 0 ? 0 : 1) - (state == 0 ? 0 : 1);
            int ending = next == 0 ? 0 : automaton.ending(next);
            if (ending != 0) {
                hits.add(start(end - over - 8L * automaton.depth(ending), at), at + 1, automaton.secret(ending));
            }
        }
    }

    /** Anything else. */
    private void other(int next) {
        boolean goesOn = gap == 0 ? breaks(run - lineStart(), next)
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

    /** How many digits of the run stand before the line. */
    private long lineStart() {
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

    private static byte[] base64Digits() {
        var values = none();
        var digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        for (int i = 0; i < digits.length(); i++) {
            values[digits.charAt(i)] = (byte) i;
        }
        values['-'] = 62;
        values['_'] = 63;
        return values;
    }

    private static byte[] hexDigits() {
        var values = none();
        for (char digit : "0123456789abcdefABCDEF".toCharArray()) {
            values[digit] = (byte) Character.digit(digit, 16);
        }
        return values;
    }

    private static byte[] none() {
        var values = new byte[256];
        Arrays.fill(values, (byte) -1);
        return values;
    }
}
