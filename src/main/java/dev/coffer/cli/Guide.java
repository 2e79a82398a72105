package dev.coffer.cli;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.IHelpSectionRenderer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** What {@code --help} teaches beside the options: examples, exit codes, and the variables that say where. */
final class Guide {
    private static final String WHERE = """

            Where, unless an option says it:
              COFFER_URL, COFFER_TOKEN or COFFER_TOKEN_FILE, COFFER_PROJECT,
              COFFER_ENVIRONMENT, COFFER_APP; else coffer.yaml in this folder or one above
              (server, project, environment, app); else what coffer login kept, of which
              --profile or COFFER_PROFILE names another.
            """;

    /** What asks no server. */
    private static final Set<String> LOCAL = Set.of("serve", "logout", "completion", "help");

    private Guide() {}

    /** Is made when somebody asks for it, and costs nothing before. */
    static CommandLine with(CommandLine root, Surroundings around) {
        return root.setHelpFactory((spec, _) -> {
            spec.usageMessage().sectionMap(sections(spec.usageMessage().sectionMap()));
            return new Help(spec, Help.defaultColorScheme(around.isColourful() ? Ansi.ON : Ansi.OFF));
        });
    }

    private static Map<String, IHelpSectionRenderer> sections(Map<String, IHelpSectionRenderer> usual) {
        var sections = new LinkedHashMap<>(usual);
        sections.put(UsageMessageSpec.SECTION_KEY_SYNOPSIS_HEADING, _ -> "Usage: ");
        sections.put(UsageMessageSpec.SECTION_KEY_DESCRIPTION_HEADING, _ -> "\n");
        sections.put(UsageMessageSpec.SECTION_KEY_PARAMETER_LIST_HEADING,
                help -> help.commandSpec().positionalParameters().isEmpty() ? "" : "\n");
        sections.put(UsageMessageSpec.SECTION_KEY_OPTION_LIST_HEADING, _ -> "\nOptions:\n");
        sections.put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST_HEADING,
                help -> help.commandSpec().subcommands().isEmpty() ? "" : "\nCommands:\n");
        sections.put(UsageMessageSpec.SECTION_KEY_EXIT_CODE_LIST_HEADING, _ -> "");
        sections.put(UsageMessageSpec.SECTION_KEY_EXIT_CODE_LIST, help -> exitCodes(help.commandSpec()));
        sections.put(UsageMessageSpec.SECTION_KEY_FOOTER_HEADING, _ -> "");
        sections.put(UsageMessageSpec.SECTION_KEY_FOOTER, Guide::examples);
        return sections;
    }

    private static String exitCodes(CommandSpec spec) {
        if (!spec.subcommands().isEmpty() && spec.parent() != null) {
            return "";
        }
        var codes = new LinkedHashMap<>(Map.of("0", "done"));
        codes.put("1", spec.name().equals("exists") ? "there is none, refused or failed" : "refused or failed");
        codes.put("2", "wrong use");
        if (spec.parent() == null || spec.name().equals("check")) {
            codes.put("3", "required secrets are missing" + (spec.parent() == null ? " (check)" : ""));
        }
        if (!LOCAL.contains(spec.name())) {
            codes.put("69", "the server can't be reached");
        }
        if (spec.name().equals("run") || spec.name().equals("mask")) {
            codes.put("*", "else the command's own; 128 + n where signal n ended it");
        }
        return "\nExit codes:\n" + codes.entrySet().stream()
                .map(code -> "  %-4s%s%n".formatted(code.getKey(), code.getValue())).collect(Collectors.joining());
    }

    private static String examples(Help help) {
        var spec = help.commandSpec();
        var lines = Arrays.stream(spec.usageMessage().footer()).map(line -> line + "\n")
                .collect(Collectors.joining());
        var where = spec.findOption("--project") != null && spec.findOption("--server") != null
                && spec.findOption("--app") != null ? WHERE : "";
        return (lines.isBlank() ? "" : "\nExamples:\n" + lines) + where;
    }
}
