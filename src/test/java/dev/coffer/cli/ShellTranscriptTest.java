package dev.coffer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.Cast;
import dev.coffer.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/**
 * Plays the transcripts of {@code src/test/resources/cli/shell}: each line by a real shell, {@code coffer} as a process
 * of its own, against a real server. The same notation as {@link Transcript}'s.
 */
@Tag("R26")
@Tag("R30")
@Tag("R31")
class ShellTranscriptTest {
    private static final Path TRANSCRIPTS = Path.of("src/test/resources/cli/shell");
    private static TestServer server;

    @BeforeAll
    static void start() {
        server = TestServer.start();
        var answer = server.api(server.cast.alice).json("PUT",
                "/api/v1/organization/built-in-secrets/ANTHROPIC_API_KEY", "{\"value\": \"sk-ant-canary\"}");
        assertThat(answer.statusCode()).isLessThan(300);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @TestFactory
    Stream<DynamicTest> every_shell_transcript_plays_as_written() throws IOException {
        try (var files = Files.list(TRANSCRIPTS)) {
            return files.sorted().toList().stream()
                    .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> play(file)));
        }
    }

    private static void play(Path file) throws Exception {
        var project = file.getFileName().toString().replace(".txt", "");
        server.cast.project(project);
        var folder = Files.createTempDirectory("coffer-shell-");
        var names = names(project);
        var played = new ArrayList<String>();
        var shown = new ArrayList<String>();
        for (var step : Transcript.of(file, names).steps()) {
            played.add(step);
            if (step.startsWith("$ ")) {
                var done = done(folder, project, step.substring(2));
                played.addAll(done);
                shown.addAll(done);
            } else if (step.startsWith("# file ")) {
                var parts = step.split(" ", 4);
                Files.writeString(folder.resolve(parts[2]), parts[3].replace("\\n", "\n"));
            }
        }
        var lines = withNames(played, names);
        if ("write".equals(System.getProperty("coffer.cli"))) {
            Files.write(file, lines);
        }
        assertThat(lines).containsExactlyElementsOf(Files.readAllLines(file));
        assertThat(String.join("\n", shown)).as("a value in an output").doesNotContain("canary");
    }

    private static Map<String, String> names(String project) {
        var maker = server.cast.alice;
        var names = new HashMap<>(Map.of("url", server.url(), "personal", server.tokenOf(maker)));
        names.put("agent", server.cast.deploymentTokenOf(maker, project, new Cast.Place("my-agent", "production")));
        names.put("other", server.cast.deploymentTokenOf(maker, project, new Cast.Place("other", "production")));
        names.put("preview", server.cast.deploymentTokenOf(maker, project, new Cast.Place("my-agent", "preview")));
        names.put("listed", server.cast.deploymentTokenOf(maker, project, new Cast.Place("my-bot", "production")));
        return names;
    }

    private static List<String> done(Path folder, String project, String line) throws Exception {
        var bin = Files.createDirectories(folder.resolve("bin"));
        var coffer = bin.resolve("coffer");
        if (Files.notExists(coffer)) {
            Files.writeString(coffer, "#!/bin/sh\nexec %s \"$@\"\n".formatted(CofferProcess.command().stream()
                    .map(word -> "'" + word + "'").collect(Collectors.joining(" "))));
            assertThat(coffer.toFile().setExecutable(true)).isTrue();
        }
        var environment = Map.of("PATH", bin + ":" + System.getenv("PATH"), "COFFER_URL", server.url(),
                "COFFER_PROJECT", project, "LC_ALL", "C.UTF-8");
        try (var running = CofferProcess.start(folder, environment, List.of("sh", "-c", line))) {
            running.process().getOutputStream().close();
            var done = running.done();
            return Stream.of(done.out().lines(), done.err().lines().map(each -> "2> " + each),
                    Stream.of("? " + done.code())).flatMap(lines -> lines).toList();
        }
    }

    private static List<String> withNames(List<String> lines, Map<String, String> names) {
        return lines.stream().map(line -> {
            var named = line;
            for (var name : names.entrySet()) {
                named = named.replace(name.getValue(), "${" + name.getKey() + "}");
            }
            return named;
        }).toList();
    }
}
