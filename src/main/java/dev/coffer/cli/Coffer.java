package dev.coffer.cli;

import java.io.IOException;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** {@code coffer}: the root of all commands. */
@Command(name = "coffer", mixinStandardHelpOptions = true, version = "coffer 0.1.0",
        description = "Keeps the secrets that a project needs at run time.",
        footer = {"  coffer login --server https://coffer.example.com",
                "  coffer secrets set STRIPE_SECRET_KEY -e production",
                "  coffer check -e production", "  coffer run -- node app.js", "  coffer help secrets set"})
public final class Coffer implements Runnable {
    private final Host host;

    @Spec
    private CommandSpec spec;

    /** What only the machine that holds the data can do. */
    public interface Host {
        int serve();

        int train();
    }

    private Coffer(Host host) {
        this.host = host;
    }

    /** Runs a command. @return its exit code */
    public static int run(String[] args, Host host) {
        return line(host, Surroundings.real(), List.of(args)).execute(args);
    }

    /** With every command. */
    static CommandLine line(Host host, Surroundings around) {
        return line(host, around, List.of());
    }

    /** With what the arguments call. */
    static CommandLine line(Host host, Surroundings around, List<String> args) {
        // An argument may be a value: none is read as the name of a file, and none is said in a message.
        return Guide.with(new Commands(around).addTo(new CommandLine(new Coffer(host)), args)
                .setExpandAtFiles(false)
                .setParameterExceptionHandler(Coffer::misused)
                .setExecutionExceptionHandler(Coffer::stopped), around);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Name a command");
    }

    @Command(name = "serve", description = "Serves the dashboard. Settings come from COFFER_ variables.")
    int serve() {
        return host.serve();
    }

    @Command(name = "train", hidden = true, description = "Runs the server once, for an ahead-of-time cache.")
    int train() {
        return host.train();
    }

    @Command(name = "train-commands", hidden = true, description = "Runs commands once, for an ahead-of-time cache.")
    int trainCommands() throws IOException {
        return Training.run();
    }

    private static int misused(ParameterException e, String[] args) {
        var line = e.getCommandLine();
        var words = Screen.safe(words(e));
        line.getErr().println(words.endsWith("?") ? words : words + ".");
        line.getErr().println("%s --help says how it is used.".formatted(line.getCommandSpec().qualifiedName()));
        line.getErr().flush();
        return Stop.WRONG_USE;
    }

    /** Says no argument again, since it may be a value. */
    private static String words(ParameterException e) {
        if (!(e instanceof UnmatchedArgumentException unmatched)) {
            return e.getMessage().replaceFirst("\\.$", "");
        }
        if (!e.getCommandLine().getSubcommands().isEmpty()) {
            return "There is no such command" + unmatched.getSuggestions().stream().findFirst()
                    .map(". Did you mean %s?"::formatted).orElse("");
        }
        if (unmatched.getUnmatched().getFirst().startsWith("-") && isForCommand(e.getCommandLine())) {
            return "One of the options isn't known here. The command goes after --, with its own options";
        }
        return unmatched.getUnmatched().getFirst().startsWith("-")
                ? "One of the options isn't known here. A value that begins with a dash goes after --"
                : "There are more arguments than this command takes. Put quotes around what has blanks";
    }

    /** Whether what it takes is another command. */
    private static boolean isForCommand(CommandLine line) {
        return line.getCommandSpec().positionalParameters().stream()
                .anyMatch(each -> each.paramLabel().equals("COMMAND"));
    }

    private static int stopped(Exception e, CommandLine line, CommandLine.ParseResult parsed) throws Exception {
        switch (e) {
            case Stop stop -> {
                line.getErr().println(Screen.safe(stop.getMessage()) + ".");
                line.getErr().flush();
                return stop.code();
            }
            case InterruptedException _ -> {
                Thread.currentThread().interrupt();
                return Stop.REFUSED;
            }
            default -> throw e;
        }
    }
}
