package dev.coffer.secret;

import dev.coffer.app.AppName;
import dev.coffer.audit.AuditAction;
import dev.coffer.audit.AuditEntry;
import dev.coffer.builtin.BuiltIn;
import dev.coffer.form.ScopedKey;
import dev.coffer.project.Environment;
import dev.coffer.requirement.Need;
import dev.coffer.requirement.Readiness;
import dev.coffer.schema.TypeName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A secret as anybody who may see the project sees it: everything but its values. Without an {@code app} it is the
 * project's, for all its apps; with one it is that app's own, and wins there. {@code slots} has every environment of
 * the project, in order; {@code revision} changes with anything of it. Without a type it is a plain value.
 */
public record Secret(UUID id, String key, Optional<AppName> app, String description, Optional<TypeName> type,
        long revision, Instant createdAt, String createdBy, Instant updatedAt, String updatedBy, List<Slot> slots) {

    /**
     * A place for a value: an environment, the value there if it has one, what the project needs there, the
     * organization's value, which counts where the project has none, and the key of another secret whose value gives a
     * variable of this name, which hides the organization's. Of an app's own only the value and that key count.
     */
    public record Slot(Environment environment, Optional<Value> value, Optional<Need> need,
            Optional<BuiltIn.Place> builtIn, Optional<String> giver, Layers layers) {
        public Slot(Environment environment, Optional<Value> value) {
            this(environment, value, Optional.empty(), Optional.empty(), Optional.empty(), Layers.NONE);
        }

        /** A value, also a built-in one, counts more than what was said about the need of one. */
        public SecretFilter.Status status() {
            return value.isPresent() || builtIn.isPresent() || giver.isPresent() ? SecretFilter.Status.CONFIGURED
                    : need.map(one -> SecretFilter.Status.of(one.status())).orElse(SecretFilter.Status.NOT_SET);
        }

        Slot needing(Optional<Need> other) {
            return new Slot(environment, value, other, builtIn, giver, layers);
        }

        Slot valued(Value other) {
            return new Slot(environment, Optional.of(other), need, builtIn, giver, layers);
        }

        Slot fitting(boolean fits) {
            return new Slot(environment, value.map(each -> each.fitting(fits)), need, builtIn, giver, layers);
        }

        Slot over(Optional<BuiltIn> other) {
            return new Slot(environment, value, need, other.flatMap(each -> each.in(environment.slug())), giver,
                    layers);
        }

        Slot givenBy(Optional<String> other) {
            return new Slot(environment, value, need, builtIn, other, layers);
        }

        Slot among(Layers others) {
            return new Slot(environment, value, need, builtIn, giver, others);
        }

        /** What the organization has here, whatever the project has. */
        Slot builtInAlone() {
            return new Slot(environment, Optional.empty(), need, builtIn, Optional.empty(), layers);
        }

        /** Whether there is a value here, or another one gives it. */
        boolean gives() {
            return value.isPresent() || giver.isPresent();
        }

        /** Whether what counts here is the organization's. */
        public boolean isBuiltIn() {
            return value.isEmpty() && giver.isEmpty() && builtIn.isPresent();
        }

        /** Whether what counts here is the project's own, and the organization has something too. */
        public boolean isOverriding() {
            return builtIn.isPresent() && !isBuiltIn();
        }
    }

    /**
     * What is in the same place beside it: the slugs of apps whose own value hides this one for them; and of an app's
     * own, whose value it hides, or whose counts as long as there is none.
     */
    public record Layers(List<String> above, Optional<SecretFilter.Scope> below) {
        static final Layers NONE = new Layers(List.of(), Optional.empty());
    }

    /**
     * That there is a value, which version, since when, by whom, whether it is what its type asks for, and when a
     * version of it was read last; never the value itself.
     */
    public record Value(int version, long revision, Instant createdAt, Instant updatedAt, String updatedBy,
            boolean fits, Optional<Instant> readAt) {
        Value fitting(boolean other) {
            return new Value(version, revision, createdAt, updatedAt, updatedBy, other, readAt);
        }
    }

    /** Its key, and whose it is. */
    public ScopedKey named() {
        return new ScopedKey(key, app.map(AppName::slug).orElse(""));
    }

    /** What happened to it, for the audit log. */
    AuditEntry about(AuditAction action) {
        var entry = AuditEntry.of(action).secret(id, key);
        return app.map(own -> entry.app(own.slug())).orElse(entry);
    }

    /** A strong validator of HTTP (RFC 9110, 8.8.3), without its quotes. */
    public String tag() {
        return id + "." + revision;
    }

    public Optional<Slot> slot(String environment) {
        return slots.stream().filter(slot -> slot.environment().slug().equals(environment)).findFirst();
    }

    /** The environments that have a value. */
    public List<Environment> configured() {
        return slots.stream().filter(slot -> slot.value().isPresent()).map(Slot::environment).toList();
    }

    /** Whether the project asks for a value in some environment, and doesn't go on without. */
    public boolean required() {
        return slots.stream().flatMap(slot -> slot.need().stream()).anyMatch(Need::required);
    }

    /** The same with what the project needs of its key. */
    Secret needed(Readiness needs) {
        return with(slots.stream().map(slot -> slot.needing(needs.find(key, slot.environment()))).toList());
    }

    /** The same with what the organization has of its key. */
    Secret over(Optional<BuiltIn> builtIn) {
        return with(slots.stream().map(slot -> slot.over(builtIn)).toList());
    }

    /** The key of its type, "" for a plain value. */
    public String typeKey() {
        return type.map(TypeName::key).orElse("");
    }

    /** A change of it: its number, when, and by whom. */
    record Revision(long number, Instant at, String by) {}

    Secret changed(Revision last) {
        return new Secret(id, key, app, description, type, last.number, createdAt, createdBy, last.at, last.by, slots);
    }

    Secret described(String other) {
        return new Secret(id, key, app, other, type, revision, createdAt, createdBy, updatedAt, updatedBy, slots);
    }

    /** The same with another type, which its values fit but for those of some environments. */
    Secret typed(Optional<TypeName> other, List<Environment> unfit) {
        return new Secret(id, key, app, description, other, revision, createdAt, createdBy, updatedAt, updatedBy,
                slots.stream().map(slot -> slot.fitting(!unfit.contains(slot.environment()))).toList());
    }

    Secret with(List<Slot> others) {
        return new Secret(id, key, app, description, type, revision, createdAt, createdBy, updatedAt, updatedBy,
                others);
    }
}
