package dev.coffer.secret;

import dev.coffer.dotenv.ImportFile;
import dev.coffer.form.ScopedKey;
import dev.coffer.project.Environment;
import dev.coffer.secret.SecretNames.Claim;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * What an import does to each key, decided without touching anything. A key of the file is added where it has no value,
 * replaced where it has another one and that was asked for, and left alone where it has the same; a value that isn't
 * what the key's type asks for is refused. What is public holds no value.
 */
public final class ImportPlan {
    private final List<Item> items = new ArrayList<>();
    private final List<Write> writes = new ArrayList<>();
    private final List<String> compared = new ArrayList<>();
    private final ImportRequest.Mode mode;
    private final List<Environment> chosen;

    /** What happens to a key. */
    public enum Action {
        ADD,
        REPLACE,
        SAME,
        EMPTY,
        REFUSED;

        public String slug() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * A line of the plan.
     *
     * @param line        in the file, counted from 1
     * @param key         "" where the line has none that can be told
     * @param why         a sentence, or ""
     * @param notes       what a person should know all the same
     * @param description what the comment in the file makes the description, "" where it stays as it is
     */
    public record Item(int line, String key, Action action, String why, List<String> notes, String description) {}

    /** What is stored of a key that the file has too; {@code equal}: environments with the very value of the file. */
    record Stored(Secret secret, Set<UUID> equal, Typing typing) {}

    /** What to store: the slots are those without the value. */
    record Write(ImportFile.Entry entry, Typing typing, CheckedValue value, Optional<Secret> existing,
            List<Secret.Slot> slots, String description) {
        List<Claim> claims(String app) {
            return Claim.of(new ScopedKey(entry.key(), app), typing, value, slots);
        }
    }

    private ImportPlan(ImportRequest.Mode mode, List<Environment> chosen) {
        this.mode = mode;
        this.chosen = chosen;
    }

    static ImportPlan of(ImportFile file, ImportRequest.Mode mode, List<Environment> chosen,
            Map<String, Stored> stored) {
        var plan = new ImportPlan(mode, chosen);
        file.entries().forEach(entry -> plan.decide(entry, Optional.ofNullable(stored.get(entry.key()))));
        file.faults().forEach(fault -> plan.items.add(
                new Item(fault.line(), fault.key(), Action.REFUSED, fault.why(), List.of(), "")));
        plan.items.sort(Comparator.comparingInt(Item::line));
        return plan;
    }

    /** By line. */
    public List<Item> items() {
        return List.copyOf(items);
    }

    public int count(Action action) {
        return (int) items.stream().filter(item -> item.action() == action).count();
    }

    /** How many secrets it stores something of. */
    public int stores() {
        return writes.size();
    }

    List<Write> writes() {
        return writes;
    }

    /** Keys that had a value to be held against the file's. */
    List<String> compared() {
        return compared;
    }

    List<String> written() {
        return writes.stream().map(write -> write.entry().key()).toList();
    }

    /** How many secrets the project has more afterwards. */
    int created() {
        return (int) writes.stream().filter(write -> write.existing().isEmpty()).count();
    }

    /** Leaves a key alone that was to be stored. */
    void refuse(String key, String why) {
        writes.removeIf(write -> write.entry().key().equals(key));
        items.replaceAll(item -> !item.key().equals(key) || item.action() == Action.REFUSED ? item
                : new Item(item.line(), key, Action.REFUSED, why, item.notes(), ""));
    }

    private void decide(ImportFile.Entry entry, Optional<Stored> stored) {
        if (entry.empty()) {
            add(entry, Action.EMPTY, "The file gives no value, so there is nothing to set");
            return;
        }
        var slots = chosen.stream().map(environment -> stored.flatMap(s -> s.secret().slot(environment.slug()))
                .orElseGet(() -> new Secret.Slot(environment, Optional.empty()))).toList();
        var equal = stored.map(Stored::equal).orElse(Set.of());
        var differing = slots.stream().filter(slot -> slot.value().isPresent()
                && !equal.contains(slot.environment().id())).toList();
        var same = slots.stream().filter(slot -> equal.contains(slot.environment().id())).toList();
        if (!differing.isEmpty() || !same.isEmpty()) {
            compared.add(entry.key());
        }
        var typing = typing(stored);
        var value = typing.check(entry.value(), entry.json() ? Notation.JSON : Notation.TEXT);
        if (same.size() == slots.size()) {
            add(entry, Action.SAME, "");
        } else if (!value.fits()) {
            add(entry, Action.REFUSED, value.sentence());
        } else if (typing.refusal(entry.key(), entry.value()).isPresent()) {
            add(entry, Action.REFUSED, typing.refusal(entry.key(), entry.value()).get().message());
        } else if (!differing.isEmpty() && mode == ImportRequest.Mode.ADD) {
            add(entry, Action.REFUSED, "%s has a value in %s already. Choose Replace to overwrite it".formatted(
                    entry.key(), names(differing)));
        } else {
            write(entry, value, stored, slots.stream().filter(slot -> !same.contains(slot)).toList());
            add(entry, differing.isEmpty() ? Action.ADD : Action.REPLACE, told(differing, same));
        }
    }

    private static String told(List<Secret.Slot> differing, List<Secret.Slot> same) {
        var parts = new ArrayList<String>();
        if (!differing.isEmpty()) {
            parts.add("Overwrites the value in " + names(differing));
        }
        if (!same.isEmpty()) {
            parts.add(names(same) + (same.size() == 1 ? " has this value already" : " have this value already"));
        }
        return String.join(". ", parts);
    }

    private static Typing typing(Optional<Stored> stored) {
        return stored.map(Stored::typing).orElse(Typing.PLAIN);
    }

    private void write(ImportFile.Entry entry, CheckedValue value, Optional<Stored> stored, List<Secret.Slot> slots) {
        var existing = stored.map(Stored::secret);
        var described = existing.map(secret -> secret.description().isEmpty()).orElse(true);
        writes.add(new Write(entry, typing(stored), value, existing, slots, described ? entry.description() : ""));
    }

    private void add(ImportFile.Entry entry, Action action, String why) {
        var description = action == Action.ADD || action == Action.REPLACE ? writes.getLast().description() : "";
        items.add(new Item(entry.line(), entry.key(), action, why, entry.notes(), description));
    }

    private static String names(List<Secret.Slot> slots) {
        return slots.stream().map(slot -> slot.environment().name()).collect(Collectors.joining(" and "));
    }
}
