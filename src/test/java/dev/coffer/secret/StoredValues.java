package dev.coffer.secret;

import dev.coffer.Cast;
import dev.coffer.access.Access;
import dev.coffer.form.SecretLimits;
import java.nio.charset.StandardCharsets;

/** What is stored, opened: for tests that a value arrived as it was sent. */
public record StoredValues(Cast cast, Access project) {

    /** The current value of a key in an environment. */
    public String of(String key, String environment) {
        var store = new SecretStore(cast.keys);
        var slot = new Secrets(cast.database, store, cast.audit, new Secrets.Limits(100, SecretLimits.DEFAULT))
                .get(project, key);
        var found = slot.slot(environment).orElseThrow();
        return cast.database.transact(tx -> {
            try (var value = store.open(tx, project, slot.id(), found.environment(),
                    found.value().orElseThrow().version()).orElseThrow()) {
                return new String(value.expose(), StandardCharsets.UTF_8);
            }
        });
    }
}
