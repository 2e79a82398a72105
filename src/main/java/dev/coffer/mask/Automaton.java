package dev.coffer.mask;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * Finds which of many needles end at a byte, in a time that doesn't depend on how many there are (Aho and Corasick,
 * 1975). A state is a node of the tree of all needles: the longest beginning of a needle that the bytes so far end
 * with. The first seven bytes have no nodes: text is compared with them through a filter, which nearly all text ends
 * at, and zero is the state of all that. Nodes in a row, as long values are, cost little more than their bytes.
 *
 * <p>Immutable but for {@link #wipe}; any number of streams go through one at the same time.
 */
final class Automaton {
    /** How many bytes lead to a first node; less than the shortest needle has. */
    static final int KEY = 7;
    /** The last bytes of a text as a number, so many of them. */
    static final long KEY_BITS = (1L << 8 * KEY) - 1;

    private static final long SPREAD = 0x9e3779b97f4a7c15L;

    private final Chains chains;
    private final LongMap roots;
    /** The keys of the roots in their order. */
    private final long[] keys;
    private final long[] filter;
    private final int filterShift;
    private final int longest;
    /** Of each byte, whether a needle has it. */
    private final boolean[] isThere = new boolean[256];

    Automaton(List<Needle> needles) {
        roots = new LongMap();
        chains = new Chains(needles, roots);
        keys = roots.keys();
        Arrays.sort(keys);
        int bits = Math.clamp(32 - Integer.numberOfLeadingZeros(keys.length) + 8, 16, 24);
        filter = new long[1 << bits - 6];
        filterShift = 64 - bits;
        for (var key : keys) {
            int place = (int) (key * SPREAD >>> filterShift);
            filter[place >>> 6] |= 1L << place;
        }
        for (var needle : needles) {
            for (int i = 0; i < needle.length(); i++) {
                isThere[needle.at(i) & 0xff] = true;
            }
        }
        longest = needles.stream().mapToInt(Needle::length).max().orElse(0);
    }

    /** The longest needle, in bytes. */
    int longest() {
        return longest;
    }

    /** Whether a needle can stand in text that is written so, and not be found otherwise. */
    boolean needs(Escape escape) {
        return escape.matters(isThere);
    }

    /** Whether seven bytes may be the first of a needle; now and then they aren't. */
    boolean mayBegin(long key) {
        int place = (int) (key * SPREAD >>> filterShift);
        return (filter[place >>> 6] & 1L << place) != 0;
    }

    /** The state after the last seven bytes, where the one before was zero. */
    int enter(long key) {
        return mayBegin(key) ? roots.get(key) : 0;
    }

    /** The state after another byte, with which the last seven are the key. */
    int step(int state, int next, long key) {
        for (int node = state; node != 0; node = chains.fail(node)) {
            int child = chains.child(node, next);
            if (child != 0) {
                return child;
            }
        }
        return enter(key);
    }

    /** The state after another byte, if the one needle that led here goes on with it. */
    int ahead(int state, int next) {
        return chains.ahead(state, next);
    }

    /** The node of the longest needle that ends in a state, or zero. */
    int ending(int state) {
        return chains.ending(state);
    }

    /** Whose needle ends in a node that {@link #ending} gave. */
    int secret(int ending) {
        return chains.secret(ending);
    }

    /** How many bytes lead to a node. */
    int depth(int node) {
        return chains.depth(node);
    }

    /** The state that is left of one when its longest beginning comes to nothing. */
    int fail(int state) {
        return chains.fail(state);
    }

    /** Whether a needle goes on from a node with a byte that begins with these bits, none to seven. */
    boolean leads(int node, int bits, int first) {
        if (bits == 0) {
            return chains.hasChild(node);
        }
        int rest = 8 - bits;
        for (int next = first << rest; next < first + 1 << rest; next++) {
            if (chains.child(node, next) != 0) {
                return true;
            }
        }
        return false;
    }

    /** Whether a needle begins with these bits, as many as there are in seven bytes or fewer. */
    boolean begins(long bits, int count) {
        int rest = 8 * KEY - count;
        int place = place(bits << rest);
        return place < keys.length && keys[place] >>> rest == bits;
    }

    /** Whether a needle goes on from a node with one of the bytes. */
    boolean leads(int node, IntPredicate next) {
        return chains.hasChild(node, next);
    }

    /** Whether a needle begins with these bytes, six at most, and then one of the others. */
    boolean begins(long bytes, int count, IntPredicate next) {
        int rest = 8 * (KEY - 1 - count);
        int place = place(bytes << rest + 8);
        while (place < keys.length && keys[place] >>> rest + 8 == bytes) {
            long begun = keys[place] >>> rest;
            if (next.test((int) begun & 0xff)) {
                return true;
            }
            place = place(begun + 1 << rest);
        }
        return false;
    }

    /**
     * How many of a text's last bytes, six at most, a needle begins with.
     *
     * @param count how many there are
     * @param least fewer count as none
     */
    int open(long last, long count, int least) {
        int bytes = (int) Math.min(KEY - 1, count);
        while (bytes > 0 && !begins(last & (1L << 8 * bytes) - 1, 8 * bytes)) {
            bytes--;
        }
        return bytes < least ? 0 : bytes;
    }

    /** Overwrites all that is known of the values; nothing is found afterwards. */
    void wipe() {
        chains.wipe();
        roots.wipe();
        Arrays.fill(keys, 0);
        Arrays.fill(filter, 0);
    }

    /** The first key that is no less. */
    private int place(long key) {
        int place = Arrays.binarySearch(keys, key);
        return place < 0 ? -place - 1 : place;
    }
}
