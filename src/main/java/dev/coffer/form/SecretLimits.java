package dev.coffer.form;

/** How long a key and a value may be, in characters and in bytes of UTF-8; an operator can raise both. */
public record SecretLimits(int keyCharacters, int valueBytes) {
    public static final SecretLimits DEFAULT = new SecretLimits(SecretKey.DEFAULT_LIMIT, SecretValue.DEFAULT_LIMIT);
}
