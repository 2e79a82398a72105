package dev.coffer.secret;

import static dev.coffer.access.Permission.SECRET_WRITE;

import dev.coffer.access.Access;
import dev.coffer.project.Environment;
import dev.coffer.web.Page;
import dev.coffer.web.Stamp;
import java.util.List;

/** Keys down, environments across: where each has a value. {@code differing} leaves keys that lack one somewhere. */
public record ComparePage(SecretAddresses to, Access access, Secrets.Listing listing, boolean differing)
        implements Page {

    /** A key, whose own it is ({@code null}: the project's), and each environment's state of it. */
    public record Row(String key, String scope, String href, List<Cell> cells) {}

    /** {@code since} is null where there is no value, {@code setHref} where nothing can be set. */
    public record Cell(String name, Stamp since, boolean unfit, String setHref) {
        public boolean configured() {
            return since != null;
        }
    }

    @Override
    public String template() {
        return "secret/compare";
    }

    @Override
    public String title() {
        return "Compare environments";
    }

    @Override
    public String section() {
        return "Secrets";
    }

    public List<String> environments() {
        return listing.environments().stream().map(Environment::name).toList();
    }

    public List<Row> rows() {
        return listing.secrets().stream()
                .filter(secret -> !differing || secret.configured().size() < secret.slots().size())
                .map(this::row).toList();
    }

    private Row row(Secret secret) {
        var named = secret.named();
        return new Row(secret.key(), named.isOfApp() ? "Own value of " + named.app() : null, to.details(named),
                secret.slots().stream().map(slot -> {
                    var environment = slot.environment();
                    boolean settable = slot.value().isEmpty() && environment.allows(access, SECRET_WRITE);
                    return new Cell(named.told() + ", " + environment.name(),
                            slot.value().map(value -> new Stamp(value.updatedAt())).orElse(null),
                            slot.value().filter(value -> !value.fits()).isPresent(),
                            settable ? to.set(named, environment.slug()) : null);
                }).toList());
    }

    public boolean matched() {
        return !rows().isEmpty();
    }

    public String shown() {
        int shown = rows().size();
        return shown == 1 ? "1 secret shown" : "%,d secrets shown".formatted(shown);
    }

    public String none() {
        return listing.secrets().isEmpty() ? "No secrets yet." : "Every secret has a value in every environment.";
    }

    public String listHref() {
        return to.base();
    }

    public String href() {
        return to.compare();
    }
}
