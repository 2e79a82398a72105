package dev.coffer.reading;

import static dev.coffer.access.Permission.VIEW;

import dev.coffer.access.Access;
import dev.coffer.db.Database;
import java.time.InstantSource;
import java.util.List;

/** Tells whoever may view a project who reads its secrets, and why which value is read. Never tells a value. */
public final class Readings {
    private final Database database;
    private final InstantSource clock;

    /** Who reads a secret's values, in each environment that has any reader, and the words for it. */
    public record Report(List<Readership> readers, ReadingWords words) {
        public List<Reader> all() {
            return readers.stream().flatMap(each -> each.readers().stream()).toList();
        }
    }

    public Readings(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Who reads a secret's values; three queries at most. */
    public Report of(Access access, Readers.Secret secret) {
        access.require(VIEW);
        return new Report(database.read(sql -> Readers.of(sql, access.projectId(), secret)),
                new ReadingWords(clock.instant()));
    }
}
