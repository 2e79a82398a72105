package dev.coffer.form;

import dev.coffer.crypto.Plaintext;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Tells what stands in a value's place from a value. {@link #isPlaceholder} is sure of it, wherever the value comes
 * from; {@link #isSample} is for a file that is published as an example, where a value that everybody can read is worth
 * nothing: there it rather takes a real one for a sample than the other way round.
 */
public final class Placeholders {
    private static final int LONGEST = 64;
    private static final int LONGEST_SAMPLE = 512;
    private static final int LONGEST_WORD = 16;

    private static final Set<String> WORDS = Set.of(
            "changeme", "change-me", "change_me", "changeit", "replaceme", "replace-me", "replace_me", "todo", "tbd",
            "placeholder", "example", "secret", "password", "...", "***");

    /** What is no value, or the one that everybody tries first. */
    private static final Set<String> SAMPLES = Set.of(
            "null", "nil", "none", "undefined", "n/a", "fixme", "foo", "bar", "foobar", "baz", "abc", "abcd", "string",
            "value", "key", "token", "pass", "passwd", "passphrase", "pwd", "user", "username", "admin", "root",
            "guest",
            "test", "postgres", "mysql", "minioadmin", "qwerty", "letmein", "cafebabe", "deadbeef", "feedface",
            "badc0de", "deadc0de", "0badf00d", "c0ffee");
    private static final List<String> PARTS = List.of(
            "your-", "your_", "your ", "-here", "_here", "changeme", "change-me", "change_me", "change-this",
            "change_this", "replace-", "replace_", "replaceme", "replace with", "insert-", "insert_", "example.",
            "mydomain.", "yourdomain", "my-secret", "my_secret", "mysecret", "supersecret", "super-secret",
            "super_secret", "secret-key", "secret_key", "secretkey", "password", "passw0rd", "p@ssw", "dummy", "sample",
            "placeholder", "xxx", "...", "***", "123456", "abcdef", "deadbeef", "cafebabe", "todo");
    private static final Set<String> SWITCHES = Set.of("true", "false", "yes", "no", "on", "off");
    private static final Pattern CREDENTIAL = Pattern.compile(
            "(?i)(?:^|_)(?:PASSWORD|PASSWD|PASSPHRASE|PASS|PWD|SECRET|TOKEN|KEY|APIKEY|CREDENTIALS?)(?:_|$)");

    private Placeholders() {}

    /** Whether it is surely none: "changeme", "your-key-here", "xxx", "<…>". */
    public static boolean isPlaceholder(Plaintext value) {
        var text = text(value, LONGEST);
        return text.isPresent() && isPlaceholder(text.get());
    }

    /**
     * Whether the value that an example file gives to a key is one to be replaced: a placeholder, a well-known default,
     * an address with a password in it, a reference to another key, or a mere word where a credential belongs.
     */
    public static boolean isSample(String key, Plaintext value) {
        var text = text(value, LONGEST_SAMPLE);
        if (text.isEmpty()) {
            return false;
        }
        var word = text.get();
        return isPlaceholder(word) || SAMPLES.contains(word) || PARTS.stream().anyMatch(word::contains)
                || word.contains("${") || word.indexOf('<') >= 0 && word.indexOf('>') > word.indexOf('<')
                || isOneCharacter(word) || hasPassword(word) || word.startsWith("test") && word.length() <= LONGEST
                || CREDENTIAL.matcher(key).find() && isMereWord(word);
    }

    private static boolean isPlaceholder(String word) {
        return WORDS.contains(word)
                || word.length() > 2 && word.startsWith("<") && word.endsWith(">")
                || word.length() > 2 && word.chars().allMatch(c -> c == 'x')
                || word.startsWith("your-") || word.startsWith("your_")
                || word.endsWith("-here") || word.endsWith("_here");
    }

    private static boolean isOneCharacter(String word) {
        return word.length() > 2 && word.chars().allMatch(c -> c == word.charAt(0));
    }

    /** {@code scheme://user:password@host} (RFC 3986, 3.2.1). */
    private static boolean hasPassword(String word) {
        int scheme = word.indexOf("://");
        int at = word.indexOf('@', scheme + 3);
        int colon = word.indexOf(':', scheme + 3);
        return scheme > 0 && colon > 0 && colon < at;
    }

    private static boolean isMereWord(String word) {
        return !SWITCHES.contains(word) && word.length() <= LONGEST_WORD
                && word.chars().allMatch(c -> c >= 'a' && c <= 'z');
    }

    /** In small letters, without blanks at its ends; empty for what is long, or no line of ASCII. */
    private static Optional<String> text(Plaintext value, int longest) {
        var bytes = value.expose();
        if (bytes.length > longest) {
            return Optional.empty();
        }
        for (var b : bytes) {
            if (b < ' ') {
                return Optional.empty();
            }
        }
        return Optional.of(new String(bytes, StandardCharsets.US_ASCII).strip().toLowerCase(Locale.ROOT));
    }
}
