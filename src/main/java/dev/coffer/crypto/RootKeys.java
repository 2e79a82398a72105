package dev.coffer.crypto;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the root key from its file: 32 bytes as base64 or hex, white space around them ignored. Refuses a file that
 * others may read or change; links are followed, as mounted secrets are links.
 */
public final class RootKeys {

    private static final Set<Set<PosixFilePermission>> MODES = Set.of(PosixFilePermissions.fromString("r--------"),
            PosixFilePermissions.fromString("r--r-----"), PosixFilePermissions.fromString("rw-------"));
    private static final int LONGEST_FILE = 4096;

    private RootKeys() {}

    /** The key, or why it can't be used. */
    public sealed interface Reading permits RootKey, StaysSealed {}

    public static Reading read(Path file) {
        return read(file, new UnixSystem().getUid());
    }

    static Reading read(Path file, long processUid) {
        try {
            var real = file.toRealPath();
            var fault = fault(real, processUid);
            return fault.isPresent() ? fault.get() : key(real);
        } catch (NoSuchFileException e) {
            return new StaysSealed("root_key_missing", ("There is no root key at %s. Put the key file of this instance"
                    + " there, or name it in COFFER_ROOT_KEY_FILE.").formatted(file));
        } catch (AccessDeniedException e) {
            return new StaysSealed("root_key_unreadable_by_us",
                    "Coffer may not read %s. Make the user that runs Coffer its owner.".formatted(file));
        } catch (IOException e) {
            return new StaysSealed("root_key_unreadable_by_us",
                    "Reading %s failed. Check the disk or mount that it is on.".formatted(file));
        }
    }

    /**
     * Makes a new random key in a new file that only its owner may read. The file is there whole or not at all.
     *
     * @throws java.nio.file.FileAlreadyExistsException for a file that exists: a key is never replaced
     */
    public static RootKey create(Path file) throws IOException {
        var folder = file.toAbsolutePath().getParent();
        var bytes = Ciphers.random(Ciphers.KEY_BYTES);
        var draft = Files.createTempFile(folder, ".root-key", "",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            write(draft, bytes);
            Files.createLink(file, draft);
        } finally {
            Files.delete(draft);
        }
        try (var channel = FileChannel.open(folder)) {
            channel.force(true);
        }
        return new RootKey(bytes);
    }

    private static void write(Path draft, byte[] bytes) throws IOException {
        var text = Base64.getEncoder().encode(bytes);
        var line = Arrays.copyOf(text, text.length + 1);
        line[text.length] = '\n';
        try (var channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(line));
            channel.force(true);
        }
        Arrays.fill(text, (byte) 0);
        Arrays.fill(line, (byte) 0);
    }

    private static Optional<StaysSealed> fault(Path real, long processUid) throws IOException {
        if (!Files.isRegularFile(real)) {
            return Optional.of(new StaysSealed("root_key_not_a_file",
                    "%s is not a file. Name the key file itself.".formatted(real)));
        }
        var owner = ((Number) Files.getAttribute(real, "unix:uid")).longValue();
        if (owner != processUid && owner != 0) {
            return Optional.of(new StaysSealed("root_key_owned_by_another",
                    "%s belongs to another user. Make the user that runs Coffer, or root, its owner.".formatted(real)));
        }
        if (!MODES.contains(Files.getPosixFilePermissions(real))) {
            return Optional.of(new StaysSealed("root_key_open_to_others",
                    "%s is open to others. Set its mode to 0400, 0440 or 0600.".formatted(real)));
        }
        return Optional.empty();
    }

    private static Reading key(Path real) throws IOException {
        if (Files.size(real) > LONGEST_FILE) {
            return malformed(real);
        }
        var content = Files.readAllBytes(real);
        var stripped = strip(content);
        var key = stripped.length == 2 * Ciphers.KEY_BYTES ? hex(stripped) : base64(stripped);
        Arrays.fill(content, (byte) 0);
        Arrays.fill(stripped, (byte) 0);
        return key.filter(bytes -> bytes.length == Ciphers.KEY_BYTES).<Reading>map(RootKey::new)
                .orElseGet(() -> malformed(real));
    }

    private static StaysSealed malformed(Path real) {
        return new StaysSealed("root_key_malformed",
                "%s holds no root key. It must hold 32 bytes as base64 or hex, and nothing else.".formatted(real));
    }

    private static byte[] strip(byte[] content) {
        var from = 0;
        var to = content.length;
        while (from < to && Character.isWhitespace(content[from])) {
            from++;
        }
        while (to > from && Character.isWhitespace(content[to - 1])) {
            to--;
        }
        return Arrays.copyOfRange(content, from, to);
    }

    private static Optional<byte[]> hex(byte[] text) {
        var bytes = new byte[text.length / 2];
        for (var i = 0; i < text.length; i++) {
            var digit = Character.digit(text[i], 16);
            if (digit < 0) {
                return Optional.empty();
            }
            bytes[i / 2] = (byte) (bytes[i / 2] << 4 | digit);
        }
        return Optional.of(bytes);
    }

    private static Optional<byte[]> base64(byte[] text) {
        try {
            return Optional.of(Base64.getDecoder().decode(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
