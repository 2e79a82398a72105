package dev.coffer.secrettype;

import dev.coffer.secret.TypedSecrets.Weighed;
import dev.coffer.web.Page;
import java.util.List;
import java.util.stream.Collectors;

/** Asks before a change is saved that takes something from the secrets of the type. It carries what was typed. */
public record SecretTypeConfirmPage(String listHref, StoredType stored, SecretTypeFormPage.Typed typed,
        TypeEffect effect) implements Page {

    /** A value that would no longer fit, and the page that mends it. */
    public record Value(String key, String environment, String href) {}

    public String action() {
        return "%s/%s/edit".formatted(listHref, stored.key());
    }

    public List<Value> unfit() {
        var secrets = listHref.replaceFirst("/secret-types$", "/secrets/");
        return effect.unfit().stream().map(value -> new Value(value.named().told(), value.environment().name(),
                href(secrets, value))).toList();
    }

    private static String href(String secrets, Weighed value) {
        var href = "%s%s/edit?environment=%s".formatted(secrets, value.named().key(), value.environment().slug());
        return value.named().isOfApp() ? "%s&app=%s".formatted(href, value.named().app()) : href;
    }

    public String unfitTitle() {
        int count = effect.unfit().size();
        return count == 1 ? "1 stored value would no longer fit" : "%,d stored values would no longer fit".formatted(
                count);
    }

    /** What was seen of it, for the form to carry along. */
    public String seen() {
        return effect.unfit().stream().map(TypeEffect::place).collect(Collectors.joining(" "));
    }

    @Override
    public String template() {
        return "secrettype/confirm";
    }

    @Override
    public String title() {
        return "Save " + stored.name() + "?";
    }

    @Override
    public String section() {
        return SecretTypeListPage.SECTION;
    }
}
