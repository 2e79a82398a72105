package dev.coffer.account;

import dev.coffer.crypto.Plaintext;
import dev.coffer.web.Stamp;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** A new token to be copied from the page, this once. */
public record ShownToken(String name, String token, Stamp expires) {

    /** The token stays text from here on; its bytes are wiped. */
    public static ShownToken of(String name, Plaintext issued, Instant expiresAt) {
        try (issued) {
            return new ShownToken(name, new String(issued.expose(), StandardCharsets.US_ASCII), new Stamp(expiresAt));
        }
    }

    @Override
    public String toString() {
        return "[token " + name + "]";
    }
}
