package dev.coffer.cli;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code coffer completion}: a script with which a shell completes commands and options. */
@Command(name = "completion", mixinStandardHelpOptions = true,
        description = "Prints a script with which a shell completes commands and options.",
        footer = {"  echo 'source <(coffer completion bash)' >> ~/.bashrc",
                "  echo 'source <(coffer completion zsh)' >> ~/.zshrc",
                "  coffer completion fish > ~/.config/fish/completions/coffer.fish"})
final class Completion implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    /** For a shell to complete. */
    static final class Shells implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return List.of("bash", "zsh", "fish").iterator();
        }
    }

    @Parameters(paramLabel = "SHELL", completionCandidates = Shells.class, description = "bash, zsh or fish.")
    private String shell;

    @Override
    public Integer call() {
        var root = spec.root().commandLine();
        spec.commandLine().getOut().print(switch (shell) {
            case "bash", "zsh" -> AutoComplete.bash("coffer", root);
            case "fish" -> fish(root);
            default -> throw Stop.wrongUse("SHELL is bash, zsh or fish");
        });
        spec.commandLine().getOut().flush();
        return Stop.DONE;
    }

    private static String fish(CommandLine root) {
        var lines = new ArrayList<String>();
        lines.add("complete -c coffer -f");
        fish(root, List.of(), lines);
        return String.join("\n", lines) + "\n";
    }

    /** Each line holds where the commands before are those of its path. */
    private static void fish(CommandLine line, List<String> path, List<String> lines) {
        var known = line.getCommandSpec().subcommands();
        var seen = path.stream().map("__fish_seen_subcommand_from %s"::formatted).toList();
        var at = new ArrayList<>(seen);
        if (!known.isEmpty()) {
            at.add("not __fish_seen_subcommand_from " + String.join(" ", known.keySet()));
        }
        var condition = at.isEmpty() ? "" : " -n " + quoted(String.join("; and ", at));
        known.forEach((name, each) -> {
            if (!each.getCommandSpec().usageMessage().hidden()) {
                lines.add("complete -c coffer%s -a %s -d %s".formatted(condition, name,
                        quoted(first(each.getCommandSpec().usageMessage().description()))));
            }
        });
        line.getCommandSpec().options().stream().filter(option -> !option.hidden())
                .forEach(option -> lines.add("complete -c coffer%s%s".formatted(condition, fish(option))));
        known.values().stream().filter(each -> !each.getCommandSpec().usageMessage().hidden()).forEach(each -> {
            var deeper = new ArrayList<>(path);
            deeper.add(each.getCommandName());
            fish(each, deeper, lines);
        });
    }

    private static String fish(OptionSpec option) {
        var text = new StringBuilder();
        for (var name : option.names()) {
            text.append(name.startsWith("--") ? " -l " + name.substring(2) : " -s " + name.substring(1));
        }
        if (option.arity().max() > 0) {
            text.append(option.paramLabel().equals("FILE") ? " -r -F" : " -x");
        }
        if (option.completionCandidates() != null) {
            text.append(" -a ").append(quoted(String.join(" ", option.completionCandidates())));
        }
        return text.append(" -d ").append(quoted(first(option.description()))).toString();
    }

    private static String first(String[] description) {
        return description.length == 0 ? "" : description[0].replaceFirst("(?s)[:;] .*|(?<=[.]) .*", "");
    }

    private static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
