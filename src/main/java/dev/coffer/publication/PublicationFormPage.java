package dev.coffer.publication;

import dev.coffer.access.Access;
import dev.coffer.form.Choice;
import dev.coffer.form.Errors;
import dev.coffer.project.Environment;
import dev.coffer.requirement.Need;
import dev.coffer.requirement.Readiness;
import dev.coffer.web.Page;
import java.util.List;

/**
 * The form that publishes, as a page and as a dialog. Where the chosen environment lacks something it says what, with a
 * way to set each; {@code target} is that environment.
 */
public record PublicationFormPage(Access access, List<Environment> environments, Environment target, String version,
        Readiness readiness, Trouble trouble) implements Page {

    /**
     * What came of the last try: mistakes, and whether it was blocked. {@code isPart}: only what depends on the
     * environment is sent, and the button with it.
     */
    public record Trouble(Errors errors, boolean isBlocked, boolean isPart) {
        static final Trouble NONE = new Trouble(Errors.none(), false, false);
    }

    /** A required key without a value; {@code feature} is what for, or "". */
    public record Lack(String key, String feature, String href, String name) {}

    @Override
    public String template() {
        return "publication/form";
    }

    @Override
    public String title() {
        return "Publish";
    }

    @Override
    public String section() {
        return "Publications";
    }

    @Override
    public boolean failed() {
        return !trouble.errors.isEmpty() || trouble.isBlocked;
    }

    public List<Choice> choices() {
        return environments.stream().map(each -> Choice.of(each.slug(), each.name(), each.equals(target))).toList();
    }

    private List<Need> missing() {
        return readiness.missing(target);
    }

    public boolean lacks() {
        return !missing().isEmpty();
    }

    public List<Lack> lacking() {
        var missing = missing();
        return missing.stream().map(need -> new Lack(need.key(), need.feature(),
                PublicationAddresses.set(access.project().slug(), need.key(), target.slug()) + "&setup="
                        + missing.size(),
                need.key() + ", " + target.name())).toList();
    }

    public String required() {
        int count = missing().size();
        return (count == 1 ? "1 required secret has no value in %s. "
                : count + " required secrets have no value in %s. ")
                .formatted(target.name()) + "Publish is blocked until " + (count == 1 ? "it is" : "they are")
                + " set. Build and Preview keep working.";
    }

    /** Dismissed ones, and optional ones without a value: they don't block, and should be known. */
    public String aside() {
        int optional = readiness.optionalMissing(target).size();
        int dismissed = readiness.dismissed(target).size();
        var optionals = optional == 0 ? "" : optional == 1 ? "1 optional secret has no value. "
                : optional + " optional secrets have no value. ";
        return (optionals + (dismissed == 0 ? "" : dismissed == 1 ? "1 required secret was dismissed."
                : dismissed + " required secrets were dismissed.")).strip();
    }

    public boolean hasAside() {
        return !aside().isEmpty();
    }

    /** What the live region says when another environment was chosen. */
    public String said() {
        return lacks() ? required() : target.name() + " has all that it needs";
    }

    public String action() {
        return to().fresh("");
    }

    /** What depends on the environment, for the one that is chosen. */
    public String partHref() {
        return action() + "?part=region";
    }

    public String listHref() {
        return to().list();
    }

    /** "true" where the button comes beside the region. */
    public String oob() {
        return trouble.isPart ? "true" : null;
    }

    private PublicationAddresses to() {
        return new PublicationAddresses(access.project().slug());
    }
}
