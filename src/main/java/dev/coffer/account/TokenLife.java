package dev.coffer.account;

import dev.coffer.form.Choice;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** How long a token may work: 1 to 366 days, 90 where nothing else is asked for; and when its use is written down. */
public final class TokenLife {
    public static final int DEFAULT_DAYS = 90;
    public static final int MOST_DAYS = 366;
    public static final String MISTAKE = "Choose an expiry of 1 to %d days".formatted(MOST_DAYS);
    private static final Duration USED_EVERY = Duration.ofMinutes(1);

    private TokenLife() {}

    /** The choices of a form. {@code chosen}: the days as they were sent. */
    public static List<Choice> choices(String chosen) {
        return Stream.of("30", "90", "365").map(each -> Choice.of(each, each + " days", each.equals(chosen))).toList();
    }

    /** As a form sent them; 0, which is refused with a message, for what is no number. */
    public static int days(String sent) {
        try {
            return Integer.parseInt(sent);
        } catch (NumberFormatException notANumber) {
            return 0;
        }
    }

    /** When a token ends that is made now. {@code asked}: null where nothing was said. */
    public static Instant end(Instant asked, Instant now) {
        return asked == null ? now.plus(Duration.ofDays(DEFAULT_DAYS)) : asked;
    }

    /** What is to be mended in the end of a token that is made now. */
    public static Optional<String> mistake(Instant end, Instant now) {
        return end.isAfter(now) && !end.isAfter(now.plus(Duration.ofDays(MOST_DAYS))) ? Optional.empty()
                : Optional.of(MISTAKE);
    }

    /** Whether a use at this moment is worth writing: once a minute. {@code usedAt}: null for never. */
    public static boolean isWorthWriting(Instant usedAt, Instant now) {
        return usedAt == null || usedAt.plus(USED_EVERY).isBefore(now);
    }
}
