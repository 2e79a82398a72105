package dev.coffer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.coffer.Cast;
import dev.coffer.TestClient;
import dev.coffer.TestServer;
import dev.coffer.access.Role;
import dev.coffer.cli.CofferProcess.Done;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** {@code coffer run} as a process, with a server and children that are as real. */
@Tag("R26")
class RunTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String CANARY = "canary-4b1f09d2-ü\"\\";
    private static int projects;
    private static TestServer server;
    private static TestClient alice;

    @TempDir
    private Path folder;
    private String project;
    private Map<String, String> variables;

    @BeforeAll
    static void start() {
        server = TestServer.start();
        alice = server.api(server.cast.alice);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void project() {
        project = "run-" + ++projects;
        server.cast.project(project);
        variables = new HashMap<>(Map.of("COFFER_URL", server.url(), "COFFER_TOKEN",
                server.cast.deploymentTokenOf(server.cast.alice, project, new Cast.Place("api", "production")),
                "LC_ALL", "C.UTF-8"));
    }

    @Test
    @Tag("R30")
    void a_command_gets_its_values_and_its_output_is_masked() throws Exception {
        set("DATABASE_URL", CANARY);
        var done = run("sh", "-c", "printf %s \"$DATABASE_URL\" > value; echo \"to $DATABASE_URL\"; "
                + "echo \"no $DATABASE_URL\" >&2; env | grep -c COFFER_TOKEN; exit 7");
        assertThat(folder.resolve("value")).hasContent(CANARY);
        assertThat(done).isEqualTo(new Done(7, "to <secret:database_url>\n0\n", "no <secret:database_url>\n"));
    }

    @Test
    @Tag("R30")
    void mask_masks_what_its_tokens_deployment_reads_and_names_what_is_too_short() throws Exception {
        set("DATABASE_URL", CANARY);
        set("PORT", "8080");
        Files.writeString(folder.resolve("log"), "to %s on 8080\n".formatted(CANARY));
        assertThat(coffer("mask", "--", "sh", "-c", "cat log; base64 -w0 log >&2")).satisfies(done -> {
            assertThat(done.code()).isZero();
            assertThat(done.out()).isEqualTo("to <secret:database_url> on 8080\n");
            assertThat(done.err()).startsWith("Not masked, being shorter than 8 bytes: PORT.\n")
                    .contains("<secret:database_url>");
        });
        variables.put("COFFER_TOKEN", server.cast.tokenOf(server.cast.alice));
        assertThat(coffer("mask", "--", "touch", "started").code()).isNotZero();
        assertThat(folder.resolve("started")).doesNotExist();
    }

    @Test
    void only_gives_just_those() throws Exception {
        set("A_KEY", "first value");
        set("B_KEY", "second value");
        var done = coffer("run", "--only", "A_KEY", "--", "sh", "-c", "echo ${A_KEY+a}${B_KEY+b}");
        assertThat(done).isEqualTo(new Done(0, "a\n", ""));
        assertThat(coffer("run", "--only", "A_KEY,NOTHING", "--", "touch", "started")).isEqualTo(new Done(1, "",
                "api@production doesn't read NOTHING. It reads A_KEY, B_KEY.\n"));
        assertThat(folder.resolve("started")).doesNotExist();
    }

    @Test
    void a_missing_required_secret_keeps_it_from_starting() throws Exception {
        set("THERE", "value here");
        var body = "{\"source\":\"build\",\"requirements\":[{\"key\":\"STRIPE_KEY\"},{\"key\":\"THERE\"}]}";
        assertThat(alice.json("PUT", "/api/v1/projects/" + project + "/requirements", body).statusCode())
                .isEqualTo(200);
        var done = run("touch", "started");
        assertThat(done.code()).isEqualTo(1);
        assertThat(done.err()).isEqualTo(("%s lacks 1 required secret in production: STRIPE_KEY. Set it at "
                + "%s/projects/%s/secrets?environment=production&status=missing.\n").formatted(project, server.url(),
                        project));
        assertThat(folder.resolve("started")).doesNotExist();
        assertThat(coffer("run", "--only", "THERE", "--", "true").code()).as("what it isn't given").isZero();
    }

    @Test
    @Tag("R31")
    void parameters_reach_it_beside_its_secrets() throws Exception {
        var done = coffer("run", "--param", "orderId=1234", "--param", "note=a=b", "--", "node", "-e",
                "console.log(process.env.COFFER_PARAM_ORDER_ID, JSON.parse(process.env.COFFER_PARAMS).note)");
        assertThat(done).isEqualTo(new Done(0, "1234 a=b\n", ""));
        assertThat(coffer("run", "--param", "orderId", "--", "true")).matches(each -> each.code() == 2
                && each.err().startsWith("A parameter is given as --param name=value."));
        assertThat(coffer("run", "--param", "a=1", "--param", "a=2", "--", "true").code()).isEqualTo(2);
    }

    @Test
    void wrong_use_is_2_and_nothing_starts() throws Exception {
        for (var args : List.of(List.of("run"), List.of("run", "touch", "started"), List.of("run", "--"),
                List.of("run", "--nothing", "--", "touch", "started"),
                List.of("run", "--cache", "long", "--", "true"))) {
            assertThat(coffer(args.toArray(String[]::new)).code()).as("%s", args).isEqualTo(2);
        }
        assertThat(coffer("run", "touch", "-c", "started").err()).startsWith("One of the options isn't known here. The "
                + "command goes after --, with its own options.\n");
        var other = coffer("run", "--env", "preview", "--", "touch", "started");
        assertThat(other.code()).isEqualTo(2);
        assertThat(other.err())
                .startsWith("This token is for the environment production, and can't be used for preview");
        variables.put("COFFER_TOKEN", server.cast.pipelineTokenOf(server.cast.alice, project, Role.ADMIN));
        assertThat(run("touch", "started").code()).as("a pipeline's token").isEqualTo(1);
        variables.remove("COFFER_TOKEN");
        variables.put("HOME", folder.toString());
        assertThat(run("touch", "started")).as("without a token").isEqualTo(new Done(2, "", "There is no token, and "
                + "values are read with a deployment's. An admin makes one in the project's settings under Apps; give it "
                + "as COFFER_TOKEN, or as COFFER_TOKEN_FILE.\n"));
        assertThat(folder.resolve("started")).doesNotExist();
    }

    @Test
    void an_address_with_a_path_and_a_key_without_a_name_are_told() throws Exception {
        assertThat(coffer("run", "--only", "", "--", "true")).isEqualTo(new Done(1, "",
                "api@production doesn't read a key without a name. It reads nothing.\n"));
        variables.put("COFFER_URL", server.url() + "/api/v1");
        assertThat(run("true"))
                .isEqualTo(new Done(1, "", ("There is no Coffer at %s/api/v1. --server or COFFER_URL names "
                        + "it, without a path.\n").formatted(server.url())));
    }

    @Test
    void arguments_are_the_command_s_own() throws Exception {
        assertThat(run("printf", "[%s]", "--only", "X", "--", "-e", "a b", "'q'", "\"\"", "", "ü", "@file", "$HOME")
                .out()).isEqualTo("[--only][X][--][-e][a b]['q'][\"\"][][ü][@file][$HOME]");
    }

    @Test
    void standard_input_is_its_own() throws Exception {
        try (var running = CofferProcess.start(folder, variables, "run", "--", "cat")) {
            try (var input = running.process().getOutputStream()) {
                input.write("passed on\n".getBytes());
                input.flush();
                running.awaitOut("passed on\n");
                input.write("and more\n".getBytes());
            }
            assertThat(running.done()).isEqualTo(new Done(0, "passed on\nand more\n", ""));
        }
    }

    /** Each locale that a shell, cron, a container or a service starts it in. */
    @ParameterizedTest
    @ValueSource(strings = {"C", "POSIX", "C.UTF-8", "nothing", "en_US.ISO-8859-1"})
    void a_value_is_byte_for_byte_in_every_locale(String locale) throws Exception {
        set("KEY", "ü€🔑 value");
        variables.put("LC_ALL", locale.equals("nothing") ? "" : locale);
        variables.put("LANG", "");
        var done = run("sh", "-c", "printf %s \"$KEY$1\" > value; echo \"${LC_ALL-unset}\"", "sh", "ärg");
        assertThat(done).isEqualTo(new Done(0, locale.equals("nothing") ? "unset\n" : locale + "\n", ""));
        assertThat(folder.resolve("value")).hasContent("ü€🔑 valueärg");
    }

    @Test
    void what_is_not_there_is_127_and_what_can_t_be_executed_126() throws Exception {
        assertThat(run("no-such-command")).isEqualTo(new Done(127, "", "There is no command no-such-command.\n"));
        assertThat(run("/etc/passwd").code()).isEqualTo(126);
    }

    @Test
    void a_server_that_is_away_is_69() throws Exception {
        variables.put("COFFER_URL", away());
        assertThat(run("touch", "started").code()).isEqualTo(69);
        assertThat(folder.resolve("started")).doesNotExist();
    }

    @Test
    void a_file_is_there_while_it_runs() throws Exception {
        set("TLS_KEY", "-----BEGIN-----\nabc\n");
        variables.put("XDG_RUNTIME_DIR", folder.toString());
        var done = coffer("run", "--file", "TLS_KEY", "--", "sh", "-c",
                "cp \"$TLS_KEY_FILE\" copy; echo ${TLS_KEY-unset}; ls -d coffer-run-*");
        assertThat(done.code()).isZero();
        assertThat(done.out()).startsWith("unset\ncoffer-run-");
        assertThat(folder.resolve("copy")).hasContent("-----BEGIN-----\nabc\n");
        assertThat(leftovers()).isZero();
    }

    @Test
    void an_environment_that_would_be_too_large_is_refused_and_only_or_file_help() throws Exception {
        for (int i = 0; i < 33; i++) {
            set("LARGE_" + i, "x".repeat(65_000));
        }
        var done = run("touch", "started");
        assertThat(done.code()).isEqualTo(1);
        assertThat(done.err()).startsWith("Arguments and environment would have 2,").contains("--only", "--file");
        assertThat(folder.resolve("started")).doesNotExist();
        assertThat(coffer("run", "--only", "LARGE_1,LARGE_2", "--", "true").code()).isZero();
        assertThat(coffer("run", "--file", "LARGE_1,LARGE_2,LARGE_3,LARGE_4", "--", "true").code()).isZero();
    }

    /** A server that was taken over, or is another: what it answers doesn't run code. */
    @Test
    @Tag("R10")
    void names_and_values_that_do_harm_are_refused_wherever_they_come_from() throws Exception {
        var http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.createContext("/", exchange -> {
            var body = ("{\"project\":\"p\",\"environment\":\"production\",\"app\":\"api\",\"secrets\":{"
                    + "\"LD_PRELOAD\":\"canary\",\"NODE_OPTIONS\":\"canary\",\"PATH\":\"canary\",\"A=B\":\"canary\","
                    + "\"NUL\":\"canary\\u0000\",\"LARGE\":\"" + "canary".repeat(30_000) + "\"},\"missing\":[]}")
                    .getBytes();
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        http.start();
        variables.put("COFFER_URL", "http://localhost:" + http.getAddress().getPort());
        for (var option : List.of("--watch", "--no-mask", "--param=a=b")) {
            var done = coffer("run", option, "--", "touch", "started");
            assertThat(done.code()).isEqualTo(1);
            assertThat(done.err().lines()).hasSize(6);
            assertThat(done.err()).contains("LD_PRELOAD changes how programs load code", "NODE_OPTIONS changes",
                    "PATH changes", "A secret's name is none", "NUL holds a NUL", "LARGE has 180,007 bytes")
                    .doesNotContain("canary");
        }
        assertThat(folder.resolve("started")).doesNotExist();
        http.stop(0);
    }

    @Test
    void an_argument_that_java_can_t_read_is_refused_and_not_changed() throws Exception {
        var command = new ArrayList<>(List.of("sh", "-c", "exec \"$@\" \"$(printf 'a\\377b')\"", "sh"));
        command.addAll(CofferProcess.command("run", "--", "touch"));
        try (var running = CofferProcess.start(folder, variables, command)) {
            assertThat(running.done()).matches(done -> done.code() == 2 && done.err().contains("isn't text in UTF-8"));
        }
    }

    private long leftovers() throws IOException {
        try (var all = Files.list(folder)) {
            return all.filter(each -> each.getFileName().toString().startsWith("coffer-run-")).count();
        }
    }

    private void set(String key, String value) {
        var body = JSON.writeValueAsString(Map.of("value", value, "environments", List.of("production")));
        assertThat(alice.json("PUT", "/api/v1/projects/" + project + "/secrets/" + key, body).statusCode()).isIn(200,
                201);
    }

    private Done run(String... command) throws Exception {
        var args = new ArrayList<>(List.of("run", "--"));
        args.addAll(List.of(command));
        return coffer(args.toArray(String[]::new));
    }

    private Done coffer(String... args) throws Exception {
        return CofferProcess.run(folder, variables, args);
    }

    private static String away() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return "http://localhost:" + socket.getLocalPort();
        }
    }
}
