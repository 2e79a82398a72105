package dev.coffer.secret;

import dev.coffer.crypto.Plaintext;
import dev.coffer.form.Errors;
import dev.coffer.schema.Mistake;
import dev.coffer.schema.Parts;
import dev.coffer.schema.Schema;
import dev.coffer.schema.SecretType;
import dev.coffer.schema.TypeName;
import dev.coffer.schema.Variables;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/** The type that a write leaves a secret with, and what values are by it. {@link #PLAIN} asks for nothing. */
final class Typing {
    static final Typing PLAIN = new Typing(Optional.empty());

    private final Optional<SecretType> type;
    private final Optional<Schema> schema;

    private Typing(Optional<SecretType> type) {
        this.type = type;
        this.schema = type.map(SecretType::schema);
    }

    /** One that is held until the transaction ends. */
    static Typing of(SecretType held) {
        return new Typing(Optional.of(held));
    }

    Optional<TypeName> name() {
        return type.map(SecretType::named);
    }

    /** The key, "" for a plain value. */
    String key() {
        return type.map(SecretType::key).orElse("");
    }

    /** Null for a plain value, as the row of a secret has it. */
    UUID id() {
        return name().map(TypeName::id).orElse(null);
    }

    Optional<Schema> schema() {
        return schema;
    }

    /** Whether a secret of that type isn't of this one. */
    boolean differs(Optional<TypeName> other) {
        return !name().map(TypeName::id).equals(other.map(TypeName::id));
    }

    /** Holds a text against the type. */
    CheckedValue check(Plaintext value) {
        return check(value, each -> each.mistakes(value));
    }

    /** The same for a value that was made of what a form sent. */
    CheckedValue check(Plaintext value, Parts entered) {
        return check(value, each -> entered.mistakes(each, value));
    }

    private CheckedValue check(Plaintext value, Function<Schema, List<Mistake>> look) {
        return new CheckedValue(value, schema.map(each -> {
            var mistakes = look.apply(each);
            return mistakes.isEmpty() ? Variables.mistakes(each, value) : mistakes;
        }).orElse(List.of()));
    }

    /** The variables that a value gives beside its key. */
    Set<String> names(String key, Plaintext value) {
        return schema.map(each -> Variables.extraNames(key, each, value)).orElse(Set.of());
    }

    /** Whether a value of this key can give other variables than the key. */
    boolean gives(String key) {
        return schema.stream().anyMatch(each -> Variables.names(key, each).size() > 1);
    }

    /** Why a value of this key can't give what the type says. */
    Optional<Errors.Mistake> refusal(String key, Plaintext value) {
        return schema.flatMap(each -> Variables.refusal(key, each, value));
    }

    /** The same for a value as it was given: JSON is no text, so a plain value can't be given as JSON. */
    CheckedValue check(Plaintext value, Notation notation) {
        if (notation == Notation.JSON && schema.isEmpty()) {
            return new CheckedValue(value, List.of(new Mistake("",
                    "A value without a type is a text. Write it as one string, or choose a type")));
        }
        if (notation == Notation.JSON && schema.get().isText()) {
            return new CheckedValue(value, List.of(new Mistake("",
                    "A value of the type %s is a text. Write it as one string".formatted(key()))));
        }
        return check(value);
    }
}
