package dev.coffer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ScreenTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void what_would_steer_a_terminal_is_shown_instead() {
        var screen = screen(false);
        screen.print("a\u001b[2Jb\rc\u009bd\u202ee");
        screen.say("\u001b]0;title\u0007");
        assertThat(out.toString()).isEqualTo("a\\u001b[2Jb\\u000dc\\u009bd\\u202ee" + System.lineSeparator());
        assertThat(err.toString()).isEqualTo("\\u001b]0;title\\u0007" + System.lineSeparator());
    }

    @Test
    void a_row_stays_one_line_and_its_columns_stay_apart() {
        var rows = List.of(List.of("KEY\tX", "one\ntwo", "ü"), List.of("LONGER_KEY", "b", ""));
        screen(false).print(rows);
        assertThat(out.toString().lines()).containsExactly("KEY\\u0009X\tone\\u000atwo\tü", "LONGER_KEY\tb\t");
        out.getBuffer().setLength(0);
        screen(true).print(rows);
        assertThat(out.toString().lines()).containsExactly("KEY\\u0009X  one\\u000atwo  ü", "LONGER_KEY  b");
    }

    @Test
    void json_is_ascii_and_says_the_same() {
        screen(false).printJson(Map.of("a", "\u009bü"));
        assertThat(out.toString().strip()).isEqualToIgnoringCase("{\"a\":\"\\u009b\\u00fc\"}");
    }

    private Screen screen(boolean isTable) {
        return new Screen(new PrintWriter(out, true), new PrintWriter(err, true), isTable);
    }
}
