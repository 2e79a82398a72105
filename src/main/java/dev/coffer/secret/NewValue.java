package dev.coffer.secret;

import dev.coffer.crypto.Plaintext;
import dev.coffer.schema.Parts;
import java.util.Optional;

/** What a change makes of a value. Whoever made it closes what it holds. */
public sealed interface NewValue {

    /** It stays. */
    record Kept() implements NewValue {}

    /** Another one in its place. */
    record Whole(Plaintext value, Notation notation) implements NewValue {}

    /**
     * What a form sent of the fields of its type, for one environment: a field left empty keeps what is stored of it.
     * It is a value of its own where there is none yet, and where the type changes with it.
     */
    record Entered(Parts parts) implements NewValue {}

    /** A text, or none. */
    static NewValue of(Optional<Plaintext> text) {
        return text.<NewValue>map(value -> new Whole(value, Notation.TEXT)).orElseGet(Kept::new);
    }

    default boolean isKept() {
        return switch (this) {
            case Kept() -> true;
            case Whole _ -> false;
            case Entered(var parts) -> parts.isEmpty();
        };
    }
}
