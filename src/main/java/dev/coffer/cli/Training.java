package dev.coffer.cli;

import dev.coffer.cli.Surroundings.Streams;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Runs the commands that are run most against answers of its own: what an ahead-of-time cache for commands is made
 * from. They print nothing and ask no server.
 */
final class Training {
    private static final String MOMENT = "\"2026-01-01T00:00:00Z\"";
    private static final Map<String, String> ANSWERS = Map.of(
            "/api/v1/me",
            "{\"kind\":\"ci\",\"name\":\"A\",\"project\":\"p\",\"token\":{\"expires_at\":" + MOMENT + "}}",
            "/api/v1/projects/p/secrets", "{\"items\":[{\"key\":\"KEY\",\"created_at\":" + MOMENT + ",\"updated_at\":"
                    + MOMENT + ",\"environments\":[{\"environment\":\"e\",\"version\":1}]}],\"next\":null}",
            "/api/v1/projects/p/readiness", "{\"ready\":true,\"missing\":[],\"optional_missing\":[]}",
            "/api/v1/runtime/secrets", "{\"project\":\"p\",\"environment\":\"e\",\"app\":\"a\",\"version\":1,"
                    + "\"secrets\":{\"KEY\":\"a value of some length\"},\"missing\":[]}");
    private static final List<List<String>> COMMANDS = List.of(List.of("whoami"), List.of("secrets", "list"),
            List.of("secrets", "list", "--json"), List.of("secrets", "set", "KEY", "-e", "e"),
            List.of("secrets", "exists", "KEY"), List.of("check", "-e", "e"), List.of("help", "secrets", "set"));
    private static final List<List<String>> READING = List.of(List.of("export"), List.of("run", "--", "true"));

    private Training() {}

    /** @return an exit code */
    static int run() throws IOException {
        var folder = Files.createTempDirectory("coffer-train-");
        try (var door = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.ofPlatform().daemon().start(() -> answer(door));
            var server = "http://localhost:" + door.getLocalPort();
            int code = 0;
            for (var command : COMMANDS) {
                code |= run(command, Map.of("COFFER_URL", server, "COFFER_TOKEN", "cof_c0"), folder);
            }
            for (var command : READING) {
                code |= run(command, Map.of("COFFER_URL", server, "COFFER_TOKEN", "cof_d0"), folder);
            }
            return code;
        } finally {
            Files.delete(folder);
        }
    }

    private static int run(List<String> command, Map<String, String> variables, Path folder) {
        var around = new Surroundings(variables, folder,
                new ByteArrayInputStream("value\n".getBytes(StandardCharsets.UTF_8)), OutputStream.nullOutputStream(),
                null,
                new Streams(false, false, false));
        var nowhere = new PrintWriter(OutputStream.nullOutputStream());
        return Coffer.line(null, around, command).setOut(nowhere).setErr(nowhere)
                .execute(command.toArray(String[]::new));
    }

    private static void answer(ServerSocket door) {
        while (!door.isClosed()) {
            try (var client = door.accept()) {
                answer(client);
            } catch (IOException gone) {
                // the next one
            }
        }
    }

    private static void answer(Socket client) throws IOException {
        var in = new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.ISO_8859_1));
        var request = in.readLine();
        int length = 0;
        for (var line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
            if (line.regionMatches(true, 0, "Content-Length:", 0, 15)) {
                length = Integer.parseInt(line.substring(15).strip());
            }
        }
        while (length-- > 0 && in.read() >= 0) {
            // a body, which is as long as it said
        }
        var path = request.split(" ")[1].replaceFirst("\\?.*", "");
        var body = ANSWERS.getOrDefault(path, "{}").getBytes(StandardCharsets.UTF_8);
        client.getOutputStream().write(("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n"
                + "Content-Length: " + body.length + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        if (!request.startsWith("HEAD")) {
            client.getOutputStream().write(body);
        }
    }
}
