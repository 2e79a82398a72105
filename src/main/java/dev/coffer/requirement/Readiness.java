package dev.coffer.requirement;

import dev.coffer.project.Environment;
import java.util.List;
import java.util.Optional;

/**
 * Whether a project has what it needs: all of its needs, in the order of environments and then of keys. Only what is
 * required and missing blocks a publication; builds and previews are never blocked.
 */
public record Readiness(List<Need> needs) {

    /** Those that block, in every environment. */
    public List<Need> missing() {
        return needs.stream().filter(Need::blocks).toList();
    }

    public List<Need> missing(Environment environment) {
        return in(environment).stream().filter(Need::blocks).toList();
    }

    /** Optional ones without a value, which block nothing. */
    public List<Need> optionalMissing(Environment environment) {
        return in(environment).stream().filter(need -> !need.required() && need.status() == Need.Status.MISSING)
                .toList();
    }

    /** Required ones that may stay without a value, because somebody said so. */
    public List<Need> dismissed(Environment environment) {
        return in(environment).stream().filter(need -> need.required() && need.status() == Need.Status.DISMISSED)
                .toList();
    }

    public boolean isReady(Environment environment) {
        return missing(environment).isEmpty();
    }

    public boolean isReady() {
        return missing().isEmpty();
    }

    public List<Need> in(Environment environment) {
        return needs.stream().filter(need -> need.environment().id().equals(environment.id())).toList();
    }

    public Optional<Need> find(String key, Environment environment) {
        return in(environment).stream().filter(need -> need.key().equals(key)).findFirst();
    }

    /** The environments where one that is required is missing, by their slugs. */
    public List<String> blockedIn() {
        return missing().stream().map(need -> need.environment().slug()).distinct().toList();
    }

    /** What so many missing required ones mean, in words. */
    public static String blocked(int missing) {
        return (missing == 1 ? "1 required secret has no value. Publish is blocked until it is set."
                : "%,d required secrets have no value. Publish is blocked until they are set.".formatted(missing))
                + " Build and Preview keep working.";
    }

    /** Whether anything is asked for at all. */
    public boolean isEmpty() {
        return needs.isEmpty();
    }
}
