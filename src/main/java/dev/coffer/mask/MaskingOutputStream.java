package dev.coffer.mask;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.Arrays;

/**
 * Passes on what is written to it with each secret replaced, whichever way the writes cut it. What could still become a
 * secret waits for the bytes that decide it; all else is passed on at once, and {@link #close} passes on the rest.
 * {@link #flush} passes on no more than that: half a secret must not be seen because somebody flushed. For one thread;
 * of a program's two streams each has its own.
 */
public final class MaskingOutputStream extends OutputStream {
    private static final int SLICE = ByteLane.MOST;
    private static final int SMALL = 256;
    private static final int NO_SECRET = -1;
    /** How long a writer is silent before it is taken to wait for something: milliseconds, looked at one by one. */
    private static final int SILENCE = 20;

    private final Masker masker;
    private final OutputStream out;
    private final Hits hits = new Hits();
    private final Finder finder;
    private final byte[] single = new byte[1];
    /** What was written and not passed on, and where in the stream it begins. */
    private byte[] held = new byte[SMALL];
    private int size;
    private long begin;
    /** Up to where all is passed on or replaced, and what the last replaced stretch was replaced by. */
    private long done;
    private int lastSecret = NO_SECRET;
    private boolean closed;

    MaskingOutputStream(Masker masker, OutputStream out) {
        this.masker = masker;
        this.out = out;
        finder = masker.finder(hits);
    }

    @Override
    public void write(int value) throws IOException {
        single[0] = (byte) value;
        write(single, 0, 1);
    }

    /** @throws IOException as the stream behind, or after {@link #close} */
    @Override
    public void write(byte[] text, int from, int length) throws IOException {
        if (closed) {
            throw new IOException("The stream is closed");
        }
        for (int slice = from; slice < from + length; slice += SLICE) {
            writeSlice(text, slice, Math.min(slice + SLICE, from + length));
        }
    }

    @Override
    public void flush() throws IOException {
        out.flush();
    }

    /**
     * Passes on all that comes from another stream until it ends, each piece as soon as it is there, and {@link #idle}
     * when nothing more comes for a moment. Closes neither.
     */
    public void copy(InputStream from) throws IOException {
        var chunk = new byte[SLICE];
        try {
            for (int read = from.read(chunk); read >= 0; read = from.read(chunk)) {
                write(chunk, 0, read);
                if (size > 0 && isSilent(from)) {
                    idle();
                }
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        } finally {
            Arrays.fill(chunk, (byte) 0);
        }
    }

    /**
     * Nothing comes for now: of what waits, what would be fewer than four bytes of a secret is passed on, such as the
     * last letter of a prompt. Should it have been one, the rest of it will still be replaced.
     */
    public void idle() throws IOException {
        if (!closed && size > 0) {
            release(held, 0, finder.hold(Needles.SHORTEST / 2));
            drop((int) Math.min(size, done - begin));
        }
    }

    /** Passes on what waited, and closes the stream behind. */
    @Override
    public void close() throws IOException {
        if (!closed) {
            try (out) {
                end();
            }
        }
    }

    /** Passes on what waited; the stream behind stays open, and nothing more can be written. */
    public void end() throws IOException {
        if (!closed) {
            closed = true;
            finder.end();
            release(held, 0, finder.at());
            Arrays.fill(held, (byte) 0);
        }
    }

    private void writeSlice(byte[] text, int from, int to) throws IOException {
        finder.read(text, from, to);
        long hold = finder.hold(0);
        if (size == 0) {
            begin = finder.at() - (to - from);
            release(text, from, hold);
            keep(text, (int) Math.max(from, from + done - begin), to);
        } else {
            keep(text, from, to);
            release(held, 0, hold);
            drop((int) Math.min(size, done - begin));
        }
    }

    /** Passes on all up to a place. @param offset where the text's first byte of the stream stands in it */
    private void release(byte[] text, int offset, long hold) throws IOException {
        while (hits.before(hold)) {
            var hit = hits.next(hold);
            if (hit.end() <= done) {
                continue;
            }
            boolean isApart = hit.start() >= done;
            if (isApart) {
                pass(text, offset, hit.start());
            }
            if (isApart || hit.secret() != lastSecret) {
                out.write(masker.placeholder(hit.secret()));
            }
            lastSecret = hit.secret();
            done = hit.end();
        }
        pass(text, offset, hold);
    }

    private void pass(byte[] text, int offset, long to) throws IOException {
        if (to > done) {
            out.write(text, offset + (int) (done - begin), (int) (to - done));
            done = to;
            lastSecret = NO_SECRET;
        }
    }

    private static boolean isSilent(InputStream from) throws IOException, InterruptedException {
        for (int i = 0; i < SILENCE; i++) {
            if (from.available() > 0) {
                return false;
            }
            Thread.sleep(1);
        }
        return true;
    }

    private void keep(byte[] text, int from, int to) {
        if (from >= to) {
            return;
        }
        if (size == 0) {
            begin = finder.at() - (to - from);
        }
        if (size + to - from > held.length) {
            var larger = Arrays.copyOf(held, Math.max(held.length * 2, size + to - from));
            Arrays.fill(held, (byte) 0);
            held = larger;
        }
        System.arraycopy(text, from, held, size, to - from);
        size += to - from;
    }

    private void drop(int bytes) {
        if (bytes > 0) {
            System.arraycopy(held, bytes, held, 0, size - bytes);
            Arrays.fill(held, size - bytes, size, (byte) 0);
            size -= bytes;
            begin += bytes;
        }
    }
}
