package dev.coffer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.crypto.Plaintext;
import dev.coffer.help.HelpPage;
import dev.coffer.schema.Schema;
import dev.coffer.schema.SchemaCheck;
import dev.coffer.schema.Variables;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the README says is so. */
class ReadmeTest {
    private static final Pattern VARIABLE = Pattern.compile("COFFER_[A-Z_]*[A-Z]");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)\\)");

    @Test
    void it_names_every_setting_and_no_other() throws IOException {
        var settings =
                new TreeSet<>(found(VARIABLE, Files.readString(Path.of("src/main/java/dev/coffer/ConfigReader.java"))));
        settings.removeIf(
                name -> name.startsWith("COFFER_PARAM") || name.matches("COFFER_(URL|PROJECT|ENVIRONMENT|APP|PROFILE|"
                        + "JAVA|TEST_BROWSER)") || name.endsWith("_FILE") && !name.equals("COFFER_ROOT_KEY_FILE"));
        var named = new TreeSet<>(found(VARIABLE, Files.readString(Path.of("README.md"))));

        assertThat(named).containsAll(settings);
        try (var files = Files.list(Path.of("src/main/java/dev/coffer/cli"))) {
            for (var file : files.toList()) {
                settings.addAll(found(VARIABLE, Files.readString(file)));
            }
        }
        assertThat(settings).containsAll(named);
    }

    @Test
    void its_links_lead_somewhere() throws IOException {
        var links = LINK.matcher(Files.readString(Path.of("README.md"))).results().map(link -> link.group(1)).toList();

        assertThat(links).isNotEmpty().allSatisfy(link -> assertThat(Path.of(link)).exists());
    }

    @Test
    void its_secret_type_is_accepted_and_gives_what_it_says_as_the_one_of_the_help_does() throws IOException {
        var readme = Pattern.compile("```json\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("README.md"))).results().map(block -> block.group(1)).toList();
        assertThat(readme).hasSize(1);

        assertThat(List.of(readme.getFirst(), new HelpPage("").schema())).allSatisfy(schema -> {
            assertThat(SchemaCheck.check(schema)).isInstanceOf(SchemaCheck.Accepted.class);
            var value = Plaintext.ofText("{\"host\": \"search\", \"password\": \"a/long-pass-word\"}");
            assertThat(Schema.of(schema).mistakes(value)).isEmpty();
            var given = Variables.of("SEARCH", Schema.of(schema), value);
            assertThat(given).containsOnlyKeys("SEARCH", "SEARCH_HOST");
            assertThat(new String(given.get("SEARCH").expose(), StandardCharsets.UTF_8))
                    .isEqualTo("https://app:a%2Flong-pass-word@search");
        });
    }

    @Test
    void its_source_map_has_every_package() throws IOException {
        var readme = Files.readString(Path.of("README.md"));
        try (var folders = Files.list(Path.of("src/main/java/dev/coffer"))) {
            assertThat(folders.filter(Files::isDirectory).map(folder -> "── " + folder.getFileName() + "/"))
                    .allSatisfy(line -> assertThat(readme).contains(line));
        }
    }

    private static TreeSet<String> found(Pattern pattern, String text) {
        var found = new TreeSet<String>();
        pattern.matcher(text).results().forEach(match -> found.add(match.group()));
        return found;
    }
}
