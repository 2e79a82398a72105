package dev.coffer.runtime;

import dev.coffer.access.DeploymentAccess;
import dev.coffer.access.Forbidden;
import dev.coffer.access.NotFound;
import java.util.Arrays;
import java.util.List;

/**
 * How far a path of the KV v2 shape goes down the one branch that a token sees: {@code
 * project/environment/app}. An entry with all the values stands at its last two parts.
 */
enum VaultPath {
    TOP,
    PROJECT,
    ENVIRONMENT,
    APP;

    /**
     * @throws Forbidden where the path leaves the branch: whether there is anything is nothing for this token
     * @throws NotFound where it goes on below it
     */
    static VaultPath of(DeploymentAccess access, String path) {
        var branch = List.of(access.project().slug(), access.environment().slug(), access.app().slug());
        var parts = Arrays.stream(path.split("/")).filter(part -> !part.isEmpty()).toList();
        var common = Math.min(parts.size(), branch.size());
        if (!parts.subList(0, common).equals(branch.subList(0, common))) {
            throw Forbidden.because("This token reads secret/%s alone".formatted(String.join("/",
                    branch.subList(0, 2))));
        }
        if (parts.size() > branch.size()) {
            throw new NotFound();
        }
        return values()[parts.size()];
    }

    boolean isEntry() {
        return this == ENVIRONMENT || this == APP;
    }

    /** What there is right below, as a listing has it: a slash at the end of what goes on. */
    List<String> below(DeploymentAccess access) {
        return switch (this) {
            case TOP -> List.of(access.project().slug() + "/");
            case PROJECT -> List.of(access.environment().slug() + "/");
            case ENVIRONMENT -> List.of(access.app().slug());
            case APP -> List.of();
        };
    }
}
