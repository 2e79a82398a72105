package dev.coffer.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What no template may hold: the page's policy would refuse it, or text from outside could become markup or code. */
class TemplatesTest {
    private static final Path TEMPLATES = Path.of("templates");
    private static final Map<String, Pattern> REFUSED = Map.ofEntries(
            refused("text that is not escaped", "th:utext|\\[\\("),
            refused("text evaluated twice", "__\\$|__\\*"),
            refused("inlined expressions", "th:inline|\\[\\["),
            refused("a handler in an attribute", "hx-on|th:on|\\son[a-z]+\\s*="),
            refused("code in an attribute of HTMX", "hx-vars|[\"']js:|javascript:"),
            refused("a style in an attribute", "\\sstyle\\s*=|th:style"),
            refused("a style in the page", "<style"),
            refused("a script in the page", "<script(?![^>]*src=)"),
            refused("text that only a mouse finds", "\\stitle\\s*=|th:title"),
            refused("an expression that is not a plain path", "\\$\\{(?!\\w+(\\.\\w+)*})"),
            refused("a file from elsewhere", "(src|href)\\s*=\\s*[\"'](https?:)?//"));

    @Test
    void no_template_holds_what_could_run_or_style_inside_the_page() throws IOException {
        var found = new TreeMap<String, String>();
        for (var template : templates().entrySet()) {
            REFUSED.forEach((what, pattern) -> {
                var match = pattern.matcher(template.getValue());
                if (match.find()) {
                    found.put(template.getKey() + ": " + what, match.group());
                }
            });
        }
        assertThat(found).isEmpty();
    }

    @Test
    void every_page_says_that_it_is_html_of_today() throws IOException {
        templates().forEach((file, text) -> {
            if (text.contains("~{layout :: page(")) {
                assertThat(text.strip()).as(file).startsWith("<!DOCTYPE html>");
            }
        });
    }

    @Test
    void pictures_are_hidden_from_screen_readers_or_named() throws IOException {
        var nameless = Pattern.compile("<(svg)(?![^>]*aria-hidden=\"true\")[^>]*>|<img(?![^>]*\\salt=)[^>]*>");
        templates().forEach((file, text) -> assertThat(nameless.matcher(text).results().map(r -> r.group()))
                .as("pictures in %s that are neither hidden nor named", file).isEmpty());
    }

    /** Comments of the parser are left out: they never reach a browser and may show what not to do. */
    private static Map<String, String> templates() throws IOException {
        try (var files = Files.walk(TEMPLATES)) {
            var all = new TreeMap<String, String>();
            for (var file : files.filter(path -> path.toString().endsWith(".html")).toList()) {
                all.put(TEMPLATES.relativize(file).toString(),
                        Files.readString(file).replaceAll("(?s)<!--/\\*.*?\\*/-->", ""));
            }
            assertThat(all).isNotEmpty();
            return all;
        }
    }

    private static Map.Entry<String, Pattern> refused(String what, String pattern) {
        return Map.entry(what, Pattern.compile(pattern, Pattern.CASE_INSENSITIVE));
    }
}
