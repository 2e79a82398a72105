package dev.coffer.project;

import dev.coffer.web.Page;
import java.util.List;

/** A project's environments, with how much each holds. {@code href} is this page's address. */
public record EnvironmentListPage(String href, List<EnvironmentUse> environments, boolean isManager) implements Page {

    /** A line of the table. */
    public record Row(String name, String slug, boolean isProtected, String values, String href) {
        public String secretsHref() {
            return href.replaceFirst("/environments/[^/]+$", "/secrets?environment=" + slug);
        }
    }

    public List<Row> rows() {
        return environments.stream().map(use -> new Row(use.environment().name(), use.environment().slug(),
                use.environment().isProtected(), use.values() == 1 ? "1 value" : use.values() + " values",
                href + "/" + use.environment().slug())).toList();
    }

    @Override
    public String template() {
        return "project/environments";
    }

    @Override
    public String title() {
        return "Environments";
    }

    @Override
    public String section() {
        return "Environments";
    }
}
