package dev.coffer.cli;

import dev.coffer.client.CofferClient;
import dev.coffer.client.Me.Scope;
import dev.coffer.mask.Masker;
import dev.coffer.run.CannotStart;
import dev.coffer.run.Child;
import dev.coffer.run.Exec;
import dev.coffer.run.Launch;
import dev.coffer.run.Output;
import dev.coffer.run.Signals;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code coffer run}: a command with a deployment's secrets in its environment; its exit code is the command's. */
@Command(name = "run", mixinStandardHelpOptions = true, sortOptions = false,
        description = {"Runs a command with the deployment's secrets in its environment, its output masked.",
                "Its exit code is the command's. Refuses before it starts, and says why, where a required secret is "
                        + "missing, a name does harm, or the environment would be too large.",
                "The command inherits everything else, but not COFFER_TOKEN: with it, it could read what it is not "
                        + "given."},
        footer = {"  coffer run -- node app.js",
                "  coffer run --only DATABASE_URL,API_KEY -- ./migrate.sh",
                "  coffer run --file TLS_KEY --watch -- python3 server.py"})
final class RunCommand implements Callable<Integer> {
    private final Surroundings around;

    @Spec
    private CommandSpec spec;

    @Mixin
    private Where where;

    @Option(names = "--only", split = ",", paramLabel = "KEY",
            description = "Gives the command just these; may be given several times.")
    private List<String> only = List.of();

    @Option(names = "--param", paramLabel = "NAME=VALUE",
            description = "Context of this run, no secret: COFFER_PARAM_NAME, and all of them as JSON in COFFER_PARAMS.")
    private List<String> parameters = List.of();

    @Option(names = "--file", split = ",", paramLabel = "KEY",
            description = "Hands these over as files instead: KEY_FILE names one that is yours alone and gone at the "
                    + "end.")
    private List<String> files = List.of();

    @Option(names = "--no-mask",
            description = "Leaves the output as it is: what is interactive gets the terminal itself.")
    private boolean isUnmasked;

    @Option(names = "--watch",
            description = "Restarts the command when a secret that it gets changes. Ends when the command does.")
    private boolean isWatched;

    @Option(names = "--cache", paramLabel = "TIME",
            description = "While the server is away, works on for so long from what was read last, kept encrypted: "
                    + "30m, 12h, 7d. Else COFFER_CACHE; off without.")
    private String cache;

    @Option(names = {"-e", "--environment", "--env"}, paramLabel = "ENVIRONMENT",
            description = "The token brings its own: another is refused.")
    private String environment;

    @Parameters(paramLabel = "COMMAND", arity = "0..*", hideParamSyntax = true,
            description = "What to run with its arguments, after --.")
    private List<String> command = List.of();

    RunCommand(Surroundings around) {
        this.around = around;
        this.where = new Where(around);
    }

    @Override
    public Integer call() throws InterruptedException {
        Exec.inUtf8();
        var asked = new Asked(command(), parameters(), Kept.longest(cache, around));
        return where.run((client, own) -> run(client, own, asked));
    }

    private record Asked(List<String> command, Map<String, String> parameters, Optional<Duration> longest) {}

    private int run(CofferClient client, Consumer<Scope> own, Asked asked) throws InterruptedException {
        var screen = Screen.of(spec, around);
        var kept = new Kept(client, asked.longest.map(longest -> client.cache(Kept.folder(around), longest)), screen);
        var run = client.run(asked.command.toArray(String[]::new)).only(only.toArray(String[]::new))
                .files(files.toArray(String[]::new)).to(output());
        asked.parameters.forEach(run::param);
        try (var secrets = kept.read()) {
            own.accept(new Scope(Optional.of(secrets.origin().project()), Optional.of(secrets.origin().environment()),
                    Optional.of(secrets.origin().app()), Optional.empty()));
            var launch = run.launch(secrets);
            Child.check(launch);
            tell(screen, launch);
            if (isUnmasked && !isWatched && files.isEmpty()) {
                Exec.become(launch);
            }
            var signals = Signals.caught();
            if (isWatched) {
                return new Watched(kept, run, screen, signals).run(secrets);
            }
            try (var child = run.start(secrets, Child.Bond.TIED)) {
                secrets.close();
                signals.passTo(child::signal);
                return child.waitFor();
            }
        } catch (CannotStart refused) {
            refused.reasons().forEach(reason -> screen.say(reason + "."));
            return refused.code();
        }
    }

    /** Where this process's two streams are one, so are the command's: their order stays. */
    private Output output() {
        if (isUnmasked) {
            return new Output.Inherited();
        }
        var out = new FileOutputStream(FileDescriptor.out);
        return new Output.Masked(out, Surroundings.isOneOutput() ? out : new FileOutputStream(FileDescriptor.err));
    }

    private void tell(Screen screen, Launch launch) {
        if (isUnmasked) {
            screen.say("The output isn't masked.");
            return;
        }
        if (around.streams().isInput() && around.streams().isOutput()) {
            screen.say("The output is masked, so the command writes to a pipe and sees no terminal. --no-mask gives an "
                    + "interactive one the terminal.");
        }
        MaskedCommand.warnings(launch.values().entrySet().stream().filter(each -> Masker.isTooShort(each.getValue()))
                .map(Map.Entry::getKey).sorted().toList()).forEach(screen::say);
    }

    /** Everything after the first {@code --}, as it was written. */
    private List<String> command() {
        var written = spec.commandLine().getParseResult().originalArgs();
        int dashes = written.indexOf("--");
        if (command.isEmpty() || dashes < 0 || written.size() - dashes - 1 != command.size()) {
            throw Stop.wrongUse("Put the command after --, such as: coffer run -- node app.js");
        }
        var whole = written.subList(dashes + 1, written.size());
        if (!Surroundings.areWhole(whole)) {
            throw Stop.wrongUse("An argument of the command isn't text in UTF-8, and can't be handed on as it is");
        }
        return whole;
    }

    private Map<String, String> parameters() {
        var named = new LinkedHashMap<String, String>();
        for (var each : parameters) {
            int end = each.indexOf('=');
            if (end < 1) {
                throw Stop.wrongUse("A parameter is given as --param name=value");
            }
            if (named.put(each.substring(0, end), each.substring(end + 1)) != null) {
                throw Stop.wrongUse("The parameter %s is given twice".formatted(each.substring(0, end)));
            }
        }
        return named;
    }
}
