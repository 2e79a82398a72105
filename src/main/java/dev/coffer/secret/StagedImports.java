package dev.coffer.secret;

import static dev.coffer.db.schema.Tables.STAGED_IMPORTS;

import dev.coffer.access.Access;
import dev.coffer.access.Actor;
import dev.coffer.crypto.Binding;
import dev.coffer.crypto.Plaintext;
import dev.coffer.crypto.ProjectKeys;
import dev.coffer.crypto.Sealed;
import dev.coffer.db.Ids;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

/**
 * A pasted file between its plan and its import: sealed, with what was chosen for it, for the session that pasted it.
 * Gone when it is used, after ten minutes, and when the session ends; a session keeps five at most.
 */
public final class StagedImports {
    static final Duration KEPT_FOR = Duration.ofMinutes(10);
    private static final int MOST = 5;
    /** Where the head of one that is an app's names it. */
    private static final int APP = 3;
    private static final char END_OF_HEAD = '\n';

    private final ProjectKeys keys;

    StagedImports(ProjectKeys keys) {
        this.keys = keys;
    }

    /** Forgets what nobody came back for; called whenever one is put, and at the start. @return how many */
    public static int forgetOld(DSLContext tx) {
        return tx.deleteFrom(STAGED_IMPORTS).where(STAGED_IMPORTS.EXPIRES_AT.le(Instant.now())).execute();
    }

    /** @return the id under which this session can take it */
    UUID put(DSLContext tx, Access access, ImportRequest request) {
        forgetOld(tx);
        forgetMost(tx, session(access));
        var id = Ids.next();
        try (var whole = packed(request)) {
            tx.insertInto(STAGED_IMPORTS).set(STAGED_IMPORTS.ID, id)
                    .set(STAGED_IMPORTS.PROJECT_ID, access.projectId())
                    .set(STAGED_IMPORTS.SESSION_ID, session(access))
                    .set(STAGED_IMPORTS.SEALED, keys.seal(tx, access.projectId(), binding(access, id), whole).blob())
                    .set(STAGED_IMPORTS.EXPIRES_AT, Instant.now().plus(KEPT_FOR)).execute();
        }
        return id;
    }

    /** Takes it away; empty for one that is too old, used, or somebody else's. The caller closes its content. */
    Optional<ImportRequest> take(DSLContext tx, Access access, UUID id) {
        return tx.deleteFrom(STAGED_IMPORTS)
                .where(STAGED_IMPORTS.ID.eq(id), STAGED_IMPORTS.PROJECT_ID.eq(access.projectId()),
                        STAGED_IMPORTS.SESSION_ID.eq(session(access)), STAGED_IMPORTS.EXPIRES_AT.gt(Instant.now()))
                .returning(STAGED_IMPORTS.SEALED).fetchOptional(STAGED_IMPORTS.SEALED)
                .map(blob -> keys.open(tx, access.projectId(), binding(access, id), Sealed.of(blob)))
                .map(StagedImports::unpacked);
    }

    private static void forgetMost(DSLContext tx, UUID session) {
        var newest = DSL.select(STAGED_IMPORTS.ID).from(STAGED_IMPORTS).where(STAGED_IMPORTS.SESSION_ID.eq(session))
                .orderBy(STAGED_IMPORTS.EXPIRES_AT.desc()).limit(MOST - 1);
        tx.deleteFrom(STAGED_IMPORTS).where(STAGED_IMPORTS.SESSION_ID.eq(session), STAGED_IMPORTS.ID.notIn(newest))
                .execute();
    }

    private static Binding binding(Access access, UUID id) {
        return Binding.stagedImport(access.projectId(), session(access), id);
    }

    private static UUID session(Access access) {
        return switch (access.actor()) {
            case Actor.Person person -> person.sessionId();
            case Actor.Token _,Actor.Pipeline _ ->
                throw new IllegalStateException("only a browser's session stages an import");
        };
    }

    /** One line that tells the format, the mode, the environments and the app, if there is one; then the content. */
    private static Plaintext packed(ImportRequest request) {
        var head = (request.format() + " " + request.mode() + " " + String.join(",", request.environments())
                + (request.app().isEmpty() ? "" : " " + request.app()) + END_OF_HEAD).getBytes(StandardCharsets.UTF_8);
        var content = request.content().expose();
        return Plaintext.of(ByteBuffer.allocate(head.length + content.length).put(head).put(content).array());
    }

    private static ImportRequest unpacked(Plaintext whole) {
        try (whole) {
            var bytes = whole.expose();
            var end = 0;
            while (bytes[end] != END_OF_HEAD) {
                end++;
            }
            var head = new String(bytes, 0, end, StandardCharsets.UTF_8).split(" ");
            return new ImportRequest(ImportRequest.Format.valueOf(head[0]),
                    Plaintext.of(Arrays.copyOfRange(bytes, end + 1, bytes.length)), List.of(head[2].split(",")),
                    ImportRequest.Mode.valueOf(head[1]), head.length > APP ? head[APP] : "");
        }
    }
}
