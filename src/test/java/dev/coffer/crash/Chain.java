package dev.coffer.crash;

import dev.coffer.Cast;
import dev.coffer.ChildServer;
import dev.coffer.access.Authorizer;
import dev.coffer.access.User;
import dev.coffer.audit.AuditLog;
import dev.coffer.crypto.InstanceKeys;
import dev.coffer.crypto.RootKey;
import dev.coffer.crypto.RootKeys;
import dev.coffer.db.Address;
import dev.coffer.db.Database;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** A running server's audit chains, walked with the product's own code on its database. */
final class Chain {
    private Chain() {}

    /** Where the project's chain is broken, or has another number of rows than there are versions. */
    static List<String> faults(ChildServer server) throws Exception {
        var faults = new ArrayList<String>();
        var listening = Files.readAllLines(server.data().resolve("database/postmaster.pid")).get(3).strip();
        var address = new Address("jdbc:postgresql://127.0.0.1:%s/postgres".formatted(listening), "coffer",
                Files.readString(server.data().resolve("database-password")).strip());
        try (var database = Database.connect(address);
                var key = (RootKey) RootKeys.read(server.data().resolve("root-key"))) {
            var keyring = ((InstanceKeys.Open) database.read(sql -> InstanceKeys.unseal(sql, key))).keyring();
            var owner = database.read(sql -> sql.fetchSingle("select id, organization_id, name, email from users"));
            var alice = new User(owner.get(0, UUID.class), owner.get(1, UUID.class), User.Standing.OWNER,
                    owner.get(2, String.class), owner.get(3, String.class));
            var access = new Authorizer(database).project(Cast.person(alice), Cast.origin(), "storm");
            var audit = new AuditLog(database, keyring);
            audit.firstFault(access).ifPresent(row -> faults.add("the chain breaks at row " + row));
            long rows = database.read(sql -> sql.fetchSingle("select count(*) from audit_events where action like"
                    + " 'secret.%' and chain_id = ?", access.projectId()).get(0, Long.class));
            long versions = database.read(sql -> sql.fetchSingle("select count(*) from secret_versions")
                    .get(0, Long.class));
            if (rows != versions) {
                faults.add("%d writes have %d rows in the audit log".formatted(versions, rows));
            }
        }
        return faults;
    }
}
