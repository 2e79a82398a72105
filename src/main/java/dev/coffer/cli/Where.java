package dev.coffer.cli;

import dev.coffer.client.CofferClient;
import dev.coffer.client.CofferException;
import dev.coffer.client.Me.Scope;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Where a command works: by its options, else by what its {@link Settings} say. A deployment's token brings project,
 * environment and app with it, and naming others is wrong use; a pipeline's brings its project.
 */
final class Where {
    private static final Pattern THIS_MACHINE = Pattern.compile("(.*\\.)?localhost|127\\.[\\d.]+|\\[::1]");
    private static final Pattern DEPLOYMENTS = Pattern.compile("cof_d\\w+");

    private final Surroundings around;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(names = "--server", paramLabel = "URL",
            description = "Where Coffer runs. Else COFFER_URL, server: in coffer.yaml, the profile's, or this machine.")
    private String server;

    @Option(names = "--project", paramLabel = "PROJECT",
            description = "The project. Else COFFER_PROJECT, project: in coffer.yaml, or the token's own.")
    private String project;

    @Option(names = "--app", paramLabel = "APP",
            description = "An app of the project, for what is its own; \"\" for none. Else COFFER_APP, or app: in coffer.yaml.")
    private String app;

    @Option(names = "--profile", paramLabel = "NAME",
            description = "Which profile of coffer login. Else COFFER_PROFILE, or the one without a name.")
    private String profile;

    /** What a command does once it knows where. */
    interface Work {
        int at(Place place) throws InterruptedException;
    }

    /** What a command does that needs no project, or has it from its token. */
    interface Errand {
        int at(CofferClient client) throws InterruptedException;
    }

    /** What a deployment does even where its server is away. */
    interface Running {
        /** @param own checks that what was read is for the project, environment and app that are named */
        int at(CofferClient client, Consumer<Scope> own) throws InterruptedException;
    }

    Where(Surroundings around) {
        this.around = around;
    }

    /**
     * Does the work in a project, as a person or a pipeline. @return its exit code @throws Stop where the server
     * refuses, fails or isn't there
     */
    int work(Work work) throws InterruptedException {
        var settings = Settings.of(around, profile);
        var named = settings.named(project, "project");
        return with(settings, named.orElse(""), client -> {
            if (isDeployments(settings)) {
                refuseOthers(client, settings);
                throw Stop.refused("A deployment's token reads its values (coffer run, coffer export) and does "
                        + "nothing else. This wants a person's or a pipeline's");
            }
            return work.at(new Place(client, named.isPresent() ? named.get() : ownProject(client),
                    settings.named(app, "app").filter(each -> !each.isEmpty()), settings.named(null, "environment")));
        });
    }

    /** Does what any token may. */
    int errand(Errand errand) throws InterruptedException {
        var settings = Settings.of(around, profile);
        return with(settings, "", client -> {
            if (isDeployments(settings)) {
                refuseOthers(client, settings);
            }
            return errand.at(client);
        });
    }

    /**
     * Reads as a deployment. @throws Stop for other tokens, and where another project, environment or app is named than
     * the token's
     */
    int read(Errand reading) throws InterruptedException {
        var settings = Settings.of(around, profile);
        requireDeployments(settings);
        return with(settings, "", client -> {
            refuseOthers(client, settings);
            return reading.at(client);
        });
    }

    /** As {@link #read}, but asks the server nothing by itself. */
    int run(Running running) throws InterruptedException {
        var settings = Settings.of(around, profile);
        requireDeployments(settings);
        return with(settings, "", client -> running.at(client, own -> refuseOthers(own, settings)));
    }

    private void requireDeployments(Settings settings) {
        var words = "An admin makes one in the project's settings under Apps; give it as COFFER_TOKEN, or as "
                + "COFFER_TOKEN_FILE";
        if (settings.given().isEmpty() && settings.profile().isEmpty()) {
            throw Stop.wrongUse("There is no token, and values are read with a deployment's. " + words);
        }
        if (!isDeployments(settings)) {
            throw Stop.refused("Values are read with a deployment's token alone. " + words);
        }
    }

    private boolean isDeployments(Settings settings) {
        return DEPLOYMENTS.matcher(settings.token(settings.server(server).address())).matches();
    }

    /** A file of the sources may name where people work; an option and a variable mean this very command. */
    private void refuseOthers(CofferClient client, Settings settings) throws InterruptedException {
        if (project != null || app != null || environmentOption() != null
                || Stream.of("project", "environment", "app").anyMatch(name -> settings.explicit(name).isPresent())) {
            refuseOthers(client.me().scope(), settings);
        }
    }

    private void refuseOthers(Scope own, Settings settings) {
        refuseOther("project", own.project(), named(project, settings.explicit("project")));
        refuseOther("environment", own.environment(), named(environmentOption(), settings.explicit("environment")));
        refuseOther("app", own.app(), named(app, settings.explicit("app")));
    }

    private static List<String> named(Object option, Optional<String> variable) {
        return switch (option) {
            case null -> variable.stream().toList();
            case List<?> several -> several.stream().map(String::valueOf).toList();
            default -> List.of(option.toString());
        };
    }

    /** Of whichever command this is part of: one, several, or null. */
    private Object environmentOption() {
        var asked = spec.commandLine().getParseResult();
        return asked.hasMatchedOption("--environment") ? asked.matchedOptionValue("--environment", null) : null;
    }

    private static void refuseOther(String what, Optional<String> own, List<String> named) {
        var other = named.stream().filter(each -> !own.equals(Optional.of(each))).findFirst();
        if (other.isPresent()) {
            throw Stop.wrongUse("This token is for the %s %s, and can't be used for %s. Leave the %s out, or use "
                    .formatted(what, own.orElse("that it was made for"), other.get(), what) + "another token");
        }
    }

    private int with(Settings settings, String project, Errand errand) throws InterruptedException {
        var client = connect(settings);
        try {
            return errand.at(client);
        } catch (CofferException e) {
            throw Refusal.of(e, client, project);
        }
    }

    private CofferClient connect(Settings settings) {
        var named = settings.server(server);
        var client = client(named.address(), settings.token(named.address()));
        if (named.isByFile()) {
            // A file that came with somebody's sources decides who gets the token: that is worth a line.
            Screen.of(spec, around).say("coffer.yaml names the server: %s".formatted(client.server()));
        }
        warnOfHttp(client.server(), Screen.of(spec, around));
        return client;
    }

    static CofferClient client(String address, String token) {
        try {
            return CofferClient.connect(URI.create(address), token);
        } catch (IllegalArgumentException wrong) {
            throw Stop.wrongUse(wrong.getMessage().startsWith("A token")
                    ? "The token is something that can't be one. Copy it again, without quotes or line ends"
                    : "The server is named by an address such as https://coffer.example.com");
        }
    }

    static void warnOfHttp(URI server, Screen screen) {
        if (server.getScheme().equals("http") && !THIS_MACHINE.matcher(server.getHost()).matches()) {
            screen.say("Everybody on the way to %s can read the token. Use https.".formatted(server));
        }
    }

    /** A pipeline's token is for one project, which then needs no name. */
    private static String ownProject(CofferClient client) throws InterruptedException {
        return client.me().scope().project().orElseThrow(() -> Stop.wrongUse(
                "Name a project with --project, COFFER_PROJECT, or project: in coffer.yaml"));
    }
}
