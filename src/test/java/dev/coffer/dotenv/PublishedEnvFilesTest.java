package dev.coffer.dotenv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.coffer.crypto.Plaintext;
import dev.coffer.form.SecretLimits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The files that public projects publish for their users, counted by hand; they are no part of this repository. */
class PublishedEnvFilesTest {
    private static final Path FOLDER = Path.of("../shared/data/dotenv");

    @ParameterizedTest
    @CsvSource({"documenso, 100, 66, 81", "laravel, 43, 4, 0", "phase, 23, 10, 7", "infisical, 40, 32, 11"})
    void readsEveryKey(String name, int keys, int empty, int described) throws IOException {
        try (var file = read(name)) {
            assertThat(file.faults()).isEmpty();
            assertThat(file.entries()).hasSize(keys);
            assertThat(file.entries()).filteredOn(ImportFile.Entry::empty).hasSize(empty);
            assertThat(file.entries()).filteredOn(entry -> !entry.description().isEmpty()).hasSize(described);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "documenso | NEXTAUTH_SECRET | 5 |",
            "documenso | NEXT_PRIVATE_ENCRYPTION_KEY | 10 | Application Key for symmetric encryption and decryption "
                    + "REQUIRED: This should be a random string of at least 32 characters",
            "documenso | NEXT_PRIVATE_STRIPE_API_KEY | 152 |",
            "documenso | NEXT_PUBLIC_POSTHOG_KEY | 168 | OPTIONAL: Leave blank to disable PostHog and feature flags.",
            "laravel | SESSION_DRIVER | 30 |",
            "phase | HOST | 20 | Replace with your domain or host. "
                    + "Use the domain or IP address where users will access Phase.",
            "phase | SECRET_KEY | 29 |",
            "phase | SSO_PROVIDERS | 35 | OAuth providers to enable on the sign-in page (optional). Leave empty for "
                    + "password-only signup and login. Example: SSO_PROVIDERS=google,github,gitlab",
            "infisical | DB_CONNECTION_URI | 17 | Required",
            "infisical | CLIENT_ID_HEROKU | 35 | Integration Optional only if integration is used"
    })
    void findsLineAndDescription(String name, String key, int line, String description) throws IOException {
        try (var file = read(name)) {
            assertThat(file.entries()).filteredOn(entry -> entry.key().equals(key)).singleElement().satisfies(entry -> {
                assertThat(entry.line()).isEqualTo(line);
                assertThat(entry.description()).isEqualTo(description == null ? "" : description);
            });
        }
    }

    @Test
    void keepsReferencesAndSignsAsTheyStand() throws IOException {
        assertThat(value("laravel", "MAIL_FROM_NAME")).isEqualTo("${APP_NAME}");
        assertThat(value("laravel", "MAIL_FROM_ADDRESS")).isEqualTo("hello@example.com");
        assertThat(value("infisical", "DB_CONNECTION_URI"))
                .isEqualTo("postgres://${POSTGRES_USER}:${POSTGRES_PASSWORD}@db:5432/${POSTGRES_DB}");
        assertThat(value("infisical", "AUTH_SECRET")).endsWith("iDkgl3tSmLE=").hasSize(44);
        assertThat(value("phase", "HTTP_PROTOCOL")).isEqualTo("https://");
        assertThat(value("documenso", "E2E_TEST_AUTHENTICATE_USERNAME")).isEqualTo("Test User");
    }

    private static String value(String name, String key) throws IOException {
        try (var file = read(name)) {
            return file.entries().stream().filter(entry -> entry.key().equals(key)).findFirst()
                    .map(entry -> new String(entry.value().expose(), StandardCharsets.UTF_8)).orElseThrow();
        }
    }

    private static ImportFile read(String name) throws IOException {
        var path = FOLDER.resolve(name + ".env");
        assumeTrue(Files.exists(path), "The published .env files are not beside this repository, so they are not read");
        return ImportFile.readDotEnv(Plaintext.of(Files.readAllBytes(path)), SecretLimits.DEFAULT);
    }
}
