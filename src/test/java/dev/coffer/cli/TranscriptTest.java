package dev.coffer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.Cast;
import dev.coffer.TestServer;
import dev.coffer.access.Role;
import dev.coffer.reading.Fleet;
import dev.coffer.secret.Kinds;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/** Plays the transcripts of {@code src/test/resources/cli}, each in a project of its own. */
@Tag("R25")
@Tag("R27")
@Tag("R29")
class TranscriptTest {
    private static final Path TRANSCRIPTS = Path.of("src/test/resources/cli");
    private static TestServer server;

    @BeforeAll
    static void start() {
        server = TestServer.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @TestFactory
    Stream<DynamicTest> every_transcript_plays_as_written() throws IOException {
        try (var files = Files.list(TRANSCRIPTS)) {
            var sorted = files.filter(file -> file.toString().endsWith(".txt")).sorted().toList();
            assertThat(sorted).isNotEmpty();
            return sorted.stream().map(file -> DynamicTest.dynamicTest(name(file), () -> play(file)));
        }
    }

    private static void play(Path file) throws IOException {
        var project = "cli-" + name(file);
        var access = server.cast.project(project);
        Kinds.add(server.cast.database, access, "stripe-key", Kinds.TEXT);
        Kinds.add(server.cast.database, access, "database", Kinds.PARTS);
        var folder = Files.createTempDirectory("coffer-cli-");
        var variables = new TreeMap<>(Map.of("COFFER_URL", server.url(), "COFFER_PROJECT", project, "XDG_CONFIG_HOME",
                folder.resolve("config").toString(), "COFFER_TOKEN",
                server.cast.pipelineTokenOf(server.cast.alice, project, Role.ADMIN)));
        var names = new TreeMap<>(Map.of("folder", folder.toString(), "url", server.url(), "away", away(), "project",
                project, "viewer", server.cast.pipelineTokenOf(server.cast.alice, project, Role.VIEWER), "developer",
                server.cast.pipelineTokenOf(server.cast.alice, project, Role.DEVELOPER), "personal",
                server.tokenOf(server.cast.alice), "outsider", server.tokenOf(server.cast.mallory)));
        names.put("deployment",
                server.cast.deploymentTokenOf(server.cast.alice, project, new Cast.Place("api", "production")));
        if (name(file).equals("listed")) {
            new Fleet(server.cast.database, access).listing("worker", "production", "LISTED");
        }
        var transcript = Transcript.of(file, names);
        var played = new Player(variables, folder).play(transcript);
        if ("write".equals(System.getProperty("coffer.cli"))) {
            Files.write(file, Transcript.withNames(played, names));
        }
        assertThat(Transcript.withNames(played, names)).containsExactlyElementsOf(Files.readAllLines(file));
        assertThat(String.join("\n", outputs(played))).as("a value in an output").doesNotContain("canary");
    }

    private static List<String> outputs(List<String> played) {
        return played.stream().filter(line -> !line.startsWith("$ ") && !line.startsWith("# ")).toList();
    }

    private static String away() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return "http://localhost:" + socket.getLocalPort();
        }
    }

    private static String name(Path file) {
        return file.getFileName().toString().replace(".txt", "");
    }
}
