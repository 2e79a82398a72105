package dev.coffer.client;

import java.util.List;

/**
 * A secret that a project needs. {@code environments}: where, by slug; none: in every one. {@code texts} may be empty.
 */
public record Requirement(String key, boolean required, List<String> environments, Texts texts) {

    /** {@code feature}: what needs it, such as "Payments"; {@code type}: the key of a secret type. Each may be "". */
    public record Texts(String feature, String description, String type) {
        public static final Texts NONE = new Texts("", "", "");
    }

    public Requirement {
        environments = List.copyOf(environments);
    }

    /** Required in those environments; in every one where none is named. */
    public static Requirement of(String key, String... environments) {
        return new Requirement(key, true, List.of(environments), Texts.NONE);
    }
}
