package dev.coffer.reading;

import java.util.List;
import java.util.Optional;

/**
 * What an app would read of a key. {@code offer} is the highest value of that key, empty where there is none; {@code
 * hides} the levels below that have one too; {@code given} the variables that it gives beside its key, but for those
 * that a higher value gives; {@code under} what is read under the key's own name, mostly the same value, or another's
 * variable; {@code missing}: the project requires it here, and nothing gives it.
 */
public record Resolved(String key, Optional<Offer<Held>> offer, List<Level> hides, List<String> given,
        Optional<Offer<Held>> under, boolean missing) {

    /** Where its value is from. */
    public Optional<Level> level() {
        return offer.map(Offer::level);
    }

    /** The key of another secret whose value gives a variable of this name, which counts more. */
    public Optional<String> givenBy() {
        return under.map(Offer::key).filter(other -> !other.equals(key));
    }
}
