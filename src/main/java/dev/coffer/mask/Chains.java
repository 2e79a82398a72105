package dev.coffer.mask;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * The nodes of {@link Automaton}, numbered from 1. A chain is nodes in a row, each the only step on from the one before
 * it that was there when its needle came; where needles part, a new chain begins. Of a node only the byte that leads to
 * it is kept: where it lies in its chain gives its depth, and {@link Runs} where to go on when it comes to nothing.
 */
final class Chains {
    private static final int BLOCK = 3;

    private final byte[] labels;
    /** Nodes that are the last of their chain. */
    private final long[] lasts;
    private final long[] branching;
    /** Nodes in which a needle ends. */
    private final long[] ends;
    private final LongMap branches = new LongMap();
    private final LongMap secrets = new LongMap();
    /** The longest needle that ends in a node without being the node's own, where there is one. */
    private final LongMap inherited = new LongMap();
    private int size = 1;
    private Building building;

    /** Of each chain: its first node, that one's depth, and how many nodes it has. */
    private int[] starts = new int[16];
    private int[] depths = new int[16];
    private int[] lengths = new int[16];
    /** The chain of each eighth node. */
    private int[] firsts;
    /** Null where all nodes fail to nothing. */
    private Runs[] runs;
    private int count;

    Chains(List<Needle> needles, LongMap roots) {
        long most = 2 + needles.stream().mapToLong(needle -> needle.length() - Automaton.KEY + 1L).sum();
        if (most > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException("The values are too long to be masked: 2 GB together");
        }
        labels = new byte[(int) most];
        lasts = new long[(int) (most >>> 6) + 1];
        branching = new long[lasts.length];
        ends = new long[lasts.length];
        building = new Building();
        needles.forEach(needle -> add(needle, roots));
        runs = new Runs[count];
        firsts = firsts();
        new Failing(roots).work();
        building = null;
    }

    /** The next node of the chain, if the byte leads there. */
    int ahead(int node, int next) {
        return labels[node + 1] == (byte) next && !is(lasts, node) ? node + 1 : 0;
    }

    int child(int node, int next) {
        int ahead = ahead(node, next);
        if (ahead != 0) {
            return ahead;
        }
        return is(branching, node) ? branches.get((long) node << 8 | next) : 0;
    }

    boolean hasChild(int node) {
        return !is(lasts, node) || is(branching, node);
    }

    boolean hasChild(int node, IntPredicate next) {
        if (!is(lasts, node) && next.test(labels[node + 1] & 0xff)) {
            return true;
        }
        for (int value = 0; value < 256 && is(branching, node); value++) {
            if (next.test(value) && branches.get((long) node << 8 | value) != 0) {
                return true;
            }
        }
        return false;
    }

    int fail(int node) {
        int chain = chainOf(node);
        return runs[chain] == null ? 0 : runs[chain].at(node - starts[chain]);
    }

    int depth(int node) {
        int chain = chainOf(node);
        return depths[chain] + node - starts[chain];
    }

    int ending(int node) {
        if (!is(ends, node)) {
            return 0;
        }
        int other = inherited.get(node);
        return other == 0 ? node : other;
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
            lengths[count - 1]++;
            return label(needle, index);
        }
        int child = begin(needle, index + 1, node);
        set(branching, node);
        branches.putIfAbsent((long) node << 8 | needle.at(index) & 0xff, child);
        return child;
    }

    private int begin(Needle needle, int depth, int parent) {
        if (count == starts.length) {
            starts = Arrays.copyOf(starts, count * 2);
            depths = Arrays.copyOf(depths, count * 2);
            lengths = Arrays.copyOf(lengths, count * 2);
            building.grow(count * 2);
        }
        starts[count] = size;
        depths[count] = depth;
        lengths[count] = 1;
        building.parents[count] = parent;
        building.needles[count++] = needle;
        return label(needle, depth - 1);
    }

    private int label(Needle needle, int index) {
        labels[size] = needle.at(index);
        set(lasts, size);
        return size++;
    }

    private int chainOf(int node) {
        int chain = firsts[node >>> BLOCK];
        while (chain + 1 < count && starts[chain + 1] <= node) {
            chain++;
        }
        return chain;
    }

    private int[] firsts() {
        var found = new int[(size >>> BLOCK) + 1];
        int chain = 0;
        for (int block = 0; block < found.length; block++) {
            while (chain + 1 < count && starts[chain + 1] <= block << BLOCK) {
                chain++;
            }
            found[block] = chain;
        }
        return found;
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

    /** Of each chain, until all is built: the node that it branches off from, and a needle that goes through it. */
    private static final class Building {
        private int[] parents = new int[16];
        private Needle[] needles = new Needle[16];

        private void grow(int size) {
            parents = Arrays.copyOf(parents, size);
            needles = Arrays.copyOf(needles, size);
        }
    }

    /** Finds where each node fails to, depth by depth, since that is always a node of less depth. */
    private final class Failing {
        private final LongMap roots;
        private final long[] key = new long[count];
        private final int[] fails = new int[count];

        private Failing(LongMap roots) {
            this.roots = roots;
        }

        private void work() {
            var order = IntStream.range(0, count).mapToLong(chain -> (long) depths[chain] << 32 | chain).sorted()
                    .toArray();
            var open = new int[count];
            int opened = 0;
            int begun = 0;
            for (int depth = Automaton.KEY; opened > 0 || begun < count; depth++) {
                while (begun < count && order[begun] >>> 32 == depth) {
                    open[opened++] = (int) order[begun++];
                }
                int kept = 0;
                for (int i = 0; i < opened; i++) {
                    visit(open[i], depth - depths[open[i]]);
                    if (depth - depths[open[i]] + 1 < lengths[open[i]]) {
                        open[kept++] = open[i];
                    }
                }
                opened = kept;
            }
        }

        private void visit(int chain, int offset) {
            int node = starts[chain] + offset;
            int next = labels[node] & 0xff;
            if (offset == 0) {
                int parent = building.parents[chain];
                key[chain] = Chains.key(building.needles[chain], depths[chain]);
                fails[chain] = parent == 0 ? 0 : from(fail(parent), next, key[chain]);
            } else {
                key[chain] = (key[chain] << 8 | next) & Automaton.KEY_BITS;
                fails[chain] = from(fails[chain], next, key[chain]);
            }
            if (fails[chain] != 0 && runs[chain] == null) {
                runs[chain] = new Runs();
            }
            if (runs[chain] != null) {
                runs[chain].add(offset, fails[chain]);
            }
            int ending = fails[chain] == 0 ? 0 : ending(fails[chain]);
            if (ending != 0 && !is(ends, node)) {
                inherited.putIfAbsent(node, ending);
                set(ends, node);
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
