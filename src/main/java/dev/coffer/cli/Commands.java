package dev.coffer.cli;

import java.util.List;
import java.util.Set;
import picocli.CommandLine;

/**
 * Every command by its name. Of those only what is called is made, since the twenty together take longer than any one:
 * all are where somebody asks which there are.
 */
record Commands(Surroundings around) {
    private static final List<String> ALL = List.of("bootstrap", "login", "logout", "whoami", "secrets", "import",
            "export", "requirements", "check", "publish", "run", "mask", "completion", "help");
    private static final List<String> OF_SECRETS = List.of("set", "list", "exists", "delete", "history", "restore");
    private static final List<String> OF_REQUIREMENTS = List.of("push", "scan");
    /** What the root has itself. */
    private static final Set<String> OF_HOST = Set.of("serve", "train", "train-commands");

    /** Adds those that the arguments call. */
    CommandLine addTo(CommandLine root, List<String> args) {
        var first = args.isEmpty() ? "" : args.getFirst();
        if (OF_HOST.contains(first)) {
            return root;
        }
        if (!ALL.contains(first) || first.equals("completion") || first.equals("help")) {
            ALL.forEach(name -> root.addSubcommand(name, make(name, List.of())));
            return root;
        }
        return root.addSubcommand(first, make(first, args.subList(1, args.size())));
    }

    private Object make(String name, List<String> args) {
        return switch (name) {
            case "bootstrap" -> new Bootstrap(around.variables());
            case "login" -> new Login(around);
            case "logout" -> new Logout(around);
            case "whoami" -> new Whoami(around);
            case "secrets" -> group(new SecretsGroup(), OF_SECRETS, args);
            case "import" -> new Import(around);
            case "export" -> new Export(around);
            case "requirements" -> group(new RequirementsGroup(), OF_REQUIREMENTS, args);
            case "check" -> new Check(around);
            case "publish" -> new Publish(around);
            case "run" -> new RunCommand(around);
            case "mask" -> new Mask(around);
            case "completion" -> new Completion();
            case "help" -> new HelpCommand();
            default -> part(name);
        };
    }

    private Object part(String name) {
        return switch (name) {
            case "set" -> new SecretsSet(around);
            case "list" -> new SecretsList(around);
            case "exists" -> new SecretsExists(around);
            case "delete" -> new SecretsDelete(around);
            case "history" -> new SecretsHistory(around);
            case "restore" -> new SecretsRestore(around);
            case "push" -> new RequirementsPush(around);
            case "scan" -> new RequirementsScan(around);
            default -> throw new IllegalArgumentException(name);
        };
    }

    private CommandLine group(Object group, List<String> parts, List<String> args) {
        var line = new CommandLine(group);
        var called = !args.isEmpty() && parts.contains(args.getFirst()) ? List.of(args.getFirst()) : parts;
        called.forEach(name -> line.addSubcommand(name, part(name)));
        return line;
    }
}
