package dev.coffer.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What the command line says about itself. */
class GuideTest {
    @TempDir
    private Path folder;

    @Test
    void every_command_has_an_example_that_is_one_of_it_its_exit_codes_and_lines_that_fit() {
        var all = new ArrayList<CommandLine>();
        collect(line(), all);
        assertThat(all).hasSizeGreaterThan(18).allSatisfy(each -> {
            var help = each.getUsageMessage(CommandLine.Help.Ansi.OFF);
            var name = each.getCommandSpec().qualifiedName();
            assertThat(help).as(name).contains("Usage: " + name, "Exit codes:\n  0   done");
            if (!name.equals("coffer serve")) {
                assertThat(help).contains("Examples:\n");
                assertThat(help.substring(help.indexOf("Examples:"))).contains(name);
            }
            assertThat(help.lines().filter(text -> text.length() > 100)).as(name).isEmpty();
            assertThat(help.toLowerCase()).doesNotContain("please", "successfully", "invalid");
        });
    }

    @Test
    void help_before_a_command_is_the_same_as_behind_it() {
        assertThat(run("help", "secrets", "set")).isEqualTo(run("secrets", "set", "--help"))
                .contains("COFFER_TOKEN_FILE", "coffer.yaml", "printf %s", "69");
        assertThat(run("help")).isEqualTo(run("--help")).contains("secrets ", "required secrets are missing (check)");
        assertThat(run("help", "secrets", "burn")).isEqualTo("There is no such command. coffer help lists them.\n");
        assertThat(run("check", "-h")).contains("  3   required secrets are missing");
        assertThat(run("logout", "--help")).doesNotContain("69");
    }

    @Test
    void colours_are_for_a_terminal_that_wants_them() {
        assertThat(help(true, Map.of())).contains("\u001b[");
        assertThat(help(true, Map.of("NO_COLOR", ""))).contains("\u001b[");
        assertThat(help(true, Map.of("NO_COLOR", "1"))).doesNotContain("\u001b[");
        assertThat(help(true, Map.of("TERM", "dumb"))).doesNotContain("\u001b[");
        assertThat(help(false, Map.of())).doesNotContain("\u001b[");
    }

    @Test
    void bash_completes_commands_and_options() throws Exception {
        var script = Files.writeString(folder.resolve("coffer.bash"), run("completion", "bash"));
        assertThat(bash(script, "coffer sec")).contains("secrets");
        assertThat(bash(script, "coffer secrets re")).contains("restore");
        assertThat(bash(script, "coffer secrets set --des")).contains("--description");
        assertThat(bash(script, "coffer export --format j")).contains("json");
        assertThat(bash(script, "coffer completion b")).contains("bash");
        assertThat(run("completion", "zsh")).contains("bashcompinit");
        assertThat(run("completion", "tcsh")).isEqualTo("SHELL is bash, zsh or fish.\n");
        assertThat(run("completion", "bash") + run("completion", "fish")).doesNotContain("coffer_train", "-a train");
    }

    @Test
    void fish_completes_at_the_place_where_it_is() {
        assertThat(run("completion", "fish").lines()).contains("complete -c coffer -f",
                "complete -c coffer -n '__fish_seen_subcommand_from secrets; and not __fish_seen_subcommand_from set list "
                        + "exists delete history restore' -a restore -d 'Makes the value of an earlier version the "
                        + "current one again, as a new version.'")
                .anyMatch(text -> text
                        .startsWith("complete -c coffer -n '__fish_seen_subcommand_from check' -s e -l env"))
                .anyMatch(text -> text.contains("-l format -x -a 'dotenv json yaml shell docker'"));
    }

    /** What the script's own function answers when the last word is completed. */
    private static List<String> bash(Path script, String typed) throws IOException, InterruptedException {
        assumeThat(Path.of("/bin/bash")).exists();
        var child = new ProcessBuilder("/bin/bash", "-c", """
                source "$0"
                read -ra COMP_WORDS <<< "$1"
                COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); COMP_LINE=$1; COMP_POINT=${#1}
                _complete_coffer
                printf '%s\\n' "${COMPREPLY[@]}"
                """, script.toString(), typed).redirectErrorStream(true).start();
        var answer = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        child.waitFor();
        return answer.lines().map(String::strip).toList();
    }

    private static void collect(CommandLine line, List<CommandLine> all) {
        if (line.getSubcommands().isEmpty()) {
            all.add(line);
        }
        line.getSubcommands().values().stream()
                .filter(each -> !each.getCommandSpec().usageMessage().hidden()).forEach(each -> collect(each, all));
    }

    private String help(boolean isTerminal, Map<String, String> variables) {
        return run(isTerminal, variables, "check", "--help");
    }

    private String run(String... args) {
        return run(false, Map.of(), args);
    }

    private String run(boolean isTerminal, Map<String, String> variables, String... args) {
        var out = new StringWriter();
        Coffer.line(null, around(isTerminal, variables)).setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(out, true)).execute(args);
        return out.toString();
    }

    private CommandLine line() {
        return Coffer.line(null, around(false, Map.of()));
    }

    private Surroundings around(boolean isTerminal, Map<String, String> variables) {
        return new Surroundings(variables, folder, java.io.InputStream.nullInputStream(),
                java.io.OutputStream.nullOutputStream(), null,
                new Surroundings.Streams(isTerminal, isTerminal, isTerminal));
    }
}
