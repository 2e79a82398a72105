package dev.coffer.secret;

import static dev.coffer.access.Permission.SECRET_WRITE;

import dev.coffer.access.Access;
import dev.coffer.access.Forbidden;
import dev.coffer.access.NotFound;
import dev.coffer.app.AppName;
import dev.coffer.app.AppNames;
import dev.coffer.audit.AuditAction;
import dev.coffer.audit.AuditEntry;
import dev.coffer.audit.AuditLog;
import dev.coffer.crypto.Plaintext;
import dev.coffer.form.Result;
import dev.coffer.form.SecretValue;
import dev.coffer.project.Environment;
import dev.coffer.project.Projects;
import dev.coffer.schema.Parts;
import dev.coffer.secret.SecretNames.Claim;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jooq.DSLContext;

/**
 * Does what was decided about one secret, in a transaction that holds its row and found its environments open: holds
 * the value against the type, stores it, and records it. Types are held after secrets.
 */
final class SecretWrites {
    private final SecretStore store;
    private final AuditLog audit;
    private final Secrets.Limits limits;

    SecretWrites(SecretStore store, AuditLog audit, Secrets.Limits limits) {
        this.store = store;
        this.audit = audit;
        this.limits = limits;
    }

    /** Counts and inserts under the project's lock, so that two at once can't pass the limit together. */
    Result<Secret> insert(DSLContext tx, Access access, SecretDraft draft, List<Environment> chosen) {
        Projects.hold(tx, access.projectId());
        return app(tx, access, draft.named().app()).flatMap(app -> insert(tx, access, new New(draft, app, chosen)));
    }

    /** A new secret under way. */
    private record New(SecretDraft draft, Optional<AppName> app, List<Environment> chosen) {}

    /** Whose secret it will be, which stays until the transaction ends; nobody's is the project's. */
    static Result<Optional<AppName>> app(DSLContext tx, Access access, String slug) {
        if (slug.isEmpty()) {
            return Result.ok(Optional.empty());
        }
        var apps = AppNames.hold(tx, access.projectId());
        var app = apps.stream().filter(each -> each.slug().equals(slug)).findFirst();
        return app.isPresent() ? Result.ok(app) : Result.invalid("app", apps.isEmpty()
                ? "This project has no apps. Leave the app out, and it is for all that will be"
                : "There is no app named so. Choose among "
                        + String.join(", ", apps.stream().map(AppName::slug).toList()));
    }

    private Result<Secret> insert(DSLContext tx, Access access, New secret) {
        var draft = secret.draft;
        if (SecretRows.count(tx, access.projectId()) >= limits.secrets()) {
            return Result.invalid("key", full());
        }
        return Typings.of(tx, access, Optional.empty(), draft.type()).flatMap(typing -> {
            var value = typing.check(draft.value(), draft.notation());
            if (!value.fits()) {
                return Result.invalid(value.errors());
            }
            var refusal = typing.refusal(draft.key(), draft.value());
            if (refusal.isPresent()) {
                return Result.invalid(refusal.get().field(), refusal.get().message());
            }
            var slots = secret.chosen.stream().map(each -> new Secret.Slot(each, Optional.empty())).toList();
            return SecretNames.check(tx, access, Claim.of(draft.named(), typing, value, slots))
                    .flatMap(claims -> insert(tx, access, secret, new Typed(typing, value, claims)));
        });
    }

    /** A value with the type that it fits, and what it gives where. */
    private record Typed(Typing typing, CheckedValue value, List<Claim> claims) {}

    private Result<Secret> insert(DSLContext tx, Access access, New secret, Typed typed) {
        var draft = secret.draft;
        var head = new SecretStore.Head(draft.key(), secret.app, draft.description().orElse(""), typed.typing);
        var id = store.insert(tx, access, head);
        if (id.isEmpty()) {
            var other = SecretRows.findForUpdate(tx, access.projectId(), draft.named()).orElseThrow(NotFound::new);
            return new Result.Conflict<>(Secrets.exists(other, other.configured()));
        }
        var empty = SecretRows.find(tx, access.projectId(), draft.named()).orElseThrow();
        store.put(tx, access, SecretStore.Put.first(id.get()), slots(empty, draft.environments()), typed.value);
        if (typed.typing.name().isPresent()) {
            SecretNames.write(tx, access, id.get(), typed.claims);
        }
        var entry = empty.about(AuditAction.SECRET_CREATED).environments(draft.environments());
        audit.record(tx, access, typed.typing.name().isEmpty() ? entry : entry.type(typed.typing.key()));
        return Result.ok(valued(access, empty, draft.environments(), empty.createdAt()));
    }

    /** Changes a secret that is there, where the change has anything that isn't so already. */
    Result<Secret> change(DSLContext tx, Access access, Secret secret, SecretChange change) {
        var described = change.description().filter(text -> !text.equals(secret.description()));
        var wanted = change.type().filter(key -> !key.equals(secret.typeKey()));
        if (change.value().isKept() && wanted.isEmpty()) {
            return described.isEmpty() ? Result.invalid("value", "No changes to save")
                    : describe(tx, access, secret, described.get());
        }
        return Typings.of(tx, access, secret.type(), wanted).flatMap(typing -> {
            if (wanted.isPresent()) {
                secret.configured().forEach(environment -> environment.require(access, SECRET_WRITE));
            }
            var rewrite = new Rewrite(secret, change.describing(described), typing);
            return switch (change.value()) {
                case NewValue.Kept() -> rewrite.done(tx, access, Optional.empty());
                case NewValue.Whole(var value, var notation) ->
                    rewrite.checked(tx, access, typing.check(value, notation));
                case NewValue.Entered(var parts) when parts.isEmpty() -> rewrite.done(tx, access, Optional.empty());
                case NewValue.Entered(var parts) -> rewrite.entered(tx, access, parts);
            };
        });
    }

    /** A sound change of a secret under way. */
    private final class Rewrite {
        private final Secret secret;
        private final SecretChange change;
        private final Typing typing;
        private final SecretStore.Put put;
        private final boolean retyped;

        Rewrite(Secret secret, SecretChange change, Typing typing) {
            this.secret = secret;
            this.change = change;
            this.typing = typing;
            this.put = SecretStore.Put.next(secret);
            this.retyped = typing.differs(secret.type());
        }

        /** Merges what a form sent with what is stored, unless that is of another type. */
        Result<Secret> entered(DSLContext tx, Access access, Parts parts) {
            if (typing.schema().isEmpty()) {
                return Result.invalid("value", "This secret has no type. Enter its value as one text");
            }
            var schema = typing.schema().get();
            var stored = retyped ? Optional.<Plaintext>empty()
                    : secret.slot(change.environments().getFirst()).flatMap(slot -> slot.value().flatMap(value -> store
                            .open(tx, access, secret.id(), slot.environment(), value.version())));
            try (var merged = stored.isPresent() ? parts.onto(schema, stored.get()) : parts.alone(schema)) {
                var fault = SecretValue.fault(merged, limits.each().valueBytes());
                return fault.isPresent() ? Result.invalid("value", fault.get())
                        : checked(tx, access, typing.check(merged, parts));
            } finally {
                stored.ifPresent(Plaintext::close);
            }
        }

        Result<Secret> checked(DSLContext tx, Access access, CheckedValue value) {
            if (!value.fits()) {
                return Result.invalid(value.errors());
            }
            var refusal = typing.refusal(secret.key(), value.value());
            return refusal.isPresent() ? Result.invalid(refusal.get().field(), refusal.get().message())
                    : done(tx, access, Optional.of(value));
        }

        Result<Secret> done(DSLContext tx, Access access, Optional<CheckedValue> value) {
            var written = value.isPresent() ? change.environments() : List.<String>of();
            var kept = retyped ? kept(tx, access, written) : List.<Kept>of();
            var claims = Stream.concat(kept.stream().map(Kept::claim), value.stream().flatMap(
                    given -> Claim.of(secret.named(), typing, given, slots(secret, written)).stream()))
                    .map(claim -> retyped && secret.type().isPresent() ? claim.freeing() : claim).toList();
            return SecretNames.check(tx, access, claims).map(_ -> {
                value.ifPresent(given -> store.put(tx, access, put, slots(secret, written), given));
                if (secret.type().isPresent() || typing.name().isPresent()) {
                    SecretNames.write(tx, access, secret.id(), claims);
                }
                return stored(tx, access, written, kept);
            });
        }

        private Secret stored(DSLContext tx, Access access, List<String> written, List<Kept> kept) {
            var at = store.touch(tx, access, put, new SecretStore.Facts(change.description(),
                    Optional.of(typing).filter(_ -> retyped)));
            var unfit = kept.stream().filter(each -> !each.fits).map(each -> each.claim.environment()).toList();
            if (!kept.isEmpty()) {
                store.mark(tx, access, secret.id(), unfit.stream().map(Environment::id).toList());
            }
            audit.record(tx, access, entry(written, unfit));
            if (slots(secret, written).stream().anyMatch(slot -> slot.value().isEmpty())) {
                // Only the store knows the number that follows an erased value's.
                return SecretRows.find(tx, access.projectId(), secret.named()).orElseThrow();
            }
            var after = secret.changed(new Secret.Revision(put.revision(), at, access.actor().user().name()))
                    .described(change.description().orElse(secret.description()));
            return valued(access, retyped ? after.typed(typing.name(), unfit) : after, written, at);
        }

        /** A value that stays, as the new type has it: what it gives, and whether it is what the type asks for. */
        private record Kept(Claim claim, boolean fits) {}

        /** Holds the values that stay against the new type, in memory. */
        private List<Kept> kept(DSLContext tx, Access access, List<String> written) {
            var stay = secret.configured().stream().filter(each -> !written.contains(each.slug())).toList();
            if (stay.isEmpty() || typing.schema().isEmpty()) {
                return stay.stream().map(each -> new Kept(new Claim(secret.named(), each, Set.of(), false, true), true))
                        .toList();
            }
            var byId = stay.stream().collect(Collectors.toMap(Environment::id, Function.identity()));
            var kept = new ArrayList<Kept>();
            store.lookAt(tx, access, new SecretStore.Places(List.of(secret.id()), stay), (_, environment, value) -> kept
                    .add(new Kept(new Claim(secret.named(), byId.get(environment), typing.names(secret.key(), value),
                            false, false), typing.check(value).fits())));
            return kept;
        }

        private AuditEntry entry(List<String> written, List<Environment> unfit) {
            var entry = secret.about(written.isEmpty() ? AuditAction.SECRET_TYPED : AuditAction.SECRET_SET);
            entry = written.isEmpty() ? entry : entry.environments(written);
            return !retyped ? entry : entry.type(typing.key()).unfit(unfit.stream()
                    .map(each -> "%s in %s".formatted(secret.named().told(), each.slug())).toList());
        }
    }

    /** Whoever may write no value of the secret may not describe it either. */
    private Result<Secret> describe(DSLContext tx, Access access, Secret secret, String description) {
        if (secret.configured().stream().noneMatch(environment -> environment.allows(access, SECRET_WRITE))) {
            throw new Forbidden(SECRET_WRITE);
        }
        var put = SecretStore.Put.next(secret);
        var at = store.touch(tx, access, put, new SecretStore.Facts(Optional.of(description), Optional.empty()));
        audit.record(tx, access, secret.about(AuditAction.SECRET_DESCRIBED));
        return Result.ok(secret.described(description)
                .changed(new Secret.Revision(put.revision(), at, access.actor().user().name())));
    }

    /** The secret as it is after a value was stored in some environments, without asking again. */
    private static Secret valued(Access access, Secret secret, List<String> environments, Instant at) {
        var slots = new ArrayList<Secret.Slot>();
        for (var slot : secret.slots()) {
            slots.add(!environments.contains(slot.environment().slug()) ? slot
                    : slot.valued(new Secret.Value(slot.value().map(Secret.Value::version).orElse(0) + 1,
                            secret.revision(), slot.value().map(Secret.Value::createdAt).orElse(at), at,
                            access.actor().user().name(), true, slot.value().flatMap(Secret.Value::readAt))));
        }
        return secret.with(slots);
    }

    private static List<Secret.Slot> slots(Secret secret, List<String> environments) {
        return secret.slots().stream().filter(slot -> environments.contains(slot.environment().slug())).toList();
    }

    private String full() {
        return "This project has reached %,d secrets. Delete one that is not used, or ask whoever runs this server to"
                .formatted(limits.secrets()) + " raise COFFER_LIMIT_SECRETS";
    }
}
