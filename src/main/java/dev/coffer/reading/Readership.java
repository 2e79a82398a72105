package dev.coffer.reading;

import dev.coffer.project.Environment;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Who reads a value in an environment: the deployments that would read that very value now, by name. Those whose app
 * has its own value, or whose list leaves the key out, are not among them.
 */
public record Readership(Environment environment, Held held, List<Reader> readers) {

    /** Those that read the version that is there. */
    public List<Reader> current() {
        return readers.stream().filter(this::isCurrent).toList();
    }

    /** Those that read an earlier version or another value, or nothing yet. */
    public List<Reader> waiting() {
        return readers.stream().filter(reader -> !isCurrent(reader)).toList();
    }

    /** Those whose list names the key: it can't be deleted under them. */
    public List<Reader> listing() {
        return readers.stream().filter(Reader::isListed).toList();
    }

    public boolean isCurrent(Reader reader) {
        return reader.last().filter(read -> read.held().equals(held)).isPresent();
    }

    /** Those that read a version last. */
    public List<Reader> of(int version) {
        var one = new Held(held.secretId(), version);
        return readers.stream().filter(reader -> reader.last().filter(read -> read.held().equals(one)).isPresent())
                .toList();
    }

    /** When any of them read any version of it last; empty where none ever did. */
    public Optional<Instant> lastReadAt() {
        return readers.stream().flatMap(reader -> reader.last(held.secretId()).stream()).map(Reader.LastRead::at)
                .max(Comparator.naturalOrder());
    }

    public boolean isEverRead() {
        return lastReadAt().isPresent();
    }
}
