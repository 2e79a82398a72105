package dev.coffer.secret;

import dev.coffer.web.Page;
import java.util.List;

/** Asks before a value is deleted or an earlier one restored, as a page or dialog. Names the key and the place. */
public record SecretConfirmPage(Question question, String key, String action, String cancel, State state)
        implements Page {

    /**
     * Before and after the key in the heading, what happens, the button that does it, and what would miss the value, a
     * sentence each.
     */
    public record Question(String before, String after, String text, String button, List<String> uses) {
        public Question(String before, String after, String text, String button) {
            this(before, after, text, button, List.of());
        }

        Question usedBy(List<String> others) {
            return new Question(before, after, text, button, others);
        }
    }

    /** The tag of what the reader saw, and why the last try came to nothing ({@code null}: there was none). */
    public record State(String read, String problem) {}

    /** Whose own a secret is, behind its key in a heading; "" for the project's. */
    static String of(Secret secret) {
        return secret.app().map(app -> " of " + app.slug()).orElse("");
    }

    @Override
    public String template() {
        return "secret/confirm";
    }

    @Override
    public String title() {
        return question.before + " " + key + question.after;
    }

    @Override
    public String section() {
        return "Secrets";
    }

    @Override
    public boolean failed() {
        return state.problem != null;
    }

    public boolean deletes() {
        return question.button.equals("Delete");
    }

    public boolean used() {
        return !question.uses.isEmpty();
    }

    public String describedBy() {
        return (failed() ? "dialog-problem " : "") + "dialog-text" + (used() ? " dialog-uses" : "");
    }
}
