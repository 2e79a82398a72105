package dev.coffer.app;

import dev.coffer.app.Deployments.Choosing;
import dev.coffer.form.Choice;
import dev.coffer.form.Errors;
import dev.coffer.reading.Resolved;
import dev.coffer.web.Page;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Says what an app reads in an environment. {@code chosen} is what stands in the form; {@code was} what was stored when
 * it was made; {@code changed}: what somebody else did to it in the meantime, or null.
 */
public record DeploymentFormPage(String appHref, Choosing choosing, Chosen chosen, Was was, String changed,
        Errors errors) implements Page {
    /** From so many keys on a filter helps. */
    private static final int MANY = 8;
    private static final Pattern TAG = Pattern.compile("[0-9a-f-]{36}\\.\\d{1,19}");

    /** All or a list, and the keys that are ticked. */
    public record Chosen(String access, Set<String> keys) {
        static Chosen of(Deployment deployment) {
            return new Chosen(deployment.access(), Set.copyOf(deployment.keys()));
        }

        boolean isListed() {
            return access.equals(Deployment.LISTED);
        }
    }

    /** A state that was read: its tag, and what it was, as a form keeps it. */
    public record Was(String read, String text) {
        static final Was NOTHING = new Was(Deployments.NONE, "");

        static Was of(Deployment deployment) {
            return new Was(deployment.tag(), deployment.isListed() ? "listed " + String.join(" ", deployment.keys())
                    : Deployment.ALL);
        }
    }

    static DeploymentFormPage of(String appHref, Choosing choosing) {
        return choosing.deployment().map(deployment -> new DeploymentFormPage(appHref, choosing, Chosen.of(deployment),
                Was.of(deployment), null, Errors.none()))
                .orElseGet(() -> new DeploymentFormPage(appHref, choosing, new Chosen("", Set.of()), Was.NOTHING, null,
                        Errors.none()));
    }

    /** What a form didn't send from its own boxes and fields isn't told back. */
    DeploymentFormPage typed(Chosen other, Was read) {
        var words = Stream.of(read.text.split(" ")).filter(word -> word.equals(Deployment.ALL)
                || word.equals(Deployment.LISTED) || isKnown(word)).collect(Collectors.joining(" "));
        return new DeploymentFormPage(appHref, choosing,
                new Chosen(other.access, other.keys.stream().filter(this::isKnown).collect(Collectors.toSet())),
                new Was(TAG.matcher(read.read).matches() ? read.read : Deployments.NONE, words), changed, errors);
    }

    private boolean isKnown(String key) {
        return choosing.known().containsKey(key) || chosen.keys.contains(key) || KnownKeys.isSayable(key);
    }

    DeploymentFormPage with(Errors mistakes) {
        return new DeploymentFormPage(appHref, choosing, chosen, was, changed, mistakes);
    }

    /** After somebody else's change: what is chosen stays, and saving it again replaces theirs. */
    DeploymentFormPage over(String message) {
        return choosing.deployment().map(now -> new DeploymentFormPage(appHref, choosing, chosen, Was.of(now),
                "%s. It %s. What you chose stands below: save it again to replace that".formatted(message,
                        difference(now)),
                errors))
                .orElseGet(() -> new DeploymentFormPage(appHref, choosing, chosen, Was.NOTHING,
                        message + ". Save again to make it anew, without tokens", errors));
    }

    private String difference(Deployment now) {
        if (!now.isListed()) {
            return "reads all secrets now";
        }
        var before = new TreeSet<>(List.of(was.text.split(" ")));
        if (!before.remove(Deployment.LISTED)) {
            return "reads a list now: " + named(now.keys());
        }
        var added = now.keys().stream().filter(key -> !before.contains(key)).toList();
        before.removeAll(now.keys());
        return added.isEmpty() && before.isEmpty() ? "has the same list"
                : added.isEmpty() ? "lost " + named(before)
                        : before.isEmpty() ? "got " + named(added)
                                : "got %s and lost %s".formatted(named(added), named(before));
    }

    private static String named(Collection<String> keys) {
        return keys.isEmpty() ? "nothing on it" : String.join(", ", keys);
    }

    public boolean isNew() {
        return choosing.deployment().isEmpty();
    }

    public boolean isChanged() {
        return changed != null;
    }

    public String environment() {
        return choosing.environment().name();
    }

    public String app() {
        return choosing.app().app().name();
    }

    public String action() {
        return "%s/deployments/%s/edit".formatted(appHref, choosing.environment().slug());
    }

    public String button() {
        return isNew() ? "Deploy" : "Save";
    }

    public boolean isAnyKey() {
        return !keys().isEmpty();
    }

    public boolean isMany() {
        return keys().size() >= MANY;
    }

    public List<Choice> accesses() {
        return List.of(new Choice(Deployment.ALL, "All secrets",
                "What is there for it in %s, and what is added later. Now: %s.".formatted(environment(), all()),
                chosen.access.equals(Deployment.ALL)),
                new Choice(Deployment.LISTED, "Only those on a list",
                        "Nothing else. A secret on a list can't be deleted by mistake.", chosen.isListed()));
    }

    /** What a list can name, and what it would read of each. */
    public List<Choice> secrets() {
        var resolved = choosing.resolution().listed(keys()).stream()
                .collect(Collectors.toMap(Resolved::key, one -> one));
        return keys().stream().map(key -> new Choice(key, key, hint(resolved.get(key)), chosen.keys.contains(key)))
                .toList();
    }

    private String all() {
        var words = Sources.said(choosing.resolution().all());
        return words.substring(0, 1).toLowerCase(Locale.ROOT) + words.substring(1);
    }

    private String hint(Resolved one) {
        var description = choosing.known().getOrDefault(one.key(), "");
        return "%s.%s".formatted(Sources.of(one), description.isEmpty() ? "" : " " + description);
    }

    private Set<String> keys() {
        var keys = new TreeSet<>(choosing.known().keySet());
        keys.addAll(chosen.keys);
        return keys;
    }

    @Override
    public String template() {
        return "app/deployment";
    }

    @Override
    public String title() {
        return "%s in %s".formatted(app(), environment());
    }

    @Override
    public String section() {
        return AppListPage.SECTION;
    }

    @Override
    public boolean failed() {
        return !errors.isEmpty() || isChanged();
    }
}
