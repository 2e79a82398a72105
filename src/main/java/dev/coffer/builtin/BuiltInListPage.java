package dev.coffer.builtin;

import dev.coffer.builtin.BuiltIns.Listed;
import dev.coffer.web.Page;
import dev.coffer.web.Stamp;
import java.util.ArrayList;
import java.util.List;

/**
 * The organization's secrets as a table, a row a key and place. {@code note} says what just happened; null: nothing.
 */
public record BuiltInListPage(List<Listed> listed, Note note) implements Page {
    static final String HREF = "/organization/built-in-secrets";

    /** What just happened, and what to check about it; {@code check} says whether there is such a thing. */
    public record Note(String text, boolean check) {}

    /** A key in a place. {@code span}: how many rows the key's cell covers, 0 where one above does. */
    public record Row(Listed listed, BuiltIn.Place place, int span) {
        public String key() {
            return listed.secret().key();
        }

        public boolean heads() {
            return span > 0;
        }

        public String rowspan() {
            return span > 1 ? String.valueOf(span) : null;
        }

        public String description() {
            return listed.secret().description();
        }

        public String environment() {
            return place.isEverywhere() ? "Every environment" : place.environment();
        }

        public boolean named() {
            return !place.isEverywhere();
        }

        public Stamp updated() {
            return new Stamp(place.updatedAt());
        }

        public String overridden() {
            return switch (listed.overrides()) {
                case 0 -> "No project";
                case 1 -> "1 project";
                default -> "%,d projects".formatted(listed.overrides());
            };
        }

        public String id() {
            return BuiltInListPage.id(key(), place.environment());
        }

        public String name() {
            return key() + ", " + place.name();
        }

        public String editHref() {
            return BuiltInListPage.href(key(), place.environment(), "edit");
        }

        public String deleteHref() {
            return BuiltInListPage.href(key(), place.environment(), "delete");
        }
    }

    /** No address begins with a hyphen, so that the place for every environment has an id of its own. */
    static String id(String key, String environment) {
        return key + "-" + (environment.equals(BuiltIn.EVERYWHERE) ? "-every" : environment);
    }

    static String href(String key, String environment, String what) {
        return "%s/%s/%s?environment=%s".formatted(HREF, key, what,
                environment.equals(BuiltIn.EVERYWHERE) ? "*" : environment);
    }

    public List<Row> rows() {
        var rows = new ArrayList<Row>();
        for (var each : listed) {
            int span = each.secret().places().size();
            for (var place : each.secret().places()) {
                rows.add(new Row(each, place, span));
                span = 0;
            }
        }
        return rows;
    }

    public boolean unused() {
        return listed.isEmpty();
    }

    public String usage() {
        return "%d of %d built-in secrets".formatted(listed.size(), BuiltIns.MOST);
    }

    public String addHref() {
        return HREF + "/-/new";
    }

    @Override
    public String template() {
        return "builtin/list";
    }

    @Override
    public String title() {
        return "Built-in secrets";
    }
}
