package dev.coffer.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that came with sources which somebody cloned. */
@Tag("R19")
class YamlTest {
    private static final Path NAME = Path.of("needs.yaml");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"[", "- ", "{a: ", "? "})
    void what_is_nested_without_end_can_not_be_read(String level) throws IOException {
        var deep = level.repeat(100_000);
        Files.writeString(folder.resolve("coffer.yaml"), deep);

        assertThatThrownBy(() -> RequirementList.ofYaml(deep.getBytes(StandardCharsets.UTF_8), NAME))
                .isInstanceOf(Stop.class).hasMessage("needs.yaml can't be read as YAML");
        assertThatThrownBy(() -> ProjectFile.nearest(folder)).isInstanceOf(Stop.class)
                .hasMessageEndingWith("coffer.yaml can't be read as YAML");
    }

    @Test
    void a_setting_is_one_word_and_never_a_list_that_grows_by_naming_itself() throws IOException {
        var doubling = new StringBuilder("server:\n  - &a0 [x, x]\n");
        for (int i = 1; i < 25; i++) {
            doubling.append("  - &a%d [*a%d, *a%d]\n".formatted(i, i - 1, i - 1));
        }
        for (var text : new String[]{"server: [a, b]", "project: {a: b}", doubling.toString()}) {
            Files.writeString(folder.resolve("coffer.yaml"), text);
            assertThatThrownBy(() -> ProjectFile.nearest(folder)).isInstanceOf(Stop.class)
                    .hasMessageContaining("coffer.yaml has more than one word for");
        }
    }

    @Test
    void what_we_write_is_far_from_the_limit() {
        var listed =
                RequirementList.ofYaml("- A\n- key: B\n  environments: [preview]\n".getBytes(StandardCharsets.UTF_8),
                        NAME);

        assertThat(listed.requirements()).hasSize(2);
    }
}
