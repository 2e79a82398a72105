package dev.coffer.reading;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Decides which of several values a deployment reads under a name; nothing else does. The app's own counts more than
 * the project's, and that more than the built-in one: of a key only the highest value is read at all, with whatever it
 * gives, and then each name goes to the highest value that gives it. What a deployment's list leaves out is no offer.
 */
public final class Precedence {
    private Precedence() {}

    /** An offer under a name. {@code by} is what hides it, empty for the one that is read. */
    public record Ranked<T>(Offer<T> offer, Optional<Offer<T>> by) {
        public boolean isRead() {
            return by.isEmpty();
        }

        /** Whether it is hidden with all that it gives, because of its key, and not under this name alone. */
        public boolean isHiddenWhole() {
            return by.filter(other -> other.key().equals(offer.key())).isPresent();
        }
    }

    /** What is read under each name. */
    public static <T> SortedMap<String, Offer<T>> of(Collection<Offer<T>> offers) {
        var read = new TreeMap<String, Offer<T>>();
        for (var offer : highest(offers).values()) {
            offer.names().forEach(name -> read.merge(name, offer, (one, other) -> higher(name, one, other)));
        }
        return read;
    }

    /** All that would be read under a name but for the others, the highest first; none is read where all are hidden. */
    public static <T> List<Ranked<T>> under(String name, Collection<Offer<T>> offers) {
        var highest = highest(offers);
        var read = Optional.ofNullable(of(offers).get(name));
        return offers.stream().filter(offer -> offer.names().contains(name))
                .sorted(Comparator.<Offer<T>, Level>comparing(Offer::level).thenComparing(Offer::key))
                .map(offer -> {
                    var top = highest.get(offer.key());
                    return new Ranked<>(offer, top == offer ? read.filter(one -> one != offer) : Optional.of(top));
                }).toList();
    }

    private static <T> Map<String, Offer<T>> highest(Collection<Offer<T>> offers) {
        var highest = new HashMap<String, Offer<T>>();
        offers.forEach(offer -> highest.merge(offer.key(), offer, (one, other) -> higher(offer.key(), one, other)));
        return highest;
    }

    /** Within a level no two give the same name; if they did, the secret of that key would count, in every run. */
    private static <T> Offer<T> higher(String name, Offer<T> one, Offer<T> other) {
        int levels = one.level().compareTo(other.level());
        if (levels != 0) {
            return levels < 0 ? one : other;
        }
        return one.key().equals(name) || !other.key().equals(name) && one.key().compareTo(other.key()) <= 0 ? one
                : other;
    }
}
