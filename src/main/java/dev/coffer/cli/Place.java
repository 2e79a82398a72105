package dev.coffer.cli;

import dev.coffer.client.CofferClient;
import dev.coffer.client.Environment;
import java.util.List;
import java.util.Optional;

/** The server and the project that a command is about, and the environment that is set for it outside the command. */
record Place(CofferClient client, String project, Optional<String> preset) {

    /**
     * The one that was named, or else the one that is set. @throws Stop where there is neither, saying which there are
     */
    String environment(String named) throws InterruptedException {
        var environments = environments(named == null ? List.of() : List.of(named));
        return environments.getFirst();
    }

    /** As {@link #environment}, for several. */
    List<String> environments(List<String> named) throws InterruptedException {
        if (!named.isEmpty()) {
            return named;
        }
        if (preset.isPresent()) {
            return List.of(preset.get());
        }
        throw Stop.wrongUse("Name an environment with -e. %s has %s".formatted(project, slugs()));
    }

    /** The one that was named, or set; empty for all of them. */
    Optional<String> anyEnvironment(String named) {
        return Optional.ofNullable(named).or(() -> preset);
    }

    /** The environments there are, to be told. */
    String slugs() throws InterruptedException {
        return String.join(", ", client.environments(project).stream().map(Environment::slug).toList());
    }

    /** The address of a page. @param href from the server's root */
    String page(String href) {
        return client.server() + href;
    }
}
