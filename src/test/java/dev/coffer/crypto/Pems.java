package dev.coffer.crypto;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.pkcs.EncryptedPrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x509.V3TBSCertificateGenerator;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.crypto.util.OpenSSHPrivateKeyUtil;
import org.bouncycastle.crypto.util.PrivateKeyFactory;

/** Keys and certificates as PEM, made when a test asks for them: none is in the sources. */
public final class Pems {
    private Pems() {}

    public static KeyPair rsa() {
        return pair("RSA", 2048);
    }

    public static KeyPair pair(String algorithm, int size) {
        try {
            var generator = KeyPairGenerator.getInstance(algorithm);
            generator.initialize(size);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    public static KeyPair ec() {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    public static KeyPair ed25519() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    public static String pkcs8(KeyPair pair) {
        return block("PRIVATE KEY", pair.getPrivate().getEncoded());
    }

    /** The form with a kind of its own: PKCS#1 for RSA, SEC 1 for EC. */
    public static String traditional(String label, KeyPair pair) {
        try {
            return block(label, PrivateKeyInfo.getInstance(pair.getPrivate().getEncoded()).parsePrivateKey()
                    .toASN1Primitive().getEncoded());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    public static String openSsh(KeyPair pair) {
        try {
            return block("OPENSSH PRIVATE KEY", OpenSSHPrivateKeyUtil.encodePrivateKey(
                    PrivateKeyFactory.createKey(pair.getPrivate().getEncoded())));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    public static String encrypted() {
        try {
            return block("ENCRYPTED PRIVATE KEY", new EncryptedPrivateKeyInfo(
                    new AlgorithmIdentifier(PKCSObjectIdentifiers.id_PBES2), Ciphers.random(1_200)).getEncoded());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Signed by itself; it began a year before it ends. */
    public static String certificate(Instant until) {
        var pair = ec();
        var generator = new V3TBSCertificateGenerator();
        var name = new X500Name("CN=example.com");
        var algorithm = new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256);
        generator.setSerialNumber(new ASN1Integer(BigInteger.ONE));
        generator.setIssuer(name);
        generator.setSubject(name);
        generator.setSignature(algorithm);
        generator.setStartDate(new Time(Date.from(until.minusSeconds(365 * 86_400))));
        generator.setEndDate(new Time(Date.from(until)));
        generator.setSubjectPublicKeyInfo(SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded()));
        var body = generator.generateTBSCertificate();
        try {
            var signer = Signature.getInstance("SHA256withECDSA");
            signer.initSign(pair.getPrivate());
            signer.update(body.getEncoded());
            var parts = new ASN1EncodableVector();
            parts.add(body);
            parts.add(algorithm);
            parts.add(new DERBitString(signer.sign()));
            return block("CERTIFICATE", new DERSequence(parts).getEncoded());
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Sequences within sequences, as deep as a value is long. */
    public static String nested(int size) {
        var der = new byte[0];
        while (der.length + 6 < size) {
            int length = der.length;
            var outer = new byte[length + 6];
            outer[0] = 0x30;
            outer[1] = (byte) 0x84;
            for (int i = 0; i < 4; i++) {
                outer[2 + i] = (byte) (length >> 8 * (3 - i));
            }
            System.arraycopy(der, 0, outer, 6, length);
            der = outer;
        }
        return block("PRIVATE KEY", der);
    }

    public static String block(String label, byte[] der) {
        var body = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(der);
        return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(label, body, label);
    }

    /** PKCS#8 around anything that calls itself RSA. */
    static String rsaOf(ASN1Encodable key) {
        try {
            return block("PRIVATE KEY", new PrivateKeyInfo(
                    new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption), key).getEncoded());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
