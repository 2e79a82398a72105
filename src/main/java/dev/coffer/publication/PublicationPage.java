package dev.coffer.publication;

import static dev.coffer.access.Permission.PUBLISH;

import dev.coffer.access.Access;
import dev.coffer.form.Choice;
import dev.coffer.publication.DifferencePage.Row;
import dev.coffer.web.Page;
import dev.coffer.web.Stamp;
import java.util.List;

/** One publication: what it pinned, what was dismissed, and what its environment has come to since. */
public record PublicationPage(Access access, Publication publication, List<Pin> pins, Comparison.Keys since,
        List<Publication> others) implements Page {

    public Stamp at() {
        return new Stamp(publication.createdAt());
    }

    public String environment() {
        return publication.environment().name();
    }

    public String environmentSlug() {
        return publication.environment().slug();
    }

    public boolean hasPins() {
        return !pins.isEmpty();
    }

    public boolean hasDismissed() {
        return !publication.dismissed().isEmpty();
    }

    public boolean isSame() {
        return since.isEmpty();
    }

    public List<Row> rows() {
        return DifferencePage.rows(since);
    }

    public List<Choice> choices() {
        return DifferencePage.choices(others, publication, "");
    }

    public boolean mayRollBack() {
        return publication.environment().allows(access, PUBLISH);
    }

    public String rollbackHref() {
        return to().rollback(publication);
    }

    public String compareAction() {
        return to().comparePath(publication);
    }

    public String listHref() {
        return to().list();
    }

    private PublicationAddresses to() {
        return new PublicationAddresses(access.project().slug());
    }

    @Override
    public String template() {
        return "publication/show";
    }

    @Override
    public String title() {
        return "Version %s, %s".formatted(publication.version(), environment());
    }

    @Override
    public String section() {
        return "Publications";
    }
}
