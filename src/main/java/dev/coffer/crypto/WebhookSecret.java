package dev.coffer.crypto;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/**
 * What a webhook and its receiver share: {@code whsec_} and 32 random bytes as base64url, shown once. Its own text is
 * the key of the signatures.
 */
public final class WebhookSecret {
    private static final byte[] PREFIX = "whsec_".getBytes(StandardCharsets.US_ASCII);

    private WebhookSecret() {}

    public static Plaintext issue() {
        var random = Ciphers.random(Ciphers.KEY_BYTES);
        var encoded = Base64.getUrlEncoder().withoutPadding().encode(random);
        var secret = Arrays.copyOf(PREFIX, PREFIX.length + encoded.length);
        System.arraycopy(encoded, 0, secret, PREFIX.length, encoded.length);
        Arrays.fill(random, (byte) 0);
        Arrays.fill(encoded, (byte) 0);
        return Plaintext.of(secret);
    }

    /**
     * HMAC-SHA256 in hex over {@code seconds.body}: whoever checks the seconds too refuses what was sent before.
     *
     * @param seconds since 1970, as the receiver is told
     */
    public static String signature(Plaintext secret, long seconds, String body) {
        var signed = "%d.%s".formatted(seconds, body).getBytes(StandardCharsets.UTF_8);
        return HexFormat.of().formatHex(Ciphers.hmac(secret.expose(), signed));
    }
}
