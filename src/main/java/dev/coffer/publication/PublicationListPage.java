package dev.coffer.publication;

import static dev.coffer.access.Permission.PUBLISH;

import dev.coffer.access.Access;
import dev.coffer.form.Choice;
import dev.coffer.project.Environment;
import dev.coffer.web.Page;
import dev.coffer.web.Stamp;
import java.util.ArrayList;
import java.util.List;

/** The history, newest first. {@code environment} is the filter, "" for all of them. */
public record PublicationListPage(Access access, List<Environment> environments, String environment,
        List<Publication> shown, Ways ways) implements Page {

    /** Whether there are newer and older ones than these. */
    public record Ways(boolean isNewer, boolean isOlder) {}

    /** A line of the table; {@code rollbackHref} is null where the person may not. */
    public record Row(Publication publication, String href, String compareHref, String rollbackHref) {
        public String version() {
            return publication.version();
        }

        public String environment() {
            return publication.environment().name();
        }

        public String name() {
            return version() + ", " + environment();
        }

        public String id() {
            return publication.id().toString();
        }

        public String by() {
            return publication.createdBy();
        }

        public Stamp at() {
            return new Stamp(publication.createdAt());
        }

        public int secrets() {
            return publication.secrets();
        }

        /** The keys that were dismissed, or a dash. */
        public String dismissed() {
            return publication.dismissed().isEmpty() ? "—"
                    : String.join(", ", publication.dismissed().stream().map(Publication.Dismissed::key).toList());
        }

        public boolean hasDismissed() {
            return !publication.dismissed().isEmpty();
        }
    }

    public List<Row> rows() {
        return shown.stream().map(each -> new Row(each, to().details(each), to().compare(each),
                each.environment().allows(access, PUBLISH) ? to().rollback(each) : null)).toList();
    }

    public boolean isEmpty() {
        return shown.isEmpty();
    }

    /** Nothing at all, and not only nothing in this environment. */
    public boolean isUnused() {
        return isEmpty() && environment.isEmpty() && !ways.isNewer();
    }

    public String none() {
        return "Nothing published to %s yet.".formatted(environments.stream()
                .filter(each -> each.slug().equals(environment)).map(Environment::name).findFirst()
                .orElse("this environment"));
    }

    public List<Choice> choices() {
        var choices = new ArrayList<Choice>();
        choices.add(Choice.of("", "All environments", environment.isEmpty()));
        environments.forEach(each -> choices.add(Choice.of(each.slug(), each.name(),
                each.slug().equals(environment))));
        return choices;
    }

    /** What the live region says after filtering. */
    public String said() {
        return isEmpty() ? "No publications shown" : shown.size() == 1 ? "1 publication shown"
                : "%,d publications shown".formatted(shown.size());
    }

    public boolean mayPublish() {
        return environments.stream().anyMatch(each -> each.allows(access, PUBLISH));
    }

    public String publishHref() {
        return to().fresh(environment);
    }

    public String href() {
        return to().list();
    }

    public String newestHref() {
        return ways.isNewer() ? to().listOf(environment) : null;
    }

    public String olderHref() {
        if (!ways.isOlder() || isEmpty()) {
            return null;
        }
        var before = "before=" + shown.getLast().id();
        return to().listOf(environment) + (environment.isEmpty() ? "?" : "&") + before;
    }

    private PublicationAddresses to() {
        return new PublicationAddresses(access.project().slug());
    }

    @Override
    public String template() {
        return "publication/list";
    }

    @Override
    public String title() {
        return "Publications";
    }

    @Override
    public String section() {
        return "Publications";
    }
}
