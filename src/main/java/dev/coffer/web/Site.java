package dev.coffer.web;

import dev.coffer.access.Access;
import dev.coffer.access.Permission;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** What the frame around every page shows: assets, who is signed in, the project, its settings' navigation. */
public record Site(String css, String script, String htmx, String icons, Person person, Project project, String flash,
        List<Section> settingsNav) {

    /** Who is signed in. */
    public record Person(String name, String email, boolean ownsOrganization) {}

    /** The project that the page is in. Its state is looked up once a page, and only by a page that shows it. */
    public record Project(String slug, String name, Supplier<State> look) {
        public State state() {
            return look.get();
        }

        public String href() {
            return "/projects/" + slug;
        }

        public String settingsHref() {
            return href() + "/secrets";
        }
    }

    /** Whether a project has all that it needs, and where to go for what it lacks. Addresses may be null. */
    public record State(boolean isReady, String href, String publishHref) {}

    /** A titled part of the navigation. */
    public record Section(String label, List<Item> items) {}

    /** An entry of it. */
    public record Item(String label, String href, boolean current) {}

    /** The navigation of a project's settings, as far as the role reaches. */
    static List<Section> navigation(Access access, String current) {
        var base = "/projects/" + access.project().slug();
        var project = new ArrayList<Item>();
        project.add(item("Secrets", base + "/secrets", current));
        project.add(item("Requirements", base + "/requirements", current));
        project.add(item("Secret types", base + "/secret-types", current));
        project.add(item("Publications", base + "/publications", current));
        project.add(item("Environments", base + "/environments", current));
        project.add(item("Apps", base + "/apps", current));
        if (access.may(Permission.WEBHOOK_MANAGE)) {
            project.add(item("Webhooks", base + "/webhooks", current));
        }
        var entry = new ArrayList<Item>();
        if (access.may(Permission.MEMBER_MANAGE)) {
            entry.add(item("Members", base + "/members", current));
        }
        if (access.may(Permission.TOKEN_MANAGE)) {
            entry.add(item("Tokens", base + "/tokens", current));
        }
        if (access.may(Permission.AUDIT_OWN)) {
            entry.add(item("Audit log", base + "/audit", current));
        }
        if (access.may(Permission.PROJECT_MANAGE)) {
            entry.add(item("General", base + "/settings", current));
        }
        var sections = new ArrayList<Section>();
        sections.add(new Section("Project", project));
        if (!entry.isEmpty()) {
            sections.add(new Section("Access", entry));
        }
        return sections;
    }

    private static Item item(String label, String href, String current) {
        return new Item(label, href, label.equals(current));
    }
}
