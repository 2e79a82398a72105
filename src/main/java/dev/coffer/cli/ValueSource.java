package dev.coffer.cli;

import dev.coffer.client.SecretValue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Where a value comes from: the argument, a file, standard input, or somebody who types it without it being shown. One
 * final line end of a single line from standard input is dropped; everything else is kept byte for byte.
 */
record ValueSource(Surroundings around, Screen screen) {
    static final Path STANDARD_INPUT = Path.of("-");
    private static final int MOST_BYTES = 16 * 1024 * 1024;

    /** @param argument null for none @param file null for none @throws Stop where there is no value, or two */
    SecretValue read(String key, String argument, Path file) {
        if (argument != null && file != null) {
            throw Stop.wrongUse("Give the value once: as an argument or with --file");
        }
        if (argument != null) {
            return argument(argument);
        }
        if (file != null) {
            return value(bytes(file));
        }
        return around.streams().isInput() ? typed(key) : value(withoutLineEnd(input()));
    }

    /** All of a file of several values, or of standard input for {@code -}. */
    SecretValue content(Path file) {
        var bytes = file.equals(STANDARD_INPUT) ? input() : bytes(file);
        try {
            return SecretValue.of(bytes);
        } catch (IllegalArgumentException notText) {
            throw Stop.refused("%s is not text in UTF-8".formatted(file));
        }
    }

    private static SecretValue value(byte[] bytes) {
        try {
            return SecretValue.of(bytes);
        } catch (IllegalArgumentException notText) {
            throw notText();
        }
    }

    private static Stop notText() {
        return Stop.refused("The value is not text in UTF-8. Encode it first, for example with base64");
    }

    private SecretValue argument(String argument) {
        if (around.streams().isError()) {
            screen.say(
                    "A value as an argument stays in the shell's history, and others on this machine can see it while "
                            + "the command runs. Standard input, --file and the prompt keep it to yourself.");
        }
        return value(argument.getBytes(StandardCharsets.UTF_8));
    }

    private byte[] bytes(Path file) {
        var path = around.folder().resolve(file);
        try {
            if (Files.size(path) > MOST_BYTES) {
                throw Stop.refused("%s is too large for a value".formatted(file));
            }
            return Files.readAllBytes(path);
        } catch (IOException unreadable) {
            throw Stop.wrongUse("%s can't be read".formatted(file));
        }
    }

    private byte[] input() {
        try {
            var bytes = around.input().readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw Stop.refused("Standard input is too large for a value");
            }
            return bytes;
        } catch (IOException unreadable) {
            throw Stop.refused("Standard input can't be read");
        }
    }

    private SecretValue typed(String key) {
        var typed = around.person().secret("Value of %s (not shown): ".formatted(Screen.safe(key)));
        if (typed == null) {
            throw Stop.wrongUse("There is no value. Give it through standard input or with --file");
        }
        try {
            return SecretValue.of(typed);
        } catch (IllegalArgumentException half) {
            throw notText();
        } finally {
            Arrays.fill(typed, '\0');
        }
    }

    private static byte[] withoutLineEnd(byte[] input) {
        int first = 0;
        while (first < input.length && input[first] != '\n') {
            first++;
        }
        if (first != input.length - 1) {
            return input;
        }
        int end = first > 0 && input[first - 1] == '\r' ? first - 1 : first;
        var line = Arrays.copyOf(input, end);
        Arrays.fill(input, (byte) 0);
        return line;
    }
}
