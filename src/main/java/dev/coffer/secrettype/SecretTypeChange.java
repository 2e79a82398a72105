package dev.coffer.secrettype;

import dev.coffer.form.Errors;
import dev.coffer.secret.SecretChange;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What to change of a type; what is empty stays. {@code read} is the state that the change was made from, {@code
 * agreed} whether its author goes on with what it does to the secrets of the type.
 */
public record SecretTypeChange(Optional<String> name, Optional<String> schema, SecretChange.Precondition read,
        Predicate<TypeEffect> agreed) {

    public SecretTypeChange {
        name = name.map(String::strip);
    }

    Errors check() {
        return Errors.none().and("name", name.flatMap(SecretTypeDraft::nameMistake))
                .and("schema", schema.flatMap(SecretTypeDraft::schemaMistake));
    }

    /** The same for a type that is yet to be made. */
    SecretTypeDraft draft(String key) {
        return new SecretTypeDraft(name.orElse(""), key, schema.orElse(""));
    }
}
