package dev.coffer.secret;

import dev.coffer.form.Choice;
import dev.coffer.form.Clash;
import dev.coffer.form.Errors;
import dev.coffer.form.ScopedKey;
import dev.coffer.form.SecretKey;
import dev.coffer.web.Page;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The form that adds, sets or edits a secret, as a page and as a dialog. Never holds what was typed as the value. */
public record SecretFormPage(Task task, Links links, Typed typed, TypeForm type, Asked asked,
        Goal goal, Trouble trouble) implements Page {

    /**
     * What the form does: a new key, one that the project needs, a value that a key lacks, or a change of what is
     * there.
     */
    public enum Task {
        ADD("Add secret", "Create secret"),
        FILL("Set secret", "Set secret"),
        SET("Set secret", "Set secret"),
        EDIT("Edit", "Update secret");

        private final String heading;
        private final String button;

        Task(String heading, String button) {
            this.heading = heading;
            this.button = button;
        }
    }

    /** Where it is sent, the same form with several lines, where Cancel leads. */
    public record Links(String action, String several, String cancel) {
        static Links of(String action, String cancel, boolean several) {
            var lines = action + (action.contains("?") ? "&" : "?") + "lines=several";
            return new Links(several ? lines : action, lines, cancel);
        }
    }

    /**
     * What stands in the fields. {@code read} is the tag of what is edited, {@code where} the place that its value has,
     * in words; both are empty for a new one.
     */
    public record Typed(String key, String description, boolean several, String read, String where) {}

    /**
     * What the project needs it for, in words, and who reads it (or null), and whether it is one of several to set up.
     */
    public record Asked(String reason, String readers, boolean isSetUp) {
        static Asked forReason(String reason, boolean isSetUp) {
            return new Asked(reason, null, isSetUp);
        }

        static Asked readBy(String readers) {
            return new Asked(null, readers, false);
        }
    }

    /**
     * Where it goes: the environments to choose from, whose own it may be (nothing to choose: it is known), and the app
     * whose own it is, "" for the project's.
     */
    public record Goal(List<Choice> environments, List<Choice> scopes, String app) {
        /** Of one that is there. */
        static Goal of(ScopedKey named) {
            return new Goal(List.of(), List.of(), named.app());
        }
    }

    /** What is in the way: mistakes, or a clash with what is stored ({@code null}: none) and a link that helps. */
    public record Trouble(Errors errors, Clash clash, String detail, String href) {
        static final Trouble NONE = new Trouble(Errors.none(), null, null, null);

        static Trouble of(Errors errors) {
            return new Trouble(errors, null, null, null);
        }

        static Trouble of(Clash clash, String href) {
            return new Trouble(Errors.none(), clash, null, href);
        }

        Trouble with(String other) {
            return new Trouble(errors, clash, other, href);
        }
    }

    @Override
    public String template() {
        return "secret/form";
    }

    @Override
    public String title() {
        return adds() ? task.heading
                : "%s %s".formatted(task.heading, new ScopedKey(typed.key, goal.app).told());
    }

    @Override
    public String section() {
        return "Secrets";
    }

    @Override
    public boolean failed() {
        return !trouble.errors.isEmpty() || trouble.clash != null;
    }

    public List<Choice> environments() {
        return goal.environments;
    }

    public List<Choice> scopes() {
        return goal.scopes;
    }

    /** Whether there is an app that it could be the own of. */
    public boolean offersScope() {
        return adds() && goal.scopes.size() > 1;
    }

    /** Whose own it is, in words; null for the project's. */
    public String own() {
        return offersScope() || goal.app.isEmpty() ? null : "Own value of " + goal.app;
    }

    public String scopeError() {
        return trouble.errors.at("app");
    }

    public String heading() {
        return task.heading;
    }

    public String button() {
        return task.button;
    }

    public boolean adds() {
        return task == Task.ADD;
    }

    public boolean sets() {
        return task == Task.SET;
    }

    public boolean describes() {
        return task != Task.SET;
    }

    @Override
    public boolean takesFocus() {
        return asked.isSetUp;
    }

    public String cancel() {
        return asked.isSetUp ? "Do this later" : "Cancel";
    }

    public boolean edits() {
        return task == Task.EDIT;
    }

    /** The field to begin with; where a choice of the form was made last, that choice keeps the focus. */
    public boolean startsWithKey() {
        return adds() && typed.key.isEmpty() && type.isFresh();
    }

    public boolean startsWithValue() {
        return !(adds() && typed.key.isEmpty()) && type.isFresh();
    }

    public String keyHint() {
        if (edits()) {
            return "A key cannot be changed. To use another key, add a new secret and delete this one.";
        }
        if (task == Task.FILL) {
            return "The key that the project asks for.";
        }
        if (sets()) {
            return "The key exists already. This gives it a value where it has none.";
        }
        var hint = "Uppercase letters, digits and underscores, for example STRIPE_SECRET_KEY.";
        return SecretKey.suggestion(typed.key).map(better -> hint + " Most teams write " + better + ".").orElse(hint);
    }

    /** Ids of what is read with the value (or null): a page that begins in that field isn't read from its top. */
    public String beforeValue() {
        return !asked.isSetUp ? null : asked.reason == null ? "form-title" : "form-title reason";
    }

    /** Ids of what a dialog tells beside its fields (or null): it begins in a field, and only what describes it is read. */
    public String describedBy() {
        var ids = Stream.of(edits() ? "where" : null, own() != null ? "own" : null,
                asked.reason != null ? "reason" : null, asked.readers != null ? "read-by" : null)
                .filter(Objects::nonNull).collect(Collectors.joining(" "));
        return ids.isEmpty() ? null : ids;
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

    public String typeError() {
        return trouble.errors.at("type");
    }

    public String environmentsError() {
        return trouble.errors.at("environments");
    }

    public String descriptionError() {
        return trouble.errors.at("description");
    }
}
