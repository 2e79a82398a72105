package dev.coffer.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** As root this also proves the way through a folder that PostgreSQL's user can't enter by name: JUnit's are 0700. */
class EmbeddedPostgresTest {
    private static final Path PROGRAMS = Path.of("target");

    @TempDir
    private Path parent;

    @Test
    void rows_are_there_after_a_stop_and_a_start() throws Exception {
        try (var postgres = start()) {
            insert(postgres.address(), "kept");
        }
        try (var postgres = start()) {
            assertThat(rows(postgres.address())).containsExactly("kept");
        }
    }

    @Test
    void durability_is_on_and_the_password_is_asked_for() throws Exception {
        try (var postgres = start(); var connection = connect(postgres.address())) {
            for (var setting : List.of("fsync", "full_page_writes", "synchronous_commit", "data_checksums")) {
                assertThat(one(connection, "show " + setting)).as(setting).isEqualTo("on");
            }
            assertThat(one(connection, "select string_agg(distinct auth_method, ' ') from pg_hba_file_rules"))
                    .isEqualTo("scram-sha-256");
            assertThat(one(connection, "show listen_addresses")).isEqualTo("127.0.0.1");

            var wrong = new Address(postgres.address().url(), postgres.address().user(), "wrong");
            assertThatThrownBy(() -> connect(wrong))
                    .isInstanceOfSatisfying(SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("28P01"));
        }
    }

    @Test
    void nobody_else_reads_the_folder() throws Exception {
        try (var postgres = start()) {
            assertThat(postgres.pid()).isPositive();
            assertThat(mode(folder())).startsWith("rwx").endsWith("---").doesNotContain("r--").doesNotContain("-w-");
            assertThat(mode(folder().resolve("database"))).isEqualTo("rwx------");
            assertThat(mode(folder().resolve("database-password"))).isEqualTo("rw-------");
            assertThat(mode(folder().resolve("database.log"))).isEqualTo("rw-------");
        }
    }

    @Test
    void no_statement_and_no_value_is_in_the_log() throws Exception {
        try (var postgres = start(); var connection = connect(postgres.address())) {
            execute(connection, "create table canary3 (canary4 int check (canary4 > 0))");
            execute(connection, "do $$ begin raise warning 'canary-5'; end $$");
            for (var sql : List.of("select 'canary-1'::int", "nonsense canary-2", "insert into canary3 values (-6)")) {
                assertThatThrownBy(() -> execute(connection, sql)).isInstanceOf(SQLException.class);
            }
        }
        assertThat(Files.readString(folder().resolve("database.log"))).contains("ready").doesNotContain("canary");
    }

    @Test
    void a_second_start_in_the_same_folder_is_refused() {
        try (var postgres = start()) {
            assertThat(postgres.pid()).isPositive();
            assertThatThrownBy(this::start).isInstanceOf(CannotStart.class)
                    .hasMessageContaining("Another Coffer runs in");
        }
    }

    @Test
    void a_killed_server_is_started_again_at_the_same_port() throws Exception {
        try (var postgres = start(); var database = Database.connect(postgres.address())) {
            insert(postgres.address(), "kept");
            var killed = ProcessHandle.of(postgres.pid()).orElseThrow();
            killed.destroyForcibly();
            killed.onExit().join();

            while (database.health() != Health.READY) {
                Thread.onSpinWait();
            }
            assertThat(postgres.pid()).isNotEqualTo(killed.pid());
            assertThat(rows(postgres.address())).containsExactly("kept");
        }
    }

    @Test
    void a_killed_process_leaves_a_folder_that_starts_again() throws Exception {
        var child = new ProcessBuilder(ProcessHandle.current().info().command().orElseThrow(), "-cp",
                System.getProperty("java.class.path"), Child.class.getName(), folder().toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        var printed = child.inputReader().lines().filter(line -> line.startsWith("running")).findFirst().orElseThrow();
        child.destroyForcibly().waitFor();

        try (var postgres = start()) {
            assertThat(printed).isNotEqualTo("running " + postgres.pid());
            assertThat(rows(postgres.address())).containsExactly("kept");
        }
    }

    static final class Child {
        public static void main(String[] args) throws Exception {
            var postgres = EmbeddedPostgres.start(Path.of(args[0]), PROGRAMS);
            insert(postgres.address(), "kept");
            System.out.println("running " + postgres.pid());
            Thread.sleep(java.time.Duration.ofMinutes(5));
        }
    }

    @Test
    void a_server_that_outlived_its_process_is_stopped_first() throws Exception {
        List<String> command;
        try (var postgres = start()) {
            insert(postgres.address(), "kept");
            command = commandLine(postgres.pid());
        }
        var orphan = orphan(command);
        try (var postgres = start()) {
            assertThat(orphan.waitFor()).isZero();
            assertThat(rows(postgres.address())).containsExactly("kept");
        }
    }

    @Test
    void a_process_id_that_belongs_to_another_program_is_forgotten() throws Exception {
        start().close();
        var file = folder().resolve("database/postmaster.pid");
        Files.writeString(file, ProcessHandle.current().pid() + "\n" + folder() + "\n");
        assertThatCode(() -> start().close()).doesNotThrowAnyException();
    }

    @Test
    void half_a_first_start_is_done_over() throws Exception {
        Files.createDirectories(folder().resolve("database.new"));
        Files.writeString(folder().resolve("lock"), "");
        Files.writeString(folder().resolve("database.new/PG_VERSION"), "18");
        Files.writeString(Files.createFile(folder().resolve("database-password")), "old");
        try (var postgres = start()) {
            insert(postgres.address(), "works");
            assertThat(folder().resolve("database.new")).doesNotExist();
        }
    }

    @Test
    void a_folder_with_other_files_is_left_alone() throws Exception {
        Files.createDirectories(folder());
        Files.writeString(folder().resolve("thesis.txt"), "words");
        var before = mode(folder());
        assertThatThrownBy(this::start).isInstanceOf(CannotStart.class).hasMessageContaining("holds other files");
        assertThat(mode(folder())).isEqualTo(before);
    }

    @Test
    void the_programs_are_of_the_version_that_the_code_names() throws Exception {
        var postgres = PostgresPrograms.unpack(PROGRAMS.toRealPath()).resolve("bin/postgres");
        var version = new ProcessBuilder(postgres.toString(), "--version").start().inputReader().readLine();
        assertThat(PostgresPrograms.VERSION).startsWith(version.replaceFirst(".* ", "") + ".");
    }

    @Test
    void a_platform_without_programs_is_told_what_to_set() {
        assertThatThrownBy(() -> PostgresPrograms.archive("Plan 9", "mips"))
                .isInstanceOf(CannotStart.class)
                .hasMessage(
                        "This build has no PostgreSQL for Plan 9 on mips: set COFFER_DATABASE_URL to one of yours.");
    }

    private Path folder() {
        return parent.resolve("coffer");
    }

    private EmbeddedPostgres start() {
        return EmbeddedPostgres.start(folder(), PROGRAMS);
    }

    /** The same server without the tie to its parent, as on a system that can't do that. */
    private Process orphan(List<String> command) throws IOException, InterruptedException {
        var data = folder().resolve("database");
        var all = new ArrayList<String>();
        var user = PostgresUser.of(data);
        if (user.switched()) {
            all.addAll(List.of("setpriv", "--reuid=" + user.id(), "--regid=" + user.group(), "--clear-groups"));
        }
        all.addAll(command);
        var process = EmbeddedPostgres.builder(all, data, folder().resolve("database.log")).start();
        var file = data.resolve("postmaster.pid");
        while (!Files.exists(file) || !Files.readString(file).contains("ready")) {
            assertThat(process.isAlive()).isTrue();
        }
        return process;
    }

    private static List<String> commandLine(long pid) throws IOException {
        return List.of(Files.readString(Path.of("/proc", Long.toString(pid), "cmdline")).split("\0"));
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS));
    }

    private static Connection connect(Address address) throws SQLException {
        return DriverManager.getConnection(address.url(), address.user(), address.password());
    }

    private static void insert(Address address, String text) throws SQLException {
        try (var connection = connect(address); var statement = connection.createStatement()) {
            statement.execute("create table if not exists kept (text text)");
            statement.execute("insert into kept values ('%s')".formatted(text));
        }
    }

    private static List<String> rows(Address address) throws SQLException {
        var rows = new ArrayList<String>();
        try (var connection = connect(address); var statement = connection.createStatement();
                var result = statement.executeQuery("select text from kept")) {
            while (result.next()) {
                rows.add(result.getString(1));
            }
        }
        return rows;
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String one(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement(); var result = statement.executeQuery(sql)) {
            result.next();
            return result.getString(1);
        }
    }
}
