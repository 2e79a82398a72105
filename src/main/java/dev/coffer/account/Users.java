package dev.coffer.account;

import static dev.coffer.db.schema.Tables.USERS;

import dev.coffer.access.User;
import java.util.List;
import java.util.Locale;
import org.jooq.Field;
import org.jooq.Record;

/** The people of the organization. */
public final class Users {
    static final List<Field<?>> FIELDS =
            List.of(USERS.ID, USERS.ORGANIZATION_ID, USERS.ORGANIZATION_ROLE, USERS.NAME, USERS.EMAIL);

    private Users() {
    }

    /** The person of a row that has {@link #FIELDS}. */
    static User user(Record row) {
        return new User(row.get(USERS.ID), row.get(USERS.ORGANIZATION_ID),
                User.Standing.valueOf(row.get(USERS.ORGANIZATION_ROLE).toUpperCase(Locale.ROOT)), row.get(USERS.NAME),
                row.get(USERS.EMAIL));
    }
}
