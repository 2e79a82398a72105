package dev.coffer.mask;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.crypto.Plaintext;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Two hundred secrets such as people have, and megabytes that hold none of them. */
@Tag("R30")
class CorpusTest {
    private static final int BYTES = Integer.getInteger("coffer.mask.corpus", 3 << 20);

    @Test
    void nothing_is_masked_in_text_without_a_secret() throws IOException {
        var text = sources();
        try (var masker = Masker.of(secrets())) {
            assertThat(masker.mask(text)).isEqualTo(text);
            var encoded = Base64.getMimeEncoder().encode(text);
            assertThat(masker.mask(encoded)).isEqualTo(encoded);
        }
    }

    @Test
    void nothing_is_masked_in_a_program() throws IOException {
        byte[] program;
        try (var modules = Files.newInputStream(Path.of(System.getProperty("java.home"), "lib", "modules"))) {
            program = modules.readNBytes(BYTES);
        }
        try (var masker = Masker.of(secrets())) {
            assertThat(masker.mask(program)).isEqualTo(program);
        }
    }

    /** With what many secrets begin with, and with what nearly is one. */
    static Map<String, Plaintext> secrets() {
        var random = new Random(11);
        var secrets = new HashMap<String, Plaintext>();
        var begins = List.of("postgresql://shop:", "sk_live_", "ghp_", "https://", "AKIA", "", "import java.",
                "public static");
        for (int i = 0; i < 200; i++) {
            var value = new byte[16 + random.nextInt(24)];
            random.nextBytes(value);
            secrets.put("SECRET_" + i, Plaintext.ofText(begins.get(i % begins.size())
                    + (i % 3 == 0 ? Base64.getEncoder() : Base64.getUrlEncoder()).encodeToString(value)));
        }
        return secrets;
    }

    /** The project's own files, again and again. */
    static byte[] sources() throws IOException {
        var all = new ByteArrayOutputStream();
        try (var files = Files.walk(Path.of("src"))) {
            for (var file : files.filter(Files::isRegularFile).sorted().toList()) {
                all.write(Files.readAllBytes(file));
            }
        }
        try (InputStream once = new ByteArrayInputStream(all.toByteArray())) {
            var text = new ByteArrayOutputStream();
            while (text.size() < BYTES) {
                once.reset();
                once.transferTo(text);
                text.write("\n".getBytes(StandardCharsets.UTF_8));
            }
            return text.toByteArray();
        }
    }
}
