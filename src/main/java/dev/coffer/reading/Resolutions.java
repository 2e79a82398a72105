package dev.coffer.reading;

import dev.coffer.project.Environment;
import dev.coffer.requirement.Needs;
import java.util.UUID;
import org.jooq.DSLContext;

/** What deployments would read, for use cases that have entered the project. */
public final class Resolutions {
    private Resolutions() {}

    /** Of an app in an environment, whether it is deployed there or not yet. Three queries however much it is. */
    public static Resolution of(DSLContext sql, UUID projectId, UUID app, Environment environment) {
        return new Resolution(environment, Offers.in(sql, projectId, environment).to(app, environment),
                Needs.of(sql, projectId));
    }

    /** The same for an app that has nothing of its own. */
    public static Resolution ofAny(DSLContext sql, UUID projectId, Environment environment) {
        return new Resolution(environment, Offers.in(sql, projectId, environment).toAny(environment),
                Needs.of(sql, projectId));
    }
}
