package dev.coffer.db;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The system user that the embedded PostgreSQL runs as. PostgreSQL refuses root, so root hands its data to the user
 * {@code postgres}, or {@code nobody}; everybody else runs it as themselves.
 */
record PostgresUser(boolean switched, int id, int group) {
    private static final Path PASSWD = Path.of("/etc/passwd");
    private static final List<String> PREFERRED = List.of("postgres", "nobody");

    /** Whoever owns the data already stays its user. */
    static PostgresUser of(Path data) throws IOException {
        var self = Path.of("/proc/self");
        if (!Files.isDirectory(self) || number(self, "uid") != 0) {
            return new PostgresUser(false, 0, 0);
        }
        if (program("setpriv").isEmpty()) {
            throw new CannotStart(
                    "PostgreSQL doesn't run as root: install setpriv (util-linux), start Coffer as another "
                            + "user, or set COFFER_DATABASE_URL.");
        }
        return Files.isDirectory(data) && number(data, "uid") != 0
                ? new PostgresUser(true, number(data, "uid"), number(data, "gid"))
                : known();
    }

    private static PostgresUser known() throws IOException {
        var users = Files.readAllLines(PASSWD).stream().map(line -> line.split(":")).filter(f -> f.length > 3).toList();
        return PREFERRED.stream()
                .flatMap(name -> users.stream().filter(fields -> fields[0].equals(name)))
                .findFirst()
                .map(fields -> new PostgresUser(true, Integer.parseInt(fields[2]), Integer.parseInt(fields[3])))
                .orElseThrow(() -> new CannotStart("PostgreSQL doesn't run as root: add a system user named postgres, "
                        + "start Coffer as another user, or set COFFER_DATABASE_URL."));
    }

    /**
     * A command as this user, in a session of its own so that Ctrl+C reaches only us, and told to stop when the thread
     * that starts it ends, so that it doesn't outlive us.
     */
    List<String> command(List<String> command) {
        var all = new ArrayList<String>();
        program("setsid").ifPresent(all::add);
        program("setpriv").ifPresent(setpriv -> {
            all.addAll(List.of(setpriv, "--pdeathsig", "INT", "--no-new-privs"));
            if (switched) {
                all.addAll(List.of("--reuid=" + id, "--regid=" + group, "--clear-groups"));
            }
        });
        all.addAll(command);
        return all;
    }

    /** Hands a file or folder over, so that nobody but this user (and root) gets at it. */
    void own(Path path) throws IOException {
        var mode = Files.isDirectory(path) ? "rwx------" : "rw-------";
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
        if (switched) {
            Files.setAttribute(path, "unix:uid", id);
            Files.setAttribute(path, "unix:gid", group);
        }
    }

    /** Closes a folder of ours to everybody, but lets this user pass through it to what is his. */
    void mayPass(Path folder) throws IOException {
        if (switched) {
            Files.setAttribute(folder, "unix:gid", group);
        }
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(switched ? "rwx--x---" : "rwx------"));
    }

    /** True when this user gets into the folder, all the way from the root. */
    boolean reaches(Path folder) throws IOException {
        if (!switched) {
            return true;
        }
        for (var path = folder.toRealPath(); path != null; path = path.getParent()) {
            if (!Files.getPosixFilePermissions(path).contains(pass(path))) {
                return false;
            }
        }
        return true;
    }

    private PosixFilePermission pass(Path folder) throws IOException {
        if (number(folder, "uid") == id) {
            return PosixFilePermission.OWNER_EXECUTE;
        }
        return number(folder, "gid") == group ? PosixFilePermission.GROUP_EXECUTE : PosixFilePermission.OTHERS_EXECUTE;
    }

    private static int number(Path path, String attribute) throws IOException {
        return (Integer) Files.getAttribute(path, "unix:" + attribute);
    }

    private static Optional<String> program(String name) {
        var path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Stream.concat(Stream.of(path.split(File.pathSeparator)), Stream.of("/usr/bin", "/bin"))
                .filter(folder -> folder.startsWith("/"))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst()
                .map(Path::toString);
    }
}
