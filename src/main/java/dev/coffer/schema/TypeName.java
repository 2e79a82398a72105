package dev.coffer.schema;

import java.util.List;
import java.util.UUID;

/** A type as a secret names it. {@code key} is unique in a project, and stands in addresses and the API. */
public record TypeName(UUID id, String key, String name) {
    /** Its name to choose it by among all of them: with the key where another one has the same name. */
    public String among(List<TypeName> all) {
        return all.stream().filter(other -> other.name.equalsIgnoreCase(name)).count() < 2 ? name
                : "%s (%s)".formatted(name, key);
    }
}
