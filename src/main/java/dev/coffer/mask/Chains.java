package dev.coffer.mask;

import java.util.Arrays;
import java.util.List;

/**
 * The nodes of {@link Automaton}, numbered from 1. A chain is nodes in a row, each the only step on from the one before
 * it that was there when its needle came; where needles part, a new chain begins. Of a node only the byte that leads to
 * it is kept: where it lies in its chain gives its depth, and {@link Runs} where to go on when it comes to nothing.
 */
final class Chains {
    private final byte[] labels;
    /** Nodes that are the last of their chain. */
    private final long[] lasts;
    private final long[] branching;
    private final long[] ends;
    private final LongMap branches = new LongMap();
    private final LongMap secrets = new LongMap();
    /** The longest needle that ends in a node without being the node's own, where there is one. */
    private final LongMap inherited = new LongMap();
    private int size = 1;

    private Chain[] chains = new Chain[16];
    private int[] starts = new int[16];
    private int count;

    /** Nodes in a row, the first at a depth, reached from a parent (0 for none). */
    private static final class Chain {
        /** Until all is built. */
        Needle needle;
        final int start;
        final int depth;
        final int parent;
        final Runs runs = new Runs();
        int length = 1;

        private Chain(Needle needle, int start, int depth, int parent) {
            this.needle = needle;
            this.start = start;
            this.depth = depth;
            this.parent = parent;
        }
    }

    Chains(List<Needle> needles, LongMap roots) {
        long most = 2 + needles.stream().mapToLong(needle -> needle.length() - Automaton.KEY + 1L).sum();
        if (most > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException("The values are too long to be masked: 2 GB together");
        }
        labels = new byte[(int) most];
        lasts = new long[(int) (most >>> 6) + 1];
        branching = new long[lasts.length];
        ends = new long[lasts.length];
        needles.forEach(needle -> add(needle, roots));
        new Failing(roots).work();
        for (int i = 0; i < count; i++) {
            chains[i].needle = null;
        }
    }

    int child(int node, int next) {
        if (labels[node + 1] == (byte) next && !is(lasts, node)) {
            return node + 1;
        }
        return is(branching, node) ? branches.get((long) node << 8 | next) : 0;
    }

    boolean hasChild(int node) {
        return !is(lasts, node) || is(branching, node);
    }

    int fail(int node) {
        var chain = chains[chainOf(node)];
        return chain.runs.at(node - chain.start);
    }

    int depth(int node) {
        var chain = chains[chainOf(node)];
        return chain.depth + node - chain.start;
    }

    int ending(int node) {
        return is(ends, node) ? node : inherited.get(node);
    }

    int secret(int node) {
        return secrets.get(node) - 1;
    }

    void wipe() {
        Arrays.fill(labels, (byte) 0);
        Arrays.fill(ends, 0);
        branches.wipe();
        inherited.wipe();
    }

    private void add(Needle needle, LongMap roots) {
        long key = key(needle, Automaton.KEY);
        int node = roots.get(key);
        if (node == 0) {
            node = begin(needle, Automaton.KEY, 0);
            roots.putIfAbsent(key, node);
        }
        for (int i = Automaton.KEY; i < needle.length(); i++) {
            int next = needle.at(i) & 0xff;
            int child = child(node, next);
            node = child != 0 ? child : grow(needle, i, node);
        }
        set(ends, node);
        secrets.putIfAbsent(node, needle.secret() + 1);
    }

    private int grow(Needle needle, int index, int node) {
        if (node == size - 1) {
            clear(lasts, node);
            chains[count - 1].length++;
            return label(needle, index);
        }
        int child = begin(needle, index + 1, node);
        set(branching, node);
        branches.putIfAbsent((long) node << 8 | needle.at(index) & 0xff, child);
        return child;
    }

    private int begin(Needle needle, int depth, int parent) {
        if (count == chains.length) {
            chains = Arrays.copyOf(chains, count * 2);
            starts = Arrays.copyOf(starts, count * 2);
        }
        starts[count] = size;
        chains[count++] = new Chain(needle, size, depth, parent);
        return label(needle, depth - 1);
    }

    private int label(Needle needle, int index) {
        labels[size] = needle.at(index);
        set(lasts, size);
        return size++;
    }

    private int chainOf(int node) {
        int place = Arrays.binarySearch(starts, 0, count, node);
        return place < 0 ? -place - 2 : place;
    }

    /** The last seven of the needle's first bytes, so many of them. */
    private static long key(Needle needle, int end) {
        long key = 0;
        for (int i = end - Automaton.KEY; i < end; i++) {
            key = key << 8 | needle.at(i) & 0xff;
        }
        return key;
    }

    private static boolean is(long[] set, int node) {
        return (set[node >>> 6] & 1L << node) != 0;
    }

    private static void set(long[] set, int node) {
        set[node >>> 6] |= 1L << node;
    }

    private static void clear(long[] set, int node) {
        set[node >>> 6] &= ~(1L << node);
    }

    /** Finds where each node fails to, depth by depth, since that is always a node of less depth. */
    private final class Failing {
        private final LongMap roots;
        private final Integer[] order = new Integer[count];
        private final long[] key = new long[count];
        private final int[] fails = new int[count];

        private Failing(LongMap roots) {
            this.roots = roots;
        }

        private void work() {
            for (int i = 0; i < count; i++) {
                order[i] = i;
            }
            Arrays.sort(order, (one, other) -> Integer.compare(chains[one].depth, chains[other].depth));
            var open = new int[count];
            int opened = 0;
            int begun = 0;
            for (int depth = Automaton.KEY; opened > 0 || begun < count; depth++) {
                while (begun < count && chains[order[begun]].depth == depth) {
                    open[opened++] = order[begun++];
                }
                int kept = 0;
                for (int i = 0; i < opened; i++) {
                    visit(open[i], depth);
                    if (depth - chains[open[i]].depth + 1 < chains[open[i]].length) {
                        open[kept++] = open[i];
                    }
                }
                opened = kept;
            }
        }

        private void visit(int index, int depth) {
            var chain = chains[index];
            int offset = depth - chain.depth;
            int node = chain.start + offset;
            int next = labels[node] & 0xff;
            if (offset == 0) {
                key[index] = Chains.key(chain.needle, depth);
                fails[index] = chain.parent == 0 ? 0 : fail(chain.parent);
            } else {
                key[index] = (key[index] << 8 | next) & Automaton.KEY_BITS;
            }
            if (depth > Automaton.KEY) {
                fails[index] = from(fails[index], next, key[index]);
            }
            chain.runs.add(offset, fails[index]);
            if (fails[index] != 0) {
                int ending = ending(fails[index]);
                if (ending != 0) {
                    inherited.putIfAbsent(node, ending);
                }
            }
        }

        private int from(int fail, int next, long key) {
            for (int node = fail; node != 0; node = fail(node)) {
                int child = child(node, next);
                if (child != 0) {
                    return child;
                }
            }
            return roots.get(key);
        }
    }
}
