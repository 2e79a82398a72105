package dev.coffer.web;

/**
 * A page that says what did not work and what to do now. {@code reference} finds the request in the log, or is null.
 */
public record ErrorPage(int status, String heading, String text, String linkHref, String linkLabel, String reference)
        implements Page {

    @Override
    public String template() {
        return "error";
    }

    @Override
    public String title() {
        return heading;
    }
}
