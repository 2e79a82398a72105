package dev.coffer.web;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;

/**
 * A moment as pages show it, in UTC:
 * {@code <time th:datetime="${row.at.iso}" th:text="${row.at.text}">}.
 */
public record Stamp(Instant at) {
    private static final DateTimeFormatter TEXT = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'")
            .withZone(ZoneOffset.UTC);

    /** For machines: RFC 3339, to the second. */
    public String iso() {
        return at.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** To the minute, such as {@code 2026-11-21 09:57 UTC}. */
    public String text() {
        return TEXT.format(at);
    }

    /** The day, such as {@code 2026-11-21}. */
    public String date() {
        return text().substring(0, 10);
    }
}
