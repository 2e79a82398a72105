package dev.coffer.runtime;

import dev.coffer.db.DatabaseUnavailable;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * Work that many ask for at the same time and that costs as much for all as for one. Whoever comes first does its own
 * at once; those who come meanwhile wait, and the first of them then does that of all of them. Everybody leads once at
 * most, and nobody waits for more than the work that was under way and the one that it is part of, or for others that
 * came before it.
 *
 * @param <K> works with the same key are done together, others beside each other
 */
final class Convoy<K, W, R> {
    private final int most;
    private final Duration longestWait;
    private final Function<List<W>, List<R>> work;
    private final ReentrantLock lock = new ReentrantLock();
    /** Who waits, by key; with a key in it somebody leads. */
    private final Map<K, Deque<Waiting<W, R>>> lines = new HashMap<>();

    /** {@code outcome}: that it was done by somebody else, or that it is its turn to lead. */
    private record Waiting<W, R>(W what, CompletableFuture<Outcome<R>> outcome) {}

    private sealed interface Outcome<R> {}

    private record Done<R>(R result) implements Outcome<R> {}

    private record Lead<R>() implements Outcome<R> {}

    /**
     * @param most how many are done together
     * @param work gives as many results as it gets works, in their order, or throws for all of them
     */
    Convoy(int most, Duration longestWait, Function<List<W>, List<R>> work) {
        this.most = most;
        this.longestWait = longestWait;
        this.work = work;
    }

    /**
     * Returns once it is done.
     *
     * @throws DatabaseUnavailable where it took too long, where this thread is interrupted, or where whoever did it
     *     failed: whether it was done is unknown then
     */
    R join(K key, W what) {
        var mine = new Waiting<W, R>(what, new CompletableFuture<>());
        if (leadsOrWaits(key, mine)) {
            return lead(key, mine);
        }
        return switch (await(key, mine)) {
            case Done<R>(var result) -> result;
            case Lead<R> _ -> lead(key, mine);
        };
    }

    /** How many wait for their turn. */
    int waiting(K key) {
        lock.lock();
        try {
            var line = lines.get(key);
            return line == null ? 0 : line.size();
        } finally {
            lock.unlock();
        }
    }

    private boolean leadsOrWaits(K key, Waiting<W, R> mine) {
        lock.lock();
        try {
            var line = lines.get(key);
            if (line == null) {
                lines.put(key, new ArrayDeque<>());
                return true;
            }
            line.add(mine);
            return false;
        } finally {
            lock.unlock();
        }
    }

    private R lead(K key, Waiting<W, R> mine) {
        var all = new ArrayList<Waiting<W, R>>();
        all.add(mine);
        try {
            takeAlong(key, all);
            var results = work.apply(all.stream().map(Waiting::what).toList());
            for (int i = 1; i < all.size(); i++) {
                all.get(i).outcome.complete(new Done<>(results.get(i)));
            }
            return results.getFirst();
        } catch (RuntimeException | Error failed) {
            all.forEach(each -> each.outcome.completeExceptionally(failed));
            throw failed;
        } finally {
            handOver(key);
        }
    }

    private void takeAlong(K key, List<Waiting<W, R>> all) {
        lock.lock();
        try {
            var line = lines.get(key);
            while (all.size() < most && !line.isEmpty()) {
                all.add(line.poll());
            }
        } finally {
            lock.unlock();
        }
    }

    private void handOver(K key) {
        lock.lock();
        try {
            var next = lines.get(key).poll();
            if (next == null) {
                lines.remove(key);
            } else {
                next.outcome.complete(new Lead<>());
            }
        } finally {
            lock.unlock();
        }
    }

    private Outcome<R> await(K key, Waiting<W, R> mine) {
        try {
            return mine.outcome.get(longestWait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException failed) {
            throw DatabaseUnavailable.because(failed.getCause());
        } catch (TimeoutException late) {
            leave(key, mine);
            throw DatabaseUnavailable.because(late);
        } catch (InterruptedException stopped) {
            leave(key, mine);
            Thread.currentThread().interrupt();
            throw DatabaseUnavailable.because(stopped);
        }
    }

    /** Out of the line; where it is its turn to lead by now, the next one's. */
    private void leave(K key, Waiting<W, R> mine) {
        lock.lock();
        try {
            var line = lines.get(key);
            boolean leads = mine.outcome.isDone() && !mine.outcome.isCompletedExceptionally()
                    && mine.outcome.join() instanceof Lead<R>;
            if (line != null && !line.remove(mine) && leads) {
                handOver(key);
            }
        } finally {
            lock.unlock();
        }
    }
}
