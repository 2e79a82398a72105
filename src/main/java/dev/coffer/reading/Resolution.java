package dev.coffer.reading;

import dev.coffer.project.Environment;
import dev.coffer.requirement.Need;
import dev.coffer.requirement.Readiness;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What an app would read in an environment, of all that is there for it, and what the project needs. */
public record Resolution(Environment environment, List<Offer<Held>> offers, Readiness needs) {

    /** By key: all that is there, and all that is required and isn't. What reads all reads so. */
    public List<Resolved> all() {
        var keys = new TreeSet<String>();
        offers.forEach(offer -> keys.add(offer.key()));
        var read = Precedence.of(offers).keySet();
        needs.in(environment).stream().filter(need -> isWanted(need) && !read.contains(need.key()))
                .forEach(need -> keys.add(need.key()));
        return keys.stream().map(key -> resolved(key, offers)).toList();
    }

    /** By key: all that is listed, whether it is there or not. What reads a list reads so. */
    public List<Resolved> listed(Collection<String> list) {
        var keys = Set.copyOf(list);
        var some = offers.stream().filter(offer -> keys.contains(offer.key())).toList();
        return new TreeSet<>(keys).stream().map(key -> resolved(key, some)).toList();
    }

    /** Every value that would give a variable of this name, the one that is read first. */
    public List<Precedence.Ranked<Held>> under(String name) {
        return Precedence.under(name, offers);
    }

    private Resolved resolved(String key, List<Offer<Held>> some) {
        var read = Precedence.of(some);
        var same = some.stream().filter(offer -> offer.key().equals(key))
                .sorted((one, other) -> one.level().compareTo(other.level())).toList();
        var top = same.stream().findFirst();
        var given = top.stream().flatMap(offer -> offer.names().stream())
                .filter(name -> !name.equals(key) && read.get(name) == top.get()).sorted().toList();
        var need = needs.find(key, environment).filter(one -> isWanted(one));
        return new Resolved(key, top, same.stream().skip(1).map(Offer::level).toList(), given,
                Optional.ofNullable(read.get(key)), need.isPresent() && !read.containsKey(key));
    }

    private static boolean isWanted(Need need) {
        return need.required() && need.dismissal().isEmpty();
    }
}
