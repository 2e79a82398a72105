package dev.coffer.secret;

import static dev.coffer.db.schema.Tables.SECRETS;

import dev.coffer.form.Clash;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Locale;
import org.jooq.DSLContext;

/** Says to the second of two editors who was first, when, and what they changed. */
final class LostRace {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private LostRace() {}

    /** @param tag what the second one had read */
    static Clash clash(DSLContext sql, Secret now, String tag) {
        long read = revision(tag);
        if (!tag.startsWith(now.id().toString()) || read < 0) {
            return new Clash(Clash.Kind.STALE,
                    "This secret was deleted and created anew by %s at %s. Check and save again"
                            .formatted(now.updatedBy(), TIME.format(now.updatedAt())));
        }
        var changes = new ArrayList<String>();
        long described = sql.select(SECRETS.DESCRIBED_REVISION).from(SECRETS).where(SECRETS.ID.eq(now.id()))
                .fetchSingle(SECRETS.DESCRIBED_REVISION);
        if (described > read) {
            changes.add("the description");
        }
        for (var slot : now.slots()) {
            slot.value().filter(value -> value.revision() > read)
                    .ifPresent(_ -> changes.add("the value in " + slot.environment().name()));
        }
        if (changes.isEmpty()) {
            changes.add("its type, or deleted a value");
        }
        return new Clash(Clash.Kind.STALE, "%s changed %s at %s, after this was opened. Check and save again".formatted(
                now.updatedBy(), String.join(" and ", changes), TIME.format(now.updatedAt())));
    }

    private static long revision(String tag) {
        try {
            return Long.parseLong(tag.substring(tag.lastIndexOf('.') + 1));
        } catch (NumberFormatException notOurs) {
            return -1;
        }
    }
}
