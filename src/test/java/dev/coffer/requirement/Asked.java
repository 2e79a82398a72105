package dev.coffer.requirement;

import static dev.coffer.db.schema.Tables.DISMISSALS;
import static dev.coffer.db.schema.Tables.REQUIREMENTS;
import static dev.coffer.db.schema.Tables.REQUIREMENT_ENVIRONMENTS;

import dev.coffer.Cast;
import dev.coffer.access.Access;
import dev.coffer.db.Ids;
import dev.coffer.project.Environment;
import dev.coffer.project.Environments;

/** What a project asks for, put straight into the database. */
public final class Asked {
    private final Cast cast;
    private final Access project;

    private Asked(Cast cast, Access project) {
        this.cast = cast;
        this.project = project;
    }

    public static Asked of(Cast cast, Access project) {
        return new Asked(cast, project);
    }

    /** A required key, in these environments; with none, in all. */
    public Asked requires(String key, String... environments) {
        return declare(key, true, environments);
    }

    public Asked wouldLike(String key, String... environments) {
        return declare(key, false, environments);
    }

    public Asked dismisses(String key, String environment, String reason) {
        cast.database.transact(tx -> tx.insertInto(DISMISSALS).set(DISMISSALS.PROJECT_ID, project.projectId())
                .set(DISMISSALS.ENVIRONMENT_ID, environment(environment).id()).set(DISMISSALS.KEY, key)
                .set(DISMISSALS.REQUIRED, true).set(DISMISSALS.REASON, reason)
                .set(DISMISSALS.CREATED_BY, project.userId()).execute());
        return this;
    }

    private Asked declare(String key, boolean required, String... environments) {
        var id = Ids.next();
        cast.database.transact(tx -> tx.insertInto(REQUIREMENTS).set(REQUIREMENTS.ID, id)
                .set(REQUIREMENTS.PROJECT_ID, project.projectId()).set(REQUIREMENTS.SOURCE, "build")
                .set(REQUIREMENTS.KEY, key).set(REQUIREMENTS.REQUIRED, required)
                .set(REQUIREMENTS.EVERYWHERE, environments.length == 0)
                .set(REQUIREMENTS.FEATURE, "Payments: what " + key + " does")
                .set(REQUIREMENTS.DESCRIPTION, "Where to get " + key)
                .set(REQUIREMENTS.CREATED_BY, project.userId()).execute());
        for (var slug : environments) {
            cast.database.transact(tx -> tx.insertInto(REQUIREMENT_ENVIRONMENTS)
                    .set(REQUIREMENT_ENVIRONMENTS.PROJECT_ID, project.projectId())
                    .set(REQUIREMENT_ENVIRONMENTS.REQUIREMENT_ID, id)
                    .set(REQUIREMENT_ENVIRONMENTS.ENVIRONMENT_ID, environment(slug).id()).execute());
        }
        return this;
    }

    private Environment environment(String slug) {
        return cast.database.read(sql -> Environments.of(sql, project.projectId())).stream()
                .filter(each -> each.slug().equals(slug)).findFirst().orElseThrow();
    }
}
