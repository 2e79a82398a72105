package dev.coffer.crypto;

import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * One Argon2id hash (RFC 9106) with its parameters, as a PHC string:
 * {@code $argon2id$v=19$m=65536,t=3,p=1$<salt>$<tag>}. Parameters below OWASP's floor or above what a server can bear
 * don't parse: a row that somebody changed neither weakens a check nor takes the memory.
 */
record Argon2Hash(int memoryKib, int passes, int lanes, byte[] salt, byte[] tag) {

    private static final Pattern PHC = Pattern.compile("\\$argon2id\\$v=19\\$m=(\\d{1,7}),t=(\\d{1,2}),p=(\\d{1,2})"
            + "\\$([A-Za-z0-9+/]{22,86})\\$([A-Za-z0-9+/]{43})");
    private static final int FLOOR_MEMORY = 19_456;
    private static final int FLOOR_PASSES = 2;
    private static final int CEILING_MEMORY = 65_536;
    private static final int CEILING_PASSES = 10;
    private static final int CEILING_LANES = 4;
    private static final int SALT_BYTES = 16;
    private static final int TAG_BYTES = 32;

    /** Today's parameters and a fresh salt. */
    static Argon2Hash of(Plaintext password) {
        return compute(CEILING_MEMORY, 3, 1, Ciphers.random(SALT_BYTES), password);
    }

    static Optional<Argon2Hash> parse(String phc) {
        var match = PHC.matcher(phc);
        if (!match.matches()) {
            return Optional.empty();
        }
        var hash = new Argon2Hash(Integer.parseInt(match.group(1)), Integer.parseInt(match.group(2)),
                Integer.parseInt(match.group(3)), decode(match.group(4)), decode(match.group(5)));
        return Optional.of(hash).filter(Argon2Hash::isBearable);
    }

    boolean isOf(Plaintext password) {
        return MessageDigest.isEqual(tag, compute(memoryKib, passes, lanes, salt, password).tag);
    }

    boolean isCurrent() {
        return memoryKib == CEILING_MEMORY && passes == 3 && lanes == 1 && salt.length == SALT_BYTES;
    }

    String phc() {
        var base64 = Base64.getEncoder().withoutPadding();
        return "$argon2id$v=19$m=%d,t=%d,p=%d$%s$%s".formatted(memoryKib, passes, lanes, base64.encodeToString(salt),
                base64.encodeToString(tag));
    }

    /** Its memory, 1 KiB a block, is garbage when this returns. */
    static byte[] tag(Argon2Parameters parameters, byte[] password) {
        var generator = new Argon2BytesGenerator();
        generator.init(parameters);
        var tag = new byte[TAG_BYTES];
        generator.generateBytes(password, tag);
        return tag;
    }

    private static Argon2Hash compute(int memoryKib, int passes, int lanes, byte[] salt, Plaintext password) {
        var parameters = new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13).withMemoryAsKB(memoryKib).withIterations(passes)
                .withParallelism(lanes).withSalt(salt).build();
        return new Argon2Hash(memoryKib, passes, lanes, salt, tag(parameters, password.expose()));
    }

    private boolean isBearable() {
        return memoryKib >= FLOOR_MEMORY && memoryKib <= CEILING_MEMORY && passes >= FLOOR_PASSES
                && passes <= CEILING_PASSES && lanes >= 1 && lanes <= CEILING_LANES;
    }

    private static byte[] decode(String base64) {
        return Base64.getDecoder().decode(base64);
    }

    @Override
    public String toString() {
        return "[password hash]";
    }
}
