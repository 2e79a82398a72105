package dev.coffer.form;

import dev.coffer.crypto.Plaintext;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * The rules for a value: any well-formed UTF-8 up to a limit in bytes, every byte kept. Refuses NUL, which no
 * environment variable can hold. No sentence in here repeats a part of the value.
 */
public final class SecretValue {
    public static final int DEFAULT_LIMIT = 64 * 1024;

    private static final int KIBIBYTE = 1024;

    private SecretValue() {}

    /**
     * A value as a browser's form sends it, where every line end is CRLF (HTML, form submission): CRLF and a lone CR
     * become LF. The API and the command line must not come through here: they keep every byte.
     */
    public static Plaintext fromForm(String typed) {
        var lines = new char[typed.length()];
        var length = 0;
        for (var i = 0; i < typed.length(); i++) {
            var c = typed.charAt(i);
            if (c == '\r') {
                lines[length++] = '\n';
                i += i + 1 < typed.length() && typed.charAt(i + 1) == '\n' ? 1 : 0;
            } else {
                lines[length++] = c;
            }
        }
        try {
            return Plaintext.ofText(CharBuffer.wrap(lines, 0, length));
        } finally {
            Arrays.fill(lines, '\0');
        }
    }

    /** Why the value can't be stored, in a sentence for people; empty when it can. The limit is in bytes of UTF-8. */
    public static Optional<String> fault(Plaintext value, int limit) {
        if (value.size() == 0) {
            return Optional.of("Secret value is required");
        }
        if (value.size() > limit) {
            return Optional.of(tooLarge(value.size(), limit));
        }
        var bytes = value.expose();
        if (!isUtf8(bytes)) {
            return Optional.of("The value is not UTF-8 text. Store it as base64");
        }
        for (var b : bytes) {
            if (b == 0) {
                return Optional.of("The value has a NUL character, which no environment variable can hold. "
                        + "Remove it, or store the value as base64");
            }
        }
        return Optional.empty();
    }

    /** Whether the bytes are well-formed UTF-8: no surrogates, no overlong forms (RFC 3629). */
    public static boolean isUtf8(byte[] bytes) {
        var decoder = StandardCharsets.UTF_8.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        var in = ByteBuffer.wrap(bytes);
        // A small window, wiped afterwards: the check leaves no decoded copy of the value behind.
        var window = CharBuffer.allocate(KIBIBYTE);
        try {
            while (true) {
                var result = decoder.decode(in, window.clear(), true);
                if (result.isError()) {
                    return false;
                }
                if (result.isUnderflow()) {
                    return true;
                }
            }
        } finally {
            Arrays.fill(window.array(), '\0');
        }
    }

    private static String tooLarge(int size, int limit) {
        // Up, so that a value that is one byte too long never reads as "64 KB, the limit is 64 KB".
        return limit % KIBIBYTE == 0
                ? "The value is %d KB, the limit is %d KB".formatted(Math.ceilDiv(size, KIBIBYTE), limit / KIBIBYTE)
                : "The value is %d bytes, the limit is %d bytes".formatted(size, limit);
    }
}
