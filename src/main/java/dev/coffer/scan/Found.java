package dev.coffer.scan;

import java.util.List;

/** A variable, and where it is read, by file and line. */
public record Found(String name, List<Use> uses) {

    public Found {
        uses = List.copyOf(uses);
    }

    /** Whether something reads it that has nothing else to go on with. */
    public boolean required() {
        return uses.stream().anyMatch(use -> !use.hasDefault());
    }
}
