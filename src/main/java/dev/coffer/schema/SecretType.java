package dev.coffer.schema;

/**
 * A type with the text of its schema, which was accepted when it was stored. {@code revision} changes with anything of
 * it.
 */
public record SecretType(TypeName named, String text, long revision, Schema schema) {
    public SecretType(TypeName named, String text, long revision) {
        this(named, text, revision, Schema.of(text));
    }

    public String key() {
        return named.key();
    }
}
