package dev.coffer.publication;

import static dev.coffer.db.schema.Tables.APPS;
import static dev.coffer.db.schema.Tables.BUILT_IN_SECRETS;
import static dev.coffer.db.schema.Tables.BUILT_IN_VALUES;
import static dev.coffer.db.schema.Tables.PUBLICATION_SECRETS;
import static dev.coffer.db.schema.Tables.SECRETS;
import static dev.coffer.db.schema.Tables.SECRET_VALUES;

import dev.coffer.access.Access;
import dev.coffer.form.ScopedKey;
import dev.coffer.project.Environment;
import java.util.List;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record5;
import org.jooq.Select;
import org.jooq.impl.DSL;

/** What publications pinned, and what one would pin now: keys, whose they are, and version numbers, by key. */
final class Pins {
    private static final String[] COLUMNS = {"key", "app", "scope", "secret_id", "number"};

    private Pins() {}

    static List<Pin> of(DSLContext sql, UUID publicationId) {
        return sql.select(PUBLICATION_SECRETS.KEY, PUBLICATION_SECRETS.APP, PUBLICATION_SECRETS.SCOPE,
                PUBLICATION_SECRETS.SECRET_ID, PUBLICATION_SECRETS.NUMBER).from(PUBLICATION_SECRETS)
                .where(PUBLICATION_SECRETS.PUBLICATION_ID.eq(publicationId))
                .orderBy(PUBLICATION_SECRETS.KEY, PUBLICATION_SECRETS.APP)
                .fetch(Pins::pin);
    }

    static List<Pin> now(DSLContext sql, Access access, Environment environment) {
        var current = current(access, environment).asTable("current", COLUMNS);
        return sql.select(current.field(0, String.class), current.field(1, String.class),
                current.field(2, String.class), current.field(3, UUID.class), current.field(4, Integer.class))
                .from(current).orderBy(current.field(0), current.field(1)).fetch(Pins::pin);
    }

    /** Notes down what there is, in one statement. @return how many */
    static int take(DSLContext tx, Access access, Environment environment, UUID publicationId) {
        var current = current(access, environment).asTable("current", COLUMNS);
        return tx.insertInto(PUBLICATION_SECRETS, PUBLICATION_SECRETS.PROJECT_ID, PUBLICATION_SECRETS.PUBLICATION_ID,
                PUBLICATION_SECRETS.KEY, PUBLICATION_SECRETS.APP, PUBLICATION_SECRETS.SCOPE,
                PUBLICATION_SECRETS.SECRET_ID, PUBLICATION_SECRETS.NUMBER)
                .select(DSL.select(DSL.val(access.projectId()), DSL.val(publicationId), current.field(0, String.class),
                        current.field(1, String.class), current.field(2, String.class),
                        current.field(3, UUID.class), current.field(4, Integer.class)).from(current))
                .execute();
    }

    /** The values of the project and of its apps, and the built-in ones that the project doesn't override. */
    private static Select<Record5<String, String, String, UUID, Integer>> current(Access access,
            Environment environment) {
        var whose = DSL.when(SECRETS.APP_ID.isNull(), DSL.inline(Pin.Scope.PROJECT.slug()))
                .otherwise(DSL.inline(Pin.Scope.APP.slug()));
        var own = DSL.select(SECRETS.KEY, DSL.coalesce(APPS.SLUG, DSL.inline("")), whose, SECRETS.ID,
                SECRET_VALUES.VERSION)
                .from(SECRET_VALUES).join(SECRETS).on(SECRETS.ID.eq(SECRET_VALUES.SECRET_ID))
                .leftJoin(APPS).on(APPS.ID.eq(SECRETS.APP_ID))
                .where(SECRET_VALUES.PROJECT_ID.eq(access.projectId()),
                        SECRET_VALUES.ENVIRONMENT_ID.eq(environment.id()));
        var overridden = DSL.exists(DSL.selectOne().from(SECRET_VALUES).join(SECRETS)
                .on(SECRETS.ID.eq(SECRET_VALUES.SECRET_ID))
                .where(SECRET_VALUES.PROJECT_ID.eq(access.projectId()),
                        SECRET_VALUES.ENVIRONMENT_ID.eq(environment.id()), SECRETS.APP_ID.isNull(),
                        SECRETS.KEY.eq(BUILT_IN_SECRETS.KEY)));
        Field<String> scope = DSL.inline(Pin.Scope.ORGANIZATION.slug());
        // A value for the environment by name comes after '', which is every environment, and wins.
        var builtIn =
                DSL.select(BUILT_IN_SECRETS.KEY, DSL.inline(""), scope, BUILT_IN_SECRETS.ID, BUILT_IN_VALUES.VERSION)
                        .distinctOn(BUILT_IN_SECRETS.KEY).from(BUILT_IN_SECRETS)
                        .join(BUILT_IN_VALUES).on(BUILT_IN_VALUES.BUILT_IN_ID.eq(BUILT_IN_SECRETS.ID))
                        .where(BUILT_IN_SECRETS.ORGANIZATION_ID.eq(access.project().organizationId()),
                                BUILT_IN_VALUES.ENVIRONMENT.in("", environment.slug()), DSL.not(overridden))
                        .orderBy(BUILT_IN_SECRETS.KEY, BUILT_IN_VALUES.ENVIRONMENT.desc());
        return own.unionAll(builtIn);
    }

    private static Pin pin(Record5<String, String, String, UUID, Integer> row) {
        return new Pin(new ScopedKey(row.value1(), row.value2()), Pin.Scope.of(row.value3()), row.value4(),
                row.value5());
    }
}
