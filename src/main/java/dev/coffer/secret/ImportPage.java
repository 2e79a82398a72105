package dev.coffer.secret;

import dev.coffer.form.Choice;
import dev.coffer.form.Errors;
import dev.coffer.secret.ImportPlan.Action;
import dev.coffer.web.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/**
 * Importing a file: the form, or once there is a {@code plan} what would happen to each key. Neither holds what was
 * pasted.
 */
public record ImportPage(String action, String cancel, Fields fields, Errors errors, Plan plan) implements Page {

    /** What is chosen beside the text. */
    public record Fields(List<Choice> environments, List<Choice> modes, List<Choice> scopes) {
        /** Whether there is an app whose own they could be. */
        public boolean offersScope() {
            return scopes.size() > 1;
        }
    }

    /** The plan, and the id under which it can be done; null where there is nothing to do. */
    public record Plan(String id, String where, String counts, int stores, List<Row> rows) {
        static Plan of(Imports.Staged staged, String where) {
            var plan = staged.plan();
            return new Plan(staged.id().map(Object::toString).orElse(null), where, counted(plan), plan.stores(),
                    plan.items().stream().map(Row::of).toList());
        }

        public String button() {
            return stores == 1 ? "Import 1 secret" : "Import %,d secrets".formatted(stores);
        }
    }

    /** A line of the table; {@code key} is null where the line has none that can be told. */
    public record Row(String key, int line, String word, String badge, List<String> told) {
        static Row of(ImportPlan.Item item) {
            var told = new ArrayList<String>();
            if (!item.why().isEmpty()) {
                told.add(item.why());
            }
            told.addAll(item.notes());
            if (!item.description().isEmpty()) {
                told.add("Description: " + item.description());
            }
            return new Row(item.key().isEmpty() ? null : item.key(), item.line(), word(item.action()),
                    badge(item.action()), told);
        }

        private static String word(Action action) {
            return switch (action) {
                case ADD -> "Add";
                case REPLACE -> "Replace";
                case SAME -> "Same";
                case EMPTY -> "Empty";
                case REFUSED -> "Refused";
            };
        }

        private static String badge(Action action) {
            return switch (action) {
                case ADD -> "ok";
                case REPLACE -> "warn";
                case SAME, EMPTY -> "";
                case REFUSED -> "bad";
            };
        }
    }

    @Override
    public String template() {
        return "secret/import";
    }

    @Override
    public String title() {
        return planned() ? "Import: the plan" : "Import";
    }

    @Override
    public String section() {
        return "Secrets";
    }

    @Override
    public boolean failed() {
        return !errors.isEmpty();
    }

    public boolean planned() {
        return plan != null;
    }

    public String contentError() {
        return errors.at("content");
    }

    public String environmentsError() {
        return errors.at("environments");
    }

    public String scopeError() {
        return errors.at("app");
    }

    public String modeError() {
        return errors.at("mode");
    }

    private static String counted(ImportPlan plan) {
        var counts = new StringJoiner(", ");
        for (var action : Action.values()) {
            if (plan.count(action) > 0) {
                counts.add("%,d %s".formatted(plan.count(action), switch (action) {
                    case ADD -> "to add";
                    case REPLACE -> "to replace";
                    case SAME -> "the same";
                    case EMPTY -> "without a value";
                    case REFUSED -> "refused";
                }));
            }
        }
        return counts.length() == 0 ? "The file has no keys" : counts.toString();
    }
}
