package dev.coffer.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code coffer secrets}: what can be done with secrets. */
@Command(name = "secrets", mixinStandardHelpOptions = true,
        description = "Sets, lists, deletes and restores secrets.")
final class SecretsGroup implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(),
                "Name what to do: set, list, exists, delete, history or restore");
    }
}
