package dev.coffer.mask;

import java.util.Arrays;

/**
 * Goes through one stream and finds secrets in it, as they are and in every encoding at once.
 *
 * <p>An encoding isn't looked for in its own form: the stream is decoded as if it were written so ({@link TextLane},
 * {@link BitLane}), and what comes of it goes through the one {@link Automaton}. So no encoded form of a value is ever
 * stored, and each writer of an encoding is understood, whatever it chooses to escape. Each lane goes through a stretch
 * of the stream by itself, in a loop that is as short as can be for text in which nothing begins.
 */
final class Finder {
    private final ByteLane bytes;
    private final BitLane[] digits;
    private final TextLane[] lanes;

    Finder(Automaton automaton, Hits hits) {
        bytes = new ByteLane(automaton, hits);
        digits = new BitLane[]{BitLane.base64(automaton, hits), BitLane.hex(automaton, hits)};
        lanes = Arrays.stream(Escape.values()).filter(automaton::needs)
                .map(escape -> new TextLane(escape, automaton, hits)).toArray(TextLane[]::new);
    }

    /** Reads on, {@link ByteLane#MOST} bytes at most; what it finds is in the hits then. */
    void read(byte[] text, int from, int to) {
        long at = at();
        bytes.read(text, from, to);
        for (var lane : digits) {
            lane.read(text, from, to, at);
        }
        for (var lane : lanes) {
            lane.read(text, from, to, bytes);
        }
    }

    /** No more bytes come. */
    void end() {
        for (var lane : lanes) {
            if (lane.isAwake()) {
                lane.end(at());
            }
        }
    }

    /** How many bytes were read. */
    long at() {
        return bytes.at();
    }

    /**
     * Where the first byte stands that may still become a part of a secret.
     *
     * @param least beginnings of fewer bytes count as none
     */
    long hold(int least) {
        long at = at();
        long hold = bytes.hold(least);
        for (var lane : digits) {
            hold = Math.min(hold, lane.hold(at, least));
        }
        for (var lane : lanes) {
            if (lane.isAwake()) {
                hold = Math.min(hold, lane.hold(at, least));
            }
        }
        return hold;
    }
}
