package dev.coffer.workspace;

import static dev.coffer.access.Permission.PUBLISH;
import static dev.coffer.access.Permission.SECRET_WRITE;

import dev.coffer.access.Access;
import dev.coffer.project.Environment;
import dev.coffer.project.EnvironmentUse;
import dev.coffer.project.LatestChange;
import dev.coffer.publication.Publication;
import dev.coffer.requirement.Need;
import dev.coffer.requirement.Readiness;
import dev.coffer.secret.SetUp;
import dev.coffer.web.Page;
import dev.coffer.web.Stamp;
import java.util.ArrayList;
import java.util.List;

/**
 * A project's workspace: what stands in the way of publishing, its environments, and what changed last. {@code region}
 * is true where only that is sent, to a page that is open.
 */
public record WorkspacePage(Access access, Workspaces.Look look, State state, boolean region) implements Page {

    /** What else there is of the project. */
    public record State(List<EnvironmentUse> environments, List<Publication> published, List<LatestChange> changes) {}

    /** An environment that can't be published, and why. {@code setUpHref} is null where the person can't mend it. */
    public record Blocked(String environment, String id, String sentence, List<Lack> lacks, String setUpHref) {}

    /** A required key without a value; {@code href} is null where the person may not set it. */
    public record Lack(String key, String name, String feature, String href) {}

    /** A line about an environment. Addresses and {@code published} are null where there is none. */
    public record EnvironmentRow(Environment environment, Values values, boolean isReady, List<String> notes,
            Released published, String publishHref) {
        /** The id of the sentence that says why it is blocked; null where it isn't. */
        public String why() {
            return isReady ? null : "blocked-" + environment.slug() + "-text";
        }
    }

    /** How many values an environment has, with the way to them. */
    public record Values(String text, String href) {}

    /** What was published last. */
    public record Released(String version, String href, String by, Stamp at) {}

    /** A line about a value that was set. */
    public record ChangeRow(String key, String href, String environment, int version, String by, Stamp at) {}

    public Access.Project project() {
        return access.project();
    }

    public List<Blocked> blocked() {
        var setUp = SetUp.of(access, look.needs());
        return state.environments.stream().map(EnvironmentUse::environment)
                .filter(environment -> !look.needs().isReady(environment))
                .map(environment -> blocked(environment, look.needs().missing(environment), setUp)).toList();
    }

    private static Blocked blocked(Environment environment, List<Need> missing, SetUp setUp) {
        var lacks = missing.stream().map(need -> new Lack(need.key(), need.key() + ", " + environment.name(),
                need.feature(), setUp.includes(need) ? setUp.at(need) : null)).toList();
        return new Blocked(environment.name(), "blocked-" + environment.slug(), Readiness.blocked(missing.size()),
                lacks, lacks.getFirst().href());
    }

    public List<EnvironmentRow> environmentRows() {
        return state.environments.stream().map(use -> {
            var environment = use.environment();
            return new EnvironmentRow(environment, new Values(use.values() == 1 ? "1 value" : use.values() + " values",
                    href() + "/secrets?environment=" + environment.slug()), look.needs().isReady(environment),
                    notes(environment), released(environment), environment.allows(access, PUBLISH)
                            ? href() + "/publications/new?environment=" + environment.slug() : null);
        }).toList();
    }

    private List<String> notes(Environment environment) {
        var notes = new ArrayList<String>();
        int optional = look.needs().optionalMissing(environment).size();
        if (optional > 0) {
            notes.add(optional == 1 ? "1 optional secret has no value" : optional + " optional secrets have no value");
        }
        look.needs().dismissed(environment).forEach(need -> notes.add("%s is dismissed: %s".formatted(need.key(),
                need.dismissal().orElseThrow().reason())));
        return notes;
    }

    private Released released(Environment environment) {
        return state.published.stream().filter(one -> one.environment().id().equals(environment.id())).findFirst()
                .map(one -> new Released(one.version(), "%s/publications?environment=%s".formatted(href(),
                        environment.slug()), one.createdBy(), new Stamp(one.createdAt())))
                .orElse(null);
    }

    public List<ChangeRow> changeRows() {
        return state.changes.stream()
                .map(one -> new ChangeRow(one.named().told(), href() + "/secrets/" + one.named().path(),
                        one.environment(), one.version(), one.by(), new Stamp(one.at())))
                .toList();
    }

    public boolean isUnused() {
        return state.changes.isEmpty() && look.needs().isEmpty();
    }

    public boolean hasChanges() {
        return !state.changes.isEmpty();
    }

    public boolean isWriter() {
        return access.may(SECRET_WRITE);
    }

    public String href() {
        return "/projects/" + project().slug();
    }

    /** What an open page asks every few seconds. */
    public String changesHref() {
        return href() + "/changes?blocked=" + String.join(",", look.needs().blockedIn());
    }

    @Override
    public String template() {
        return "workspace/show";
    }

    @Override
    public String title() {
        return "Overview";
    }
}
