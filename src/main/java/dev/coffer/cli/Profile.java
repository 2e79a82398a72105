package dev.coffer.cli;

import java.util.Map;

/**
 * What {@code coffer login} kept: a server, the token for it, and what else was named then ({@code project},
 * {@code environment}, {@code app}).
 */
record Profile(String name, String server, String token, Map<String, String> settings) {
    static final String DEFAULT = "default";

    Profile {
        settings = Map.copyOf(settings);
    }

    @Override
    public String toString() {
        return "[profile " + name + "]";
    }
}
