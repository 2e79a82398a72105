package dev.coffer.secret;

import dev.coffer.project.Environment;
import dev.coffer.requirement.Need;
import dev.coffer.requirement.Readiness;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A key in the list of a project's secrets: one that it has, one that it needs, or both. {@code slots} has every
 * environment of the project, in order, each with its value and its need.
 */
public record Listed(String key, Optional<Secret> secret, List<Secret.Slot> slots) {

    /** All that a project has and needs, by key. */
    static List<Listed> of(List<Environment> environments, List<Secret> secrets, Readiness needs) {
        var stored = new TreeMap<String, Secret>();
        secrets.forEach(secret -> stored.put(secret.key(), secret));
        Map<Place, Need> needed = new HashMap<>();
        needs.needs().forEach(need -> needed.put(new Place(need.key(), need.environment().slug()), need));
        var keys = new TreeSet<>(stored.keySet());
        needs.needs().forEach(need -> keys.add(need.key()));
        var listed = new ArrayList<Listed>();
        for (var key : keys) {
            var secret = Optional.ofNullable(stored.get(key));
            var slots = secret.map(Secret::slots).orElseGet(() -> environments.stream()
                    .map(environment -> new Secret.Slot(environment, Optional.empty())).toList());
            listed.add(new Listed(key, secret, slots.stream().map(slot -> slot.needing(Optional.ofNullable(
                    needed.get(new Place(key, slot.environment().slug()))))).toList()));
        }
        return listed;
    }

    static Listed of(Secret secret) {
        return new Listed(secret.key(), Optional.of(secret), secret.slots());
    }

    private record Place(String key, String environment) {}

    /** What it is for: as its own description says, or else as those do who need it. */
    public String description() {
        return secret.map(Secret::description).filter(text -> !text.isEmpty())
                .or(() -> need().map(Need::description)).orElse("");
    }

    /** The words of those who need it; "" where nobody does. */
    public String feature() {
        return need().map(Need::feature).orElse("");
    }

    public Optional<String> type() {
        return need().flatMap(Need::type);
    }

    public boolean required() {
        return slots.stream().flatMap(slot -> slot.need().stream()).anyMatch(Need::required);
    }

    /** Whether its text is among what was asked for, and some environment of it. */
    boolean matches(SecretFilter filter) {
        return (filter.text().isEmpty() || contains(key, filter.text()) || contains(description(), filter.text())
                || contains(feature(), filter.text())) && slots.stream().anyMatch(filter::shows);
    }

    private Optional<Need> need() {
        return slots.stream().flatMap(slot -> slot.need().stream()).findFirst();
    }

    private static boolean contains(String text, String part) {
        return text.toLowerCase(Locale.ROOT).contains(part.toLowerCase(Locale.ROOT));
    }
}
