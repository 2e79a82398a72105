package dev.coffer.cli;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code coffer bootstrap}: makes the first owner without a browser, and prints a personal token of theirs, alone, to
 * standard output. Asks a running server that has no owner yet.
 */
@Command(name = "bootstrap", mixinStandardHelpOptions = true,
        description = "Makes the organization and its first owner, and prints a personal token.",
        footer = {"  coffer bootstrap --organization Acme --email you@example.com --password-file password.txt"})
final class Bootstrap implements Callable<Integer> {
    private static final int DONE = 0;
    private static final int REFUSED = 1;
    private static final int UNREACHABLE = 69;
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(60);
    private static final JsonMapper JSON = new JsonMapper();

    private final Map<String, String> environment;

    @Spec
    private CommandSpec spec;

    @Option(names = "--organization", required = true, paramLabel = "NAME",
            description = "What the organization is called.")
    private String organization;

    @Option(names = "--email", required = true, paramLabel = "EMAIL",
            description = "The owner's email, to sign in with.")
    private String email;

    @Option(names = "--name", paramLabel = "NAME",
            description = "The owner's name; what stands before the @ without it.")
    private String name;

    @Option(names = "--password-file", required = true, paramLabel = "FILE",
            description = "Holds the owner's password; a line end after it doesn't count.")
    private Path passwordFile;

    @Option(names = "--setup-code", paramLabel = "CODE",
            description = "What the server printed; read from setup-code in COFFER_DATA_DIR without it.")
    private String setupCode;

    @Option(names = "--server", paramLabel = "URL",
            description = "Where Coffer runs; COFFER_URL without it, or this machine.")
    private String server;

    Bootstrap(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws InterruptedException {
        var address = address();
        var body = new LinkedHashMap<String, String>();
        body.put("organization", organization);
        body.put("email", email);
        body.put("name", name);
        body.put("password", password());
        var code = code();
        if (code == null) {
            return REFUSED;
        }
        body.put("code", code);
        try (var http = HttpClient.newBuilder().connectTimeout(CONNECT).build()) {
            return answered(http.send(HttpRequest.newBuilder(address).timeout(ANSWER)
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body))).build(), BodyHandlers.ofString()));
        } catch (IOException unreachable) {
            say("Coffer can't be reached at %s. Is it running there? --server or COFFER_URL names another address."
                    .formatted(address.resolve("/")));
            return UNREACHABLE;
        }
    }

    private int answered(HttpResponse<String> response) {
        JsonNode answer;
        try {
            answer = JSON.readTree(response.body());
        } catch (JacksonException notCoffer) {
            say("What answers at %s is not Coffer.".formatted(response.uri().resolve("/")));
            return REFUSED;
        }
        if (response.statusCode() == 201 && answer.has("token")) {
            spec.commandLine().getOut().println(answer.path("token").asString());
            spec.commandLine().getOut().flush();
            say("%s is set up. The token works until %s and is not shown again.".formatted(organization,
                    answer.path("expires_at").asString("").replaceFirst("T.*", "")));
            return DONE;
        }
        if (answer.has("errors")) {
            answer.path("errors").properties()
                    .forEach(mistake -> say(mistake.getKey() + ": " + mistake.getValue().asString() + "."));
        } else {
            say(answer.path("detail").asString("The server answered " + response.statusCode()) + ".");
        }
        return REFUSED;
    }

    private URI address() {
        var base = server != null ? server
                : environment.getOrDefault("COFFER_URL",
                        "http://localhost:" + environment.getOrDefault("COFFER_PORT", "8080"));
        try {
            var address = URI.create(base.replaceFirst("/+$", "") + "/api/v1/setup");
            if (address.getHost() != null && address.getScheme().matches("https?")) {
                return address;
            }
        } catch (IllegalArgumentException notAnAddress) {
            // answered below
        }
        throw wrongUse("The server is named by an address such as https://coffer.example.com");
    }

    private String password() {
        try {
            return Files.readString(passwordFile).replaceFirst("\r?\n\\z", "");
        } catch (CharacterCodingException notText) {
            throw wrongUse("%s is not text in UTF-8".formatted(passwordFile));
        } catch (IOException unreadable) {
            throw wrongUse("%s can't be read".formatted(passwordFile));
        }
    }

    /** Null, and said why, where there is none. */
    private String code() {
        if (setupCode != null) {
            return setupCode;
        }
        var file = Path.of(environment.getOrDefault("COFFER_DATA_DIR", ".coffer")).resolve("setup-code");
        try {
            return Files.readString(file).strip();
        } catch (IOException notThere) {
            say("There is no set-up code in %s: Coffer is set up already, or its data folder is elsewhere."
                    .formatted(file)
                    + " COFFER_DATA_DIR names the folder, --setup-code the code itself.");
            return null;
        }
    }

    private ParameterException wrongUse(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    private void say(String words) {
        spec.commandLine().getErr().println(words);
        spec.commandLine().getErr().flush();
    }
}
