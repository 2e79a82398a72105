package dev.coffer.account;

import static dev.coffer.db.schema.Tables.SETUP_CODES;

import dev.coffer.crypto.Keyring;
import dev.coffer.crypto.Plaintext;
import dev.coffer.crypto.SetupCode;
import dev.coffer.db.Database;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Function;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one-time code that makes the first owner, so that whoever finds a new installation first doesn't own it. It lies
 * in the data folder, readable by the server's user alone, and as a keyed hash in the database, until it is used.
 */
public final class SetupCodes {
    private static final Logger LOG = LoggerFactory.getLogger(SetupCodes.class);
    private static final String FILE = "setup-code";
    private static final int MOST_CODES = 20;
    private static final long LOCK = 0x636f_6666_6572L;

    private final Database database;
    private final Keyring keyring;
    private final Path file;

    /** @param folder the data folder */
    public SetupCodes(Database database, Keyring keyring, Path folder) {
        this.database = database;
        this.keyring = keyring;
        this.file = folder.resolve(FILE);
    }

    /** At start: the code to print, the one of before where it still works; empty once there is an owner. */
    public Optional<Plaintext> prepare() {
        if (!isOpen()) {
            forget();
            return Optional.empty();
        }
        var kept = kept();
        if (kept.isPresent()) {
            return kept;
        }
        var code = SetupCode.issue();
        var hash = SetupCode.hash(keyring, text(code)).orElseThrow();
        database.transact(tx -> {
            tx.insertInto(SETUP_CODES).set(SETUP_CODES.CODE_HASH, hash).onConflictDoNothing().execute();
            return forgetOldest(tx);
        });
        keep(code);
        return Optional.of(code);
    }

    /** One a replica is kept, and no heap of them from restarts that could not write the file. */
    private static int forgetOldest(DSLContext tx) {
        return tx.deleteFrom(SETUP_CODES).where(SETUP_CODES.CODE_HASH.notIn(tx.select(SETUP_CODES.CODE_HASH)
                .from(SETUP_CODES).orderBy(SETUP_CODES.CREATED_AT.desc(), SETUP_CODES.CODE_HASH).limit(MOST_CODES)))
                .execute();
    }

    /** Whether the first owner is still to come. */
    boolean isOpen() {
        return !database.<Boolean>read(Users::areThere);
    }

    /** Whether this code would do now; {@link #redeem} decides. */
    boolean isRight(Plaintext typed) {
        return SetupCode.hash(keyring, text(typed)).filter(hash -> database.read(sql -> isThere(sql, hash)))
                .isPresent();
    }

    /**
     * Does the work in the transaction that uses the code up, and all others with it. Of two at once the second waits,
     * and finds the first's owner.
     *
     * @return empty, and nothing done, where the code isn't one or somebody is there already
     */
    <T> Optional<T> redeem(Plaintext typed, Function<DSLContext, T> work) {
        var hash = SetupCode.hash(keyring, text(typed));
        if (hash.isEmpty()) {
            return Optional.empty();
        }
        Optional<T> done = database.transact(tx -> {
            tx.select(DSL.function("pg_advisory_xact_lock", Object.class, DSL.inline(LOCK))).fetch();
            if (Users.areThere(tx) || !isThere(tx, hash.get())) {
                return Optional.empty();
            }
            tx.deleteFrom(SETUP_CODES).execute();
            return Optional.of(work.apply(tx));
        });
        if (done.isPresent()) {
            forget();
        }
        return done;
    }

    private static boolean isThere(DSLContext sql, byte[] hash) {
        return sql.fetchExists(SETUP_CODES, SETUP_CODES.CODE_HASH.eq(hash));
    }

    private Optional<Plaintext> kept() {
        try {
            return Optional.of(Plaintext.of(Files.readString(file).strip().getBytes(StandardCharsets.UTF_8)))
                    .filter(this::isRight);
        } catch (IOException notThere) {
            return Optional.empty();
        }
    }

    /** Where the folder can't be written, the printed code works all the same. */
    private void keep(Plaintext code) {
        try {
            Files.createDirectories(file.getParent());
            Files.deleteIfExists(file);
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.write(file, code.expose());
        } catch (FileAlreadyExistsException anotherReplica) {
            LOG.atInfo().log("another server keeps its set-up code in the data folder");
        } catch (IOException unwritable) {
            LOG.atWarn().log("the set-up code could not be kept in the data folder; only the printed one is there");
        }
    }

    private void forget() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException left) {
            LOG.atWarn().log("the used set-up code could not be removed from the data folder");
        }
    }

    private static String text(Plaintext code) {
        return new String(code.expose(), StandardCharsets.UTF_8);
    }
}
