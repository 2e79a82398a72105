package dev.coffer.audit;

import dev.coffer.web.Page;
import dev.coffer.web.Stamp;
import java.util.List;

/** Fifty rows of an audit log, newest first. {@code check} is what a walk over the chain found, or null. */
public record AuditPage(Place place, List<AuditRow> shown, Ways ways, Check check) implements Page {

    /** Where the log is; {@code section} is the entry of the settings' navigation, or null; not all: one's own rows. */
    public record Place(String href, String section, boolean isAll) {}

    /** Whether there are newer and older rows than these. */
    public record Ways(boolean isNewer, boolean isOlder) {}

    /** What became of the proof. */
    public record Check(boolean isWhole, String heading, String text) {}

    /** A line of the table. */
    public record Row(Stamp at, String actor, String action, String object, String environment, String source) {
        public boolean hasEnvironment() {
            return environment != null;
        }
    }

    public List<Row> rows() {
        return shown.stream()
                .map(row -> new Row(new Stamp(row.at()), row.actor() == null ? "Nobody known" : row.actor(),
                        row.label(), row.object(), row.environment(),
                        row.address() == null ? row.via() : row.via() + ", " + row.address()))
                .toList();
    }

    public boolean isEmpty() {
        return shown.isEmpty();
    }

    public String newerHref() {
        return ways.isNewer() && !shown.isEmpty() ? "%s?after=%d".formatted(place.href(), shown.getFirst().seq())
                : null;
    }

    public String olderHref() {
        return ways.isOlder() && !shown.isEmpty() ? "%s?before=%d".formatted(place.href(), shown.getLast().seq())
                : null;
    }

    @Override
    public String template() {
        return "audit/list";
    }

    @Override
    public String title() {
        return "Audit log";
    }

    @Override
    public String section() {
        return place.section();
    }
}
