package dev.coffer.workspace;

import dev.coffer.web.Answer;
import dev.coffer.web.Api;
import dev.coffer.web.EntityTags;
import dev.coffer.web.Entry;
import io.javalin.http.Context;
import java.util.List;

/**
 * What an open page asks every few seconds: whether anything has happened since it was made. Short questions and short
 * answers, since a proxy may hold an answer back until it is complete.
 */
public final class ChangePages {
    private final Entry entry;
    private final Api api;
    private final Workspaces workspaces;

    /** What happened, in one or two sentences; "" for what need not be said. */
    record Said(String say) {}

    public ChangePages(Entry entry, Api api, Workspaces workspaces) {
        this.entry = entry;
        this.api = api;
        this.workspaces = workspaces;
    }

    public void show(Context ctx) {
        var access = entry.project(ctx);
        var mark = workspaces.mark(access);
        if (EntityTags.isKnown(ctx, mark)) {
            api.unchanged(ctx, EntityTags.quoted(mark));
            return;
        }
        var known = ctx.header("If-None-Match");
        var happened = workspaces.since(access, known == null ? "" : known.replace("\"", "").strip());
        api.send(ctx, Answer.ok(new Said(News.said(happened, blocked(ctx))))
                .withEtag(EntityTags.quoted(happened.now().mark())));
    }

    /** The environments that couldn't be published when the page was made. */
    private static List<String> blocked(Context ctx) {
        var sent = ctx.queryParam("blocked");
        return sent == null || sent.isEmpty() ? List.of() : List.of(sent.split(","));
    }
}
