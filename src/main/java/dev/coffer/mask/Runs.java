package dev.coffer.mask;

import java.util.Arrays;

/**
 * Where each node of a chain fails to. Neighbours nearly always fail to neighbours, or to nothing, so that only the
 * places where that changes are kept.
 */
final class Runs {
    private static final int[] NONE = {};

    private int[] offsets = NONE;
    private int[] targets = NONE;
    private int count;

    /** Offsets come one after the other; before the first all fail to nothing. */
    void add(int offset, int target) {
        if (target == value(count - 1, offset)) {
            return;
        }
        if (count == offsets.length) {
            offsets = Arrays.copyOf(offsets, Math.max(2, count * 2));
            targets = Arrays.copyOf(targets, offsets.length);
        }
        offsets[count] = offset;
        targets[count++] = target;
    }

    int at(int offset) {
        if (count == 0) {
            return 0;
        }
        int place = Arrays.binarySearch(offsets, 0, count, offset);
        return value(place < 0 ? -place - 2 : place, offset);
    }

    private int value(int run, int offset) {
        return run < 0 || targets[run] == 0 ? 0 : targets[run] + offset - offsets[run];
    }
}
