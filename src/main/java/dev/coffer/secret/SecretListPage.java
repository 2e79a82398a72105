package dev.coffer.secret;

import static dev.coffer.access.Permission.SECRET_WRITE;

import dev.coffer.access.Access;
import dev.coffer.app.AppName;
import dev.coffer.form.Choice;
import dev.coffer.form.ScopedKey;
import dev.coffer.project.Environment;
import dev.coffer.requirement.Readiness;
import dev.coffer.secret.ListedRow.Group;
import dev.coffer.web.Page;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The tables of a project's secrets: a row a key and environment, and above two environments the rows of a key under
 * its one cell. What is needed has a row whether there is a value or not. {@code region} is true where only the table
 * is sent, and with it what depends on the filter; {@code note} says what just happened.
 */
public record SecretListPage(SecretAddresses to, Access access, Secrets.Listing listing, int hints, boolean region,
        Note note) implements Page {
    private static final int GROUPED_FROM = 3;

    /** What just happened, and what to check about it; {@code check} says whether there is such a thing. */
    public record Note(String text, boolean check) {}

    @Override
    public String template() {
        return "secret/list";
    }

    @Override
    public String title() {
        return "Secrets";
    }

    @Override
    public String section() {
        return "Secrets";
    }

    /**
     * What is required, what is optional, the rest, what is an app's own, and what the organization has beside it; one
     * without rows is left out. The first has a fixed id.
     */
    public List<Group> groups() {
        var groups = new ArrayList<Group>();
        for (var kind : Kind.values()) {
            var rows = rows(kind);
            if (!rows.isEmpty()) {
                groups.add(new Group(kind.title, groups.isEmpty() ? "secrets-title" : kind.id, rows));
            }
        }
        return groups;
    }

    private enum Kind {
        REQUIRED("Required by this project", "required-title"),
        OPTIONAL("Optional", "optional-title"),
        OTHER("Other secrets", "other-title"),
        OWN("Apps' own secrets", "own-title"),
        BUILT_IN("Built-in secrets", "built-in-title");

        private final String title;
        private final String id;

        Kind(String title, String id) {
            this.title = title;
            this.id = id;
        }

        static Kind of(Listed listed, Secret.Slot slot) {
            return listed.app().isPresent() ? OWN : slot.need().map(need -> need.required() ? REQUIRED : OPTIONAL)
                    .orElse(slot.isBuiltIn() ? BUILT_IN : OTHER);
        }
    }

    /** What is missing first, and then by key. Where a key isn't stored, only where it is needed. */
    private List<ListedRow> rows(Kind kind) {
        var rows = new ArrayList<ListedRow>();
        for (var listed : listing.keys()) {
            for (var slot : listed.slots()) {
                if (Kind.of(listed, slot) == kind && to.filter().shows(slot)
                        && (listed.secret().isPresent() || slot.need().isPresent() || slot.isBuiltIn())) {
                    rows.add(ListedRow.of(listed, slot, access, to));
                }
                if (kind == Kind.BUILT_IN && slot.isOverriding() && to.filter().shows(slot.builtInAlone())) {
                    rows.add(ListedRow.overridden(listed, slot, to));
                }
            }
        }
        rows.sort(Comparator.comparing(row -> !row.comesFirst()));
        return listing.environments().size() >= GROUPED_FROM ? spanned(rows) : rows;
    }

    private static List<ListedRow> spanned(List<ListedRow> rows) {
        var spanned = new ArrayList<ListedRow>();
        for (int i = 0; i < rows.size();) {
            var named = rows.get(i).named();
            int after = i;
            while (after < rows.size() && rows.get(after).named().equals(named)) {
                after++;
            }
            spanned.add(rows.get(i).spanning(after - i));
            rows.subList(i + 1, after).forEach(row -> spanned.add(row.spanning(0)));
            i = after;
        }
        return spanned;
    }

    /** The row of a key in an environment, if the table has it. */
    Optional<ListedRow> row(ScopedKey named, String environment) {
        return groups().stream().flatMap(group -> group.rows().stream())
                .filter(row -> row.id().equals(ListedRow.id(named, environment))).findFirst();
    }

    /** The heading above a key; the first one where no row has it any more. */
    String headingOf(ScopedKey named) {
        return groups().stream().filter(group -> group.rows().stream().anyMatch(row -> row.named().equals(named)))
                .map(Group::titleId).findFirst().orElse("secrets-title");
    }

    /** Required ones without a value, in words; null where nothing is missing. */
    public String blocked() {
        int missing = listing.needs().missing().size();
        return missing == 0 ? null : Readiness.blocked(missing);
    }

    /** Leads to the first that is missing and that the person may set; null where there is none. */
    public String setUpHref() {
        return SetUp.of(access, listing.needs()).begin().orElse(null);
    }

    /** What an open page asks every few seconds. */
    public String changesHref() {
        return "/projects/%s/changes?blocked=%s".formatted(to.project(), String.join(",",
                listing.needs().blockedIn()));
    }

    public boolean nothingRequired() {
        return listing.needs().isEmpty();
    }

    public String requirementsHref() {
        return to.requirements();
    }

    public boolean mayAdd() {
        return listing.environments().stream().anyMatch(environment -> environment.allows(access, SECRET_WRITE));
    }

    public boolean unused() {
        return listing.usage().used() == 0 && listing.needs().isEmpty() && listing.usage().builtIn() == 0;
    }

    public boolean matched() {
        return !listing.keys().isEmpty();
    }

    /** What the live region says after filtering. */
    public String shown() {
        int shown = listing.keys().size();
        return shown == 1 ? "1 secret shown" : "%,d secrets shown".formatted(shown);
    }

    public String usage() {
        var used = "%,d of %,d secrets".formatted(listing.usage().used(), listing.usage().limit());
        return to.filter().narrows() ? shown() + " · " + used : used;
    }

    public String noMatch() {
        var text = to.filter().text();
        return text.isEmpty() ? "No secret matches the filter." : "No secret matches '" + text + "'.";
    }

    public String text() {
        return to.filter().text();
    }

    public List<Choice> environments() {
        var choices = new ArrayList<Choice>();
        choices.add(Choice.of("", "All environments", to.filter().environment().isEmpty()));
        for (Environment each : listing.environments()) {
            choices.add(Choice.of(each.slug(), each.name(), each.slug().equals(to.filter().environment())));
        }
        return choices;
    }

    public List<Choice> statuses() {
        var choices = new ArrayList<Choice>();
        choices.add(Choice.of("", "All statuses", to.filter().status().isEmpty()));
        for (var each : SecretFilter.Status.values()) {
            choices.add(Choice.of(each.slug(), each.label(), to.filter().status().filter(each::equals).isPresent()));
        }
        return choices;
    }

    /** Whether any secret has a type, or the address names one. */
    public boolean typed() {
        return !listing.kinds().types().isEmpty() || !to.filter().type().isEmpty();
    }

    /** One that no secret has any more is among them while it is chosen. */
    public List<Choice> types() {
        var wanted = to.filter().type();
        var choices = new ArrayList<Choice>();
        choices.add(Choice.of("", "All types", wanted.isEmpty()));
        choices.add(Choice.of(SecretFilter.PLAIN, "Plain", wanted.equals(SecretFilter.PLAIN)));
        listing.kinds().types().forEach(type -> choices.add(Choice.of(type.key(), type.among(listing.kinds().types()),
                type.key().equals(wanted))));
        if (choices.stream().noneMatch(Choice::chosen)) {
            choices.add(Choice.of(wanted, wanted, true));
        }
        return choices;
    }

    /** Whether any secret is an app's own, or the address asks for those of one. */
    public boolean scoped() {
        return !apps().isEmpty() || !to.filter().app().isEmpty();
    }

    public List<Choice> scopes() {
        return Scopes.filter(apps(), to.filter().app());
    }

    private List<AppName> apps() {
        return listing.kinds().apps();
    }

    /** Out of band, HTMX puts a part where one with its id is. */
    public String oob() {
        return region ? "true" : null;
    }

    /** Filtering leaves the filter alone, since it has the focus; a change brings it where it was not needed before. */
    public boolean bringsFilter() {
        return region && note != null;
    }

    public String clearHref() {
        return to.base();
    }

    /** The list as it is filtered. */
    public String hereHref() {
        return to.list();
    }

    public String addHref() {
        return to.add();
    }

    public String importHref() {
        return to.imports();
    }

    public String healthHref() {
        return to.health();
    }

    /** The link to the hints, with how many there are. */
    public String health() {
        return hints == 0 ? "Health" : "Health (%,d)".formatted(hints);
    }

    public String compareHref() {
        return to.compare();
    }
}
