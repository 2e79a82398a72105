package dev.coffer.cli;

import java.io.ByteArrayOutputStream;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What is around a command: variables, the folder it runs in, standard input and output, and which of the streams are a
 * terminal.
 */
record Surroundings(Map<String, String> variables, Path folder, InputStream input, OutputStream output, Person person,
        Streams streams) {

    /** Which standard streams are a terminal. */
    record Streams(boolean isInput, boolean isOutput, boolean isError) {}

    /** Somebody at the terminal, who can be asked. */
    interface Person {
        /**
         * What they type without it being shown; null at the end of input, or where there is no terminal to hide it.
         */
        char[] secret(String prompt);

        /** What they type; null at the end of input. */
        String answer(String prompt);
    }

    static Surroundings real() {
        return new Surroundings(System.getenv(), Path.of("").toAbsolutePath(), System.in,
                new FileOutputStream(FileDescriptor.out), new AtConsole(),
                new Streams(isTerminal(0), isTerminal(1), isTerminal(2)));
    }

    /** A variable that isn't blank, or else null. */
    String variable(String name) {
        var value = variables.get(name);
        return value == null || value.isBlank() ? null : value.strip();
    }

    /** Whether standard output may have colours: on a terminal, unless NO_COLOR has a value (no-color.org). */
    boolean isColourful() {
        var refused = variables.get("NO_COLOR");
        return streams.isOutput() && (refused == null || refused.isEmpty())
                && !"dumb".equals(variables.get("TERM"));
    }

    /** The variable that gives a token in the place of a profile's, if there is one. */
    Optional<String> overriding() {
        return Stream.of("COFFER_TOKEN", "COFFER_TOKEN_FILE").filter(name -> variable(name) != null).findFirst();
    }

    /** Whether standard output and standard error lead to the same place, as both do to a terminal. */
    static boolean isOneOutput() {
        try {
            return Files.readSymbolicLink(Path.of("/proc/self/fd/1"))
                    .equals(Files.readSymbolicLink(Path.of("/proc/self/fd/2")));
        } catch (IOException notTold) {
            return isTerminal(1) && isTerminal(2);
        }
    }

    /** Whether the last arguments of this process came as they were given: Java reads them in its locale's encoding. */
    static boolean areWhole(List<String> last) {
        byte[] given;
        try {
            given = Files.readAllBytes(Path.of("/proc/self/cmdline"));
        } catch (IOException notTold) {
            return last.stream().noneMatch(each -> each.indexOf('\ufffd') >= 0);
        }
        var read = (String.join("\0", last) + "\0").getBytes(StandardCharsets.UTF_8);
        return last.stream().noneMatch(each -> each.indexOf('\ufffd') >= 0) || given.length >= read.length
                && Arrays.equals(given, given.length - read.length, given.length, read, 0, read.length);
    }

    /** By the kernel's own word where it gives one; Java knows only of input and output together. */
    private static boolean isTerminal(int stream) {
        var link = Path.of("/proc/self/fd/" + stream);
        try {
            if (Files.isSymbolicLink(link)) {
                return Files.readSymbolicLink(link).toString().matches("/dev/(pts/\\d+|tty\\w*|console)");
            }
        } catch (IOException notTold) {
            // as where there is no such link
        }
        return System.console() != null;
    }

    /** Asks on standard error, so that standard output is data alone, also where it isn't the terminal. */
    private record AtConsole() implements Person {
        @Override
        public char[] secret(String prompt) {
            Console console = System.console();
            if (console == null) {
                return null;
            }
            System.err.print(prompt);
            System.err.flush();
            return console.readPassword();
        }

        @Override
        public String answer(String prompt) {
            System.err.print(prompt);
            System.err.flush();
            Console console = System.console();
            return console != null ? console.readLine() : line();
        }

        /** Byte by byte, so that what comes after it isn't taken away. */
        private static String line() {
            var line = new ByteArrayOutputStream();
            try {
                int next = System.in.read();
                if (next < 0) {
                    return null;
                }
                for (; next >= 0 && next != '\n'; next = System.in.read()) {
                    line.write(next);
                }
            } catch (IOException ended) {
                return null;
            }
            return line.toString(StandardCharsets.UTF_8);
        }
    }
}
