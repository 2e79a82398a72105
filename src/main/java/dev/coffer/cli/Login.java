package dev.coffer.cli;

import dev.coffer.client.CofferException;
import dev.coffer.client.Me;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code coffer login}: keeps a server and a token for it, once the server knows that token. */
@Command(name = "login", mixinStandardHelpOptions = true,
        description = {"Keeps a server and a token for it in a profile that only you can read.",
                "The token comes from a prompt, --token-file or standard input, and is tried first."},
        footer = {"  coffer login --server https://coffer.example.com --project shop",
                "  coffer login --server https://coffer.example.com --profile work < token"})
final class Login implements Callable<Integer> {
    private static final int MOST_BYTES = 4096;

    private final Surroundings around;

    @Spec
    private CommandSpec spec;

    @Option(names = "--server", paramLabel = "URL", description = "Where Coffer runs; asked for without it.")
    private String server;

    @Option(names = "--token-file", paramLabel = "FILE", description = "Holds the token.")
    private Path tokenFile;

    @Option(names = "--profile", paramLabel = "NAME",
            description = "Keeps it under this name, for --profile or COFFER_PROFILE, beside the one without a name.")
    private String profile;

    @Option(names = "--project", paramLabel = "PROJECT", description = "The project to work in from now on.")
    private String project;

    @Option(names = {"-e", "--environment", "--env"}, paramLabel = "ENVIRONMENT",
            description = "The environment to work in from now on.")
    private String environment;

    Login(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() throws InterruptedException {
        var screen = Screen.of(spec, around);
        var profiles = new Profiles(around);
        var name = profiles.name(profile);
        var address = address(profiles.usable(name));
        Where.client(address, "cof_p");
        var token = token(address);
        var client = Where.client(address, token);
        Where.warnOfHttp(client.server(), screen);
        Me me;
        try {
            me = client.me();
        } catch (CofferException e) {
            throw Refusal.of(e, client, "");
        }
        var file = profiles.keep(new Profile(name, client.server().toString(), token, settings()));
        screen.say("%s knows you as %s. Kept in %s.".formatted(client.server(), Whoami.named(me), file));
        around.overriding().ifPresent(variable -> screen.say(
                "%s is set, and is used in place of what was kept.".formatted(variable)));
        return Stop.DONE;
    }

    private String address(Optional<Profile> before) {
        var named = server != null ? server : around.variable("COFFER_URL");
        if (named == null) {
            var nearest = new Settings(around, ProjectFile.nearest(around.folder()), before).server(null).address();
            if (!around.streams().isInput()) {
                return nearest;
            }
            var answer = around.person().answer("Server [%s]: ".formatted(Screen.safe(nearest)));
            named = answer == null || answer.isBlank() ? nearest : answer.strip();
        }
        return Settings.withoutEnd(named);
    }

    private String token(String address) {
        try {
            if (tokenFile != null) {
                return only(Files.readString(around.folder().resolve(tokenFile)));
            }
            if (!around.streams().isInput()) {
                return only(new String(around.input().readNBytes(MOST_BYTES), StandardCharsets.UTF_8));
            }
        } catch (IOException unreadable) {
            throw Stop.wrongUse(tokenFile == null ? "Standard input can't be read"
                    : "%s can't be read".formatted(tokenFile));
        }
        Screen.of(spec, around).say("Make a token at %s/account/tokens/new and paste it here.".formatted(address));
        var typed = around.person().secret("Token (not shown): ");
        return only(typed == null ? "" : new String(typed));
    }

    private static String only(String text) {
        if (text.isBlank()) {
            throw Stop.wrongUse("There is no token. Type it, or give it with --token-file or through standard input");
        }
        return text.strip();
    }

    private Map<String, String> settings() {
        var settings = new LinkedHashMap<String, String>();
        if (project != null) {
            settings.put("project", project);
        }
        if (environment != null) {
            settings.put("environment", environment);
        }
        return settings;
    }
}
