package dev.coffer.cli;

import dev.coffer.client.CofferClient;
import dev.coffer.client.CofferException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Where a command works: by its options, else by {@code COFFER_} variables, else by {@code coffer.yaml}. Turns what a
 * server refuses into an exit code and a sentence that says what to do.
 */
final class Where {
    private static final Pattern THIS_MACHINE = Pattern.compile("(.*\\.)?localhost|127\\.[\\d.]+|\\[::1]");

    private final Surroundings around;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(names = "--server", paramLabel = "URL",
            description = "Where Coffer runs. Else COFFER_URL, server: in coffer.yaml, or this machine.")
    private String server;

    @Option(names = "--project", paramLabel = "PROJECT",
            description = "The project. Else COFFER_PROJECT, project: in coffer.yaml, or the token's own.")
    private String project;

    @Option(names = "--app", paramLabel = "APP", description = "An app of the project. Not yet: apps are to come.")
    private String app;

    /** What a command does once it knows where. */
    interface Work {
        int at(Place place) throws InterruptedException;
    }

    Where(Surroundings around) {
        this.around = around;
    }

    /** Does the work. @return its exit code @throws Stop where the server refuses, fails or isn't there */
    int work(Work work) throws InterruptedException {
        var settings = ProjectFile.nearest(around.folder());
        if (app != null) {
            throw Stop.wrongUse("Secrets of an app are not in this version of Coffer. Leave --app out");
        }
        var client = connect(settings);
        var where = Optional.ofNullable(set(project, "COFFER_PROJECT", settings.get("project")));
        try {
            var name = where.isPresent() ? where.get() : ownProject(client);
            return work.at(new Place(client, name,
                    Optional.ofNullable(set(null, "COFFER_ENVIRONMENT", settings.get("environment")))));
        } catch (CofferException e) {
            throw explained(e, client, where.orElse(""));
        }
    }

    private CofferClient connect(Map<String, String> settings) {
        var address = set(server, "COFFER_URL", settings.get("server"));
        var token = token();
        try {
            var client = CofferClient.connect(URI.create(address == null ? local() : address), token);
            if (address != null && server == null && around.variable("COFFER_URL") == null) {
                // A file that came with somebody's sources decides who gets the token: that is worth a line.
                Screen.of(spec, around).say("coffer.yaml names the server: %s".formatted(client.server()));
            }
            if (client.server().getScheme().equals("http")
                    && !THIS_MACHINE.matcher(client.server().getHost()).matches()) {
                Screen.of(spec, around).say("Everybody on the way to %s can read the token. Use https."
                        .formatted(client.server()));
            }
            return client;
        } catch (IllegalArgumentException wrong) {
            throw Stop.wrongUse(wrong.getMessage().startsWith("A token")
                    ? "COFFER_TOKEN holds something that can't be a token. Copy it again, without quotes or line ends"
                    : "The server is named by an address such as https://coffer.example.com");
        }
    }

    private String local() {
        var port = around.variable("COFFER_PORT");
        return "http://localhost:" + (port == null ? "8080" : port);
    }

    private String token() {
        var token = around.variable("COFFER_TOKEN");
        var file = around.variable("COFFER_TOKEN_FILE");
        if (token == null && file == null) {
            throw Stop.wrongUse("There is no token. Make one in the project's settings under Tokens, "
                    + "and give it as COFFER_TOKEN, or as COFFER_TOKEN_FILE, a path");
        }
        try {
            return token != null ? token : Files.readString(around.folder().resolve(Path.of(file))).strip();
        } catch (IOException unreadable) {
            throw Stop.wrongUse("COFFER_TOKEN_FILE names %s, which can't be read".formatted(file));
        }
    }

    private String set(String option, String variable, String inFile) {
        if (option != null) {
            return option;
        }
        var value = around.variable(variable);
        return value != null ? value : inFile;
    }

    /** A pipeline's token is for one project, which then needs no name. */
    private static String ownProject(CofferClient client) throws InterruptedException {
        return client.me().project().orElseThrow(() -> Stop.wrongUse(
                "Name a project with --project, COFFER_PROJECT, or project: in coffer.yaml"));
    }

    private static Stop explained(CofferException e, CofferClient client, String project) {
        var said = e.problem();
        if (e.isUnreachable()) {
            return Stop.unreachable(("Coffer can't be reached at %s. Is it running there? "
                    + "--server or COFFER_URL names another address").formatted(client.server()));
        }
        if (e.status() == 401) {
            return Stop
                    .refused(("%s doesn't know this token. It expired, was revoked, its maker left, or it is another "
                            + "server's. Make a new one in the project's settings under Tokens")
                            .formatted(client.server()));
        }
        if (e.status() == 404) {
            return Stop.refused("There is no project %s at %s, or this token may not enter it".formatted(
                    project.isEmpty() ? "of this token" : project, client.server()));
        }
        if (!said.errors().isEmpty()) {
            return Stop.refused(String.join(". ", said.errors().entrySet().stream()
                    .map(each -> each.getKey() + ": " + each.getValue()).toList()));
        }
        var words = (said.detail().isEmpty() ? said.title() : said.detail()).replaceFirst("\\.$", "");
        return Stop.refused(e.status() >= 500 && !said.requestId().isEmpty()
                ? "%s. Its log has it as request %s".formatted(words, said.requestId())
                : words);
    }
}
