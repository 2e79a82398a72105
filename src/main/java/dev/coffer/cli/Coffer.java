package dev.coffer.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code coffer}: the root of all commands. */
@Command(name = "coffer", mixinStandardHelpOptions = true, version = "coffer 0.1.0",
        description = "Keeps the secrets that a project needs at run time.")
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
        return new CommandLine(new Coffer(host)).addSubcommand(new Bootstrap(System.getenv())).execute(args);
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "Name a command");
    }

    @Command(name = "serve", description = "Serves the dashboard. Settings come from COFFER_ variables.")
    int serve() {
        return host.serve();
    }

    @Command(name = "train", hidden = true, description = "Runs the server once, for an ahead-of-time cache.")
    int train() {
        return host.train();
    }
}
