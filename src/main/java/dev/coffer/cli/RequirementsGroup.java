package dev.coffer.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code coffer requirements}: what a project needs. */
@Command(name = "requirements", mixinStandardHelpOptions = true, description = "Declares what a project needs.")
final class RequirementsGroup implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Name what to do: push or scan");
    }
}
