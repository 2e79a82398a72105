package dev.coffer.crypto;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Hides how long a value is from who reads the database: its length in front, zeros behind, up to steps of 64 bytes
 * until 1 KiB and then to the sizes of Padmé (Nikitin et al. 2019), which add 12 % at most.
 */
final class Padding {

    static final int STEP = 64;
    private static final int LENGTH_BYTES = 4;

    private Padding() {}

    static byte[] add(byte[] value) {
        return ByteBuffer.allocate(sizeFor(value.length)).putInt(value.length).put(value).array();
    }

    /** Empty when the length in front can't be true. */
    static Optional<byte[]> remove(byte[] padded) {
        var buffer = ByteBuffer.wrap(padded);
        var length = buffer.getInt();
        if (length < 0 || length > padded.length - LENGTH_BYTES || sizeFor(length) != padded.length) {
            return Optional.empty();
        }
        var value = new byte[length];
        buffer.get(value);
        return Optional.of(value);
    }

    static int sizeFor(int length) {
        var size = Math.addExact(length, LENGTH_BYTES);
        return size <= 1024 ? roundUp(size, STEP) : roundUp(size, 1 << freeBits(size));
    }

    /** Padmé: as many low bits are cleared as leave the exponent and its length in bits of significand. */
    private static int freeBits(int size) {
        var exponent = 31 - Integer.numberOfLeadingZeros(size);
        var significand = 32 - Integer.numberOfLeadingZeros(exponent);
        return exponent - significand;
    }

    private static int roundUp(int size, int step) {
        return Math.multiplyExact(Math.ceilDiv(size, step), step);
    }
}
