package dev.coffer.dotenv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class EnvCommentsTest {

    /** What stands above and beside the key {@code K}, and its description. */
    static Stream<Arguments> descriptions() {
        return Stream.of(
                arguments("# One\nK=1", "One"),
                arguments("#One\n##  Two\nK=1", "One Two"),
                arguments("  # One\n\t#\n# Two\nK=1", "One Two"),
                arguments("# One\n\nK=1", ""),
                arguments("# One\r\nK=1\r\n", "One"),
                arguments("# One\nJ=1\nK=1", ""),
                arguments("# One\nnonsense\nK=1", ""),
                arguments("K=1 # Beside", "Beside"),
                arguments("K='1' # Beside", "Beside"),
                arguments("K= # Beside", "Beside"),
                arguments("K=\"a\nb\" # Beside", "Beside"),
                arguments("# Above\nK=1 # Beside", "Above"),
                arguments("# [[AUTH]]\nK=1 # Beside", "Beside"),
                arguments("# [[AUTH]]\n# One\nK=1", "One"),
                arguments("# ----\n# One\nK=1", "One"),
                arguments("# One\n# ====\nK=1", "One"),
                arguments("##########\n# Database\n##########\nK=1", ""),
                arguments("# ====\n# Database\n# ====\n# One\n# Two\nK=1", "One Two"),
                arguments("# --- Database ---\nK=1", ""),
                arguments("#### Database ####\n# One\nK=1", "One"),
                arguments("#   | $$  \\ $$|\n#  /$$__  $$\n# |__/ a\nK=1", ""),
                arguments("# DB_HOST=127.0.0.1\nK=1", ""),
                arguments("#DB_HOST=\nK=1", ""),
                arguments("# export DB_HOST = x\nK=1", ""),
                arguments("# About the host\n# DB_HOST=x\n# One\nK=1", "One"),
                arguments("# One\n# K=other\nK=1", "One"),
                arguments("# Example: K=a,b\nK=1", "Example: K=a,b"),
                arguments("# Größe in € — 日本\nK=1", "Größe in € — 日本"),
                arguments("# See https://example.com/a-b/c?d=e\nK=1", "See https://example.com/a-b/c?d=e"),
                arguments("# a\u0007b\u202ec\nK=1", "a bc"),
                arguments("# old key: sk_live_" + "4eC39HqLyjWDarjtT1zdp7dc\nK=1", ""));
    }

    @ParameterizedTest
    @MethodSource("descriptions")
    void makesADescriptionOfTheCommentsOfAKey(String text, String description) {
        var entry = DotEnvTest.read(text).entries().getLast();
        assertThat(entry.key()).isEqualTo("K");
        assertThat(entry.description()).isEqualTo(description);
    }

    @Test
    void saysWhenACommentLooksLikeAValue() {
        var entry = DotEnvTest.read("# sk_live_" + "4eC39HqLyjWDarjtT1zdp7dc\nK=1").entries().getFirst();
        assertThat(entry.notes()).singleElement().asString()
                .contains("does not become the description").doesNotContain("sk_live");
    }

    @Test
    void cutsAtAThousandCharacters() {
        assertThat(describe("w".repeat(1_000))).isEqualTo("w".repeat(1_000));
        assertThat(describe("w".repeat(1_001))).isEqualTo("w".repeat(999) + "…");
        var cut = describe("é𝒳".repeat(600));
        assertThat(cut).endsWith("…");
        assertThat(cut.codePointCount(0, cut.length())).isEqualTo(1_000);
    }

    private static String describe(String comment) {
        return DotEnvTest.read("# " + comment + "\nK=1").entries().getFirst().description();
    }
}
