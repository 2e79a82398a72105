package dev.coffer.secret;

import dev.coffer.dotenv.EnvExample.Given;
import dev.coffer.dotenv.ImportFile;
import dev.coffer.form.Choice;
import dev.coffer.form.Errors;
import dev.coffer.project.Environment;
import dev.coffer.web.Page;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Pasting an {@code .env.example}: the form, or once there is a {@code plan} what would be needed. Neither holds what
 * was pasted. {@code action} is this page's address, {@code cancel} the list of requirements.
 */
public record ExamplePage(String action, String cancel, Fields fields, Errors errors, Plan plan) implements Page {

    /** What is chosen beside the text. */
    public record Fields(String source, List<Choice> environments) {}

    /** What was read, and the id under which it can be done. */
    public record Plan(String id, String source, String where, List<Row> rows, List<ImportFile.Fault> faults) {
        static Plan of(Examples.Plan plan, String source, String where) {
            var stores = plan.stores().stream().map(Environment::name).collect(Collectors.joining(" and "));
            return new Plan(plan.id().toString(), source, where,
                    plan.lines().stream().map(line -> new Row(line, stores)).toList(), plan.faults());
        }

        public boolean hasFaults() {
            return !faults.isEmpty();
        }

        /** In numbers, such as "12 required, 3 optional, 1 left out". */
        public String counts() {
            var required = rows.stream().filter(row -> row.line.required()).count();
            return "%,d required, %,d optional".formatted(required, rows.size() - required)
                    + (faults.isEmpty() ? "" : ", %,d left out".formatted(faults.size()));
        }

        public String button() {
            return rows.size() == 1 ? "Declare 1 requirement" : "Declare %,d requirements".formatted(rows.size());
        }
    }

    /** A key of the file; {@code stores} are the environments where its value can go, in words, or "". */
    public record Row(Examples.Line line, String stores) {
        public String key() {
            return line.key();
        }

        public String needId() {
            return "need-" + line.key();
        }

        public String storeId() {
            return "store-" + line.key();
        }

        /** Null where the file says nothing. */
        public String hint() {
            return line.description().isEmpty() ? null : line.description();
        }

        public List<Choice> kinds() {
            return List.of(Choice.of("required", "Required", line.required()),
                    Choice.of("optional", "Optional", !line.required()));
        }

        public boolean isOffered() {
            return line.given() == Given.VALUE && !stores.isEmpty();
        }

        public List<Choice> offer() {
            return List.of(Choice.of("yes", "Store the value from the file in " + stores, false));
        }

        public String told() {
            return switch (line.given()) {
                case NOTHING -> "No value in the file.";
                case PLACEHOLDER -> "The value looks like a placeholder, so it is not stored.";
                case VALUE -> "Your role stores no values in the environments chosen.";
            };
        }
    }

    public boolean planned() {
        return plan != null;
    }

    public String contentError() {
        return errors.at("content");
    }

    public String sourceError() {
        return errors.at("source");
    }

    public String environmentsError() {
        return errors.at("environments");
    }

    @Override
    public String template() {
        return "secret/example";
    }

    @Override
    public String title() {
        return planned() ? "Paste an .env.example: the plan" : "Paste an .env.example";
    }

    @Override
    public String section() {
        return "Requirements";
    }

    @Override
    public boolean failed() {
        return !errors.isEmpty();
    }
}
