package dev.coffer.project;

import static dev.coffer.db.schema.Tables.ORGANIZATIONS;
import static dev.coffer.db.schema.Tables.USERS;

import dev.coffer.access.OrganizationAccess;
import dev.coffer.access.User;
import dev.coffer.audit.AuditAction;
import dev.coffer.audit.AuditEntry;
import dev.coffer.audit.AuditLog;
import dev.coffer.db.Database;
import dev.coffer.form.Names;
import dev.coffer.form.Result;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** The organization for its owners: its name and its people. */
public final class Organizations {
    private final Database database;
    private final AuditLog audit;

    /** Somebody of the organization. */
    public record Person(String name, String email, User.Standing standing, Instant joinedAt) {}

    public Organizations(Database database, AuditLog audit) {
        this.database = database;
        this.audit = audit;
    }

    public String name(OrganizationAccess access) {
        access.requireOwner();
        return database.read(sql -> sql.select(ORGANIZATIONS.NAME).from(ORGANIZATIONS)
                .where(ORGANIZATIONS.ID.eq(access.organizationId())).fetchSingle(ORGANIZATIONS.NAME));
    }

    /** Everybody, by name. */
    public List<Person> people(OrganizationAccess access) {
        access.requireOwner();
        return database.read(sql -> sql.select(USERS.NAME, USERS.EMAIL, USERS.ORGANIZATION_ROLE, USERS.CREATED_AT)
                .from(USERS).where(USERS.ORGANIZATION_ID.eq(access.organizationId()), USERS.DISABLED_AT.isNull())
                .orderBy(USERS.NAME, USERS.ID)
                .fetch(row -> new Person(row.value1(), row.value2(),
                        User.Standing.valueOf(row.value3().toUpperCase(Locale.ROOT)), row.value4())));
    }

    public Result<String> rename(OrganizationAccess access, String newName) {
        access.requireOwner();
        var name = newName.strip();
        var mistake = Names.mistake("Organization name", name);
        if (mistake.isPresent()) {
            return Result.invalid("name", mistake.get());
        }
        return database.transact(access.origin().once(), tx -> {
            int changed = tx.update(ORGANIZATIONS).set(ORGANIZATIONS.NAME, name)
                    .where(ORGANIZATIONS.ID.eq(access.organizationId()), ORGANIZATIONS.NAME.ne(name)).execute();
            if (changed > 0) {
                audit.record(tx, access, AuditEntry.of(AuditAction.ORGANIZATION_RENAMED).name(name));
            }
            return Result.ok(name);
        });
    }
}
