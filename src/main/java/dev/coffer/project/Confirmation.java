package dev.coffer.project;

import dev.coffer.web.Page;
import java.util.List;

/**
 * Asks before something is lost, or says why it can't be done: a dialog with HTMX, else a page. {@code items} is what
 * goes, listed under the text; {@code action} is null where there is nothing to confirm.
 */
public record Confirmation(String heading, String text, List<String> items, Action action, String section)
        implements Page {

    /** The button, where it posts to, the page behind Cancel, and how the button looks. */
    public record Action(String label, String href, String backHref, String look) {
        public Action(String label, String href, String backHref) {
            this(label, href, backHref, "danger");
        }

        /** For what loses nothing. */
        public static Action harmless(String label, String href, String backHref) {
            return new Action(label, href, backHref, "primary");
        }
    }

    /** In the question's place: that it can't be done, and what stands in the way. */
    Confirmation refused(String title, String why) {
        return new Confirmation(title, why + ".", List.of(), new Action(null, null, action.backHref()), section);
    }

    public boolean isRefused() {
        return action.label() == null;
    }

    public boolean hasItems() {
        return !items.isEmpty();
    }

    @Override
    public String template() {
        return "project/confirm";
    }

    @Override
    public String title() {
        return heading;
    }
}
