package dev.coffer.mask;

/**
 * The steps that a stream took lately. Where a beginning comes to nothing the next state takes some looking up; text
 * that repeats itself takes the same steps again. For one lane.
 */
final class Steps {
    private static final int KEPT = 256;
    private static final int SPREAD = 0x9e3779b9;

    private final Automaton automaton;
    /** Of a step: the state before and the byte. Made for the first one that isn't plain. */
    private long[] taken;
    private int[] states;

    Steps(Automaton automaton) {
        this.automaton = automaton;
    }

    /** As {@link Automaton#step}. */
    int step(int state, int next, long key) {
        if (state == 0) {
            return automaton.enter(key);
        }
        int ahead = automaton.ahead(state, next);
        return ahead != 0 ? ahead : lookUp(state, next, key);
    }

    private int lookUp(int state, int next, long key) {
        if (taken == null) {
            taken = new long[KEPT];
            states = new int[KEPT];
        }
        long step = (long) state << 8 | next;
        int slot = (int) step * SPREAD >>> 24;
        if (taken[slot] != step) {
            states[slot] = automaton.step(state, next, key);
            taken[slot] = step;
        }
        return states[slot];
    }
}
