package dev.coffer.cli;

import dev.coffer.client.CofferClient;
import dev.coffer.client.Environment;
import dev.coffer.client.Secrets;
import java.util.List;
import java.util.Optional;

/**
 * The server and the project that a command is about, the app where it is about one's own, and the environment that is
 * set for it outside the command.
 */
record Place(CofferClient client, String project, Optional<String> app, Optional<String> preset) {

    /** The project's secrets, or the app's own. */
    Secrets secrets() {
        return app.map(each -> client.secrets(project).ofApp(each)).orElseGet(() -> client.secrets(project));
    }

    /** A key in a sentence: whose it is, where it is an app's own. */
    String named(String key) {
        return app.map(each -> "%s of %s".formatted(key, each)).orElse(key);
    }

    /** In a sentence: the project, or its app. */
    String name() {
        return app.map(each -> "%s of %s".formatted(each, project)).orElse(project);
    }

    /**
     * Why the server knows nothing of a secret there: told apart, so that the sentence says what to mend. @param
     * environment where its value was asked for, if anywhere
     */
    Stop missing(String key, Optional<String> environment) throws InterruptedException {
        if (!secrets().exists(key)) {
            return Stop.refused("There is no secret %s in %s".formatted(key, name()));
        }
        if (environment.isPresent()
                && client.environments(project).stream().noneMatch(each -> each.slug().equals(environment.get()))) {
            return Stop.refused("There is no environment %s. %s has %s".formatted(environment.get(), project, slugs()));
        }
        return Stop
                .refused("%s has no value%s".formatted(named(key), environment.map(each -> " in " + each).orElse("")));
    }

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
