package dev.coffer.bench;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;

/**
 * So many workers that each do one thing after another for a while: first unmeasured, until the code is compiled, then
 * measured. A failure ends the benchmark; being refused as one too many doesn't, and is counted.
 */
final class Load {
    private static final int MOST_A_WORKER = 2_000_000;

    private final Duration warmUp;
    private final Duration measured;

    /** What a worker does over and over, with what it needs for that. */
    interface Worker extends Closeable {
        /** @return whether it was done, and not refused because there is too much to do */
        boolean once() throws Exception;

        @Override
        default void close() throws IOException {}
    }

    /** Makes the worker of a number from 0. */
    @FunctionalInterface
    interface Workers {
        Worker make(int number) throws Exception;
    }

    /** How often a second, how many milliseconds it took half and 99 of 100 times, and how many were refused. */
    record Rate(double perSecond, double p50, double p99, long refused) {}

    private record Run(long[] took, long refused, long nanos) {}

    Load(Duration warmUp, Duration measured) {
        this.warmUp = warmUp;
        this.measured = measured;
    }

    Rate run(int workers, Workers kind) throws Exception {
        try (var threads = Executors.newFixedThreadPool(workers)) {
            var runs = new ArrayList<Future<Run>>();
            for (int number = 0; number < workers; number++) {
                var worker = kind.make(number);
                runs.add(threads.submit(() -> work(worker)));
            }
            return rate(runs);
        }
    }

    private Run work(Worker worker) throws Exception {
        try (worker) {
            for (long end = System.nanoTime() + warmUp.toNanos(); System.nanoTime() < end;) {
                worker.once();
            }
            var took = new long[1_024];
            int count = 0;
            long refused = 0;
            long start = System.nanoTime();
            long before = start;
            for (long end = start + measured.toNanos(); before < end && count < MOST_A_WORKER;) {
                boolean done = worker.once();
                long after = System.nanoTime();
                if (done) {
                    took = count < took.length ? took : Arrays.copyOf(took, 2 * count);
                    took[count++] = after - before;
                } else {
                    refused++;
                }
                before = after;
            }
            return new Run(Arrays.copyOf(took, count), refused, before - start);
        }
    }

    private static Rate rate(Iterable<Future<Run>> futures) throws InterruptedException {
        var all = new long[0];
        double perSecond = 0;
        long refused = 0;
        for (var future : futures) {
            try {
                var run = future.get();
                perSecond += run.took.length / (run.nanos / 1e9);
                refused += run.refused;
                all = LongStream.concat(Arrays.stream(all), Arrays.stream(run.took)).toArray();
            } catch (ExecutionException failed) {
                throw new IllegalStateException("a measured request failed", failed.getCause());
            }
        }
        Arrays.sort(all);
        return new Rate(perSecond, millis(all, 0.5), millis(all, 0.99), refused);
    }

    private static double millis(long[] sorted, double share) {
        return sorted.length == 0 ? Double.NaN
                : sorted[(int) Math.min(sorted.length - 1L, Math.round(share * sorted.length))] / 1e6;
    }
}
