package dev.coffer.reading;

import dev.coffer.web.Stamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What is known about readers, in words, at a moment. */
public record ReadingWords(Instant now) {
    private static final int NAMED = 5;

    /** Such as {@code 3 minutes ago}; a day and more ago, the date. Reads are known to the minute. */
    public String ago(Instant at) {
        long minutes = Duration.between(at, now).toMinutes();
        if (minutes < 1) {
            return "less than a minute ago";
        }
        if (minutes < 60) {
            return minutes == 1 ? "1 minute ago" : minutes + " minutes ago";
        }
        long hours = minutes / 60;
        return hours >= 24 ? "on " + new Stamp(at).date() : hours == 1 ? "1 hour ago" : hours + " hours ago";
    }

    /** Such as {@code 10:32 UTC}; a day and more ago, with the date. */
    public String since(Instant at) {
        var text = new Stamp(at).text();
        return Duration.between(at, now).toHours() < 24 ? text.substring("2026-11-21 ".length()) : text;
    }

    /** When it was read last, and by whom; empty where none of them ever read it. */
    public Optional<String> lastRead(Readership readership) {
        var secret = readership.held().secretId();
        return readership.readers().stream().filter(reader -> reader.last(secret).isPresent())
                .max(Comparator.comparing(reader -> reader.last(secret).orElseThrow().at()))
                .map(reader -> "read %s by %s".formatted(ago(reader.last(secret).orElseThrow().at()), reader.name()));
    }

    /** Who is up to date, and who isn't. */
    public String pickedUp(Readership readership) {
        int all = readership.readers().size();
        int waiting = readership.waiting().size();
        if (!readership.isEverRead() && waiting == all) {
            return "Never read";
        }
        return waiting == 0 ? "Picked up by " + (all == 1 ? readership.readers().getFirst().name() : "all " + all)
                : "Not yet picked up by %,d of %,d".formatted(waiting, all);
    }

    /** Since when a version is in use, and by whom; empty where nothing reads that one. */
    public Optional<String> inUse(Readership readership, int version) {
        var readers = readership.of(version);
        return readers.stream().flatMap(reader -> reader.last().stream()).map(Reader.LastRead::since)
                .min(Comparator.naturalOrder()).map(since -> "In use since %s by %s".formatted(since(since),
                        names(readers)));
    }

    public static String names(List<Reader> readers) {
        return some(readers.stream().map(Reader::name).toList());
    }

    /** The first of many names, and how many more there are. */
    public static String some(List<String> names) {
        var told = names.size() > NAMED + 1 ? List.of(String.join(", ", names.subList(0, NAMED)),
                "%,d more".formatted(names.size() - NAMED)) : names;
        int last = told.size() - 1;
        return last < 1 ? String.join("", told)
                : String.join(", ", told.subList(0, last)) + " and " + told.get(last);
    }
}
