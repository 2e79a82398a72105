package dev.coffer.secret;

import java.time.Instant;
import java.util.List;

/**
 * A secret as the API answers it: names and metadata, never a value. {@code app}, {@code type} and {@code last_read_at}
 * are null while a project has no apps, types and readers; all about its making is null for a key that the project needs
 * and doesn't have.
 */
record SecretItem(String key, String scope, String app, boolean readOnly, String type, String description,
        boolean required, Instant createdAt, String createdBy, Instant updatedAt, List<Place> environments) {

    /** What an environment has of it. Without a value all but the first two are null. */
    record Place(String environment, String status, Integer version, Instant updatedAt, String updatedBy,
            Instant lastReadAt) {}

    /** @param filter which environments to tell of */
    static SecretItem of(Listed listed, SecretFilter filter, boolean readOnly) {
        if (listed.isBuiltIn()) {
            return builtIn(listed, filter);
        }
        var secret = listed.secret();
        var places = listed.slots().stream().filter(filter::shows).map(SecretItem::place).toList();
        return new SecretItem(listed.key(), "project", null, readOnly, null,
                secret.map(Secret::description).orElseGet(listed::description), listed.required(),
                secret.map(Secret::createdAt).orElse(null), secret.map(Secret::createdBy).orElse(null),
                secret.map(Secret::updatedAt).orElse(null), places);
    }

    static SecretItem of(Secret secret, boolean readOnly) {
        return new SecretItem(secret.key(), "project", null, readOnly, null, secret.description(), secret.required(),
                secret.createdAt(), secret.createdBy(), secret.updatedAt(),
                secret.slots().stream().map(SecretItem::place).toList());
    }

    private static SecretItem builtIn(Listed listed, SecretFilter filter) {
        var builtIn = listed.builtIn().orElseThrow();
        return new SecretItem(listed.key(), "organization", null, true, null, builtIn.description(), listed.required(),
                builtIn.createdAt(), builtIn.createdBy(), builtIn.updatedAt(),
                listed.slots().stream().filter(filter::shows).map(SecretItem::builtInPlace).toList());
    }

    private static Place builtInPlace(Secret.Slot slot) {
        var environment = slot.environment().slug();
        var status = slot.status().slug();
        return slot.builtIn()
                .map(value -> new Place(environment, status, value.version(), value.updatedAt(), value.updatedBy(),
                        null))
                .orElseGet(() -> new Place(environment, status, null, null, null, null));
    }

    private static Place place(Secret.Slot slot) {
        var environment = slot.environment().slug();
        var status = slot.status().slug();
        return slot.value()
                .map(value -> new Place(environment, status, value.version(), value.updatedAt(), value.updatedBy(),
                        null))
                .orElseGet(() -> new Place(environment, status, null, null, null, null));
    }
}
