package dev.coffer.dotenv;

import dev.coffer.crypto.Plaintext;
import dev.coffer.form.SecretKey;
import dev.coffer.form.SecretLimits;
import dev.coffer.form.SecretValue;
import java.util.List;

/**
 * What a {@code .env} or JSON file says, before anything is done with it: an entry for each key that can be stored, and
 * a fault for each line that can't, with why. Reading never throws: a file that can't be read at all is one fault with
 * line 0. Refuses keys and values as {@link SecretKey} and {@link SecretValue} do.
 *
 * <p>Close it to wipe the values.
 */
public record ImportFile(List<Entry> entries, List<Fault> faults) implements AutoCloseable {

    /**
     * A key and its value, in the order of the file.
     *
     * @param line where the key stands, counted from 1
     * @param value no bytes when the file names the key and gives no value
     * @param description from the comment above the key or beside the value, or ""; at most 1,000 characters
     * @param earlierLines lines with the same key, which this later one replaces
     * @param notes sentences for people, such as warnings about the key; they repeat no part of the value
     * @param marked what the comments say about needing it
     * @param json whether the value is an object or a list that stood there as JSON, which only a type can ask for
     */
    public record Entry(
            int line, String key, Plaintext value, String description, List<Integer> earlierLines,
            List<String> notes, Marked marked, boolean json) {

        /** One that is a text. */
        public Entry(int line, String key, Plaintext value, String description, List<Integer> earlierLines,
                List<String> notes, Marked marked) {
            this(line, key, value, description, earlierLines, notes, marked, false);
        }

        public boolean empty() {
            return value.size() == 0;
        }
    }

    /** A line that is left out: its key, or "" when none can be told, and why in a sentence. Line 0 is the file. */
    public record Fault(int line, String key, String why) {}

    public ImportFile {
        entries = List.copyOf(entries);
        faults = List.copyOf(faults);
    }

    /** Reads a {@code .env}; the rules are told at {@link DotEnv}. The content is UTF-8 and is not closed here. */
    public static ImportFile readDotEnv(Plaintext content, SecretLimits limits) {
        return SecretValue.isUtf8(content.expose()) ? DotEnv.read(content, limits) : notUtf8();
    }

    /** Reads a flat JSON object; the rules are told at {@link JsonSecrets}. The content is not closed here. */
    public static ImportFile readJson(Plaintext content, SecretLimits limits) {
        return SecretValue.isUtf8(content.expose()) ? JsonSecrets.read(content, limits) : notUtf8();
    }

    /** Whether the file as a whole could not be read; then there is one fault, with line 0, and no entry. */
    public boolean unreadable() {
        return faults.stream().anyMatch(fault -> fault.line() == 0);
    }

    /** A file that can't be read as a whole. */
    static ImportFile unreadable(String why) {
        return new ImportFile(List.of(), List.of(new Fault(0, "", why)));
    }

    @Override
    public void close() {
        entries.forEach(entry -> entry.value().close());
    }

    private static ImportFile notUtf8() {
        return unreadable("The file is not UTF-8 text. Save it as UTF-8 and import it again");
    }
}
