package dev.coffer.app;

import dev.coffer.form.Errors;
import java.util.List;
import java.util.Optional;

/**
 * What a deployment is to read. {@code access}: all or listed; {@code secrets}: the list, null where none was sent.
 * {@code read} is the tag of the state that this was made from, if any, {@link Apps#ANY} or {@link
 * Deployments#NONE}.
 */
public record DeploymentDraft(String access, List<String> secrets, Optional<String> read) {

    public DeploymentDraft {
        access = access == null ? "" : access;
        secrets = secrets == null ? null
                : secrets.stream().map(one -> one == null ? "" : one).distinct().toList();
    }

    Errors check() {
        if (!access.equals(Deployment.ALL) && !access.equals(Deployment.LISTED)) {
            return Errors.of("access", "Choose what it reads: all, or listed");
        }
        if (isListed() && secrets == null) {
            return Errors.of("secrets", "Name the secrets on its list; an empty list reads nothing");
        }
        return isListed() || secrets == null ? Errors.none()
                : Errors.of("secrets", "Leave the list out, or choose listed");
    }

    boolean isListed() {
        return access.equals(Deployment.LISTED);
    }

    /** Only of a draft without mistakes. */
    List<String> keys() {
        return isListed() ? secrets.stream().sorted().toList() : List.of();
    }
}
