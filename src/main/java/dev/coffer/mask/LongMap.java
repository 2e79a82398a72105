package dev.coffer.mask;

import java.util.Arrays;

/** From longs to ints above zero, without objects; zero stands for nothing. */
final class LongMap {
    private static final long SPREAD = 0x9e3779b97f4a7c15L;

    private long[] keys = new long[16];
    private int[] values = new int[16];
    private int size;

    int get(long key) {
        return values[slot(key)];
    }

    /** Keeps the value that is there. */
    void putIfAbsent(long key, int value) {
        int slot = slot(key);
        if (values[slot] == 0) {
            keys[slot] = key;
            values[slot] = value;
            if (++size * 2 > keys.length) {
                grow();
            }
        }
    }

    int size() {
        return size;
    }

    /** In no order. */
    long[] keys() {
        var found = new long[size];
        int n = 0;
        for (int i = 0; i < keys.length; i++) {
            if (values[i] != 0) {
                found[n++] = keys[i];
            }
        }
        return found;
    }

    void wipe() {
        Arrays.fill(keys, 0);
    }

    private int slot(long key) {
        int mask = keys.length - 1;
        int slot = (int) (key * SPREAD >>> 32) & mask;
        while (values[slot] != 0 && keys[slot] != key) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    private void grow() {
        var oldKeys = keys;
        var oldValues = values;
        keys = new long[oldKeys.length * 2];
        values = new int[keys.length];
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldValues[i] != 0) {
                int slot = slot(oldKeys[i]);
                keys[slot] = oldKeys[i];
                values[slot] = oldValues[i];
            }
        }
        Arrays.fill(oldKeys, 0);
    }
}
