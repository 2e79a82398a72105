package dev.coffer.run;

import dev.coffer.crypto.Plaintext;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Values as files, 0600 in a folder of their own, 0700, in memory where the system has such a place: {@code
 * XDG_RUNTIME_DIR}, {@code /dev/shm}, else the temporary folder. They are gone after {@link #close}. Of a process that
 * was killed they stay; since it no longer holds the folder's lock, whoever makes such files next removes them.
 */
final class PrivateFiles implements AutoCloseable {
    private static final String PREFIX = "coffer-run-";
    private static final String LOCK = ".lock";
    private static final FileAttribute<Set<PosixFilePermission>> OWNERS_FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final FileAttribute<Set<PosixFilePermission>> OWNERS_FOLDER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private final Path folder;
    private final FileChannel lock;
    private final Map<String, Path> paths = new LinkedHashMap<>();

    private PrivateFiles(Path folder, FileChannel lock) {
        this.folder = folder;
        this.lock = lock;
    }

    /** Writes them. Nothing is made where there are none. @throws IOException without a value in its text */
    static PrivateFiles of(Map<String, Plaintext> values, Map<String, String> environment) throws IOException {
        if (values.isEmpty()) {
            return new PrivateFiles(null, null);
        }
        var place = place(environment);
        removeLeftovers(place);
        var folder = Files.createTempDirectory(place, PREFIX, OWNERS_FOLDER);
        var lock = FileChannel.open(folder.resolve(LOCK),
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), OWNERS_FILE);
        lock.lock();
        var files = new PrivateFiles(folder, lock);
        try {
            for (var each : values.entrySet()) {
                files.write(each.getKey(), each.getValue());
            }
        } catch (IOException e) {
            files.close();
            throw e;
        }
        return files;
    }

    /** Where each is, by name. */
    Map<String, Path> paths() {
        return paths;
    }

    @Override
    public void close() {
        if (folder != null) {
            remove(folder);
            try {
                lock.close();
            } catch (IOException gone) {
                // the lock ends with the process
            }
        }
    }

    private void write(String name, Plaintext value) throws IOException {
        var path = folder.resolve(name);
        try (var out = Files.newByteChannel(path, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                OWNERS_FILE)) {
            var bytes = ByteBuffer.wrap(value.expose());
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
        }
        paths.put(name, path);
    }

    private static Path place(Map<String, String> environment) {
        return Stream.of(environment.getOrDefault("XDG_RUNTIME_DIR", ""), "/dev/shm")
                .filter(name -> name.startsWith("/")).map(Path::of)
                .filter(folder -> Files.isDirectory(folder) && Files.isWritable(folder)).findFirst()
                .orElseGet(() -> Path.of(System.getProperty("java.io.tmpdir")));
    }

    private static void removeLeftovers(Path place) {
        try (var folders = Files.newDirectoryStream(place, PREFIX + "*")) {
            for (var each : folders) {
                if (isOurs(each) && isLeft(each)) {
                    remove(each);
                }
            }
        } catch (IOException unreadable) {
            // then they stay
        }
    }

    private static boolean isOurs(Path folder) throws IOException {
        var attributes = Files.readAttributes(folder, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        return attributes.isDirectory()
                && attributes.owner().getName().equals(System.getProperty("user.name"));
    }

    /** Without a lock file it is one that is being made. */
    private static boolean isLeft(Path folder) {
        try (var channel = FileChannel.open(folder.resolve(LOCK), StandardOpenOption.WRITE);
                var lock = channel.tryLock()) {
            return lock != null;
        } catch (IOException | OverlappingFileLockException held) {
            return false;
        }
    }

    private static void remove(Path folder) {
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException stays) {
            // the next one removes it
        }
    }
}
