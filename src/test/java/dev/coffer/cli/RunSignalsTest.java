package dev.coffer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.Cast;
import dev.coffer.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Signals on their way to a child, and what becomes of it when {@code coffer} is killed. */
@Tag("R26")
class RunSignalsTest {
    /** Says each signal that it gets; TERM ends it, with 5. */
    private static final String TELLS = """
            import os, signal, sys, time
            def got(number, frame):
                print(signal.Signals(number).name, flush=True)
                if number == signal.SIGTERM:
                    sys.exit(5)
            for name in ['HUP', 'INT', 'TERM', 'USR1', 'USR2', 'WINCH']:
                signal.signal(getattr(signal, 'SIG' + name), got)
            print('pid', os.getpid(), flush=True)
            print('ready', flush=True)
            while True:
                time.sleep(0.05)
            """;
    /** Runs its arguments on a terminal, and types Ctrl-C when that says ready, then lets it end. */
    private static final String TERMINAL = """
            import os, pty, sys, time
            pid, terminal = pty.fork()
            if pid == 0:
                os.execvp(sys.argv[1], sys.argv[1:])
            seen = b''
            def until(text):
                global seen
                while text not in seen:
                    seen += os.read(terminal, 4096)
            until(b'ready')
            os.write(terminal, b'\\x03')
            until(b'SIGINT')
            time.sleep(1)
            os.kill(pid, 15)
            try:
                while True:
                    seen += os.read(terminal, 4096)
            except OSError:
                pass
            status = os.waitpid(pid, 0)[1]
            sys.stdout.write(seen.decode().replace('\\r\\n', '\\n'))
            sys.exit(os.waitstatus_to_exitcode(status))
            """;

    private static TestServer server;
    private static Map<String, String> variables;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() {
        server = TestServer.start();
        server.cast.project("shop");
        variables = Map.of("COFFER_URL", server.url(), "COFFER_TOKEN",
                server.cast.deploymentTokenOf(server.cast.alice, "shop", new Cast.Place("api", "production")));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void each_is_passed_on_once_and_the_exit_code_is_the_child_s() throws Exception {
        try (var running = CofferProcess.start(folder, variables, "run", "--", "python3", "-c", TELLS)) {
            running.awaitOut("ready");
            var names = heeded();
            for (var name : names) {
                running.signal(name);
                running.awaitOut("SIG" + name + "\n");
            }
            var done = running.done();
            assertThat(done.code()).isEqualTo(5);
            assertThat(done.out()).endsWith("ready\nSIG" + String.join("\nSIG", names) + "\n");
        }
    }

    /** A program that is started to ignore some, by nohup or in the background of a shell, goes on doing so. */
    private static List<String> heeded() throws IOException {
        var ignored = Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("SigIgn:")).findFirst().orElseThrow().substring("SigIgn:".length());
        var mask = Long.parseUnsignedLong(ignored.strip(), 16);
        var numbers = new LinkedHashMap<String, Integer>();
        numbers.put("HUP", 1);
        numbers.put("INT", 2);
        numbers.put("USR1", 10);
        numbers.put("USR2", 12);
        numbers.put("WINCH", 28);
        numbers.put("TERM", 15);
        numbers.values().removeIf(number -> (mask >> (number - 1) & 1) == 1);
        return List.copyOf(numbers.keySet());
    }

    @Test
    void ctrl_c_at_a_terminal_reaches_it_once() throws Exception {
        for (var mask : List.of(List.<String>of(), List.of("--no-mask"))) {
            var command = new ArrayList<>(List.of("python3", "-c", TERMINAL));
            var run = new ArrayList<>(List.of("run"));
            run.addAll(mask);
            run.addAll(List.of("--", "python3", "-c", TELLS));
            command.addAll(CofferProcess.command(run.toArray(String[]::new)));
            try (var running = CofferProcess.start(folder, variables, command)) {
                var done = running.done();
                assertThat(done.code()).isEqualTo(5);
                assertThat(done.out().split("SIGINT", -1)).as(done.out()).hasSize(2);
                assertThat(done.out()).contains(mask.isEmpty() ? "The output is masked, so" : "isn't masked");
            }
        }
    }

    @Test
    void without_masking_it_has_the_terminal_and_the_process_itself() throws Exception {
        var command = new ArrayList<>(List.of("python3", "-c", TERMINAL.replace("until(b'SIGINT')", "")));
        command.addAll(CofferProcess.command("run", "--no-mask", "--", "python3", "-c",
                "import os, sys; print(sys.stdin.isatty(), sys.stdout.isatty(), os.getpid()); print('ready'); sys.exit(3)"));
        try (var running = CofferProcess.start(folder, variables, command)) {
            assertThat(running.done().out()).contains("True True ");
        }
        try (var running = CofferProcess.start(folder, variables, "run", "--no-mask", "--", "sh", "-c",
                "echo $$; grep -E 'Sig(Blk|Cgt)' /proc/self/status; ls /proc/self/fd | wc -l; exit 9")) {
            long pid = running.process().pid();
            var done = running.done();
            assertThat(done.code()).isEqualTo(9);
            assertThat(done.out()).startsWith(pid + "\n").contains("SigBlk:\t0000000000000000").endsWith("\n4\n");
        }
    }

    /** Nothing of it is left: not the child, and after the next run not its files either. */
    @ParameterizedTest
    @ValueSource(strings = {"TERM", "KILL"})
    void when_coffer_ends_so_does_its_child(String signal) throws Exception {
        var environment = new HashMap<>(variables);
        environment.put("XDG_RUNTIME_DIR", folder.toString());
        set("TLS_KEY", "the key itself");
        try (var running = CofferProcess.start(folder, environment, "run", "--file", "TLS_KEY", "--", "python3", "-c",
                TELLS)) {
            running.awaitOut("ready");
            var child = running.out().lines().findFirst().orElseThrow().split(" ")[1];
            assertThat(leftovers()).hasSize(1);
            running.signal(signal);
            running.process().waitFor();
            running.await("end of the child", () -> !Files.exists(Path.of("/proc", child, "exe")));
        }
        if (signal.equals("KILL")) {
            assertThat(CofferProcess.run(folder, environment, "run", "--file", "TLS_KEY", "--", "true").code())
                    .isZero();
        }
        assertThat(leftovers()).isEmpty();
    }

    @Test
    void a_signal_that_was_ignored_stays_ignored() throws Exception {
        var command = new ArrayList<>(List.of("sh", "-c", "trap '' HUP; exec \"$@\"", "sh"));
        command.addAll(CofferProcess.command("run", "--", "grep", "SigIgn", "/proc/self/status"));
        try (var running = CofferProcess.start(folder, variables, command)) {
            assertThat(Long.parseLong(running.done().out().split("\t")[1].strip(), 16) & 1).isEqualTo(1);
        }
    }

    @Test
    void its_limit_of_core_files_is_the_caller_s() throws Exception {
        var environment = new HashMap<>(variables);
        for (var option : List.of("--no-mask", "--only=TLS_KEY")) {
            set("TLS_KEY", "the key itself");
            environment.put("COFFER_CALLERS_CORES", "1234");
            var command = new ArrayList<>(List.of("sh", "-c", "ulimit -S -c 0; exec \"$@\"", "sh"));
            command.addAll(CofferProcess.command("run", option, "--", "sh", "-c",
                    "ulimit -S -c; echo ${COFFER_CALLERS_CORES-unset}"));
            try (var running = CofferProcess.start(folder, environment, command)) {
                assertThat(running.done().out()).isEqualTo("1234\nunset\n");
            }
        }
    }

    private List<Path> leftovers() throws IOException {
        try (var all = Files.list(folder)) {
            return all.filter(each -> each.getFileName().toString().startsWith("coffer-run-")).toList();
        }
    }

    private static void set(String key, String value) {
        assertThat(server.api(server.cast.alice).json("PUT", "/api/v1/projects/shop/secrets/" + key,
                "{\"value\": \"%s\", \"environments\": [\"production\"]}".formatted(value)).statusCode())
                .isLessThan(300);
    }
}
