package dev.coffer.reading;

import static dev.coffer.db.schema.Tables.SECRETS;
import static dev.coffer.db.schema.Tables.SECRET_NAMES;
import static dev.coffer.db.schema.Tables.SECRET_VALUES;

import dev.coffer.builtin.BuiltIn;
import dev.coffer.builtin.BuiltIns;
import dev.coffer.project.Environment;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

/** What the deployments of a project could read, for use cases that have entered it. Two queries however much it is. */
public final class Offers {
    private final List<Value> values;
    private final List<BuiltIn> builtIns;

    private Offers(List<Value> values, List<BuiltIn> builtIns) {
        this.values = values;
        this.builtIns = builtIns;
    }

    /** A value of the project, or of an app of it ({@code app} is its id). */
    private record Value(UUID environment, Optional<UUID> app, Offer<Held> offer) {}

    /** All of a project. */
    public static Offers of(DSLContext sql, UUID projectId) {
        return of(sql, projectId, DSL.noCondition());
    }

    /** The same of one environment. */
    public static Offers in(DSLContext sql, UUID projectId, Environment environment) {
        return of(sql, projectId, SECRET_VALUES.ENVIRONMENT_ID.eq(environment.id()));
    }

    private static Offers of(DSLContext sql, UUID projectId, Condition which) {
        var values = new LinkedHashMap<List<UUID>, Value>();
        sql.select(SECRETS.ID, SECRETS.KEY, SECRETS.APP_ID, SECRET_VALUES.ENVIRONMENT_ID, SECRET_VALUES.VERSION,
                SECRET_NAMES.NAME).from(SECRETS)
                .join(SECRET_VALUES).on(SECRET_VALUES.SECRET_ID.eq(SECRETS.ID))
                .leftJoin(SECRET_NAMES).on(SECRET_NAMES.SECRET_ID.eq(SECRETS.ID),
                        SECRET_NAMES.PROJECT_ID.eq(SECRETS.PROJECT_ID),
                        SECRET_NAMES.ENVIRONMENT_ID.eq(SECRET_VALUES.ENVIRONMENT_ID))
                .where(SECRETS.PROJECT_ID.eq(projectId), which).orderBy(SECRETS.KEY, SECRETS.ID).forEach(row -> {
                    var value = values.computeIfAbsent(List.of(row.value1(), row.value4()), _ -> new Value(row.value4(),
                            Optional.ofNullable(row.value3()),
                            new Offer<>(row.value3() == null ? Level.PROJECT : Level.APP, row.value2(),
                                    new HashSet<>(Set.of(row.value2())), new Held(row.value1(), row.value5()))));
                    Optional.ofNullable(row.value6()).ifPresent(value.offer.names()::add);
                });
        return new Offers(List.copyOf(values.values()), BuiltIns.inProject(sql, projectId));
    }

    /** What is there for an app in an environment, of all three levels. */
    public List<Offer<Held>> to(UUID app, Environment environment) {
        return to(Optional.of(app), environment);
    }

    /** The same for an app that has nothing of its own. */
    public List<Offer<Held>> toAny(Environment environment) {
        return to(Optional.empty(), environment);
    }

    /** Which apps have a value of their own in an environment that gives a variable of this name. */
    public Set<UUID> owners(String name, Environment environment) {
        return values.stream().filter(value -> value.environment.equals(environment.id()))
                .filter(value -> value.offer.names().contains(name)).flatMap(value -> value.app.stream())
                .collect(Collectors.toSet());
    }

    private List<Offer<Held>> to(Optional<UUID> app, Environment environment) {
        var offers = new ArrayList<Offer<Held>>();
        values.stream().filter(value -> value.environment.equals(environment.id()))
                .filter(value -> value.app.isEmpty() || value.app.equals(app)).map(Value::offer).forEach(offers::add);
        builtIns.forEach(secret -> secret.in(environment.slug()).ifPresent(place -> offers.add(new Offer<>(
                Level.ORGANIZATION, secret.key(), Set.of(secret.key()), new Held(secret.id(), place.version())))));
        return offers;
    }
}
