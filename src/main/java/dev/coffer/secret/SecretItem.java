package dev.coffer.secret;

import java.time.Instant;
import java.util.List;

/**
 * A secret as the API answers it: names and metadata, never a value. {@code app}, {@code type} and {@code last_read_at}
 * are null while a project has no apps, types and readers.
 */
record SecretItem(String key, String scope, String app, boolean readOnly, String type, String description,
        boolean required, Instant createdAt, String createdBy, Instant updatedAt, List<Place> environments) {

    /** What an environment has of it. Without a value all but the first two are null. */
    record Place(String environment, String status, Integer version, Instant updatedAt, String updatedBy,
            Instant lastReadAt) {}

    /** @param filter which environments to tell of */
    static SecretItem of(Secret secret, SecretFilter filter, boolean readOnly) {
        var places = secret.slots().stream().filter(filter::shows).map(SecretItem::place).toList();
        return new SecretItem(secret.key(), "project", null, readOnly, null, secret.description(), false,
                secret.createdAt(), secret.createdBy(), secret.updatedAt(), places);
    }

    private static Place place(Secret.Slot slot) {
        var environment = slot.environment().slug();
        return slot.value()
                .map(value -> new Place(environment, SecretFilter.Status.CONFIGURED.slug(), value.version(),
                        value.updatedAt(), value.updatedBy(), null))
                .orElseGet(() -> new Place(environment, SecretFilter.Status.NOT_SET.slug(), null, null, null, null));
    }
}
