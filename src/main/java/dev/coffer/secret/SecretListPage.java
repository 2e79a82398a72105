package dev.coffer.secret;

import static dev.coffer.access.Permission.SECRET_WRITE;

import dev.coffer.access.Access;
import dev.coffer.form.Choice;
import dev.coffer.project.Environment;
import dev.coffer.web.Page;
import dev.coffer.web.Stamp;
import java.util.ArrayList;
import java.util.List;

/**
 * The table of a project's secrets: a row a key and environment, and above two environments the rows of a key under its
 * one cell. {@code region} is true where only the table is sent, and with it what depends on the filter; {@code note}
 * says what just happened.
 */
public record SecretListPage(SecretAddresses to, Access access, Secrets.Listing listing, boolean region, Note note)
        implements Page {
    private static final int GROUPED_FROM = 3;

    /** What just happened, and what to check about it; {@code check} says whether there is such a thing. */
    public record Note(String text, boolean check) {}

    /** A key in an environment. {@code span}: how many rows the key's cell covers, 0 where one above does. */
    public record Row(Secret secret, Secret.Slot slot, int span, boolean writable, SecretAddresses to) {
        public String key() {
            return secret.key();
        }

        public boolean heads() {
            return span > 0;
        }

        public String rowspan() {
            return span > 1 ? String.valueOf(span) : null;
        }

        public String description() {
            return secret.description();
        }

        public String environment() {
            return slot.environment().name();
        }

        public boolean configured() {
            return slot.value().isPresent();
        }

        public Stamp created() {
            return slot.value().map(value -> new Stamp(value.createdAt())).orElse(null);
        }

        public boolean editable() {
            return writable && configured();
        }

        public boolean settable() {
            return writable && !configured();
        }

        public String id() {
            return key() + "-" + slot.environment().slug();
        }

        public String name() {
            return key() + ", " + environment();
        }

        public String detailsHref() {
            return to.details(key());
        }

        public String setHref() {
            return to.set(key(), slot.environment().slug());
        }

        public String editHref() {
            return to.edit(key(), slot.environment().slug());
        }

        public String deleteHref() {
            return to.delete(key(), slot.environment().slug());
        }
    }

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

    public List<Row> rows() {
        boolean grouped = listing.environments().size() >= GROUPED_FROM;
        var rows = new ArrayList<Row>();
        for (var secret : listing.secrets()) {
            var slots = secret.slots().stream().filter(to.filter()::shows).toList();
            for (var slot : slots) {
                int span = !grouped ? 1 : slot == slots.getFirst() ? slots.size() : 0;
                rows.add(new Row(secret, slot, span, slot.environment().allows(access, SECRET_WRITE), to));
            }
        }
        return rows;
    }

    /** Whether the table has a row for the key there. */
    boolean shows(String key, String environment) {
        return rows().stream().anyMatch(row -> row.id().equals(key + "-" + environment));
    }

    public boolean mayAdd() {
        return listing.environments().stream().anyMatch(environment -> environment.allows(access, SECRET_WRITE));
    }

    public boolean unused() {
        return listing.used() == 0;
    }

    public boolean matched() {
        return !listing.secrets().isEmpty();
    }

    /** What the live region says after filtering. */
    public String shown() {
        int shown = listing.secrets().size();
        return shown == 1 ? "1 secret shown" : "%,d secrets shown".formatted(shown);
    }

    public String usage() {
        var used = "%,d of %,d secrets".formatted(listing.used(), listing.limit());
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

    public String addHref() {
        return to.add();
    }

    public String importHref() {
        return to.imports();
    }

    public String compareHref() {
        return to.compare();
    }
}
