package dev.coffer.project;

import static dev.coffer.db.schema.Tables.MEMBERS;

import dev.coffer.access.Role;
import java.util.UUID;
import org.jooq.DSLContext;

/** Who works in a project, and as what. */
public final class Members {
    private Members() {
    }

    /** Makes somebody a member, in the transaction that makes the project or uses up an invitation. */
    public static void insert(DSLContext tx, UUID projectId, UUID userId, Role role) {
        tx.insertInto(MEMBERS).set(MEMBERS.PROJECT_ID, projectId).set(MEMBERS.USER_ID, userId)
                .set(MEMBERS.ROLE, role.slug()).execute();
    }
}
