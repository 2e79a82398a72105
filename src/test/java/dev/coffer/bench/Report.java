package dev.coffer.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;

/** The tables, printed as they come about and kept in a file. */
final class Report {
    private final Path file;

    Report(Path file) throws IOException {
        this.file = file;
        Files.writeString(file, "");
    }

    void title(String text) throws IOException {
        line("");
        line(text);
    }

    void line(String format, Object... arguments) throws IOException {
        var line = format.formatted(arguments).stripTrailing();
        System.out.println(line);
        Files.writeString(file, line + "\n", StandardOpenOption.APPEND);
    }

    void heads(String what, String beside) throws IOException {
        line("  %-24s %10s %8s %8s   %10s %8s %8s   %6s", what, "a second", "p50 ms", "p99 ms", beside, "p50 ms",
                "p99 ms",
                "ratio");
    }

    void row(String what, Load.Rate ours, Load.Rate bound) throws IOException {
        var refused = ours.refused() == 0 ? "" : "   %,d refused".formatted(ours.refused());
        line("  %-24s %s   %s   %6s%s", what, rate(ours), rate(bound),
                String.format(Locale.ROOT, "%.2f", ours.perSecond() / bound.perSecond()), refused);
    }

    /** With nothing beside it. */
    void row(String what, Load.Rate ours) throws IOException {
        line("  %-24s %s", what, rate(ours));
    }

    private static String rate(Load.Rate rate) {
        return String.format(Locale.ROOT, "%,10.0f %8.2f %8.2f", rate.perSecond(), rate.p50(), rate.p99());
    }
}
