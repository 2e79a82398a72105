package dev.coffer.project;

import dev.coffer.form.Names;
import java.util.Optional;

/** What is to change of an environment; null for what stays as it is. */
public record EnvironmentChange(String name, Boolean isProtected) {

    Environment applied(Environment to) {
        return new Environment(to.id(), to.slug(), name == null ? to.name() : name.strip(),
                isProtected == null ? to.isProtected() : isProtected);
    }

    Optional<String> mistake() {
        return name == null ? Optional.empty() : Names.mistake("Environment name", name.strip());
    }
}
