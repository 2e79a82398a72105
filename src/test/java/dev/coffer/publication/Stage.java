package dev.coffer.publication;

import static dev.coffer.db.schema.Tables.BUILT_IN_SECRETS;
import static dev.coffer.db.schema.Tables.BUILT_IN_VALUES;
import static dev.coffer.db.schema.Tables.INSTANCE_KEYS;

import dev.coffer.Cast;
import dev.coffer.access.Access;
import dev.coffer.crypto.Plaintext;
import dev.coffer.db.Ids;
import dev.coffer.form.Result;
import dev.coffer.form.SecretLimits;
import dev.coffer.requirement.Dismissals;
import dev.coffer.requirement.RequirementDraft;
import dev.coffer.requirement.Requirements;
import dev.coffer.secret.PinnedVersions;
import dev.coffer.secret.SecretChange.Whatever;
import dev.coffer.secret.SecretDraft;
import dev.coffer.secret.SecretStore;
import dev.coffer.secret.Secrets;
import dev.coffer.secret.TypedSecrets;
import dev.coffer.secrettype.SecretTypeDraft;
import dev.coffer.secrettype.SecretTypes;
import java.util.List;
import java.util.Optional;

/** What publications stand on, made in few words: required keys, dismissals, values, built-in ones. */
record Stage(Cast cast, Secrets secrets, Publications publications, Rollbacks rollbacks) {

    static Stage on(Cast cast) {
        var store = new SecretStore(cast.keys);
        return new Stage(cast,
                new Secrets(cast.database, store, cast.audit, new Secrets.Limits(100, SecretLimits.DEFAULT)),
                new Publications(cast.database, cast.audit),
                new Rollbacks(cast.database, new PinnedVersions(store), cast.audit));
    }

    /** Sets a value, whether there is one or not. */
    void set(Access access, String key, String value, String environment) {
        ok(secrets.set(access, new SecretDraft(key, Plaintext.ofText(value), Optional.empty(), List.of(environment)),
                new Whatever()));
    }

    /** The same of a type, "" for a plain value. */
    void set(Access access, String key, String value, String environment, String type) {
        ok(secrets.set(access, new SecretDraft(key, Plaintext.ofText(value), Optional.of(type), Optional.empty(),
                List.of(environment)), new Whatever()));
    }

    void type(Access access, String key, String schema) {
        ok(new SecretTypes(cast.database, new TypedSecrets(new SecretStore(cast.keys)), cast.audit).create(access,
                new SecretTypeDraft(key, key, schema)));
    }

    void erase(Access access, String key, String environment) {
        ok(secrets.deleteValue(access, key, environment, new Whatever()));
    }

    void delete(Access access, String key) {
        ok(secrets.delete(access, key, new Whatever()));
    }

    /** A key that is needed in every environment. */
    void need(Access access, String key, boolean required) {
        ok(new Requirements(cast.database, cast.audit, SecretLimits.DEFAULT).add(access, new RequirementDraft(key,
                required, Optional.empty(), new RequirementDraft.Texts("Payments", ""), Optional.empty())));
    }

    void dismiss(Access access, String key, String environment, String reason) {
        ok(new Dismissals(cast.database, cast.audit).dismiss(access,
                new Dismissals.Place(key, Optional.of(environment)), reason));
    }

    /** Brings a dismissed key back, wherever it was dismissed. */
    void bringBack(Access access, String key) {
        ok(new Dismissals(cast.database, cast.audit).bringBack(access, new Dismissals.Place(key, Optional.empty())));
    }

    /** A value of the organization's; {@code environment} "" is every one. Its bytes seal nothing. */
    void builtIn(Access access, String key, int version, String environment) {
        var organization = access.project().organizationId();
        cast.database.transact(tx -> {
            var known = tx.select(BUILT_IN_SECRETS.ID).from(BUILT_IN_SECRETS).where(BUILT_IN_SECRETS.KEY.eq(key))
                    .fetchOptional(BUILT_IN_SECRETS.ID);
            var id = known.orElseGet(Ids::next);
            if (known.isEmpty()) {
                tx.insertInto(BUILT_IN_SECRETS).set(BUILT_IN_SECRETS.ID, id)
                        .set(BUILT_IN_SECRETS.ORGANIZATION_ID, organization).set(BUILT_IN_SECRETS.KEY, key)
                        .set(BUILT_IN_SECRETS.CREATED_BY, access.userId())
                        .set(BUILT_IN_SECRETS.UPDATED_BY, access.userId()).execute();
            }
            return tx.insertInto(BUILT_IN_VALUES).set(BUILT_IN_VALUES.ORGANIZATION_ID, organization)
                    .set(BUILT_IN_VALUES.BUILT_IN_ID, id).set(BUILT_IN_VALUES.ENVIRONMENT, environment)
                    .set(BUILT_IN_VALUES.VERSION, version).set(BUILT_IN_VALUES.VERSION_ID, Ids.next())
                    .set(BUILT_IN_VALUES.INSTANCE_KEY_VERSION,
                            tx.select(INSTANCE_KEYS.VERSION).from(INSTANCE_KEYS).fetchAny(INSTANCE_KEYS.VERSION))
                    .set(BUILT_IN_VALUES.WRAPPED, new byte[]{1}).set(BUILT_IN_VALUES.SEALED, new byte[]{1})
                    .set(BUILT_IN_VALUES.UPDATED_BY, access.userId()).execute();
        });
    }

    Result<Publication> publish(Access access, String version, String environment) {
        return publications.publish(access, new PublicationDraft(version, environment));
    }

    static <T> T ok(Result<T> result) {
        return switch (result) {
            case Result.Ok<T>(var value) -> value;
            case Result.Invalid<T>(var errors) -> throw new AssertionError(errors.toString());
            case Result.Conflict<T>(var clash) -> throw new AssertionError(clash.message());
        };
    }
}
