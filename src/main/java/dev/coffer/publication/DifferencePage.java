package dev.coffer.publication;

import dev.coffer.access.Access;
import dev.coffer.form.Choice;
import dev.coffer.web.Page;
import dev.coffer.web.Stamp;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A publication held against another one of its environment, or against what that holds now. {@code others} are those
 * to choose from.
 */
public record DifferencePage(Access access, Comparison comparison, List<Publication> others) implements Page {

    /** A key that differs: how, and the version's number before and after, or a dash. */
    public record Row(String key, String how, String from, String to) {}

    static List<Row> rows(Comparison.Keys keys) {
        var rows = new ArrayList<Row>();
        keys.added().forEach(named -> rows.add(new Row(named.told(), "Added", "—", "There")));
        keys.removed().forEach(named -> rows.add(new Row(named.told(), "Removed", "There", "—")));
        keys.changed().forEach(change -> rows.add(new Row(change.named().told(), "Changed",
                String.valueOf(change.from()), String.valueOf(change.to()))));
        rows.sort(Comparator.comparing(Row::key));
        return rows;
    }

    static List<Choice> choices(List<Publication> others, Publication one, String chosen) {
        var choices = new ArrayList<Choice>();
        choices.add(Choice.of("", one.environment().name() + " now", chosen.isEmpty()));
        others.stream().filter(each -> !each.id().equals(one.id())).forEach(each -> choices.add(Choice.of(
                each.version(), each.version() + ", " + new Stamp(each.createdAt()).date(),
                each.version().equals(chosen))));
        return choices;
    }

    public List<Row> rows() {
        return rows(comparison.keys());
    }

    public boolean isSame() {
        return comparison.keys().isEmpty();
    }

    public List<Choice> choices() {
        return choices(others, comparison.from(), comparison.to().map(Publication::version).orElse(""));
    }

    public String heading() {
        return "%s and %s in %s".formatted(comparison.from().version(),
                comparison.to().map(Publication::version).orElse("now"), comparison.from().environment().name());
    }

    /** The earlier side, over its column. */
    public String fromLabel() {
        return "In " + comparison.from().version();
    }

    public String toLabel() {
        return comparison.to().map(to -> "In " + to.version()).orElse("Now");
    }

    public String same() {
        int same = comparison.keys().same();
        return same == 1 ? "1 secret is the same." : "%,d secrets are the same.".formatted(same);
    }

    public String environment() {
        return comparison.from().environment().slug();
    }

    public String action() {
        return to().comparePath(comparison.from());
    }

    public String backHref() {
        return to().details(comparison.from());
    }

    public String version() {
        return comparison.from().version();
    }

    private PublicationAddresses to() {
        return new PublicationAddresses(access.project().slug());
    }

    @Override
    public String template() {
        return "publication/compare";
    }

    @Override
    public String title() {
        return "Compare " + heading();
    }

    @Override
    public String section() {
        return "Publications";
    }
}
