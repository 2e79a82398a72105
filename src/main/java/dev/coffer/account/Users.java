package dev.coffer.account;

import static dev.coffer.db.schema.Tables.MEMBERS;
import static dev.coffer.db.schema.Tables.ORGANIZATIONS;
import static dev.coffer.db.schema.Tables.PROJECTS;
import static dev.coffer.db.schema.Tables.USERS;

import dev.coffer.access.OrganizationAccess;
import dev.coffer.access.Origin;
import dev.coffer.access.Role;
import dev.coffer.access.User;
import dev.coffer.audit.AuditAction;
import dev.coffer.audit.AuditEntry;
import dev.coffer.audit.AuditLog;
import dev.coffer.db.Database;
import dev.coffer.db.Ids;
import dev.coffer.form.Names;
import dev.coffer.form.Result;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.impl.DSL;

/** The people of the organization. An email address belongs to one of them at most, whatever its case. */
public final class Users {
    /** What {@link #user} reads. */
    public static final List<Field<?>> FIELDS =
            List.of(USERS.ID, USERS.ORGANIZATION_ID, USERS.ORGANIZATION_ROLE, USERS.NAME, USERS.EMAIL);

    private final Database database;
    private final AuditLog audit;

    /** Somebody who can sign in, and the hash of their password. */
    record Known(User user, String passwordHash) {}

    public Users(Database database, AuditLog audit) {
        this.database = database;
        this.audit = audit;
    }

    /** The asker and their projects by slug; for a project's token that project alone. */
    public Me me(OrganizationAccess access) {
        var actor = access.actor();
        var entered = actor.onlyProject().map(PROJECTS.ID::eq).orElse(DSL.noCondition());
        return database.read(sql -> {
            var organization = sql.select(ORGANIZATIONS.NAME).from(ORGANIZATIONS)
                    .where(ORGANIZATIONS.ID.eq(access.organizationId())).fetchSingle(ORGANIZATIONS.NAME);
            var projects = sql.select(PROJECTS.SLUG, PROJECTS.NAME, MEMBERS.ROLE).from(PROJECTS).join(MEMBERS)
                    .on(MEMBERS.PROJECT_ID.eq(PROJECTS.ID), MEMBERS.USER_ID.eq(access.userId()))
                    .where(entered).orderBy(PROJECTS.SLUG).fetch(row -> new Me.Entered(row.value1(), row.value2(),
                            actor.roleOf(Role.of(row.value3()).orElseThrow())));
            return new Me(actor.user(), organization, projects);
        });
    }

    /** Gives the asker another name. */
    public Result<String> rename(OrganizationAccess access, String newName) {
        var name = newName.strip();
        var mistake = Names.mistake("Your name", name);
        if (mistake.isPresent()) {
            return Result.invalid("name", mistake.get());
        }
        return database.transact(tx -> {
            int changed =
                    tx.update(USERS).set(USERS.NAME, name).where(USERS.ID.eq(access.userId()), USERS.NAME.ne(name))
                            .execute();
            if (changed > 0) {
                audit.record(tx, access, AuditEntry.of(AuditAction.USER_RENAMED).name(name));
            }
            return Result.ok(name);
        });
    }

    /** Whether anybody is there yet. */
    boolean areThere() {
        return database.read(Users::areThere);
    }

    static boolean areThere(DSLContext sql) {
        return sql.fetchExists(USERS);
    }

    /** By an email address in its normal form; empty for who is disabled. */
    Optional<Known> find(String email) {
        return Emails.mistake(email).isPresent() ? Optional.empty()
                : database.read(sql -> find(sql, DSL.lower(USERS.EMAIL).eq(email)));
    }

    Optional<Known> find(UUID id) {
        return database.read(sql -> find(sql, USERS.ID.eq(id)));
    }

    /** Stores a hash unless another one came in between; keeps the row until the transaction ends. */
    boolean replaceHash(DSLContext tx, Known known, String hash) {
        return tx.update(USERS).set(USERS.PASSWORD_HASH, hash).where(USERS.ID.eq(known.user().id()),
                USERS.PASSWORD_HASH.eq(known.passwordHash()), USERS.DISABLED_AT.isNull()).execute() == 1;
    }

    /** The same for a new password, recorded as such. */
    boolean replacePassword(DSLContext tx, OrganizationAccess access, Known known, String hash) {
        if (!replaceHash(tx, known, hash)) {
            return false;
        }
        tx.update(USERS).set(USERS.PASSWORD_CHANGED_AT, Instant.now()).where(USERS.ID.eq(access.userId())).execute();
        audit.record(tx, access, AuditEntry.of(AuditAction.PASSWORD_CHANGED));
        return true;
    }

    /** A failed try at signing in. The email of nobody known isn't kept: people type passwords into that field. */
    void recordFailure(Optional<Known> known, Origin origin, int failures) {
        database.transact(tx -> {
            var entry = AuditEntry.of(AuditAction.SIGN_IN_FAILED).count(failures);
            var about = known.map(k -> entry.subject(k.user().id(), k.user().name())).orElse(entry);
            organization(tx).ifPresent(id -> audit.record(tx, id, null, origin, about));
            return null;
        });
    }

    /** The organization and its first owner. */
    User found(DSLContext tx, String organization, NewPerson person, Origin origin) {
        var id = Ids.next();
        tx.insertInto(ORGANIZATIONS).set(ORGANIZATIONS.ID, id).set(ORGANIZATIONS.NAME, organization).execute();
        audit.record(tx, id, null, origin, AuditEntry.of(AuditAction.ORGANIZATION_CREATED).name(organization));
        return insert(tx, new User(Ids.next(), id, User.Standing.OWNER, person.name(), person.email()), person, origin)
                .orElseThrow();
    }

    /** Somebody new in an organization; empty where the email address has an account. */
    Optional<User> join(DSLContext tx, UUID organization, NewPerson person, Origin origin) {
        return insert(tx, new User(Ids.next(), organization, User.Standing.MEMBER, person.name(), person.email()),
                person, origin);
    }

    /** Checked, and with the password hashed. */
    record NewPerson(String name, String email, String passwordHash) {}

    private Optional<User> insert(DSLContext tx, User user, NewPerson person, Origin origin) {
        int inserted = tx.insertInto(USERS).set(USERS.ID, user.id()).set(USERS.ORGANIZATION_ID, user.organizationId())
                .set(USERS.ORGANIZATION_ROLE, user.standing().name().toLowerCase(Locale.ROOT))
                .set(USERS.EMAIL, user.email()).set(USERS.NAME, user.name())
                .set(USERS.PASSWORD_HASH, person.passwordHash()).onConflictDoNothing().execute();
        if (inserted == 0) {
            return Optional.empty();
        }
        audit.record(tx, user.organizationId(), null, origin,
                AuditEntry.of(AuditAction.USER_CREATED).subject(user.id(), user.name()));
        return Optional.of(user);
    }

    private static Optional<Known> find(DSLContext sql, Condition which) {
        return sql.select(FIELDS).select(USERS.PASSWORD_HASH).from(USERS).where(which, USERS.DISABLED_AT.isNull())
                .fetchOptional(row -> new Known(user(row), row.get(USERS.PASSWORD_HASH)));
    }

    private static Optional<UUID> organization(DSLContext sql) {
        return sql.select(ORGANIZATIONS.ID).from(ORGANIZATIONS).orderBy(ORGANIZATIONS.ID).limit(1)
                .fetchOptional(ORGANIZATIONS.ID);
    }

    /** The person of a row that has {@link #FIELDS}. */
    public static User user(Record row) {
        return new User(row.get(USERS.ID), row.get(USERS.ORGANIZATION_ID),
                User.Standing.valueOf(row.get(USERS.ORGANIZATION_ROLE).toUpperCase(Locale.ROOT)), row.get(USERS.NAME),
                row.get(USERS.EMAIL));
    }
}
