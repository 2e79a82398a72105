package dev.coffer.crypto;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** The four primitives that everything here is made of, from the JDK: AES-256-GCM, HKDF-SHA256, HMAC and SHA-256. */
final class Ciphers {

    static final int KEY_BYTES = 32;
    static final int NONCE_BYTES = 12;
    static final int TAG_BYTES = 16;

    private static final SecureRandom RANDOM = new SecureRandom();

    private Ciphers() {}

    static byte[] random(int size) {
        var bytes = new byte[size];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    /** A number from 0 to {@code bound} - 1, each as likely as the other. */
    static int randomBelow(int bound) {
        return RANDOM.nextInt(bound);
    }

    static byte[] encrypt(byte[] key, byte[] nonce, byte[] aad, byte[] plain) {
        try {
            return gcm(Cipher.ENCRYPT_MODE, key, nonce, aad).doFinal(plain);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM failed to encrypt", e);
        }
    }

    /** Empty when key, nonce, aad or a byte of the text is not what it was encrypted with. */
    static Optional<byte[]> decrypt(byte[] key, byte[] nonce, byte[] aad, byte[] encrypted) {
        try {
            return Optional.of(gcm(Cipher.DECRYPT_MODE, key, nonce, aad).doFinal(encrypted));
        } catch (AEADBadTagException e) {
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM failed to decrypt", e);
        }
    }

    /** HKDF (RFC 5869) to 32 bytes; an empty salt is the RFC's default one. */
    static byte[] derive(byte[] key, byte[] salt, byte[] info) {
        return derive(key, salt, info, KEY_BYTES);
    }

    static byte[] derive(byte[] key, byte[] salt, byte[] info, int size) {
        try {
            var extract = HKDFParameterSpec.ofExtract().addIKM(key);
            var spec = (salt.length == 0 ? extract : extract.addSalt(salt)).thenExpand(info, size);
            return KDF.getInstance("HKDF-SHA256").deriveData(spec);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HKDF failed", e);
        }
    }

    /** HMAC-SHA256 over the parts as they are, one after the other: the caller keeps them apart. */
    static byte[] hmac(byte[] key, byte[]... parts) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            for (var part : parts) {
                mac.update(part);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HMAC failed", e);
        }
    }

    static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("SHA-256 failed", e);
        }
    }

    private static Cipher gcm(int mode, byte[] key, byte[] nonce, byte[] aad) throws GeneralSecurityException {
        if (key.length != KEY_BYTES) {
            throw new IllegalArgumentException("A key has 32 bytes, this one " + key.length);
        }
        var cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BYTES * 8, nonce));
        cipher.updateAAD(aad);
        return cipher;
    }
}
