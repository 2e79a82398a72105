package dev.coffer.mask;

/**
 * Goes through one stream and finds secrets in it, as they are and in every encoding at once. Nearly all text is passed
 * over by a loop that does no more than ask, of the last seven bytes, whether a value begins so; only where one does,
 * or an escape stands, is it read with care.
 *
 * <p>An encoding isn't looked for in its own form: the stream is decoded as if it were written so ({@link TextLane},
 * {@link BitLane}), and what comes of it goes through the one {@link Automaton}. So no encoded form of a value is ever
 * stored, and each writer of an encoding is understood, whatever it chooses to escape.
 */
final class Finder {
    private static final int DIGIT = 63;
    private static final int IS_BASE64 = 1 << 6;
    private static final int IS_HEX = 1 << 7;
    private static final int IS_ESCAPE = 1 << 8;
    private static final int IS_QUOTE = 1 << 9;
    private static final int IS_LINE_END = 1 << 10;
    private static final int HEX_SHIFT = 11;
    private static final int[] KINDS = kinds();
    /** Digits that hold seven bytes wherever those begin. */
    private static final int BASE64_KEY = 10;
    private static final int HEX_KEY = 14;

    private final Automaton automaton;
    private final Hits hits;
    private final TextLane[] lanes;
    private final BitLane base64;
    private final BitLane hex;
    private int awake;
    private int state;
    private long last;
    private long at;

    Finder(Automaton automaton, Hits hits) {
        this.automaton = automaton;
        this.hits = hits;
        var escapes = Escape.values();
        lanes = new TextLane[escapes.length];
        for (int i = 0; i < lanes.length; i++) {
            lanes[i] = new TextLane(escapes[i], automaton, hits);
        }
        base64 = new BitLane(6, automaton, hits);
        hex = new BitLane(4, automaton, hits);
    }

    /** Reads on; what it finds is in the hits then. */
    void read(byte[] text, int from, int to) {
        int i = from;
        while (i < to) {
            if (state == 0 && awake == 0 && base64.isQuiet() && hex.isQuiet()) {
                i = skip(text, i, to);
            }
            if (i < to) {
                read(text[i++] & 0xff);
            }
        }
    }

    /** No more bytes come. */
    void end() {
        for (var lane : lanes) {
            if (lane.isAwake()) {
                lane.end(at);
            }
        }
    }

    /** How many bytes were read. */
    long at() {
        return at;
    }

    /**
     * Where the first byte stands that may still become a part of a secret.
     *
     * @param least beginnings of fewer bytes count as none
     */
    long hold(int least) {
        long hold = Math.min(base64.hold(at, least), hex.hold(at, least));
        int node = state;
        while (node != 0 && !automaton.leads(node, 0, 0)) {
            node = automaton.fail(node);
        }
        hold = Math.min(hold, at - (node == 0 ? automaton.open(last, at, least) : automaton.depth(node)));
        for (var lane : lanes) {
            if (lane.isAwake()) {
                hold = Math.min(hold, lane.hold(at, least));
            }
        }
        return hold;
    }

    /** Passes over what begins nothing. @return the first byte that may, or the end */
    private int skip(byte[] text, int from, int to) {
        long bytes = last;
        long base64Digits = base64.last();
        long base64Run = base64.run();
        long hexDigits = hex.last();
        long hexRun = hex.run();
        int i = from;
        for (; i < to; i++) {
            int next = text[i] & 0xff;
            int kind = KINDS[next];
            long following = bytes << 8 | next;
            if (automaton.mayBegin(following & Automaton.KEY_BITS)) {
                break;
            }
            if ((kind & (IS_ESCAPE | IS_QUOTE | IS_LINE_END)) != 0 && stops(kind, next, (int) bytes & 0xff,
                    Math.max(base64Run, hexRun))) {
                break;
            }
            if ((kind & IS_BASE64) == 0) {
                base64Run = 0;
                hexRun = 0;
            } else {
                long digits = base64Digits << 6 | kind & DIGIT;
                if (base64Run + 1 >= BASE64_KEY && mayBegin(digits)) {
                    break;
                }
                if ((kind & IS_HEX) == 0) {
                    hexRun = 0;
                } else {
                    long halves = hexDigits << 4 | kind >>> HEX_SHIFT;
                    if (hexRun + 1 >= HEX_KEY && automaton.mayBegin(halves & Automaton.KEY_BITS)) {
                        break;
                    }
                    hexDigits = halves;
                    hexRun++;
                }
                base64Digits = digits;
                base64Run++;
            }
            bytes = following;
        }
        last = bytes;
        at += i - from;
        base64.set(base64Digits, base64Run, i - from);
        hex.set(hexDigits, hexRun, i - from);
        return i;
    }

    private boolean mayBegin(long digits) {
        return automaton.mayBegin(digits & Automaton.KEY_BITS) || automaton.mayBegin(digits >>> 2 & Automaton.KEY_BITS)
                || automaton.mayBegin(digits >>> 4 & Automaton.KEY_BITS);
    }

    private static boolean stops(int kind, int next, int before, long run) {
        if ((kind & IS_QUOTE) != 0) {
            return before == next || before == '\'';
        }
        return (kind & IS_ESCAPE) != 0 || run >= BitLane.LINE;
    }

    private void read(int next) {
        int kind = KINDS[next];
        int before = (int) last & 0xff;
        if ((kind & (IS_ESCAPE | IS_QUOTE)) != 0) {
            wake(next, before);
        }
        last = last << 8 | next;
        state = at + 1 < Automaton.KEY ? 0 : automaton.step(state, next, last & Automaton.KEY_BITS);
        int ending = state == 0 ? 0 : automaton.ending(state);
        if (ending != 0) {
            hits.add(at + 1 - automaton.depth(ending), at + 1, automaton.secret(ending));
        }
        if (awake > 0) {
            readEscaped(next);
        }
        if ((kind & IS_BASE64) != 0) {
            base64.digit(kind & DIGIT, at);
        } else {
            base64.other(next);
        }
        if ((kind & IS_HEX) != 0) {
            hex.digit(kind >>> HEX_SHIFT, at);
        } else {
            hex.other(next);
        }
        at++;
    }

    private void wake(int next, int before) {
        for (var lane : lanes) {
            if (!lane.isAwake() && lane.wakesAt(next, before)) {
                lane.wake(state, last, at);
                awake++;
            }
        }
    }

    private void readEscaped(int next) {
        for (var lane : lanes) {
            if (lane.isAwake()) {
                lane.read(next, at);
                if (lane.sleeps(state)) {
                    awake--;
                }
            }
        }
    }

    private static int[] kinds() {
        var kinds = new int[256];
        var digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        for (int i = 0; i < digits.length(); i++) {
            kinds[digits.charAt(i)] = IS_BASE64 | i;
        }
        kinds['-'] = IS_BASE64 | 62;
        kinds['_'] = IS_BASE64 | 63;
        for (char digit : "0123456789abcdefABCDEF".toCharArray()) {
            kinds[digit] |= IS_HEX | Character.digit(digit, 16) << HEX_SHIFT;
        }
        for (char escape : "%+&\\".toCharArray()) {
            kinds[escape] |= IS_ESCAPE;
        }
        kinds['\''] |= IS_QUOTE;
        kinds['"'] |= IS_QUOTE;
        kinds['\n'] |= IS_LINE_END;
        kinds['\r'] |= IS_LINE_END;
        return kinds;
    }
}
