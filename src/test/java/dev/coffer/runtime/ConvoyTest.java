package dev.coffer.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coffer.db.DatabaseUnavailable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Work of many done by one of them. */
@Timeout(60)
class ConvoyTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private final ConcurrentLinkedQueue<List<Integer>> done = new ConcurrentLinkedQueue<>();
    private final Semaphore gate = new Semaphore(0);

    @Test
    void those_who_come_meanwhile_go_together_and_each_gets_its_own_result() throws Exception {
        var convoy = new Convoy<String, Integer, Integer>(100, LONG, this::gated);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var all = joined(threads, convoy, 10);
            gate.release(2);
            for (int i = 0; i < all.size(); i++) {
                assertThat(all.get(i).get()).isEqualTo(i * 10);
            }
        }
        assertThat(done).containsExactly(List.of(0), IntStream.range(1, 10).boxed().toList());
    }

    @Test
    void no_more_go_at_once_than_fit_and_those_who_came_first_go_first() throws Exception {
        var convoy = new Convoy<String, Integer, Integer>(4, LONG, this::gated);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var all = joined(threads, convoy, 10);
            gate.release(100);
            for (var each : all) {
                each.get();
            }
        }
        assertThat(done).containsExactly(List.of(0), List.of(1, 2, 3, 4), List.of(5, 6, 7, 8), List.of(9));
    }

    @Test
    void other_keys_wait_for_nobody() throws Exception {
        var convoy = new Convoy<String, Integer, Integer>(4, LONG, this::gated);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var one = threads.submit(() -> convoy.join("one", 1));
            await(() -> gate.getQueueLength() == 1);
            var other = threads.submit(() -> convoy.join("other", 2));
            await(() -> gate.getQueueLength() == 2);
            gate.release(2);
            assertThat(one.get() + other.get()).isEqualTo(30);
        }
    }

    @Test
    void what_befalls_one_befalls_all_who_went_with_it_and_nobody_after_them() throws Exception {
        var calls = new AtomicInteger();
        var convoy = new Convoy<String, Integer, Integer>(4, LONG, work -> {
            gate.acquireUninterruptibly();
            if (calls.incrementAndGet() == 2) {
                throw new IllegalStateException("the second time");
            }
            return work;
        });
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var all = joined(threads, convoy, 6);
            gate.release(100);
            assertThat(all.getFirst().get()).isZero();
            assertThatThrownBy(all.get(1)::get).hasRootCauseInstanceOf(IllegalStateException.class);
            for (int i = 2; i < 5; i++) {
                assertThatThrownBy(all.get(i)::get).isInstanceOf(ExecutionException.class)
                        .hasRootCauseInstanceOf(DatabaseUnavailable.class);
            }
            assertThat(all.get(5).get()).isEqualTo(5);
        }
    }

    @Test
    void who_waits_too_long_leaves_and_takes_nobody_down() throws Exception {
        var convoy = new Convoy<String, Integer, Integer>(1, Duration.ofMillis(200), this::gated);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var all = joined(threads, convoy, 3);
            assertThatThrownBy(all.get(1)::get).hasRootCauseInstanceOf(DatabaseUnavailable.class);
            assertThatThrownBy(all.get(2)::get).hasRootCauseInstanceOf(DatabaseUnavailable.class);
            gate.release(2);
            assertThat(all.getFirst().get()).isZero();
            assertThat(convoy.join("key", 7)).isEqualTo(70);
        }
        assertThat(done).containsExactly(List.of(0), List.of(7));
    }

    @Test
    void who_is_interrupted_leaves_also_when_it_is_its_turn() throws Exception {
        for (int round = 0; round < 200; round++) {
            var convoy = new Convoy<String, Integer, Integer>(1, LONG, work -> work);
            var outcomes = new ConcurrentLinkedQueue<String>();
            var threads = IntStream.range(0, 6).mapToObj(i -> Thread.ofVirtual().unstarted(() -> {
                try {
                    convoy.join("key", i);
                    outcomes.add("done");
                } catch (DatabaseUnavailable left) {
                    outcomes.add("left");
                }
            })).toList();
            threads.forEach(Thread::start);
            threads.subList(2, 5).forEach(Thread::interrupt);
            for (var thread : threads) {
                thread.join();
            }
            assertThat(outcomes).hasSize(6);
            assertThat(convoy.join("key", 7)).isEqualTo(7);
        }
    }

    private List<Integer> gated(List<Integer> work) {
        gate.acquireUninterruptibly();
        done.add(work);
        return work.stream().map(each -> each * 10).toList();
    }

    /** The first one is under way, the others wait in their order. */
    private List<Future<Integer>> joined(java.util.concurrent.ExecutorService threads,
            Convoy<String, Integer, Integer> convoy, int count) {
        var all = new ArrayList<Future<Integer>>();
        for (int i = 0; i < count; i++) {
            int what = i;
            all.add(threads.submit(() -> convoy.join("key", what)));
            if (i == 0) {
                await(() -> gate.getQueueLength() == 1);
            } else {
                await(() -> convoy.waiting("key") == what);
            }
        }
        return all;
    }

    private static void await(java.util.function.BooleanSupplier what) {
        while (!what.getAsBoolean()) {
            Thread.yield();
        }
    }
}
