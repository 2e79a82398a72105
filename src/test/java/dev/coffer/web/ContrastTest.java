package dev.coffer.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The colours of the stylesheet have the contrast that people need to read them (WCAG 2.2, 1.4.3 and 1.4.11). */
class ContrastTest {
    private static final String COLOR = "(#[0-9a-f]{3,6})";
    private static final Pattern TOKEN = Pattern.compile("--([a-z-]+): (?:light-dark\\(" + COLOR + ", " + COLOR + "\\)|"
            + COLOR + ");");

    private final Map<String, String[]> tokens = tokens();

    @ParameterizedTest(name = "{0} on {1} has at least {2}:1, light and dark")
    @CsvSource(textBlock = """
            ink, canvas, 4.5
            ink, surface, 4.5
            ink, sunken, 4.5
            ink, neutral-bg, 4.5
            ink, ok-bg, 4.5
            ink, warn-bg, 4.5
            ink, danger-bg, 4.5
            ink, info-bg, 4.5
            muted, canvas, 4.5
            muted, surface, 4.5
            muted, sunken, 4.5
            muted, neutral-bg, 4.5
            link, canvas, 4.5
            link, surface, 4.5
            link, sunken, 4.5
            link, ok-bg, 4.5
            link, warn-bg, 4.5
            link, danger-bg, 4.5
            link, info-bg, 4.5
            danger, canvas, 4.5
            danger, surface, 4.5
            danger, danger-bg, 4.5
            on-danger, danger-btn, 4.5
            on-primary, primary, 4.5
            ok, surface, 4.5
            ok, ok-bg, 4.5
            warn, surface, 4.5
            warn, warn-bg, 4.5
            info, info-bg, 4.5
            danger-btn, surface, 3
            primary, canvas, 3
            control, surface, 3
            control, canvas, 3
            focus, surface, 3
            focus, canvas, 3
            focus, sunken, 3
            focus, ok-bg, 3
            focus, warn-bg, 3
            focus, danger-bg, 3
            """)
    void enough_contrast(String front, String back, double least) {
        for (int theme = 0; theme < 2; theme++) {
            assertThat(ratio(token(front)[theme], token(back)[theme])).as(theme == 0 ? "light" : "dark")
                    .isGreaterThanOrEqualTo(least);
        }
    }

    private String[] token(String name) {
        assertThat(tokens).containsKey(name);
        return tokens.get(name);
    }

    private static Map<String, String[]> tokens() {
        try {
            var found = new HashMap<String, String[]>();
            TOKEN.matcher(Files.readString(Path.of("static/app.css"))).results().forEach(match -> found.put(
                    match.group(1), match.group(4) != null ? new String[]{match.group(4), match.group(4)}
                            : new String[]{match.group(2), match.group(3)}));
            return found;
        } catch (IOException unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }

    private static double ratio(String one, String other) {
        double a = luminance(one);
        double b = luminance(other);
        return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    }

    /** Relative luminance as WCAG 2.2 defines it. */
    private static double luminance(String color) {
        var hex = color.length() == 4 ? color.replaceAll("([0-9a-f])", "$1$1") : color;
        return 0.2126 * channel(hex, 1) + 0.7152 * channel(hex, 3) + 0.0722 * channel(hex, 5);
    }

    private static double channel(String hex, int at) {
        double share = Integer.parseInt(hex.substring(at, at + 2), 16) / 255.0;
        return share <= 0.04045 ? share / 12.92 : Math.pow((share + 0.055) / 1.055, 2.4);
    }
}
