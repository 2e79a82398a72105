package dev.coffer.secret;

import dev.coffer.access.Access;
import dev.coffer.form.Result;
import dev.coffer.schema.SecretType;
import dev.coffer.schema.TypeName;
import dev.coffer.schema.Types;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jooq.DSLContext;

/**
 * Reads the types of secrets for a write that holds the secrets, and holds them too: nobody changes one between the
 * check of a value and its being stored. Plain values cost no query.
 */
final class Typings {
    private Typings() {}

    static Typing hold(DSLContext tx, Access access, Secret secret) {
        return hold(tx, access, List.of(secret)).get(secret.id());
    }

    /** By the secrets' ids; one query however many types they have. */
    static Map<UUID, Typing> hold(DSLContext tx, Access access, List<Secret> secrets) {
        var wanted = secrets.stream().flatMap(secret -> secret.type().stream()).map(TypeName::id).distinct().toList();
        var held = Types.hold(tx, access.projectId(), wanted).stream().map(Typing::of)
                .collect(Collectors.toMap(Typing::id, Function.identity()));
        var typings = new HashMap<UUID, Typing>();
        secrets.forEach(secret -> typings.put(secret.id(),
                secret.type().map(TypeName::id).map(held::get).orElse(Typing.PLAIN)));
        return typings;
    }

    /**
     * What a write asks for, of a secret that has a type now or none.
     *
     * @param wanted the key of a type, "" for a plain value, empty for what it is now
     */
    static Result<Typing> of(DSLContext tx, Access access, Optional<TypeName> now, Optional<String> wanted) {
        var held = Types.hold(tx, access.projectId(), now.map(TypeName::id).stream().toList()).stream().findFirst();
        if (wanted.isEmpty()) {
            return Result.ok(held.map(Typing::of).orElse(Typing.PLAIN));
        }
        if (wanted.get().isEmpty()) {
            return Result.ok(Typing.PLAIN);
        }
        return held.filter(type -> type.key().equals(wanted.get()))
                .or(() -> named(tx, access, wanted.get())).map(Typing::of)
                .<Result<Typing>>map(Result::ok).orElseGet(() -> unknown(tx, access));
    }

    /** Compared in memory: what stands where a type belongs may be a value, which is in no statement. */
    private static Optional<SecretType> named(DSLContext tx, Access access, String key) {
        return Types.names(tx, access.projectId()).stream().filter(type -> type.key().equals(key)).findFirst()
                .flatMap(type -> Types.hold(tx, access.projectId(), List.of(type.id())).stream().findFirst());
    }

    private static Result<Typing> unknown(DSLContext tx, Access access) {
        var keys = Types.names(tx, access.projectId()).stream().map(TypeName::key).toList();
        return Result.invalid("type", keys.isEmpty() ? "This project has no secret types. Leave the type out"
                : "There is no secret type named so. Choose among " + String.join(", ", keys));
    }
}
