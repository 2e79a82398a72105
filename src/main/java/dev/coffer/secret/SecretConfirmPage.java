package dev.coffer.secret;

import dev.coffer.web.Page;

/** Asks before a value is deleted or an earlier one restored, as a page or dialog. Names the key and the place. */
public record SecretConfirmPage(Question question, String key, String action, String cancel, State state)
        implements Page {

    /** Before and after the key in the heading, what happens, and the button that does it. */
    public record Question(String before, String after, String text, String button) {}

    /** The tag of what the reader saw, and why the last try came to nothing ({@code null}: there was none). */
    public record State(String read, String problem) {}

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

    public String describedBy() {
        return failed() ? "dialog-problem dialog-text" : "dialog-text";
    }
}
