package dev.coffer.secret;

import dev.coffer.crypto.Plaintext;
import dev.coffer.form.Errors;
import dev.coffer.schema.Mistake;
import java.util.List;
import java.util.stream.Collectors;

/** A value that was held against the type of its secret, with what it lacks of it. */
record CheckedValue(Plaintext value, List<Mistake> mistakes) {
    private static final String FIELD = "value";
    private static final int NAMED = 3;

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

    /** The first mistakes in one line. */
    String sentence() {
        return mistakes.stream().limit(NAMED).map(mistake -> mistake.pointer().isEmpty() ? mistake.message()
                : mistake.pointer().substring(1) + ": " + mistake.message()).collect(Collectors.joining(". "))
                + (mistakes.size() > NAMED ? ". And more" : "");
    }
}
