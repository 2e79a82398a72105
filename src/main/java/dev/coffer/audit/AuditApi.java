package dev.coffer.audit;

import dev.coffer.web.Answer;
import dev.coffer.web.Api;
import dev.coffer.web.BadRequest;
import dev.coffer.web.Entry;
import dev.coffer.web.Paging;
import io.javalin.http.Context;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;

/** A project's audit log over the API, newest first. */
public final class AuditApi {
    private final Entry entry;
    private final Api api;
    private final AuditLog audit;

    public AuditApi(Entry entry, Api api, AuditLog audit) {
        this.entry = entry;
        this.api = api;
        this.audit = audit;
    }

    public void list(Context ctx) {
        var paging = Paging.of(ctx);
        var rows = audit.page(entry.project(ctx), before(paging.cursor()), paging.limit());
        api.send(ctx, Answer.ok(paging.items(rows, row -> String.valueOf(row.seq()), UnaryOperator.identity())));
    }

    /** The number of the row that a page ends before; empty for the newest page. */
    static OptionalLong before(String cursor) {
        try {
            return cursor == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(cursor));
        } catch (NumberFormatException notANumber) {
            throw new BadRequest("cursor takes what the list before gave as next");
        }
    }
}
