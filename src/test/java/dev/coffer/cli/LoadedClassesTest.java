package dev.coffer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.Cast;
import dev.coffer.TestServer;
import dev.coffer.access.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A command is quick because it loads nothing of the server: what Java itself says that it loaded. */
class LoadedClassesTest {
    private static final Pattern LOADED = Pattern.compile("\\] ([\\w.$]+)(?:/0x\\w+)? source:");
    private static final Pattern OURS =
            Pattern.compile("dev\\.coffer\\.(?:Main.*|(?:cli|client|mask|dotenv|run|scan)\\..*"
                    + "|crypto\\.Plaintext.*|form\\.\\w+)");

    @TempDir
    private Path folder;

    @Test
    void no_command_loads_what_the_server_is_made_of() throws Exception {
        try (var server = TestServer.start()) {
            server.cast.project("shop");
            var pipeline = Map.of("COFFER_URL", server.url(), "COFFER_TOKEN",
                    server.cast.pipelineTokenOf(server.cast.alice, "shop", Role.ADMIN));
            var deployment = Map.of("COFFER_URL", server.url(), "COFFER_TOKEN",
                    server.cast.deploymentTokenOf(server.cast.alice, "shop", new Cast.Place("api", "production")));

            check(pipeline, "secrets", "list");
            check(pipeline, "check", "-e", "production");
            check(deployment, "run", "--", "true");
            check(deployment, "export");
            assertThat(check(pipeline, "whoami")).as("only the command that is called")
                    .contains("dev.coffer.cli.Whoami").doesNotContain("dev.coffer.cli.SecretsSet",
                            "dev.coffer.run.Child",
                            "dev.coffer.mask.Masker", "sun.security.ssl.TrustStoreManager$TrustAnchorManager");
        }
    }

    private TreeSet<String> check(Map<String, String> variables, String... args) throws Exception {
        var log = folder.resolve("loaded");
        var command = CofferProcess.command(args);
        command.add(1, "-Xlog:class+load:file=" + log);
        try (var running = CofferProcess.start(folder, variables, command)) {
            var done = running.done();
            assertThat(done.code()).as(done.err()).isZero();
        }
        var loaded = loaded(log);
        assertThat(loaded).as(String.join(" ", args)).hasSizeGreaterThan(400);
        assertThat(loaded.stream().filter(name -> name.startsWith("dev.coffer."))).isNotEmpty()
                .allMatch(name -> OURS.matcher(name).matches());
        assertThat(loaded).noneMatch(name -> List.of("io.javalin", "org.eclipse.jetty", "org.jooq", "org.postgresql",
                "org.thymeleaf", "ch.qos.logback", "com.zaxxer").stream().anyMatch(name::startsWith));
        return loaded;
    }

    private static TreeSet<String> loaded(Path log) throws IOException {
        var names = new TreeSet<String>();
        try (var lines = Files.lines(log)) {
            lines.forEach(line -> {
                var found = LOADED.matcher(line);
                if (found.find()) {
                    names.add(found.group(1));
                }
            });
        }
        return names;
    }
}
