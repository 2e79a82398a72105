package dev.coffer.reading;

import static dev.coffer.db.schema.Tables.APPS;
import static dev.coffer.db.schema.Tables.BUILT_IN_SECRETS;
import static dev.coffer.db.schema.Tables.BUILT_IN_VALUES;
import static dev.coffer.db.schema.Tables.DEPLOYMENTS;
import static dev.coffer.db.schema.Tables.DEPLOYMENT_READS;
import static dev.coffer.db.schema.Tables.DEPLOYMENT_SECRETS;
import static dev.coffer.db.schema.Tables.ENVIRONMENTS;
import static dev.coffer.db.schema.Tables.INSTANCE_KEYS;
import static dev.coffer.db.schema.Tables.PROJECTS;
import static dev.coffer.db.schema.Tables.SECRETS;
import static dev.coffer.db.schema.Tables.SECRET_NAMES;
import static dev.coffer.db.schema.Tables.SECRET_VALUES;

import dev.coffer.access.Access;
import dev.coffer.db.Database;
import dev.coffer.db.Ids;
import java.time.Instant;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

/** What runs on a project's secrets, and the secrets as far as readers care, put straight into the database. */
public final class Fleet {
    private final Database database;
    private final Access project;

    public Fleet(Database database, Access project) {
        this.database = database;
        this.project = project;
    }

    /** An app's deployment that reads all. @return its id */
    public UUID deployment(String app, String environment) {
        return database.transact(tx -> {
            var id = Ids.next();
            tx.insertInto(DEPLOYMENTS).set(DEPLOYMENTS.ID, id).set(DEPLOYMENTS.PROJECT_ID, project.projectId())
                    .set(DEPLOYMENTS.APP_ID, app(tx, app)).set(DEPLOYMENTS.ENVIRONMENT_ID, environment(tx, environment))
                    .set(DEPLOYMENTS.CREATED_BY, project.userId()).set(DEPLOYMENTS.UPDATED_BY, project.userId())
                    .execute();
            return id;
        });
    }

    /** One that reads what its list names. */
    public UUID listing(String app, String environment, String... keys) {
        var id = deployment(app, environment);
        database.transact(tx -> {
            tx.update(DEPLOYMENTS).set(DEPLOYMENTS.ACCESS, "listed").where(DEPLOYMENTS.ID.eq(id)).execute();
            for (var key : keys) {
                tx.insertInto(DEPLOYMENT_SECRETS).values(project.projectId(), id, key).execute();
            }
            return null;
        });
        return id;
    }

    public UUID app(String slug) {
        return database.transact(tx -> app(tx, slug));
    }

    /** A secret of an app's own, or of the project's where the app is empty; names are what it gives beside its key. */
    public UUID secret(String app, String key, String environment, String... names) {
        return database.transact(tx -> {
            var id = Ids.next();
            var owner = app.isEmpty() ? null : app(tx, app);
            tx.insertInto(SECRETS).set(SECRETS.ID, id).set(SECRETS.PROJECT_ID, project.projectId())
                    .set(SECRETS.KEY, key).set(SECRETS.APP_ID, owner).set(SECRETS.CREATED_BY, project.userId())
                    .set(SECRETS.UPDATED_BY, project.userId()).set(SECRETS.REVISION, 1L).execute();
            tx.insertInto(SECRET_VALUES).set(SECRET_VALUES.PROJECT_ID, project.projectId())
                    .set(SECRET_VALUES.SECRET_ID, id).set(SECRET_VALUES.ENVIRONMENT_ID, environment(tx, environment))
                    .set(SECRET_VALUES.VERSION, 1).set(SECRET_VALUES.REVISION, 1L)
                    .set(SECRET_VALUES.UPDATED_BY, project.userId()).execute();
            for (var name : names) {
                tx.insertInto(SECRET_NAMES).set(SECRET_NAMES.PROJECT_ID, project.projectId())
                        .set(SECRET_NAMES.ENVIRONMENT_ID, environment(tx, environment)).set(SECRET_NAMES.NAME, name)
                        .set(SECRET_NAMES.SECRET_ID, id).set(SECRET_NAMES.APP_ID, owner).execute();
            }
            return id;
        });
    }

    /** A built-in one for every environment. */
    public UUID builtIn(String key) {
        return database.transact(tx -> {
            var id = Ids.next();
            var organization = tx.select(PROJECTS.ORGANIZATION_ID).from(PROJECTS)
                    .where(PROJECTS.ID.eq(project.projectId())).fetchSingle().value1();
            tx.insertInto(BUILT_IN_SECRETS).set(BUILT_IN_SECRETS.ID, id)
                    .set(BUILT_IN_SECRETS.ORGANIZATION_ID, organization).set(BUILT_IN_SECRETS.KEY, key)
                    .set(BUILT_IN_SECRETS.CREATED_BY, project.userId())
                    .set(BUILT_IN_SECRETS.UPDATED_BY, project.userId()).execute();
            tx.insertInto(BUILT_IN_VALUES).set(BUILT_IN_VALUES.BUILT_IN_ID, id)
                    .set(BUILT_IN_VALUES.ORGANIZATION_ID, organization)
                    .set(BUILT_IN_VALUES.ENVIRONMENT, "").set(BUILT_IN_VALUES.VERSION, 1)
                    .set(BUILT_IN_VALUES.UPDATED_BY, project.userId()).set(BUILT_IN_VALUES.SEALED, new byte[1])
                    .set(BUILT_IN_VALUES.WRAPPED, new byte[1]).set(BUILT_IN_VALUES.VERSION_ID, Ids.next())
                    .set(BUILT_IN_VALUES.INSTANCE_KEY_VERSION, DSL.select(DSL.max(INSTANCE_KEYS.VERSION))
                            .from(INSTANCE_KEYS))
                    .execute();
            return id;
        });
    }

    /** What a deployment read last of a key. */
    public void read(UUID deployment, String key, Held held, Instant since, Instant at) {
        database.transact(tx -> tx.insertInto(DEPLOYMENT_READS).values(project.projectId(), deployment, key,
                held.secretId(), held.version(), since, at).execute());
    }

    private UUID app(DSLContext tx, String slug) {
        tx.insertInto(APPS).set(APPS.ID, Ids.next()).set(APPS.PROJECT_ID, project.projectId()).set(APPS.SLUG, slug)
                .set(APPS.NAME, slug).set(APPS.CREATED_BY, project.userId()).set(APPS.UPDATED_BY, project.userId())
                .onConflictDoNothing().execute();
        return tx.select(APPS.ID).from(APPS).where(APPS.PROJECT_ID.eq(project.projectId()), APPS.SLUG.eq(slug))
                .fetchSingle().value1();
    }

    private UUID environment(DSLContext tx, String slug) {
        return tx.select(ENVIRONMENTS.ID).from(ENVIRONMENTS)
                .where(ENVIRONMENTS.PROJECT_ID.eq(project.projectId()), ENVIRONMENTS.SLUG.eq(slug)).fetchSingle()
                .value1();
    }
}
