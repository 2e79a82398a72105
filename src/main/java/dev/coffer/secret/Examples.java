package dev.coffer.secret;

import static dev.coffer.access.Permission.SECRET_WRITE;
import static dev.coffer.access.Permission.VIEW;

import dev.coffer.access.Access;
import dev.coffer.crypto.ProjectKeys;
import dev.coffer.db.Database;
import dev.coffer.dotenv.EnvExample;
import dev.coffer.dotenv.EnvExample.Given;
import dev.coffer.dotenv.ImportFile;
import dev.coffer.dotenv.Marked;
import dev.coffer.form.Errors;
import dev.coffer.form.Result;
import dev.coffer.project.Environment;
import dev.coffer.project.Environments;
import dev.coffer.requirement.Declaration;
import dev.coffer.requirement.RequirementDraft;
import dev.coffer.requirement.Requirements;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jooq.DSLContext;

/**
 * An {@code .env.example} that somebody pastes: what it says becomes what the project needs, and values in it that look
 * real are stored where that is chosen. A value that looks like a placeholder never is. Between the plan and doing it
 * the text is kept sealed, as an import's is.
 */
public final class Examples {
    private static final int MOST = 500;

    private final Database database;
    private final Imports imports;
    private final Requirements requirements;
    private final StagedImports staged;
    private final Secrets.Limits limits;

    /** What was read, without a value; {@code stores} are the environments whose values the asker may set. */
    public record Plan(UUID id, List<Line> lines, List<ImportFile.Fault> faults, List<Environment> stores) {}

    /** A key of the file. */
    public record Line(int line, String key, boolean required, String description, Given given) {}

    /** What was chosen in a plan: whose list it is, the keys that are optional, and those whose values are stored. */
    public record Chosen(String source, Set<String> optional, Set<String> stored) {}

    /** What was done. */
    public record Done(Requirements.Change change, int stored, int kept) {}

    /** What both use cases stand on. */
    public record Domain(Imports imports, Requirements requirements) {}

    public Examples(Database database, ProjectKeys keys, Domain domain, Secrets.Limits limits) {
        this.database = database;
        this.imports = domain.imports;
        this.requirements = domain.requirements;
        this.staged = new StagedImports(keys);
        this.limits = limits;
    }

    /** The project's environments, in order. */
    public List<Environment> environments(Access access) {
        access.require(VIEW);
        return database.read(sql -> Environments.of(sql, access.projectId()));
    }

    /** What the file says, and keeps it sealed for ten minutes for {@link #run}. For browser sessions. */
    public Result<Plan> stage(Access access, String source, ImportRequest request) {
        access.require(SECRET_WRITE);
        try (var example = EnvExample.read(request.content(), limits.each())) {
            var mistake = mistake(example);
            if (mistake.isPresent()) {
                return Result.invalid("content", mistake.get());
            }
            return database.transact(tx -> known(tx, access, request.environments()).flatMap(chosen -> {
                var errors = requirements.mistakes(access,
                        new Declaration(source, drafts(example, Set.of(), Optional.empty())));
                return errors.isEmpty()
                        ? Result.ok(new Plan(staged.put(tx, access, request), lines(example), example.faults(),
                                chosen.stream().filter(each -> each.allows(access, SECRET_WRITE)).toList()))
                        : Result.invalid(errors);
            }));
        }
    }

    /** Declares what this session staged, stores the values that were chosen, and wipes it: all of it, or nothing. */
    public Result<Done> run(Access access, UUID stagedId, Chosen chosen) {
        access.require(SECRET_WRITE);
        try {
            return database.transact(tx -> {
                var request = staged.take(tx, access, stagedId);
                if (request.isEmpty()) {
                    return Result.invalid("content", "The plan is older than ten minutes. Paste the file again");
                }
                try (var _ = request.get().content();
                        var example = EnvExample.read(request.get().content(), limits.each())) {
                    return Result.ok(done(tx, access, new Attempt(request.get(), example, chosen)));
                }
            });
        } catch (Undone undone) {
            return Result.invalid(undone.errors);
        }
    }

    /** A run under way. */
    private record Attempt(ImportRequest request, EnvExample example, Chosen chosen) {}

    /** Rolls back what was done before a mistake showed. */
    private static final class Undone extends RuntimeException {
        private final transient Errors errors;

        Undone(Errors errors) {
            super("undone", null, false, false);
            this.errors = errors;
        }
    }

    /** Values first: secrets are held before the audit log is. */
    private Done done(DSLContext tx, Access access, Attempt attempt) {
        var every = Environments.of(tx, access.projectId());
        var places = every.stream().filter(each -> attempt.request.environments().contains(each.slug())).toList();
        var open = places.stream().filter(each -> each.allows(access, SECRET_WRITE)).map(Environment::slug).toList();
        var values = new ImportFile(attempt.example.entries().stream()
                .filter(entry -> entry.given() == Given.VALUE && attempt.chosen.stored.contains(entry.key()))
                .map(Examples::imported).toList(), List.of());
        int stored = 0;
        if (!open.isEmpty() && !values.entries().isEmpty()) {
            stored = orUndone(imports.store(tx, access, new ImportRequest(ImportRequest.Format.DOTENV,
                    attempt.request.content(), open, ImportRequest.Mode.ADD), values)).stores();
        }
        var everywhere = places.size() == every.size();
        var drafts = drafts(attempt.example, attempt.chosen.optional,
                everywhere ? Optional.empty() : Optional.of(places.stream().map(Environment::slug).toList()));
        var change = orUndone(requirements.declare(tx, access, new Declaration(attempt.chosen.source, drafts)));
        return new Done(change, stored, values.entries().size() - stored);
    }

    private static <T> T orUndone(Result<T> result) {
        return switch (result) {
            case Result.Ok<T>(var value) -> value;
            case Result.Invalid<T>(var errors) -> throw new Undone(errors);
            case Result.Conflict<T>(var clash) -> throw new Undone(Errors.of("content", clash.message()));
        };
    }

    private static Optional<String> mistake(EnvExample example) {
        if (example.unreadable()) {
            return Optional.of(example.faults().getFirst().why());
        }
        if (example.entries().isEmpty()) {
            return Optional.of("The file names no key that can be needed. Check that this is the right file");
        }
        return example.entries().size() <= MOST ? Optional.empty()
                : Optional.of("The file names %,d keys, and a source declares %d at most".formatted(
                        example.entries().size(), MOST));
    }

    private static Result<List<Environment>> known(DSLContext tx, Access access, List<String> wanted) {
        var known = Environments.of(tx, access.projectId());
        var slugs = known.stream().map(Environment::slug).toList();
        return slugs.containsAll(wanted)
                ? Result.ok(known.stream().filter(each -> wanted.contains(each.slug())).toList())
                : Result.invalid("environments",
                        "There is no environment named so. Choose among " + String.join(", ", slugs));
    }

    private static List<Line> lines(EnvExample example) {
        return example.entries().stream().map(entry -> new Line(entry.line(), entry.key(), entry.required(),
                entry.description(), entry.given())).toList();
    }

    private static List<RequirementDraft> drafts(EnvExample example, Set<String> optional,
            Optional<List<String>> environments) {
        var drafts = new ArrayList<RequirementDraft>();
        for (var entry : example.entries()) {
            drafts.add(new RequirementDraft(entry.key(), !optional.contains(entry.key()), environments,
                    new RequirementDraft.Texts("", entry.description()), Optional.empty()));
        }
        return drafts;
    }

    private static ImportFile.Entry imported(EnvExample.Entry entry) {
        return new ImportFile.Entry(entry.line(), entry.key(), entry.value(), entry.description(), List.of(),
                List.of(), new Marked(Marked.Need.UNSAID, false, ""));
    }
}
