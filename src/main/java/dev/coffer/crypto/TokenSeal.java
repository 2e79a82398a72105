package dev.coffer.crypto;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * What a client keeps on its own disk: AES-256-GCM with a key that HKDF-SHA256 derives from its token and 32 random
 * bytes, bound to a server and to the token's id. Nobody without the token reads it, and one that was kept for another
 * server or token doesn't open. On the disk: format (1), salt (32), nonce (12), what is sealed.
 */
public final class TokenSeal {
    private static final byte FORMAT = 1;
    private static final int SALT_BYTES = 32;
    private static final int HEAD_BYTES = 1 + SALT_BYTES + Ciphers.NONCE_BYTES;
    private static final byte[] INFO = "coffer client cache 1".getBytes(StandardCharsets.US_ASCII);
    private static final int ID_FROM = 5;
    private static final int ID_TO = 15;

    private final byte[] token;
    private final byte[] binding;

    private TokenSeal(byte[] token, byte[] binding) {
        this.token = token;
        this.binding = binding;
    }

    /** For what that server answers to that token. */
    public static TokenSeal of(String server, String token) {
        var id = token.length() < ID_TO ? "" : token.substring(ID_FROM, ID_TO);
        return new TokenSeal(token.getBytes(StandardCharsets.UTF_8),
                (server + "\n" + id).getBytes(StandardCharsets.UTF_8));
    }

    /** A name for it that tells neither server nor token. */
    public String name() {
        return HexFormat.of().formatHex(Ciphers.sha256(binding), 0, 16);
    }

    public byte[] seal(byte[] plain) {
        var salt = Ciphers.random(SALT_BYTES);
        var nonce = Ciphers.random(Ciphers.NONCE_BYTES);
        var key = Ciphers.derive(token, salt, INFO);
        try {
            var sealed = Ciphers.encrypt(key, nonce, bound(salt), plain);
            var all = new byte[HEAD_BYTES + sealed.length];
            all[0] = FORMAT;
            System.arraycopy(salt, 0, all, 1, SALT_BYTES);
            System.arraycopy(nonce, 0, all, 1 + SALT_BYTES, nonce.length);
            System.arraycopy(sealed, 0, all, HEAD_BYTES, sealed.length);
            return all;
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    /** Empty where a byte of it is not as it was sealed, or it was sealed for another server or token. */
    public Optional<byte[]> open(byte[] all) {
        if (all.length < HEAD_BYTES + Ciphers.TAG_BYTES || all[0] != FORMAT) {
            return Optional.empty();
        }
        var salt = Arrays.copyOfRange(all, 1, 1 + SALT_BYTES);
        var key = Ciphers.derive(token, salt, INFO);
        try {
            return Ciphers.decrypt(key, Arrays.copyOfRange(all, 1 + SALT_BYTES, HEAD_BYTES), bound(salt),
                    Arrays.copyOfRange(all, HEAD_BYTES, all.length));
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    private byte[] bound(byte[] salt) {
        var bound = Arrays.copyOf(binding, binding.length + 1 + salt.length);
        bound[binding.length] = FORMAT;
        System.arraycopy(salt, 0, bound, binding.length + 1, salt.length);
        return bound;
    }
}
