package dev.coffer.app;

import static dev.coffer.db.schema.Tables.BUILT_IN_SECRETS;
import static dev.coffer.db.schema.Tables.REQUIREMENTS;
import static dev.coffer.db.schema.Tables.SECRETS;

import dev.coffer.access.Access;
import dev.coffer.form.DescriptionCheck;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

/**
 * The keys that a deployment's list can name, and what each is for: those of the app's own secrets, of the project's,
 * of built-in ones, and of what is required. Whoever counts most describes it, if at all.
 */
final class KnownKeys {
    private static final Pattern SAYABLE = Pattern.compile("[A-Z][A-Z0-9_]{0,63}");

    private KnownKeys() {}

    /**
     * Whether a key that nothing knows can be told back: as people write keys, and not like a value that went into the
     * wrong field, or came out of a variable of that name.
     */
    static boolean isSayable(String key) {
        return SAYABLE.matcher(key).matches() && !DescriptionCheck.looksLikeValue(key);
    }

    /** Key to description, "" where nobody gave one. One query. */
    static SortedMap<String, String> of(DSLContext sql, Access access, UUID app) {
        var level = DSL.field("level", Integer.class);
        var rows = sql.select(SECRETS.KEY, SECRETS.DESCRIPTION,
                DSL.when(SECRETS.APP_ID.isNotNull(), 0).otherwise(1).as(level)).from(SECRETS)
                .where(SECRETS.PROJECT_ID.eq(access.projectId()), SECRETS.APP_ID.isNull().or(SECRETS.APP_ID.eq(app)))
                .unionAll(DSL.select(BUILT_IN_SECRETS.KEY, BUILT_IN_SECRETS.DESCRIPTION, DSL.inline(2))
                        .from(BUILT_IN_SECRETS)
                        .where(BUILT_IN_SECRETS.ORGANIZATION_ID.eq(access.project().organizationId())))
                .unionAll(DSL.select(REQUIREMENTS.KEY, REQUIREMENTS.DESCRIPTION, DSL.inline(3)).from(REQUIREMENTS)
                        .where(REQUIREMENTS.PROJECT_ID.eq(access.projectId())))
                .orderBy(level);
        var known = new TreeMap<String, String>();
        rows.forEach(row -> known.merge(row.value1(), row.value2(), (upper, lower) -> upper.isEmpty() ? lower : upper));
        return known;
    }
}
