package dev.coffer.dotenv;

import dev.coffer.crypto.Plaintext;
import dev.coffer.form.SecretKey;
import dev.coffer.form.SecretLimits;
import dev.coffer.form.SecretValue;
import dev.coffer.form.ValueHints;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Gathers what a reader finds: checks keys and values, lets the last of equal keys win, and stops at hostile sizes. */
final class ImportEntries {
    static final int MOST = 10_000;
    static final int MOST_FAULTS = 1_000;

    private static final int LINES_NAMED = 5;
    private static final int LONGEST_KEY_SHOWN = 300;

    private final SecretLimits limits;
    private final Map<String, Found> found = new LinkedHashMap<>();
    private final List<ImportFile.Fault> faults = new ArrayList<>();
    private int count;

    /** What a reader says about an entry besides its key and value. */
    record Told(String description, List<String> notes, Marked marked, boolean json) {
        static final Told NOTHING = new Told("", List.of(), Marked.NOTHING);
        static final Told JSON = new Told("", List.of(), Marked.NOTHING, true);

        Told(String description, List<String> notes, Marked marked) {
            this(description, notes, marked, false);
        }
    }

    ImportEntries(SecretLimits limits) {
        this.limits = limits;
    }

    /** Takes the value over: it is closed when it is not among the entries in the end. */
    void add(int line, String key, Plaintext value, Told told) {
        count++;
        var fault = SecretKey.fault(key, limits.keyCharacters())
                .or(() -> SecretValue.fault(value, limits.valueBytes()).filter(why -> value.size() > 0));
        if (fault.isPresent()) {
            value.close();
            refuse(line, key, fault.get());
            return;
        }
        // Taken out first, so that the key stands where its last line stands.
        var before = found.remove(key);
        var earlier = before == null ? new ArrayList<Integer>() : before.earlier();
        if (before != null) {
            before.value().close();
            earlier.add(before.line());
        }
        found.put(key, new Found(line, value, earlier, told));
    }

    /** Leaves a line out; a value that the same key got above goes too, because the file meant to replace it. */
    void refuse(int line, String key, String why) {
        var before = found.remove(key);
        if (before != null) {
            before.value().close();
            why += ". Line " + before.line() + " has the same key and is left out too";
        }
        faults.add(new ImportFile.Fault(line, canShow(key) ? key : "", why));
    }

    boolean isFull() {
        return count > MOST || faults.size() > MOST_FAULTS;
    }

    ImportFile file() {
        if (isFull()) {
            closeAll();
            return ImportFile.unreadable(count > MOST
                    ? "The file has more than 10,000 keys. Split it"
                    : "More than 1,000 lines can't be read. Check that this is the right kind of file");
        }
        return new ImportFile(
                found.entrySet().stream().map(e -> entry(e.getKey(), e.getValue())).toList(), faults);
    }

    void closeAll() {
        found.values().forEach(each -> each.value().close());
        found.clear();
    }

    private static ImportFile.Entry entry(String key, Found it) {
        var notes = new ArrayList<String>();
        SecretKey.warning(key).ifPresent(notes::add);
        if (!it.earlier().isEmpty()) {
            notes.add(replaces(it.earlier()));
        }
        notes.addAll(it.told().notes());
        notes.addAll(ValueHints.of(it.value()));
        return new ImportFile.Entry(
                it.line(), key, it.value(), it.told().description(), List.copyOf(it.earlier()), List.copyOf(notes),
                it.told().marked(), it.told().json());
    }

    private static String replaces(List<Integer> lines) {
        var named = lines.stream().limit(LINES_NAMED).map(String::valueOf).collect(Collectors.joining(", "));
        return "The key stands in the file more than once: this last value counts, not line " + named
                + (lines.size() > LINES_NAMED ? " and more" : "");
    }

    /** What is no name may be a piece of a value that lost its quotes, so it is not repeated. */
    private static boolean canShow(String key) {
        return key.length() <= LONGEST_KEY_SHOWN && SecretKey.isName(key.replace('-', '_').replace('.', '_'));
    }

    private record Found(int line, Plaintext value, List<Integer> earlier, Told told) {}
}
