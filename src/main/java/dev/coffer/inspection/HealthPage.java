package dev.coffer.inspection;

import static dev.coffer.access.Permission.PROJECT_MANAGE;
import static dev.coffer.access.Permission.SECRET_WRITE;

import dev.coffer.access.Access;
import dev.coffer.form.Errors;
import dev.coffer.form.ScopedKey;
import dev.coffer.project.Environment;
import dev.coffer.web.Page;
import dev.coffer.web.Stamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What stands out about a project's secrets, and the age from which a value is old. {@code days} is what was typed;
 * {@code note} says what just happened, or is null.
 */
public record HealthPage(Access access, Inspections.Report report, Instant checked, Rotation rotation, String note)
        implements Page {

    /** The form of the rotation age. */
    public record Rotation(String days, Errors errors) {
        static Rotation of(Inspections.Report report) {
            var days = report.rotationDays();
            return new Rotation(days.isPresent() ? String.valueOf(days.getAsInt()) : "", Errors.none());
        }
    }

    /** Where the hints of a secret are on the page. */
    public static String id(ScopedKey named) {
        return "hints-" + (named.isOfApp() ? "%s-%s".formatted(named.key(), named.app()) : named.key());
    }

    /** The hints of a secret. */
    public record Group(ScopedKey named, String detailsHref, List<Entry> entries) {
        public String id() {
            return HealthPage.id(named);
        }

        public String key() {
            return named.key();
        }

        /** Whose own it is, in words; null for the project's. */
        public String of() {
            return named.isOfApp() ? "own value of " + named.app() : null;
        }
    }

    /** A hint, in all environments of a secret where it is the same. */
    public record Entry(Access access, List<Hint> hints) {
        private Hint first() {
            return hints.getFirst();
        }

        public String key() {
            return named().key();
        }

        ScopedKey named() {
            return first().place().named();
        }

        public boolean isOfApp() {
            return named().isOfApp();
        }

        public String app() {
            return named().app();
        }

        public String told() {
            return named().told();
        }

        public String id() {
            var id = "%s-%s-%s".formatted(key(), kind(), hints.getFirst().place().environment().slug());
            return named().isOfApp() ? id + "_" + app() : id;
        }

        public String kind() {
            return first().kind().slug();
        }

        public String text() {
            return first().text();
        }

        public String why() {
            return first().kind().why();
        }

        public String fix() {
            return first().kind().fix();
        }

        public String environments() {
            return Hints.listed(hints.stream().map(hint -> hint.place().environment().name()).toList());
        }

        public Stamp since() {
            return new Stamp(first().since());
        }

        /** What is said about, for who hears a button alone. */
        public String name() {
            return "%s, %s: %s".formatted(told(), environments(), text());
        }

        /** Where the reader may say that it is fine, or that it isn't. */
        public List<String> writable() {
            return places().stream().map(Environment::slug).toList();
        }

        public boolean mayWrite() {
            return !writable().isEmpty();
        }

        public List<Edit> edits() {
            return places().stream().map(environment -> new Edit("%s %s, %s".formatted("Edit secret", told(),
                    environment.name()), hints.size() == 1 ? "Edit secret" : "Edit in " + environment.name(),
                    base(access) + "/%s/edit?environment=%s%s&back=health".formatted(key(), environment.slug(),
                            named().isOfApp() ? "&app=" + app() : "")))
                    .toList();
        }

        private List<Environment> places() {
            return hints.stream().map(hint -> hint.place().environment())
                    .filter(environment -> environment.allows(access, SECRET_WRITE)).toList();
        }

        /** Who said that it is fine. */
        public String by() {
            return first().acceptance().map(Hint.Acceptance::by).orElse(null);
        }

        public Stamp at() {
            return first().acceptance().map(said -> new Stamp(said.at())).orElse(null);
        }
    }

    /** The way to another value. */
    public record Edit(String name, String label, String href) {}

    public List<Group> groups() {
        var byKey = new LinkedHashMap<ScopedKey, List<Entry>>();
        entries(access, report.open())
                .forEach(entry -> byKey.computeIfAbsent(entry.named(), _ -> new ArrayList<>()).add(entry));
        return byKey.entrySet().stream()
                .map(group -> new Group(group.getKey(), base(access) + "/" + group.getKey().path(), group.getValue()))
                .toList();
    }

    public List<Entry> accepted() {
        return entries(access, report.accepted());
    }

    /** Those that say the same of one secret, by the same person, are one. */
    static List<Entry> entries(Access access, List<Hint> hints) {
        Map<List<Object>, List<Hint>> alike = new LinkedHashMap<>();
        for (var hint : hints) {
            alike.computeIfAbsent(
                    List.of(hint.place().named(), hint.text(), hint.acceptance().map(Hint.Acceptance::by)),
                    _ -> new ArrayList<>()).add(hint);
        }
        return alike.values().stream().map(same -> new Entry(access, same)).toList();
    }

    public boolean isSound() {
        return report.open().isEmpty();
    }

    public boolean isAccepted() {
        return !accepted().isEmpty();
    }

    public String seen() {
        return report.seen() == 1 ? "1 value" : "%,d values".formatted(report.seen());
    }

    public String unseen() {
        return report.unseen() == 0 ? null : report.unseen() == 1 ? "1 value is still to be looked at."
                : "%,d values are still to be looked at.".formatted(report.unseen());
    }

    public Stamp now() {
        return new Stamp(checked);
    }

    public boolean mayRotate() {
        return access.may(PROJECT_MANAGE);
    }

    public String rotationText() {
        var days = report.rotationDays();
        return days.isEmpty() ? "No rotation age is set." : "A value is old after %,d days.".formatted(days.getAsInt());
    }

    public String listHref() {
        return base(access);
    }

    public String acceptHref() {
        return href(access) + "/accept";
    }

    public String bringBackHref() {
        return href(access) + "/bring-back";
    }

    public String rotationHref() {
        return href(access) + "/rotation";
    }

    /** The page's address. */
    static String href(Access access) {
        return base(access) + "/-/health";
    }

    private static String base(Access access) {
        return "/projects/%s/secrets".formatted(access.project().slug());
    }

    @Override
    public String template() {
        return "inspection/health";
    }

    @Override
    public String title() {
        return "Health";
    }

    @Override
    public String section() {
        return "Secrets";
    }

    @Override
    public boolean failed() {
        return !rotation.errors.isEmpty();
    }
}
