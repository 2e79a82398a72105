package dev.coffer.db;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * PostgreSQL's own programs, unpacked once from the archive that the build packs in. A folder of them is there as a
 * whole or not at all, and only its owner can change what is in it.
 */
public final class PostgresPrograms {
    static final String VERSION = "18.6.0";
    private static final String UNPACKING = "postgresql-unpacking-";

    private PostgresPrograms() {}

    /**
     * Unpacks below {@code parent}, or finds them there from last time (about 2 s, then nothing).
     *
     * @return the folder that holds {@code bin}
     * @throws CannotStart where this build has no programs for the platform
     */
    public static Path unpack(Path parent) throws IOException {
        var home = parent.resolve("postgresql-" + VERSION);
        if (Files.isDirectory(home)) {
            return home;
        }
        removeAbandoned(parent);
        var half = parent.resolve(UNPACKING + ProcessHandle.current().pid());
        deleteTree(half);
        try (var archive = archive(System.getProperty("os.name"), System.getProperty("os.arch"))) {
            unpack(archive, half);
        }
        try {
            Files.move(half, home, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException e) {
            deleteTree(half);
            if (!Files.isDirectory(home)) {
                throw e;
            }
            // Another process was quicker.
        }
        return home;
    }

    /** What processes that were killed had unpacked so far. */
    private static void removeAbandoned(Path parent) throws IOException {
        try (var halves = Files.newDirectoryStream(parent, UNPACKING + "*")) {
            for (var half : halves) {
                var pid = half.getFileName().toString().substring(UNPACKING.length());
                if (ProcessHandle.of(Long.parseLong(pid)).isEmpty()) {
                    deleteTree(half);
                }
            }
        }
    }

    static InputStream archive(String system, String processor) {
        var os = system.toLowerCase(Locale.ROOT).startsWith("mac") ? "darwin" : system.toLowerCase(Locale.ROOT);
        var arch = switch (processor) {
            case "amd64" -> "x86_64";
            case "aarch64" -> "arm_64";
            default -> processor;
        };
        var archive = PostgresPrograms.class.getResourceAsStream("/postgres-%s-%s.txz".formatted(os, arch));
        if (archive == null) {
            throw new CannotStart("This build has no PostgreSQL for %s on %s: set COFFER_DATABASE_URL to one of yours."
                    .formatted(system, processor));
        }
        return archive;
    }

    private static void unpack(InputStream archive, Path target) throws IOException {
        directory(target);
        try (var tar = new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(archive)))) {
            for (TarArchiveEntry entry; (entry = tar.getNextEntry()) != null;) {
                var path = target.resolve(entry.getName()).normalize();
                if (!path.startsWith(target)) {
                    throw new IOException("an entry of the archive leaves its folder");
                }
                if (entry.isDirectory()) {
                    directory(path);
                } else if (isNeeded(entry.getName())) {
                    directory(path.getParent());
                    entry(tar, entry, path);
                }
            }
        }
    }

    private static void entry(TarArchiveInputStream tar, TarArchiveEntry entry, Path path) throws IOException {
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
            return;
        }
        Files.copy(tar, path);
        boolean program = (entry.getMode() & 0100) != 0;
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(program ? "rwxr-xr-x" : "rw-r--r--"));
    }

    /** Not what only a compiler reads. */
    private static boolean isNeeded(String name) {
        return !name.endsWith(".a") && !name.contains("include/") && !name.contains("pgxs/");
    }

    /** Readable whatever the umask says: the server may run as another user. */
    private static void directory(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            directory(path.getParent());
            Files.createDirectory(path);
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }

    static void deleteTree(Path root) throws IOException {
        if (!Files.exists(root)) {
            return;
        }
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, IOException fault) throws IOException {
                Files.delete(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
