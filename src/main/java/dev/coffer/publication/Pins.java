package dev.coffer.publication;

import static dev.coffer.db.schema.Tables.BUILT_IN_SECRETS;
import static dev.coffer.db.schema.Tables.BUILT_IN_VALUES;
import static dev.coffer.db.schema.Tables.PUBLICATION_SECRETS;
import static dev.coffer.db.schema.Tables.SECRETS;
import static dev.coffer.db.schema.Tables.SECRET_VALUES;

import dev.coffer.access.Access;
import dev.coffer.project.Environment;
import java.util.List;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record4;
import org.jooq.Select;
import org.jooq.impl.DSL;

/** What publications pinned, and what one would pin now: keys and version numbers, in the order of keys. */
final class Pins {
    private Pins() {}

    static List<Pin> of(DSLContext sql, UUID publicationId) {
        return sql.select(PUBLICATION_SECRETS.KEY, PUBLICATION_SECRETS.SCOPE, PUBLICATION_SECRETS.SECRET_ID,
                PUBLICATION_SECRETS.NUMBER).from(PUBLICATION_SECRETS)
                .where(PUBLICATION_SECRETS.PUBLICATION_ID.eq(publicationId)).orderBy(PUBLICATION_SECRETS.KEY)
                .fetch(Pins::pin);
    }

    static List<Pin> now(DSLContext sql, Access access, Environment environment) {
        var current = current(access, environment).asTable("current", "key", "scope", "secret_id", "number");
        return sql.select(current.field(0, String.class), current.field(1, String.class), current.field(2, UUID.class),
                current.field(3, Integer.class)).from(current).orderBy(current.field(0)).fetch(Pins::pin);
    }

    /** Notes down what there is, in one statement. @return how many */
    static int take(DSLContext tx, Access access, Environment environment, UUID publicationId) {
        var current = current(access, environment).asTable("current", "key", "scope", "secret_id", "number");
        return tx.insertInto(PUBLICATION_SECRETS, PUBLICATION_SECRETS.PROJECT_ID, PUBLICATION_SECRETS.PUBLICATION_ID,
                PUBLICATION_SECRETS.KEY, PUBLICATION_SECRETS.SCOPE, PUBLICATION_SECRETS.SECRET_ID,
                PUBLICATION_SECRETS.NUMBER)
                .select(DSL.select(DSL.val(access.projectId()), DSL.val(publicationId), current.field(0, String.class),
                        current.field(1, String.class), current.field(2, UUID.class),
                        current.field(3, Integer.class)).from(current))
                .execute();
    }

    /** The project's own values, and the built-in ones that it doesn't override. */
    private static Select<Record4<String, String, UUID, Integer>> current(Access access, Environment environment) {
        var own = DSL.select(SECRETS.KEY, DSL.inline(Pin.Scope.PROJECT.slug()), SECRETS.ID, SECRET_VALUES.VERSION)
                .from(SECRET_VALUES).join(SECRETS).on(SECRETS.ID.eq(SECRET_VALUES.SECRET_ID))
                .where(SECRET_VALUES.PROJECT_ID.eq(access.projectId()), SECRETS.APP_ID.isNull(),
                        SECRET_VALUES.ENVIRONMENT_ID.eq(environment.id()));
        var overridden = DSL.exists(DSL.selectOne().from(SECRET_VALUES).join(SECRETS)
                .on(SECRETS.ID.eq(SECRET_VALUES.SECRET_ID))
                .where(SECRET_VALUES.PROJECT_ID.eq(access.projectId()),
                        SECRET_VALUES.ENVIRONMENT_ID.eq(environment.id()), SECRETS.APP_ID.isNull(),
                        SECRETS.KEY.eq(BUILT_IN_SECRETS.KEY)));
        Field<String> scope = DSL.inline(Pin.Scope.ORGANIZATION.slug());
        // A value for the environment by name comes after '', which is every environment, and wins.
        var builtIn = DSL.select(BUILT_IN_SECRETS.KEY, scope, BUILT_IN_SECRETS.ID, BUILT_IN_VALUES.VERSION)
                .distinctOn(BUILT_IN_SECRETS.KEY).from(BUILT_IN_SECRETS)
                .join(BUILT_IN_VALUES).on(BUILT_IN_VALUES.BUILT_IN_ID.eq(BUILT_IN_SECRETS.ID))
                .where(BUILT_IN_SECRETS.ORGANIZATION_ID.eq(access.project().organizationId()),
                        BUILT_IN_VALUES.ENVIRONMENT.in("", environment.slug()), DSL.not(overridden))
                .orderBy(BUILT_IN_SECRETS.KEY, BUILT_IN_VALUES.ENVIRONMENT.desc());
        return own.unionAll(builtIn);
    }

    private static Pin pin(Record4<String, String, UUID, Integer> row) {
        return new Pin(row.value1(), Pin.Scope.of(row.value2()), row.value3(), row.value4());
    }
}
