package dev.coffer.app;

import dev.coffer.reading.Level;
import dev.coffer.reading.Resolved;
import java.util.List;
import java.util.stream.Stream;

/** Says where what is read comes from. */
final class Sources {
    private Sources() {}

    /**
     * How many values, and how many of each level, such as "12 secrets: 2 of its own, 9 of the project, 1 built-in".
     */
    static String said(List<Resolved> resolved) {
        long there = resolved.stream().filter(one -> one.level().isPresent()).count();
        if (there == 0) {
            return "Nothing yet";
        }
        var parts = Stream.of(part(resolved, Level.APP, "of its own"), part(resolved, Level.PROJECT, "of the project"),
                part(resolved, Level.ORGANIZATION, "built-in")).filter(part -> !part.isEmpty()).toList();
        return there == 1 ? "1 secret, " + parts.getFirst().substring(2)
                : "%,d secrets: %s".formatted(there, String.join(", ", parts));
    }

    /** Where the value of a key comes from, in words; "Required, and not set" where it lacks. */
    static String of(Resolved one) {
        if (one.level().isEmpty()) {
            return one.givenBy().map("A part of %s"::formatted)
                    .orElse(one.missing() ? "Required, and not set here" : "Not set here");
        }
        var hidden = one.hides().stream().map(level -> level == Level.PROJECT ? "the project's" : "a built-in one")
                .toList();
        return one.level().get().label() + (hidden.isEmpty() ? "" : ", in place of " + String.join(" and ", hidden));
    }

    private static String part(List<Resolved> resolved, Level level, String words) {
        long count = resolved.stream().filter(one -> one.level().filter(level::equals).isPresent()).count();
        return count == 0 ? "" : "%,d %s".formatted(count, words);
    }
}
