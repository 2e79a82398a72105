package dev.coffer.builtin;

import dev.coffer.form.Choice;
import dev.coffer.form.Clash;
import dev.coffer.form.Errors;
import dev.coffer.form.SecretKey;
import dev.coffer.web.Page;
import java.util.List;

/**
 * The form that adds or edits a built-in secret, as a page and as a dialog. Never holds what was typed as the value.
 * {@code trouble} is what is in the way.
 */
public record BuiltInFormPage(String action, Typed typed, Where where, Trouble trouble) implements Page {
    /** The value is for every environment, or for those that are named. */
    static final String EVERY = "every";
    static final String NAMED = "named";

    /** What stands in the fields. {@code read} is the tag of what is edited, null for what is added. */
    public record Typed(String key, String description, boolean several, String read) {}

    /** Of what is edited the place, in words (else null); of what is added the places to choose from. */
    public record Where(String place, List<Choice> reach, List<Choice> environments) {}

    /** Mistakes, or a clash with what is stored ({@code null}: none). */
    public record Trouble(Errors errors, Clash clash) {
        static final Trouble NONE = new Trouble(Errors.none(), null);
    }

    @Override
    public String template() {
        return "builtin/form";
    }

    @Override
    public String title() {
        return edits() ? "Edit " + typed.key : heading();
    }

    @Override
    public boolean failed() {
        return !trouble.errors.isEmpty() || trouble.clash != null;
    }

    public boolean edits() {
        return typed.read != null;
    }

    public boolean adds() {
        return !edits();
    }

    public String heading() {
        return edits() ? "Edit" : "Add built-in secret";
    }

    public String button() {
        return edits() ? "Update built-in secret" : "Create built-in secret";
    }

    public String cancelHref() {
        return BuiltInListPage.HREF;
    }

    public String postHref() {
        return typed.several ? severalHref() : action;
    }

    public String severalHref() {
        return action + (action.contains("?") ? "&" : "?") + "lines=several";
    }

    public String keyHint() {
        if (edits()) {
            return "A key cannot be changed. To use another key, add a new secret and delete this one.";
        }
        var hint = "Uppercase letters, digits and underscores, for example SMTP_HOST.";
        return SecretKey.suggestion(typed.key).map(better -> hint + " Most teams write " + better + ".").orElse(hint);
    }

    public String valueHint() {
        return (edits() ? "Leave empty to keep the current value, which cannot be shown."
                : "Stored encrypted. You will not be able to see it after saving.") + " Line ends are stored as LF.";
    }

    public String clashHeading() {
        return trouble.clash.kind() == Clash.Kind.EXISTS ? "It exists already" : "Changed since this was opened";
    }

    public String keyError() {
        return trouble.errors.at("key");
    }

    public String valueError() {
        return trouble.errors.at("value");
    }

    public String reachError() {
        return trouble.errors.at("reach");
    }

    public String environmentsError() {
        return trouble.errors.at("environments");
    }

    public String descriptionError() {
        return trouble.errors.at("description");
    }
}
