package dev.coffer.mask;

import java.util.PriorityQueue;

/** Places where a secret was found and that are not yet written: leftmost first, of those the longest. */
final class Hits {
    private final PriorityQueue<Hit> hits = new PriorityQueue<>();

    /** A stretch of the stream, in bytes from its beginning, and whose secret it is. */
    record Hit(long start, long end, int secret) implements Comparable<Hit> {
        @Override
        public int compareTo(Hit other) {
            if (start != other.start) {
                return Long.compare(start, other.start);
            }
            return end != other.end ? Long.compare(other.end, end) : Integer.compare(secret, other.secret);
        }
    }

    void add(long start, long end, int secret) {
        hits.add(new Hit(start, end, secret));
    }

    boolean isEmpty() {
        return hits.isEmpty();
    }

    /** Whether there is one that begins before a place. */
    boolean before(long place) {
        return !hits.isEmpty() && hits.peek().start < place;
    }

    Hit next() {
        return hits.remove();
    }
}
