package dev.coffer.app;

import dev.coffer.web.Page;
import dev.coffer.web.Stamp;
import java.util.List;
import java.util.Locale;

/** A project's apps, with what each deployment reads. {@code href} is this page's address. */
public record AppListPage(String href, List<AppUse> apps, boolean isManager) implements Page {
    static final String SECTION = "Apps";

    /** A line of the table. */
    public record Row(AppUse use, String href) {
        public String name() {
            return use.app().name();
        }

        public String slug() {
            return use.app().slug();
        }

        public String kind() {
            return use.app().kind().label();
        }

        public String description() {
            return use.app().description();
        }

        public boolean isDeployed() {
            return !use.deployments().isEmpty();
        }

        public List<Place> deployments() {
            return use.deployments().stream().map(Place::new).toList();
        }
    }

    /** A deployment in a line. */
    public record Place(Deployment deployment) {
        public String environment() {
            return deployment.environment().name();
        }

        public String access() {
            var words = said(deployment);
            return words.substring(0, 1).toLowerCase(Locale.ROOT) + words.substring(1);
        }

        /** Null for never. */
        public Stamp read() {
            return stamp(deployment);
        }
    }

    public List<Row> rows() {
        return apps.stream().map(use -> new Row(use, "%s/%s".formatted(href, use.app().slug()))).toList();
    }

    public boolean isAny() {
        return !apps.isEmpty();
    }

    /** What a deployment reads, in words. */
    static String said(Deployment deployment) {
        int keys = deployment.keys().size();
        return !deployment.isListed() ? "All secrets"
                : keys == 0 ? "Nothing: its list is empty"
                        : keys == 1 ? "1 secret on its list" : "%,d secrets on its list".formatted(keys);
    }

    static Stamp stamp(Deployment deployment) {
        return deployment.use().readAt() == null ? null : new Stamp(deployment.use().readAt());
    }

    @Override
    public String template() {
        return "app/list";
    }

    @Override
    public String title() {
        return "Apps";
    }

    @Override
    public String section() {
        return SECTION;
    }
}
