package dev.coffer.runtime;

import dev.coffer.crypto.Plaintext;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import tools.jackson.core.JsonGenerator;

/**
 * Values that a deployment was given: their audit row is committed. They are wiped on close, and are bytes until then.
 */
public final class Reading implements AutoCloseable {
    private final ReadSet set;
    private final byte[] packed;
    private final Use use;
    private boolean closed;

    /** Which of the values are wanted, by name, and what to do once they are wiped. */
    record Use(Predicate<String> wanted, Runnable wiped) {}

    private Reading(ReadSet set, byte[] packed, Use use) {
        this.set = set;
        this.packed = packed;
        this.use = use;
    }

    /** Of values as {@link #packed} put them together, which the array over. */
    static Reading of(ReadSet set, byte[] packed, Use use) {
        return new Reading(set, packed, use);
    }

    /** Values one after the other, each behind its length. */
    static byte[] packed(Collection<Plaintext> values) {
        var all = ByteBuffer.allocate(values.stream().mapToInt(value -> Integer.BYTES + value.size()).sum());
        values.forEach(value -> all.putInt(value.size()).put(value.expose()));
        return all.array();
    }

    /** The whole set that they are from. */
    public ReadSet set() {
        return set;
    }

    /** What is read, by name in order. */
    public List<ReadSet.Variable> variables() {
        return set.variables().stream().filter(variable -> use.wanted.test(variable.name())).toList();
    }

    /** Shows one after the other; each is wiped when the next one's turn comes. */
    public void each(BiConsumer<ReadSet.Variable, Plaintext> look) {
        walk((variable, at, size) -> {
            try (var value = Plaintext.of(Arrays.copyOfRange(packed, at, at + size))) {
                look.accept(variable, value);
            }
        });
    }

    /** Writes them as the fields of the object that is open. */
    public void writeFields(JsonGenerator json) {
        walk((variable, at, size) -> {
            json.writeName(variable.name());
            json.writeUTF8String(packed, at, size);
        });
    }

    /** Writes the first one, as a value. */
    public void writeValue(JsonGenerator json) {
        walk((_, at, size) -> json.writeUTF8String(packed, at, size));
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            Arrays.fill(packed, (byte) 0);
            use.wiped.run();
        }
    }

    @FunctionalInterface
    private interface Step {
        void at(ReadSet.Variable variable, int offset, int size);
    }

    private void walk(Step step) {
        var lengths = ByteBuffer.wrap(packed);
        for (var variable : set.variables()) {
            int size = lengths.getInt();
            if (use.wanted.test(variable.name())) {
                step.at(variable, lengths.position(), size);
            }
            lengths.position(lengths.position() + size);
        }
    }
}
