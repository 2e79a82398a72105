package dev.coffer.workspace;

import dev.coffer.project.Environments;
import dev.coffer.project.Project;
import dev.coffer.project.Projects;
import dev.coffer.publication.Publications;
import dev.coffer.web.Entry;
import dev.coffer.web.Paging;
import dev.coffer.web.Ui;
import io.javalin.http.Context;
import java.util.function.Function;

/** The list of projects, and a project's workspace. */
public final class WorkspacePages {
    private static final int LATEST = 8;

    private final Entry entry;
    private final Ui ui;
    private final Workspaces workspaces;
    private final Parts parts;

    /** What a workspace shows of other features. */
    public record Parts(Projects projects, Environments environments, Publications publications) {}

    public WorkspacePages(Entry entry, Ui ui, Workspaces workspaces, Parts parts) {
        this.entry = entry;
        this.ui = ui;
        this.workspaces = workspaces;
        this.parts = parts;
    }

    public void list(Context ctx) {
        var paging = Paging.of(ctx);
        var found = paging.items(parts.projects.list(entry.organization(ctx), paging.cursor(), paging.limit()),
                Project::slug, Function.identity());
        ui.page(ctx, new WorkspaceListPage(found.items(), workspaces.missing(found.items()), found.next(),
                paging.cursor() != null));
    }

    public void show(Context ctx) {
        var access = entry.project(ctx);
        var look = workspaces.look(access); // first: its mark must not be newer than what is shown
        var state = new WorkspacePage.State(parts.environments.list(access), parts.publications.latest(access),
                parts.projects.latest(access, LATEST));
        ui.fragment(ctx, new WorkspacePage(access, look, state, ui.isHtmx(ctx)), "workspace");
    }
}
