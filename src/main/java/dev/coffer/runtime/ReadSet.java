package dev.coffer.runtime;

import dev.coffer.access.Deployed;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a deployment reads, without the values: its variables in the order of their names, which required keys it
 * doesn't get, the validator of all of that, and the mark of the state that it stands for.
 */
public record ReadSet(List<Variable> variables, List<String> missing, Edition edition, String tag,
        Deployed.Mark mark) {

    /** A variable, and what gives it. */
    public record Variable(String name, Source source) {}

    /** How many different sets the deployment was given, this one included, and since when it is this one. */
    public record Edition(int version, Instant since) {}

    /** Where a variable of that name stands; empty where there is none. */
    public Optional<Variable> find(String name) {
        return variables.stream().filter(variable -> variable.name.equals(name)).findFirst();
    }

    /** The secrets that give all of it, each once. */
    public List<Source> sources() {
        return variables.stream().map(Variable::source).distinct().toList();
    }
}
