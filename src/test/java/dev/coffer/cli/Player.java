package dev.coffer.cli;

import dev.coffer.cli.Surroundings.Person;
import dev.coffer.cli.Surroundings.Streams;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Plays commands as a shell would: {@code NAME=value printf 'text' | coffer secrets set KEY -e preview}. */
final class Player {
    private static final Pattern WORD = Pattern.compile("(?:'[^']*'|\"[^\"]*\"|[^\\s'\"])+");

    private static final Pattern QUOTED = Pattern.compile("'[^']*'|\"[^\"]*\"");

    private final Map<String, String> variables;
    private final Path folder;
    private final Deque<String> answers = new ArrayDeque<>();
    private boolean isTerminal;

    Player(Map<String, String> variables, Path folder) {
        this.variables = variables;
        this.folder = folder;
    }

    /** What a command came to. */
    record Done(int code, String out, String err) {}

    /** The transcript as it went. */
    List<String> play(Transcript transcript) throws IOException {
        var lines = new ArrayList<String>();
        for (var step : transcript.steps()) {
            lines.add(step);
            if (step.startsWith("$ ")) {
                var done = run(step.substring(2));
                done.out().lines().forEach(lines::add);
                done.err().lines().map(line -> "2> " + line).forEach(lines::add);
                lines.add("? " + done.code());
            } else if (step.startsWith("# ")) {
                heed(step.substring(2));
            }
        }
        return lines;
    }

    private void heed(String remark) throws IOException {
        if (remark.equals("terminal")) {
            isTerminal = true;
        } else if (remark.equals("no terminal")) {
            isTerminal = false;
        } else if (remark.startsWith("answer ")) {
            answers.add(remark.substring("answer ".length()));
        } else if (remark.startsWith("file ")) {
            var parts = remark.split(" ", 3);
            Files.writeString(folder.resolve(parts[1]), unescaped(parts[2]));
        } else if (remark.startsWith("set ")) {
            var parts = remark.split("[ =]", 3);
            variables.put(parts[1], parts[2]);
        } else if (remark.startsWith("unset ")) {
            variables.remove(remark.substring("unset ".length()));
        }
    }

    private Done run(String command) {
        var input = "";
        var words = words(command);
        var mine = new TreeMap<>(variables);
        if (words.getFirst().equals("printf")) {
            input = unescaped(words.get(1));
            words = words.subList(3, words.size());
        }
        while (words.getFirst().matches("[A-Z_]+=.*")) {
            var parts = words.getFirst().split("=", 2);
            mine.put(parts[0], parts[1]);
            words = words.subList(1, words.size());
        }
        return run(words.subList(1, words.size()), input.getBytes(StandardCharsets.UTF_8), mine);
    }

    /** Runs the command line itself. */
    Done run(List<String> args, byte[] input, Map<String, String> environment) {
        var out = new StringWriter();
        var err = new StringWriter();
        var bytes = new ByteArrayOutputStream();
        var around = new Surroundings(environment, folder, new ByteArrayInputStream(input), bytes,
                new Asked(err),
                new Streams(isTerminal, isTerminal, isTerminal));
        int code = Coffer.line(new NoHost(), around).setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true)).execute(args.toArray(String[]::new));
        return new Done(code, out + bytes.toString(StandardCharsets.UTF_8), err.toString());
    }

    private static List<String> words(String command) {
        var words = new ArrayList<String>();
        var found = WORD.matcher(command);
        while (found.find()) {
            words.add(QUOTED.matcher(found.group()).replaceAll(part -> Matcher.quoteReplacement(
                    part.group().substring(1, part.group().length() - 1))));
        }
        return words;
    }

    private static String unescaped(String text) {
        return text.replace("\\n", "\n").replace("\\r", "\r").replace("\\e", "\u001b");
    }

    private record NoHost() implements Coffer.Host {
        @Override
        public int serve() {
            throw new UnsupportedOperationException();
        }

        @Override
        public int train() {
            throw new UnsupportedOperationException();
        }
    }

    private final class Asked implements Person {
        private final StringWriter err;

        private Asked(StringWriter err) {
            this.err = err;
        }

        @Override
        public char[] secret(String prompt) {
            err.write(prompt + "\n");
            return answers.isEmpty() ? null : answers.remove().toCharArray();
        }

        @Override
        public String answer(String prompt) {
            err.write(prompt + "\n");
            return answers.isEmpty() ? null : answers.remove();
        }
    }
}
