package dev.coffer.dotenv;

import dev.coffer.crypto.Plaintext;
import dev.coffer.form.Placeholders;
import dev.coffer.form.SecretLimits;
import java.util.List;

/**
 * An {@code .env.example}, read as what a project needs: each key is required unless its comment or its heading calls
 * it optional, and its comment is the description, without that word. A value in such a file is public: what looks like
 * a placeholder, or what the comment calls a sample, is never offered as a value. Assignments in comments are nothing.
 *
 * <p>Close it to wipe the values.
 */
public record EnvExample(List<Entry> entries, List<ImportFile.Fault> faults) implements AutoCloseable {

    /** What the file gives besides the key. */
    public enum Given {
        /** No value. */
        NOTHING,
        /** One that stands for the real one. */
        PLACEHOLDER,
        /** One that may be the real one. */
        VALUE
    }

    /**
     * A key that is needed.
     *
     * @param line        where it stands, counted from 1
     * @param description at most 1,000 characters, or ""; nothing in it looks like a value
     * @param value       no bytes but where {@code given} is {@code VALUE}
     */
    public record Entry(int line, String key, boolean required, String description, Given given, Plaintext value) {}

    public EnvExample {
        entries = List.copyOf(entries);
        faults = List.copyOf(faults);
    }

    /**
     * Reads as {@link ImportFile#readDotEnv} does, with its faults for the lines that are left out. The content is
     * UTF-8 and is not closed here.
     */
    public static EnvExample read(Plaintext content, SecretLimits limits) {
        try (var file = ImportFile.readDotEnv(content, limits)) {
            return new EnvExample(file.entries().stream().map(EnvExample::entry).toList(), file.faults());
        }
    }

    /** Whether the file as a whole could not be read; then there is one fault, with line 0, and no entry. */
    public boolean unreadable() {
        return faults.stream().anyMatch(fault -> fault.line() == 0);
    }

    @Override
    public void close() {
        entries.forEach(entry -> entry.value().close());
    }

    private static Entry entry(ImportFile.Entry read) {
        var given = given(read);
        var value = given == Given.VALUE ? read.value().expose().clone() : new byte[0];
        return new Entry(read.line(), read.key(), read.marked().need() != Marked.Need.OPTIONAL,
                read.marked().description(), given, Plaintext.of(value));
    }

    private static Given given(ImportFile.Entry read) {
        if (read.empty()) {
            return Given.NOTHING;
        }
        return read.marked().sample() || Placeholders.isSample(read.key(), read.value()) ? Given.PLACEHOLDER
                : Given.VALUE;
    }
}
