package dev.coffer.client;

import dev.coffer.crypto.TokenSeal;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;

/**
 * What a deployment read last, kept for the time that its server is away, in a file that only its owner reads and only
 * its token opens. How old it is stands inside the seal: a file's date doesn't count, nor does one that another put
 * there, and where the clock was set back nothing is given. Off unless somebody asks for it.
 */
public final class RuntimeCache {
    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(1);
    private static final long LARGEST = 32L * 1024 * 1024;

    private final TokenSeal seal;
    private final Path file;
    private final Duration longest;
    private final InstantSource clock;

    /** What was found. */
    public sealed interface Recalled {
        /** The caller closes the secrets. */
        record Kept(RuntimeSecrets secrets, Duration age) implements Recalled {}

        /** Nothing that may be used; why, in a sentence without its final stop. */
        record Nothing(String why) implements Recalled {}
    }

    /** @param longest how old it may be when it is used */
    RuntimeCache(Http http, Path folder, Duration longest, InstantSource clock) {
        this.seal = TokenSeal.of(http.server().toString(), http.token());
        this.file = folder.resolve(seal.name() + ".sealed");
        this.longest = longest;
        this.clock = clock;
    }

    /** Keeps what was just read in the place of what was kept before. @throws IOException where it can't be written */
    public void keep(RuntimeSecrets secrets) throws IOException {
        write(clock.instant(), secrets);
    }

    /** What was kept, where it may be used now; what may not be used any more is deleted. */
    public Recalled recall() {
        byte[] plain;
        try {
            if (Files.size(file) > LARGEST) {
                return gone("What was kept is too large to be it");
            }
            plain = seal.open(Files.readAllBytes(file)).orElse(null);
        } catch (NoSuchFileException none) {
            return new Recalled.Nothing("Nothing was kept from an earlier run with this token");
        } catch (IOException unreadable) {
            return new Recalled.Nothing("What was kept can't be read");
        }
        return plain == null ? gone("What was kept is not for this server and token, or was changed") : opened(plain);
    }

    /** Deletes what was kept, if anything was. */
    public void wipe() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException stays) {
            // it can be opened with the token alone, which is refused
        }
    }

    private Recalled opened(byte[] plain) {
        var buffer = ByteBuffer.wrap(plain);
        var read = Instant.ofEpochMilli(buffer.getLong());
        var seen = Instant.ofEpochMilli(buffer.getLong());
        var now = clock.instant();
        var age = Duration.between(read, now);
        if (now.isBefore(seen.minus(CLOCKS_DIFFER)) || now.isBefore(read.minus(CLOCKS_DIFFER))) {
            Arrays.fill(plain, (byte) 0);
            return new Recalled.Nothing("The clock was set back, so nobody can tell how old what was kept is");
        }
        if (age.compareTo(longest) > 0) {
            Arrays.fill(plain, (byte) 0);
            return gone("What was kept is older than it may be");
        }
        var etag = new byte[buffer.getShort()];
        buffer.get(etag);
        var body = new byte[buffer.remaining()];
        buffer.get(body);
        Arrays.fill(plain, (byte) 0);
        var secrets = RuntimeSecrets.of(body, new String(etag, StandardCharsets.US_ASCII));
        try {
            write(read, secrets);
        } catch (IOException readOnly) {
            // then only the clock's way since the read is known
        }
        return new Recalled.Kept(secrets, age.isNegative() ? Duration.ZERO : age);
    }

    private Recalled gone(String why) {
        wipe();
        return new Recalled.Nothing(why);
    }

    /** When it was read, when it was last used, tag, answer. */
    private void write(Instant read, RuntimeSecrets secrets) throws IOException {
        var etag = secrets.etag().getBytes(StandardCharsets.US_ASCII);
        var plain = ByteBuffer.allocate(2 * Long.BYTES + Short.BYTES + etag.length + secrets.expose().length)
                .putLong(read.toEpochMilli()).putLong(clock.millis()).putShort((short) etag.length).put(etag)
                .put(secrets.expose()).array();
        try {
            Files.createDirectories(file.getParent(),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            var fresh = Files.createTempFile(file.getParent(), "new-", ".sealed",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            try {
                Files.write(fresh, seal.seal(plain));
                Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(fresh);
            }
        } finally {
            Arrays.fill(plain, (byte) 0);
        }
    }
}
