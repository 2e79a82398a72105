package dev.coffer.requirement;

import dev.coffer.access.Access;
import dev.coffer.access.Permission;
import dev.coffer.project.Environment;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All that is declared in a project at a moment, to be held against what a change would make of it. */
record State(List<Environment> environments, Map<String, List<Requirement>> byKey) {

    static State of(List<Environment> environments, List<Requirement> declared) {
        return new State(environments,
                declared.stream().collect(Collectors.groupingBy(Requirement::key, TreeMap::new, Collectors.toList())));
    }

    /** What a source says, by key. */
    Map<String, Requirement> of(String source) {
        return all().filter(each -> each.source().equals(source))
                .collect(Collectors.toMap(Requirement::key, each -> each, (one, _) -> one, TreeMap::new));
    }

    long sources() {
        return all().map(Requirement::source).distinct().count();
    }

    /** The same with another list of one source. */
    State with(String source, List<Requirement> list) {
        return of(environments, Stream.concat(all().filter(each -> !each.source().equals(source)), list.stream())
                .toList());
    }

    /**
     * Holds it against what comes of it: where a protected environment would stop requiring a key, only those go on who
     * may write there.
     *
     * @throws dev.coffer.access.Forbidden for the others
     */
    void requireMayBecome(Access access, State next) {
        for (var environment : environments) {
            if (environment.isProtected()
                    && byKey.keySet().stream().anyMatch(key -> needs(key, environment).orElse(false)
                            && !next.needs(key, environment).orElse(false))) {
                environment.require(access, Permission.SECRET_WRITE);
            }
        }
    }

    /** Whether the key is required there; empty where nobody needs it. */
    Optional<Boolean> needs(String key, Environment environment) {
        return byKey.getOrDefault(key, List.of()).stream().filter(each -> each.appliesTo(environment))
                .map(Requirement::required).reduce(Boolean::logicalOr);
    }

    Stream<Requirement> all() {
        return byKey.values().stream().flatMap(List::stream);
    }
}
