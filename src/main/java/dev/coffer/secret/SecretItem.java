package dev.coffer.secret;

import dev.coffer.app.AppName;
import dev.coffer.builtin.BuiltIn;
import dev.coffer.schema.TypeName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A secret as the API answers it: names and metadata, never a value. {@code app} is the slug of the app whose own it
 * is, null for the project's and the organization's; {@code type} is the key of one, or of the one that is asked for,
 * null for a plain value; all about its making is null for a key that the project needs and doesn't have.
 */
record SecretItem(String key, String scope, String app, boolean readOnly, String type, String description,
        boolean required, Instant createdAt, String createdBy, Instant updatedAt, List<Place> environments) {

    /**
     * What an environment has of it. Without a value all but the first two are null; {@code fits} says whether the
     * value is what its type asks for.
     */
    record Place(String environment, String status, Integer version, Instant updatedAt, String updatedBy,
            Instant lastReadAt, Boolean fits) {
        static Place without(Secret.Slot slot) {
            return new Place(slot.environment().slug(), slot.status().slug(), null, null, null, null, null);
        }
    }

    /** @param filter which environments to tell of */
    static SecretItem of(Listed listed, SecretFilter filter, boolean readOnly) {
        if (listed.isBuiltIn()) {
            return builtIn(listed, filter);
        }
        var secret = listed.secret();
        var places = listed.slots().stream().filter(filter::shows).map(SecretItem::place).toList();
        return new SecretItem(listed.key(), scope(listed.app()), slug(listed.app()), readOnly,
                listed.typeKey().isEmpty() ? null : listed.typeKey(),
                secret.map(Secret::description).orElseGet(listed::description), listed.required(),
                secret.map(Secret::createdAt).orElse(null), secret.map(Secret::createdBy).orElse(null),
                secret.map(Secret::updatedAt).orElse(null), places);
    }

    static SecretItem of(Secret secret, boolean readOnly) {
        return new SecretItem(secret.key(), scope(secret.app()), slug(secret.app()), readOnly,
                secret.type().map(TypeName::key).orElse(null), secret.description(), secret.required(),
                secret.createdAt(), secret.createdBy(), secret.updatedAt(),
                secret.slots().stream().map(SecretItem::place).toList());
    }

    private static String scope(Optional<AppName> app) {
        return (app.isPresent() ? SecretFilter.Scope.APP : SecretFilter.Scope.PROJECT).slug();
    }

    private static String slug(Optional<AppName> app) {
        return app.map(AppName::slug).orElse(null);
    }

    private static SecretItem builtIn(Listed listed, SecretFilter filter) {
        var builtIn = listed.builtIn().orElseThrow();
        return new SecretItem(listed.key(), "organization", null, true, null, builtIn.description(), listed.required(),
                builtIn.createdAt(), builtIn.createdBy(), builtIn.updatedAt(),
                listed.slots().stream().filter(filter::shows).map(slot -> builtInPlace(builtIn, slot)).toList());
    }

    private static Place builtInPlace(BuiltIn builtIn, Secret.Slot slot) {
        return slot.builtIn().map(value -> new Place(slot.environment().slug(), slot.status().slug(), value.version(),
                value.updatedAt(), value.updatedBy(), builtIn.readAt().get(slot.environment().slug()), true))
                .orElseGet(() -> Place.without(slot));
    }

    private static Place place(Secret.Slot slot) {
        return slot.value().map(value -> new Place(slot.environment().slug(), slot.status().slug(), value.version(),
                value.updatedAt(), value.updatedBy(), value.readAt().orElse(null), value.fits()))
                .orElseGet(() -> Place.without(slot));
    }
}
