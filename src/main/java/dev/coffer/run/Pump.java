package dev.coffer.run;

import dev.coffer.mask.MaskingOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Passes on what a child prints, until it ends and all of it was taken. */
final class Pump extends FilterInputStream {
    private static final int LOOK_MILLIS = 20;
    /** What a child that ended left is there at once; only its own children may hold its streams open longer. */
    private static final long STRAGGLERS = TimeUnit.SECONDS.toNanos(1);
    private static final long NOT = Long.MIN_VALUE;

    /** Since when it waits for the child, and not for whoever reads what it prints. */
    private volatile long waitsSince = NOT;
    private Thread thread;

    private Pump(InputStream from) {
        super(from);
    }

    static Pump start(String name, InputStream from, MaskingOutputStream to) {
        var pump = new Pump(from);
        pump.thread = Thread.ofPlatform().daemon().name("child-" + name).start(() -> pump.pass(to));
        return pump;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        waitsSince = System.nanoTime();
        try {
            return super.read(bytes, offset, length);
        } finally {
            waitsSince = NOT;
        }
    }

    /** Once the child has ended: waits until what it printed is passed on, however slowly that is taken. */
    void join() throws InterruptedException {
        long ended = System.nanoTime();
        while (!thread.join(Duration.ofMillis(LOOK_MILLIS))) {
            long since = waitsSince;
            if (since != NOT && System.nanoTime() - Math.max(since, ended) > STRAGGLERS) {
                return;
            }
        }
    }

    private void pass(MaskingOutputStream to) {
        // Where nobody reads any more, closing tells the child, as it would be told without us.
        try (this) {
            to.copy(this);
            to.end();
            to.flush();
        } catch (IOException nobodyReads) {
            // the child gets SIGPIPE
        }
    }
}
