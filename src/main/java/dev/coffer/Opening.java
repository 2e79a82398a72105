package dev.coffer;

import dev.coffer.crypto.InstanceKeys;
import dev.coffer.crypto.Keyring;
import dev.coffer.crypto.RootKey;
import dev.coffer.crypto.RootKeys;
import dev.coffer.crypto.StaysSealed;
import dev.coffer.db.CannotStart;
import dev.coffer.db.Database;
import dev.coffer.db.DatabaseFailed;
import dev.coffer.db.DatabaseUnavailable;
import dev.coffer.db.Health;
import dev.coffer.db.Migrations;
import dev.coffer.web.WaitingRoom.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Brings an instance from its database and its root key to an open keyring, or says why it stays closed. With a wrong,
 * missing or unsafe root key it writes nothing. It makes a root key in one case only: the very first start with the
 * embedded database, when neither a key nor a row exists.
 */
final class Opening {
    private final Config config;
    private final Database database;

    /** What an attempt came to. */
    sealed interface Outcome {}

    record Opened(Keyring keyring) implements Outcome {}

    record Closed(Reason reason) implements Outcome {}

    Opening(Config config, Database database) {
        this.config = config;
        this.database = database;
    }

    /** Tries once; may be repeated until it opens. */
    Outcome attempt() {
        try {
            boolean unused = !Migrations.begun(database) || database.read(InstanceKeys::isEmpty);
            return switch (rootKey(unused)) {
                case StaysSealed(var code, var sentence) -> closed(code, sentence);
                case RootKey key -> open(key, unused);
            };
        } catch (DatabaseUnavailable gone) {
            return closed(Health.UNREACHABLE.reason(), "The database doesn't answer.");
        } catch (DatabaseFailed refused) {
            return closed("database_refused", "The database refused what Coffer asked of it: see that its user owns the"
                    + " schema.");
        } catch (CannotStart reason) {
            return closed("database_schema", reason.getMessage());
        }
    }

    /** An instance in use is unsealed before its schema is touched. */
    private Outcome open(RootKey key, boolean unused) {
        try (key) {
            if (!unused && database
                    .read(sql -> InstanceKeys.unseal(sql, key)) instanceof StaysSealed(var code, var sentence)) {
                return closed(code, sentence);
            }
            Migrations.apply(database);
            return switch (database.transact(tx -> InstanceKeys.initialise(tx, key))) {
                case StaysSealed(var code, var sentence) -> closed(code, sentence);
                case InstanceKeys.Open(var keyring) -> new Opened(keyring);
            };
        }
    }

    private RootKeys.Reading rootKey(boolean unused) {
        if (config.rootKeyFile().isPresent()) {
            return RootKeys.read(config.rootKeyFile().get());
        }
        if (config.database().isPresent()) {
            return new StaysSealed("root_key_missing", "No root key is given. Put 32 random bytes as base64 into a file"
                    + " that only Coffer's user may read, and name it in COFFER_ROOT_KEY_FILE.");
        }
        var file = config.dataFolder().resolve("root-key");
        return unused && Files.notExists(file) ? made(file) : RootKeys.read(file);
    }

    private static RootKeys.Reading made(Path file) {
        try {
            return RootKeys.create(file);
        } catch (IOException unwritable) {
            return new StaysSealed("root_key_unwritable", "The root key can't be written to " + file
                    + ". See that there is room and that Coffer may write there.");
        }
    }

    private static Closed closed(String code, String sentence) {
        return new Closed(new Reason(code, sentence));
    }
}
