package dev.coffer.mask;

import java.util.PriorityQueue;

/**
 * Places where a secret was found and that are not yet written: leftmost first, of those the longest. Text that repeats
 * itself, such as {@code aaaa…}, may hold a secret at every byte; such a row of places is kept, and taken, as one.
 */
final class Hits {
    private final PriorityQueue<Row> rows = new PriorityQueue<>();
    private Row newest = new Row(0, 0, 0);

    /** A stretch of the stream, in bytes from its beginning, and whose secret it is. */
    record Hit(long start, long end, int secret) {}

    /** Hits of one secret, each as far from the one before, and overlapping it. Here is the first of them. */
    private static final class Row implements Comparable<Row> {
        private long start;
        private long end;
        private final int secret;
        private long step;
        private long count = 1;

        private Row(long start, long end, int secret) {
            this.start = start;
            this.end = end;
            this.secret = secret;
        }

        private boolean isNext(long nextStart, long nextEnd, int nextSecret) {
            long after = nextStart - start - step * (count - 1);
            return nextSecret == secret && nextEnd - nextStart == end - start && after > 0 && after < end - start
                    && (count == 1 || after == step);
        }

        /** Those that begin before a place, at least the first, in one. */
        private Hit take(long before) {
            long taken = count == 1 ? 1 : Math.clamp((before - start + step - 1) / step, 1, count);
            var hit = new Hit(start, end + (taken - 1) * step, secret);
            start += taken * step;
            end += taken * step;
            count -= taken;
            return hit;
        }

        @Override
        public int compareTo(Row other) {
            if (start != other.start) {
                return Long.compare(start, other.start);
            }
            return end != other.end ? Long.compare(other.end, end) : Integer.compare(secret, other.secret);
        }
    }

    void add(long start, long end, int secret) {
        if (newest.count > 0 && newest.isNext(start, end, secret)) {
            newest.step = start - newest.start - newest.step * (newest.count - 1);
            newest.count++;
        } else {
            newest = new Row(start, end, secret);
            rows.add(newest);
        }
    }

    /** Whether there is one that begins before a place. */
    boolean before(long place) {
        return !rows.isEmpty() && rows.peek().start < place;
    }

    /** The first, with those of its row that begin before the place and before all others. */
    Hit next(long place) {
        var row = rows.remove();
        var hit = row.take(rows.isEmpty() ? place : Math.min(place, rows.peek().start));
        if (row.count > 0) {
            rows.add(row);
        }
        return hit;
    }
}
