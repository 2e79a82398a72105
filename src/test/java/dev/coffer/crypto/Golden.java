package dev.coffer.crypto;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;

/** What release 0.1 wrote in format 1. The file is never regenerated: a new format gets a file of its own. */
final class Golden {

    private final Properties properties = new Properties();

    Golden() {
        try (var in = Golden.class.getResourceAsStream("format-1.properties");
                var reader = new InputStreamReader(in, StandardCharsets.UTF_8)) {
            properties.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String text(String name) {
        return properties.getProperty(name);
    }

    byte[] bytes(String name) {
        return HexFormat.of().parseHex(text(name));
    }

    UUID id(String name) {
        return UUID.fromString(text(name));
    }

    Keyring keyring() {
        return new Keyring(id("instance"), 1, Map.of(1, bytes("instance-key")));
    }

    Binding secretValue() {
        return Binding.secretValue(id("project"), id("environment"), id("secret"), id("version"), 7);
    }
}
