package dev.coffer.project;

import dev.coffer.form.Result;
import dev.coffer.web.Answer;
import dev.coffer.web.Api;
import dev.coffer.web.Entry;
import dev.coffer.web.Paging;
import dev.coffer.web.Problem;
import io.javalin.http.Context;
import java.time.Instant;

/** Projects over the API. */
public final class ProjectApi {
    private final Entry entry;
    private final Api api;
    private final Projects projects;

    /** What a client sends to make a project; {@code slug} may be left out. */
    record New(String slug, String name) {}

    /** What a client sends to change one. */
    record Change(String name) {}

    /** A project as the API says it; {@code role} is the asker's. */
    record Shape(String slug, String name, String role, int secrets, Instant createdAt) {
        static Shape of(Project project) {
            return new Shape(project.slug(), project.name(), project.role().slug(), project.secrets(),
                    project.createdAt());
        }
    }

    public ProjectApi(Entry entry, Api api, Projects projects) {
        this.entry = entry;
        this.api = api;
        this.projects = projects;
    }

    public void list(Context ctx) {
        var paging = Paging.of(ctx);
        var found = projects.list(entry.organization(ctx), paging.cursor(), paging.limit());
        api.send(ctx, Answer.ok(paging.items(found, Project::slug, Shape::of)));
    }

    public void create(Context ctx) {
        var access = entry.organization(ctx);
        var body = api.read(ctx, New.class);
        api.write(ctx, access.actor(), once -> projects.create(access.once(once),
                new ProjectDraft(body.name(), body.slug())), result -> switch (result) {
                    case Result.Ok<Project>(var project) ->
                        Answer.created("/api/v1/projects/" + project.slug(), Shape.of(project));
                    case Result.Invalid<Project> _,Result.Conflict<Project> _ -> Answer.problem(Problem.of(result));
                });
    }

    public void show(Context ctx) {
        api.send(ctx, Answer.ok(Shape.of(projects.get(entry.project(ctx)))));
    }

    public void change(Context ctx) {
        var access = entry.project(ctx);
        var body = api.read(ctx, Change.class);
        var name = body.name() == null ? "" : body.name();
        api.write(ctx, access.actor(), once -> projects.rename(access.once(once), name),
                result -> switch (result) {
                    case Result.Ok<Project>(var project) -> Answer.ok(Shape.of(project));
                    case Result.Invalid<Project> _,Result.Conflict<Project> _ -> Answer.problem(Problem.of(result));
                });
    }

    public void delete(Context ctx) {
        var access = entry.project(ctx);
        api.write(ctx, access.actor(), once -> projects.delete(access.once(once)),
                _ -> Answer.noContent());
    }
}
