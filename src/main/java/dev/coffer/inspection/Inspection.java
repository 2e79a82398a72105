package dev.coffer.inspection;

import dev.coffer.crypto.PemCheck;
import dev.coffer.crypto.Plaintext;
import dev.coffer.form.ValueHints;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What stands out about a value by itself, and when what it holds expires. Kinds only: nothing here tells a part, the
 * length or a place of the value.
 */
public record Inspection(Set<Finding> findings, Optional<Instant> expiresAt) {
    private static final int PEM_END = "-----".length();

    /** Microseconds to some milliseconds, whatever the value. */
    public static Inspection of(Plaintext value) {
        var findings = EnumSet.noneOf(Finding.class);
        ValueHints.slips(value).forEach(slip -> findings.add(Finding.of(slip)));
        if (isPemFile(value.expose())) {
            findings.remove(Finding.LINE_END);
        }
        KeyMode.of(value).ifPresent(findings::add);
        var pem = PemCheck.of(value);
        if (pem.keyBroken()) {
            findings.add(Finding.BROKEN_KEY);
        }
        if (pem.certificateBroken()) {
            findings.add(Finding.BROKEN_CERTIFICATE);
        }
        return new Inspection(findings, pem.expires().or(() -> SignedToken.expires(value)));
    }

    /** Ends with the last mark of a block and one line end, as every tool writes it. */
    private static boolean isPemFile(byte[] bytes) {
        int end = bytes.length - 1;
        return end > PEM_END && bytes[end] == '\n'
                && Stream.iterate(end - 1, i -> i - 1).limit(PEM_END).allMatch(i -> bytes[i] == '-');
    }

    /** As they are kept beside the value. */
    public String[] slugs() {
        return findings.stream().map(Finding::slug).toArray(String[]::new);
    }

    /** Those of a row; what a newer version stored is left out. */
    static Set<Finding> findings(String[] slugs) {
        var findings = EnumSet.noneOf(Finding.class);
        Stream.of(slugs).flatMap(slug -> Finding.of(slug).stream()).forEach(findings::add);
        return findings;
    }
}
