package dev.coffer.runtime;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/** An answer with values while it is written: zeros once it is closed, and wherever it lay while it grew. */
public final class WipedBuffer extends ByteArrayOutputStream {

    /** @param room bytes that it has at first; it may become larger */
    public WipedBuffer(int room) {
        super(room);
    }

    /** The live bytes, the first {@link #size} of which were written. */
    public byte[] expose() {
        return buf;
    }

    @Override
    public synchronized void write(int b) {
        makeRoom(1);
        super.write(b);
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) {
        makeRoom(length);
        super.write(bytes, offset, length);
    }

    @Override
    public void close() {
        Arrays.fill(buf, (byte) 0);
        count = 0;
    }

    private void makeRoom(int more) {
        if (buf.length - count < more) {
            var smaller = buf;
            buf = Arrays.copyOf(smaller, Math.max(Math.addExact(count, more), smaller.length * 2));
            Arrays.fill(smaller, (byte) 0);
        }
    }
}
