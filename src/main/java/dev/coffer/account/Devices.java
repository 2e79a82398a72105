package dev.coffer.account;

import dev.coffer.crypto.Keyring;
import dev.coffer.crypto.Label;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;

/**
 * Browsers in which somebody signed in before, so that a stranger's failures don't hold up the owner of an account
 * (OWASP Authentication Cheat Sheet, device cookies). A cookie counts for one email, opens nothing, and is not stored.
 */
final class Devices {
    private final Keyring keyring;

    Devices(Keyring keyring) {
        this.keyring = keyring;
    }

    /** The browser's id, where the cookie (null for none) was made here for this normalised email. */
    Optional<String> find(String email, String cookie) {
        if (cookie == null || cookie.indexOf('.') < 0) {
            return Optional.empty();
        }
        var id = cookie.substring(0, cookie.indexOf('.'));
        return MessageDigest.isEqual(bytes(cookie), bytes(cookie(email, id))) ? Optional.of(id) : Optional.empty();
    }

    /** What a browser gets after a sign-in: the cookie that it has where that counts for this email, or a new one. */
    String remember(String email, String cookie) {
        return cookie(email, find(email, cookie).orElseGet(() -> UUID.randomUUID().toString()));
    }

    private String cookie(String email, String id) {
        var proof = keyring.hmac(Label.DEVICE, bytes(email), bytes(id));
        return id + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(proof);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
