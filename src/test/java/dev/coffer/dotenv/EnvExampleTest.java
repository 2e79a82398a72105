package dev.coffer.dotenv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.coffer.crypto.Plaintext;
import dev.coffer.dotenv.EnvExample.Given;
import dev.coffer.form.SecretLimits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An example file, read as what a project needs. */
@Tag("R21")
class EnvExampleTest {
    private static final Path FOLDER = Path.of("../shared/data/dotenv");

    /** What stands in the file; whether its last key is required; what describes it. */
    static Stream<Arguments> markers() {
        return Stream.of(
                arguments("K=", true, ""),
                arguments("# What it is\nK=", true, "What it is"),
                arguments("# OPTIONAL: What it is\nK=", false, "What it is"),
                arguments("# REQUIRED: What it is\nK=", true, "What it is"),
                arguments("# optional\nK=", false, ""),
                arguments("# Optional.\nK=", false, ""),
                arguments("# [optional]\nK=", false, ""),
                arguments("# (Optional) What it is\nK=", false, "What it is"),
                arguments("# [OPTIONAL] What it is\nK=", false, "What it is"),
                arguments("# *optional* What it is\nK=", false, "What it is"),
                arguments("# Optional - what it is\nK=", false, "what it is"),
                arguments("# Optional, what it is\nK=", false, "what it is"),
                arguments("# Sentry (optional) for monitoring errors\nK=", false, "Sentry for monitoring errors"),
                arguments("# Workers (optional, default 2).\nK=", false, "Workers (default 2)."),
                arguments("# Sentry DSN - optional\nK=", false, "Sentry DSN"),
                arguments("# Sentry DSN (required)\nK=", true, "Sentry DSN"),
                arguments("# Optional only if integration is used\nK=", false, "Optional only if integration is used"),
                arguments("# Required key for signing\nK=", true, "Required key for signing"),
                arguments("# Required if Sentry is used\nK=", false, "Required if Sentry is used"),
                arguments("# not required\nK=", false, ""),
                arguments("# This is optional\nK=", false, "This is optional"),
                arguments("# No sign-in required for this\nK=", true, "No sign-in required for this"),
                arguments("# Turns optional features on\nK=", true, "Turns optional features on"),
                arguments("# What it is\n# OPTIONAL: and when\nK=", false, "What it is and when"),
                arguments("# Website URL\n# Required\nK=", true, "Website URL"),
                arguments("K= # optional", false, ""),
                arguments("K= # optional: what it is", false, "what it is"),
                arguments("# What it is\nK= # optional", false, "What it is"),
                arguments("# optional\nK= # required", true, ""),
                arguments("# OPTIONAL: the first\nA=\nK=", true, ""),
                arguments("# OPTIONAL: the first\nK_ID=\nK=", false, ""),
                arguments("# OPTIONAL: the first\nA=\n# The second\nK=", true, "The second"),
                arguments("# OPTIONAL: the first\nA=\n\nK=", true, ""),
                arguments("# [[AUTH OPTIONAL]]\nA=\n\nK=", false, ""),
                arguments("# [[AUTH OPTIONAL]]\nA=\n# [[URLS]]\nK=", true, ""),
                arguments("# [[AUTH OPTIONAL]]\n# REQUIRED: what it is\nK=", true, "what it is"),
                arguments("# ------\n# Optional settings\n# ------\n\nK=", false, ""),
                arguments("# --- Optional ---\nK=", false, ""),
                arguments("# Optional settings\n\nA=\n\nK=", false, ""),
                arguments("# Optional settings\n\nA=\n\n# Database\n\nK=", true, ""),
                arguments("# optional\n#A=1\nK=", true, ""),
                arguments("# OPTIONAL: " + "sk_live_" + "4eC39HqLyjWDarjtT1zdp7dc\nK=", false, ""));
    }

    @ParameterizedTest
    @MethodSource("markers")
    void a_comment_says_whether_a_key_is_needed(String file, boolean required, String description) {
        try (var example = read(file)) {
            var last = example.entries().getLast();
            assertThat(last.key()).isEqualTo("K");
            assertThat(last.required()).isEqualTo(required);
            assertThat(last.description()).isEqualTo(description);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "changeme", "CHANGE_ME", "your-key-here", "your_api_key", "xxx", "xxxxxxxx", "sk_test_xxxxxxxx", "<key>",
            "https://<domain>/", "...", "***", "TODO", "secret", "password", "CAFEBABE", "DEADBEEF", "null", "admin",
            "hello@example.com", "postgres://user:pass@host:5432/db", "redis://:pass@localhost", "0000000000",
            "${OTHER}", "postgres://${USER}@db/app", "test_Password123", "1234567890", "my-secret-key", "infisical",
            "replace-with-a-real-one"})
    void what_looks_like_a_placeholder_is_needed_and_never_offered(String value) {
        try (var example = read("API_SECRET=" + value)) {
            assertThat(example.entries()).singleElement().satisfies(entry -> {
                assertThat(entry.given()).isEqualTo(Given.PLACEHOLDER);
                assertThat(entry.value().isEmpty()).isTrue();
                assertThat(entry.required()).isTrue();
            });
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"PORT | 3000", "LOG_LEVEL | info", "APP_URL | http://localhost:3000",
            "REDIS_URL | redis://redis:6379", "API_SECRET | 82031b3760ac58352bb2d48fd9f32e9f",
            "ENABLE_PASSWORD | true", "DB_NAME | documenso", "MONKEY | banana", "REGION | us-east-1"})
    void what_looks_real_is_offered(String key, String value) {
        try (var example = read(key + "=" + value)) {
            assertThat(example.entries()).singleElement().satisfies(entry -> {
                assertThat(entry.given()).isEqualTo(Given.VALUE);
                assertThat(new String(entry.value().expose(), StandardCharsets.UTF_8)).isEqualTo(value);
            });
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "# THIS IS A SAMPLE KEY AND SHOULD NEVER BE USED FOR PRODUCTION\nK=%s",
            "# WARNING: Replace these with strong random values. You can use `openssl rand -hex 32`.\nA=\nK=%s",
            "# Change this\nK=%s", "K=%s # do not use this one", "# This should be a random string\nK=%s"})
    void a_value_that_the_comment_calls_a_sample_is_never_offered(String file) {
        try (var example = read(file.formatted("82031b3760ac58352bb2d48fd9f32e9f"))) {
            assertThat(example.entries().getLast().given()).isEqualTo(Given.PLACEHOLDER);
        }
    }

    @Test
    void an_empty_value_is_needed_and_an_assignment_in_a_comment_is_nothing() {
        try (var example = read("A=\nB=''\n# C=1\n#D=")) {
            assertThat(example.entries()).extracting(EnvExample.Entry::key).containsExactly("A", "B");
            assertThat(example.entries()).extracting(EnvExample.Entry::given).containsOnly(Given.NOTHING);
        }
    }

    @Test
    void what_no_project_may_set_is_refused_with_why() {
        try (var example = read("NODE_OPTIONS=\nA=1")) {
            assertThat(example.entries()).extracting(EnvExample.Entry::key).containsExactly("A");
            assertThat(example.faults()).singleElement()
                    .satisfies(fault -> assertThat(fault.why()).contains("NODE_OPTIONS changes what code"));
        }
    }

    @Test
    void the_lines_of_a_key_that_lost_its_name_are_no_keys() {
        try (var example = read("A=\n-----BEGIN KEY-----\nMIIBOg\nCnry==\n-----END KEY-----\nB=")) {
            assertThat(example.entries()).extracting(EnvExample.Entry::key).containsExactly("A", "B");
            assertThat(example.entries()).extracting(EnvExample.Entry::line).containsExactly(1, 6);
            assertThat(example.faults()).singleElement().satisfies(fault -> {
                assertThat(fault.line()).isEqualTo(2);
                assertThat(fault.why()).contains("PEM block").doesNotContain("Cnry");
            });
        }
    }

    @Test
    void nothing_that_is_printed_holds_a_value() {
        try (var example = read("A=c4n4ry-value")) {
            assertThat(example.toString()).doesNotContain("c4n4ry");
        }
    }

    @Test
    void a_comment_made_to_be_slow_is_read_quickly() {
        var lines = List.of(" ".repeat(1_900), "-".repeat(1_900), "(".repeat(1_900), "- (".repeat(600),
                "optional ".repeat(200), "is ".repeat(600));
        var file = new StringBuilder();
        for (int i = 0; i < 500; i++) {
            file.append("# a").append(lines.get(i % lines.size())).append("b\nK").append(i).append("=\n");
        }
        assertThatCode(() -> assertTimeoutPreemptively(
                Duration.ofSeconds(10), () -> read(file.toString()).close())).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({"documenso, 100, 20, 80, 23, 11", "phase, 23, 22, 1, 3, 10", "infisical, 40, 26, 14, 4, 4",
            "laravel, 43, 43, 0, 30, 9"})
    void the_files_that_projects_publish_are_understood(String name, int keys, int required, int optional, int offered,
            int placeholders) throws IOException {
        var path = FOLDER.resolve(name + ".env");
        assumeTrue(Files.exists(path), "The published .env files are not beside this repository, so they are not read");
        try (var example = EnvExample.read(Plaintext.of(Files.readAllBytes(path)), SecretLimits.DEFAULT)) {
            assertThat(example.faults()).isEmpty();
            assertThat(List.of(example.entries().size(), count(example, true), count(example, false),
                    count(example, Given.VALUE), count(example, Given.PLACEHOLDER)))
                    .containsExactly(keys, required, optional, offered, placeholders);
        }
    }

    private static int count(EnvExample example, boolean required) {
        return (int) example.entries().stream().filter(entry -> entry.required() == required).count();
    }

    private static int count(EnvExample example, Given given) {
        return (int) example.entries().stream().filter(entry -> entry.given() == given).count();
    }

    private static EnvExample read(String file) {
        return EnvExample.read(Plaintext.ofText(file), SecretLimits.DEFAULT);
    }
}
