package dev.coffer.requirement;

import dev.coffer.form.Choice;
import dev.coffer.form.Errors;
import dev.coffer.form.SecretKey;
import dev.coffer.web.Page;
import java.util.List;

/**
 * The form of a requirement that people keep themselves, as a page and as a dialog; {@code edited} for one that is
 * there.
 */
public record RequirementFormPage(String listHref, Typed typed, boolean edited, Offered offered,
        Errors errors) implements Page {

    /** What there is to choose from. */
    public record Offered(List<Choice> environments, List<Choice> types) {}

    /** What stands in the fields. */
    public record Typed(String key, boolean required, String feature, String description, String type) {
        static final Typed NOTHING = new Typed("", true, "", "", "");
    }

    RequirementFormPage with(Errors mistakes) {
        return new RequirementFormPage(listHref, typed, edited, offered, mistakes);
    }

    public boolean adds() {
        return !edited;
    }

    public String heading() {
        return edited ? "Edit" : "Add requirement";
    }

    public String action() {
        return edited ? "%s/%s/edit".formatted(listHref, typed.key) : listHref + "/-/new";
    }

    public String button() {
        return edited ? "Update requirement" : "Add requirement";
    }

    public String keyHint() {
        if (edited) {
            return "A key cannot be changed. To need another key, add it and remove this one.";
        }
        var hint = "The name of the secret, for example STRIPE_SECRET_KEY.";
        return SecretKey.suggestion(typed.key).map(better -> hint + " Most teams write " + better + ".").orElse(hint);
    }

    public List<Choice> kinds() {
        return List.of(
                new Choice("yes", "Required", "Publish is blocked while it has no value.", typed.required),
                new Choice("no", "Optional", "It is listed, and blocks nothing.", !typed.required));
    }

    public String keyError() {
        return errors.at("key");
    }

    /** Whether there is more to choose from than any value. */
    public boolean offersTypes() {
        return offered.types.size() > 1;
    }

    public String typeError() {
        return errors.at("type");
    }

    public String environmentsError() {
        return errors.at("environments");
    }

    public String featureError() {
        return errors.at("feature");
    }

    public String descriptionError() {
        return errors.at("description");
    }

    @Override
    public String template() {
        return "requirement/form";
    }

    @Override
    public String title() {
        return edited ? "Edit requirement " + typed.key : heading();
    }

    @Override
    public String section() {
        return "Requirements";
    }

    @Override
    public boolean failed() {
        return !errors.isEmpty();
    }
}
