package dev.coffer.cli;

import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What is around a command: variables, the folder it runs in, standard input, and which of the streams are a terminal.
 */
record Surroundings(Map<String, String> variables, Path folder, InputStream input, Person person, Streams streams) {

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
        return new Surroundings(System.getenv(), Path.of("").toAbsolutePath(), System.in, new AtConsole(),
                new Streams(isTerminal(0), isTerminal(1), isTerminal(2)));
    }

    /** A variable that isn't blank, or else null. */
    String variable(String name) {
        var value = variables.get(name);
        return value == null || value.isBlank() ? null : value.strip();
    }

    /** The variable that gives a token in the place of a profile's, if there is one. */
    Optional<String> overriding() {
        return Stream.of("COFFER_TOKEN", "COFFER_TOKEN_FILE").filter(name -> variable(name) != null).findFirst();
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

    private record AtConsole() implements Person {
        @Override
        public char[] secret(String prompt) {
            Console console = System.console();
            return console == null ? null : console.readPassword("%s", prompt);
        }

        @Override
        public String answer(String prompt) {
            Console console = System.console();
            return console == null ? null : console.readLine("%s", prompt);
        }
    }
}
