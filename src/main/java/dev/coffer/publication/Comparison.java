package dev.coffer.publication;

import dev.coffer.form.ScopedKey;
import dev.coffer.secret.PinnedVersions.Origins;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What differs between two publications of an environment, or between one and now ({@code to} is empty then): keys,
 * never values. A version that was restored from another has its value, and is the same.
 */
public record Comparison(Publication from, Optional<Publication> to, Keys keys) {

    /**
     * Keys that only the later one has, that only the earlier one has, with another version; and how many are the same.
     */
    public record Keys(List<ScopedKey> added, List<ScopedKey> removed, List<Change> changed, int same) {
        public boolean isEmpty() {
            return added.isEmpty() && removed.isEmpty() && changed.isEmpty();
        }
    }

    /** A key and its two versions. They count from 1 again where the key was deleted and created anew in between. */
    public record Change(ScopedKey named, int from, int to) {}

    static Keys of(List<Pin> from, List<Pin> to, Origins origins) {
        var before = byKey(from);
        var after = byKey(to);
        var changed = new ArrayList<Change>();
        int same = 0;
        for (var pin : to) {
            var earlier = before.get(pin.named());
            if (earlier != null && isSame(earlier, pin, origins)) {
                same++;
            } else if (earlier != null) {
                changed.add(new Change(pin.named(), earlier.number(), pin.number()));
            }
        }
        return new Keys(to.stream().map(Pin::named).filter(named -> !before.containsKey(named)).toList(),
                from.stream().map(Pin::named).filter(named -> !after.containsKey(named)).toList(), List.copyOf(changed),
                same);
    }

    private static boolean isSame(Pin one, Pin other, Origins origins) {
        return one.isOfSameSecret(other) && (one.isBuiltIn() ? one.number() == other.number()
                : origins.same(one.secretId(), one.number(), other.number()));
    }

    private static Map<ScopedKey, Pin> byKey(List<Pin> pins) {
        return pins.stream().collect(Collectors.toMap(Pin::named, Function.identity()));
    }
}
