package dev.coffer.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code coffer help}: the same as {@code --help} behind a command. */
@Command(name = "help", mixinStandardHelpOptions = true, description = "Says how a command is used.",
        footer = {"  coffer help secrets set"})
final class HelpCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "COMMAND", arity = "0..*", description = "Such as: secrets set.")
    private List<String> path = List.of();

    @Override
    public Integer call() {
        CommandLine line = spec.root().commandLine();
        for (var name : path) {
            line = line.getSubcommands().get(name);
            if (line == null) {
                throw Stop.wrongUse("There is no such command. coffer help lists them");
            }
        }
        spec.commandLine().getOut().print(line.getUsageMessage());
        spec.commandLine().getOut().flush();
        return Stop.DONE;
    }
}
