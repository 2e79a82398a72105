package dev.coffer.secret;

import dev.coffer.crypto.Plaintext;
import dev.coffer.form.Errors;
import dev.coffer.schema.Mistake;
import java.util.List;

/** A value that was held against the type of its secret, with what it lacks of it. */
record CheckedValue(Plaintext value, List<Mistake> mistakes) {
    private static final String FIELD = "value";

    /** Whether it is what the type asks for. */
    boolean fits() {
        return mistakes.isEmpty();
    }

    /** The mistakes by field: {@code value} for all of it, {@code /value/host} for a part. */
    Errors errors() {
        var errors = Errors.none();
        for (var mistake : mistakes) {
            errors = errors.and(mistake.pointer().isEmpty() ? FIELD : "/" + FIELD + mistake.pointer(),
                    mistake.message());
        }
        return errors;
    }
}
