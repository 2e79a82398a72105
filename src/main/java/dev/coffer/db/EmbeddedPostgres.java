package dev.coffer.db;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * A PostgreSQL of our own for a trial, in a folder that only we read: programs, data, password and log. It listens on
 * loopback at a free port, asks for its password (SCRAM), keeps every durability setting on, and writes no statement
 * into its log. What a crash left behind is put right at the next start; a second start in one folder is refused.
 */
public final class EmbeddedPostgres implements AutoCloseable {
    private static final String USER = "coffer";
    /** Where root puts the programs when the data folder is in a place that PostgreSQL's user can't get to. */
    private static final Path SYSTEM_FOLDER = Path.of("/var/cache/coffer");
    private static final long LOG_BYTES = 1_000_000;
    private static final int PASSWORD_BYTES = 32;
    private static final int PORT_ATTEMPTS = 3;
    private static final Map<String, String> SETTINGS = Map.ofEntries(
            Map.entry("listen_addresses", "127.0.0.1"),
            Map.entry("unix_socket_directories", ""),
            Map.entry("fsync", "on"),
            Map.entry("synchronous_commit", "on"),
            Map.entry("full_page_writes", "on"),
            Map.entry("max_connections", "40"),
            Map.entry("shared_buffers", "64MB"),
            Map.entry("io_method", "sync"),
            Map.entry("jit", "off"),
            Map.entry("log_checkpoints", "off"),
            Map.entry("log_statement", "none"),
            Map.entry("log_min_duration_statement", "-1"),
            Map.entry("log_parameter_max_length", "0"),
            Map.entry("log_parameter_max_length_on_error", "0"),
            Map.entry("log_error_verbosity", "terse"),
            Map.entry("log_min_error_statement", "panic"),
            // A failed statement's message can quote what it was given; "log" is above "error".
            Map.entry("log_min_messages", "log"));

    private final Path folder;
    private final Path data;
    private final Path log;
    private final FileChannel lock;
    private PostgresUser user;
    private Path programs;
    private PostgresProcess process;
    private Address address;

    private EmbeddedPostgres(Path folder) throws IOException {
        this.folder = folder(folder);
        this.data = this.folder.resolve("database");
        this.log = this.folder.resolve("database.log");
        this.lock = lock(this.folder.resolve("lock"));
    }

    /**
     * Starts in the folder, which is made when it isn't there, and returns when connections are accepted: about 3 s the
     * first time, well under a second later. A stop of the process stops it too, except where the system can't do that
     * (not Linux); then the next start does.
     *
     * @throws CannotStart with a sentence that says why, and what to do
     */
    public static EmbeddedPostgres start(Path folder) {
        return start(folder, folder);
    }

    /** {@link #start(Path)} with the programs unpacked in another folder, to share them. */
    public static EmbeddedPostgres start(Path folder, Path programs) {
        try {
            var postgres = new EmbeddedPostgres(folder);
            try {
                postgres.prepare(programs);
                postgres.launch();
                return postgres;
            } catch (IOException | RuntimeException e) {
                postgres.close();
                throw e;
            }
        } catch (IOException e) {
            throw new CannotStart(
                    "PostgreSQL can't be started in %s (%s): see that you may write there, or set COFFER_DATABASE_URL."
                            .formatted(folder.toAbsolutePath(), e.getMessage()));
        }
    }

    /** Where it listens; another port after each start. */
    public Address address() {
        return address;
    }

    long pid() {
        return process.pid();
    }

    /** A fast shutdown, within a moment. */
    @Override
    public void close() {
        if (process != null) {
            process.close();
        }
        try {
            lock.close();
        } catch (IOException e) {
            throw new CannotStart("The lock of %s can't be given back.".formatted(folder));
        }
    }

    /** An existing folder is only taken when it is ours or empty: it is closed to everybody else. */
    private static Path folder(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder.toAbsolutePath().getParent());
            Files.createDirectory(folder,
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        try (var files = Files.list(folder)) {
            if (!Files.exists(folder.resolve("lock")) && !files.allMatch(file -> file.endsWith("lost+found"))) {
                throw new CannotStart("%s holds other files: set COFFER_DATA_DIR to an empty folder or a new one."
                        .formatted(folder.toAbsolutePath()));
            }
        }
        return folder.toRealPath();
    }

    private static FileChannel lock(Path file) throws IOException {
        var channel = FileChannel.open(privateFile(file), StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() != null) {
                return channel;
            }
        } catch (OverlappingFileLockException e) {
            // taken within this process
        }
        channel.close();
        throw new CannotStart("Another Coffer runs in %s: stop it, or set COFFER_DATA_DIR to another folder."
                .formatted(file.getParent()));
    }

    private static Path privateFile(Path file) throws IOException {
        if (!Files.exists(file)) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
        return file;
    }

    private void prepare(Path wanted) throws IOException {
        user = PostgresUser.of(data);
        user.mayPass(folder);
        programs = PostgresPrograms.unpack(reachable(wanted));
        rotateLog();
        if (!Files.isDirectory(data)) {
            initialise();
        }
    }

    private Path reachable(Path wanted) throws IOException {
        var parent = wanted.toRealPath();
        if (user.reaches(parent)) {
            return parent;
        }
        try {
            Files.createDirectories(SYSTEM_FOLDER);
            if (user.reaches(SYSTEM_FOLDER)) {
                return SYSTEM_FOLDER;
            }
        } catch (IOException e) {
            // said below
        }
        throw new CannotStart(
                "PostgreSQL runs as another user than root, who can't get into %s: set COFFER_DATA_DIR to a folder "
                        .formatted(parent) + "below one that everybody may enter, or set COFFER_DATABASE_URL.");
    }

    /** In a folder of another name first, so that half of it is never taken for a database. */
    private void initialise() throws IOException {
        var half = folder.resolve("database.new");
        PostgresPrograms.deleteTree(half);
        user.own(Files.createDirectory(half));
        var password = folder.resolve("database-password");
        Files.deleteIfExists(password);
        Files.writeString(privateFile(password), newPassword());
        user.own(password);
        var command =
                command("initdb", half, List.of("-U", USER, "-A", "scram-sha-256", "--pwfile=/dev/stdin", "-E", "UTF8",
                        "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--no-instructions"));
        run(builder(command, half, log).redirectInput(password.toFile()));
        Files.move(half, data, StandardCopyOption.ATOMIC_MOVE);
    }

    private void run(ProcessBuilder builder) throws IOException {
        try {
            if (builder.start().waitFor() != 0) {
                throw new CannotStart("PostgreSQL's data can't be made: the reason is in " + log);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CannotStart("Interrupted while PostgreSQL's data was made.");
        }
    }

    private static String newPassword() {
        var bytes = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private void launch() throws IOException {
        new PostgresOrphan(data, name()).stop();
        var password = Files.readString(folder.resolve("database-password")).strip();
        for (int attempt = 1;; attempt++) {
            int port = freePort();
            process = new PostgresProcess(serverCommand(port), data, log);
            try {
                process.start();
                address = new Address("jdbc:postgresql://127.0.0.1:%d/postgres".formatted(port), USER, password);
                return;
            } catch (java.util.concurrent.CompletionException e) {
                if (attempt == PORT_ATTEMPTS) {
                    throw e.getCause() instanceof CannotStart why ? why : e;
                }
            }
        }
    }

    private List<String> serverCommand(int port) {
        var options = new ArrayList<String>(List.of("-p", Integer.toString(port), "-c", "cluster_name=" + name()));
        SETTINGS.forEach((setting, value) -> options.addAll(List.of("-c", setting + "=" + value)));
        return command("postgres", data, options);
    }

    /** Tells our server from others in the list of processes; from the folder's name, so it is the same every time. */
    private String name() {
        return "coffer-%08x".formatted(data.toString().hashCode());
    }

    /**
     * Another user may be unable to get to the data by name, as its parents are closed to him; he can through the
     * working directory, which he is given.
     */
    private List<String> command(String program, Path directory, List<String> options) {
        var command = new ArrayList<String>();
        command.add(programs.resolve("bin").resolve(program).toString());
        command.addAll(List.of("-D", user.switched() ? "/proc/self/cwd" : directory.toString()));
        command.addAll(options);
        return user.command(command);
    }

    private void rotateLog() throws IOException {
        if (Files.exists(log) && Files.size(log) > LOG_BYTES) {
            Files.move(log, folder.resolve("database.log.1"), StandardCopyOption.REPLACE_EXISTING);
        }
        privateFile(log);
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** With an environment of its own: ours may hold secrets. */
    static ProcessBuilder builder(List<String> command, Path directory, Path log) {
        var builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().clear();
        builder.environment().putAll(Map.of("LC_ALL", "C", "TZ", "UTC", "PATH", "/usr/bin:/bin"));
        return builder;
    }
}
