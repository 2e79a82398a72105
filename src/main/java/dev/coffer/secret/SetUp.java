package dev.coffer.secret;

import static dev.coffer.access.Permission.SECRET_WRITE;

import dev.coffer.access.Access;
import dev.coffer.requirement.Need;
import dev.coffer.requirement.Readiness;
import java.util.List;
import java.util.Optional;

/**
 * The way through all that a project lacks: from one form to the next. {@code open} are the required ones without a
 * value that the person may set, in the order of environments and then of keys.
 */
public record SetUp(String project, List<Need> open) {

    public static SetUp of(Access access, Readiness needs) {
        return new SetUp(access.project().slug(), needs.missing().stream()
                .filter(need -> need.environment().allows(access, SECRET_WRITE)).toList());
    }

    /** The form of the first; empty where there is nothing that the person may set. */
    public Optional<String> begin() {
        return open.stream().findFirst().map(this::at);
    }

    /** The form of one of them, and from there on to the others. */
    public String at(Need need) {
        return href(need, open.size());
    }

    public boolean includes(Need need) {
        return open.contains(need);
    }

    /**
     * The form after one in that environment: the same environment's first. {@code of}: how many there were at first.
     */
    Optional<String> next(String environment, int of) {
        return open.stream().filter(need -> need.environment().slug().equals(environment)).findFirst()
                .or(() -> open.stream().findFirst()).map(need -> href(need, Math.max(of, open.size())));
    }

    private String href(Need need, int of) {
        return SecretAddresses.list(project, SecretFilter.ALL).setUp(need.key(), need.environment().slug(), of);
    }
}
