package dev.coffer.secret;

import dev.coffer.Cast;
import dev.coffer.access.Access;
import dev.coffer.form.ScopedKey;
import java.nio.charset.StandardCharsets;

/** The value that a secret has, for the tests of other packages that only ever see its version. */
public final class Opened {
    private Opened() {}

    public static String value(Cast cast, Access access, String key, String environment) {
        return cast.database.transact(tx -> {
            var secret = SecretRows.find(tx, access.projectId(), ScopedKey.ofProject(key)).orElseThrow();
            var slot = secret.slot(environment).orElseThrow();
            try (var value = new SecretStore(cast.keys).open(tx, access, secret.id(), slot.environment(),
                    slot.value().orElseThrow().version()).orElseThrow()) {
                return new String(value.expose(), StandardCharsets.UTF_8);
            }
        });
    }
}
