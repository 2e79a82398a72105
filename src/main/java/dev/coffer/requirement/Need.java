package dev.coffer.requirement;

import dev.coffer.project.Environment;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A key that is needed in an environment, as all sources together say. {@code declared} has at least one, in the order
 * of the sources' names; {@code configured} says whether the project or the organization has a value there.
 */
public record Need(String key, Environment environment, List<Declared> declared, boolean configured,
        Optional<Dismissal> dismissal) {

    /** What one source says. Texts may be empty; {@code type} is empty where any value will do. */
    public record Declared(String source, boolean required, String feature, String description,
            Optional<Wanted> type) {}

    /** A type that somebody asks for; {@code name} is empty while the project has none of that key. */
    public record Wanted(String key, Optional<String> name) {
        /** What it is called: its name, or the key. */
        public String told() {
            return name.orElse(key);
        }
    }

    /** That it may stay without a value, why, and who said so. */
    public record Dismissal(String reason, String by, Instant at) {}

    /** What a need has come to. */
    public enum Status {
        CONFIGURED("configured", "Configured"),
        MISSING("missing", "Missing"),
        DISMISSED("dismissed", "Dismissed");

        private final String slug;
        private final String label;

        Status(String slug, String label) {
            this.slug = slug;
            this.label = label;
        }

        public String slug() {
            return slug;
        }

        public String label() {
            return label;
        }
    }

    /** Of one key's needs, the first with everything that was said about any of them. */
    static Need anywhere(List<Need> needs) {
        var first = needs.getFirst();
        return new Need(first.key, first.environment,
                needs.stream().flatMap(need -> need.declared.stream()).distinct().toList(), first.configured,
                first.dismissal);
    }

    /** A value counts more than a dismissal. */
    public Status status() {
        return configured ? Status.CONFIGURED : dismissal.isPresent() ? Status.DISMISSED : Status.MISSING;
    }

    /** Required as soon as one source says so. */
    public boolean required() {
        return declared.stream().anyMatch(Declared::required);
    }

    /** Whether it keeps the environment from being published. */
    public boolean blocks() {
        return required() && status() == Status.MISSING;
    }

    /** What is it for: every source's words once, or "". */
    public String feature() {
        return together(declared.stream().map(Declared::feature).toList());
    }

    public String description() {
        return together(declared.stream().map(Declared::description).toList());
    }

    /** What its value is to look like: where sources differ, as the first of them says whose type is there. */
    public Optional<Wanted> wanted() {
        return types().stream().filter(type -> type.name().isPresent()).findFirst()
                .or(() -> types().stream().findFirst());
    }

    /** The same by its key. */
    public Optional<String> type() {
        return wanted().map(Wanted::key);
    }

    /** All types that sources name, in their order; more than one where they differ. */
    public List<Wanted> types() {
        return declared.stream().map(Declared::type).flatMap(Optional::stream).distinct().toList();
    }

    public List<String> sources() {
        return declared.stream().map(Declared::source).toList();
    }

    private static String together(List<String> texts) {
        return String.join(" · ", texts.stream().filter(Objects::nonNull).filter(text -> !text.isEmpty()).distinct()
                .toList());
    }
}
