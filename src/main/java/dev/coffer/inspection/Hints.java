package dev.coffer.inspection;

import dev.coffer.web.Stamp;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Makes hints of what was seen of all values of a project, at a moment. Of the values themselves it knows which are
 * equal, and no more.
 */
final class Hints {
    private static final Duration SOON = Duration.ofDays(30);
    private static final Duration UNREAD = Duration.ofDays(90);
    private static final int NAMED = 6;

    private final List<Seen> values;
    private final OptionalInt rotationDays;
    private final Instant now;
    private final Map<ByteBuffer, List<Seen>> equal = new HashMap<>();
    private final boolean read;
    private final List<Hint> hints = new ArrayList<>();

    private Hints(List<Seen> values, OptionalInt rotationDays, Instant now) {
        this.values = values;
        this.rotationDays = rotationDays;
        this.now = now;
        this.read = values.stream().anyMatch(value -> value.times().readAt().isPresent());
        values.forEach(value -> value.print()
                .ifPresent(print -> equal.computeIfAbsent(print, _ -> new ArrayList<>()).add(value)));
    }

    /** In the order of the values, and then of the kinds. */
    static List<Hint> of(List<Seen> values, OptionalInt rotationDays, Instant now) {
        return new Hints(values, rotationDays, now).all();
    }

    private List<Hint> all() {
        for (var value : values) {
            kept(value);
            fit(value);
            expiry(value);
            same(value);
            age(value);
            use(value);
        }
        return hints;
    }

    private void kept(Seen value) {
        boolean isProtected = value.place().environment().isProtected();
        for (var kind : value.findings()) {
            boolean shows = switch (kind) {
                case LIVE_KEY -> !isProtected;
                case TEST_KEY -> isProtected;
                default -> true;
            };
            if (shows) {
                hints.add(value.hint(kind, "", value.updatedAt()));
            }
        }
    }

    /** Said to be fine as the type was then; under one that changed since it was not meant. */
    private void fit(Seen value) {
        value.times().unfitAt().ifPresent(since -> hints.add(
                since(value.hint(Finding.UNFIT, "", since), since)));
    }

    /** The hint, with what was said of it since then. */
    private static Hint since(Hint hint, Instant since) {
        return new Hint(hint.place(), hint.kind(), hint.text(), since,
                hint.acceptance().filter(said -> !said.at().isBefore(since)));
    }

    private void expiry(Seen value) {
        value.times().expiresAt().ifPresent(end -> {
            if (!end.isAfter(now)) {
                hints.add(value.hint(Finding.EXPIRED, day(end), end));
            } else if (end.isBefore(now.plus(SOON))) {
                hints.add(value.hint(Finding.EXPIRES_SOON, day(end), later(end.minus(SOON), value.updatedAt())));
            }
        });
    }

    /** Said to be fine of a value that others were like; one that became like them since was not meant. */
    private void same(Seen value) {
        var group = value.print().map(equal::get).orElse(List.of());
        if (group.size() < 2) {
            return;
        }
        var since = group.stream().map(Seen::updatedAt).max(Comparator.naturalOrder()).orElseThrow();
        hints.add(since(value.hint(Finding.SAME_VALUE, names(group), since), since));
    }

    private void age(Seen value) {
        rotationDays.ifPresent(days -> {
            var end = value.updatedAt().plus(Duration.ofDays(days));
            if (end.isBefore(now)) {
                hints.add(value.hint(Finding.OLD, days == 1 ? "1 day" : days + " days", end));
            }
        });
    }

    /** Only where reading is known of at all: else nothing would ever have been read. */
    private void use(Seen value) {
        var last = value.times().readAt().orElse(value.times().createdAt());
        if (read && last.plus(UNREAD).isBefore(now)) {
            hints.add(value.hint(Finding.UNREAD, day(last), last.plus(UNREAD)));
        }
    }

    /** "A in Preview and Production and B in Preview". */
    private static String names(List<Seen> group) {
        var places = new LinkedHashMap<String, List<String>>();
        group.stream().limit(NAMED).forEach(each -> places
                .computeIfAbsent(each.place().named().told(), _ -> new ArrayList<>())
                .add(each.place().environment().name()));
        var names = new ArrayList<String>();
        places.forEach((key, environments) -> names.add("%s in %s".formatted(key, listed(environments))));
        Optional.of(group.size() - NAMED).filter(more -> more > 0).ifPresent(more -> names.add(more + " more"));
        return listed(names);
    }

    static String listed(List<String> names) {
        int last = names.size() - 1;
        return last < 1 ? String.join("", names)
                : String.join(", ", names.subList(0, last)) + " and " + names.get(last);
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private static String day(Instant at) {
        return new Stamp(at).date();
    }
}
