package dev.coffer.account;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** How long to hold off after too many tries. */
public record Wait(Instant now, Instant until) {
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss 'UTC'")
            .withZone(ZoneOffset.UTC);

    /** Rounded up, at least 1. */
    public int seconds() {
        return (int) Math.max(1, Duration.between(now, until).plusNanos(999_999_999).toSeconds());
    }

    /** What to tell, such as "Too many tries. Try again in 5 minutes, at 10:42:00 UTC". */
    public String sentence() {
        return "Too many tries. Try again in %s, at %s".formatted(span(), CLOCK.format(until));
    }

    private String span() {
        int minutes = (seconds() + 59) / 60;
        if (seconds() < 60) {
            return seconds() == 1 ? "1 second" : seconds() + " seconds";
        }
        return minutes == 1 ? "1 minute" : minutes + " minutes";
    }
}
