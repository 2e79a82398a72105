package dev.coffer;

import dev.coffer.crypto.Handled;
import dev.coffer.crypto.Plaintext;
import dev.coffer.mask.Masker;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Keeps values out of one line of the log, in all their encodings: what the work in progress holds or held ({@link
 * Handled}), anything that looks like one of Coffer's tokens, and the configuration's own secrets. It is made for a
 * line and forgets everything with it; the server keeps no list of values for its log. Values of fewer than eight bytes
 * are not looked for, as in {@link Masker}.
 */
final class LogMask implements AutoCloseable {
    private static final Pattern TOKEN = Pattern.compile("cof_[0-9A-Za-z]{16,}");
    private static volatile Masker always = Masker.of(Map.of());

    private final Optional<Masker> handled;

    private LogMask(Optional<Masker> handled) {
        this.handled = handled;
    }

    static void hide(Map<String, Plaintext> values) {
        always = Masker.of(values);
        values.values().forEach(Plaintext::close);
    }

    /** With what this thread has handled so far. */
    static LogMask now() {
        var copies = Handled.copies();
        if (copies.isEmpty()) {
            return new LogMask(Optional.empty());
        }
        try {
            return new LogMask(Optional.of(Masker.of(copies, "<secret>")));
        } finally {
            copies.forEach(copy -> Arrays.fill(copy, (byte) 0));
        }
    }

    String masked(String text) {
        var seen = TOKEN.matcher(text == null ? "" : text).replaceAll("<token>");
        var bytes = always.mask(seen.getBytes(StandardCharsets.UTF_8));
        return new String(handled.map(masker -> masker.mask(bytes)).orElse(bytes), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        handled.ifPresent(Masker::close);
    }
}
