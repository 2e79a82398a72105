package dev.coffer.secret;

import dev.coffer.app.AppName;
import dev.coffer.form.Choice;
import java.util.ArrayList;
import java.util.List;

/** Whose a secret may be, to choose from: the project's, for all its apps, or the own of one of them. */
final class Scopes {
    private Scopes() {}

    /** For a new one. */
    static List<Choice> choices(List<AppName> apps, String chosen) {
        var choices = new ArrayList<Choice>();
        choices.add(Choice.of("", "All apps", chosen.isEmpty()));
        apps.forEach(app -> choices.add(Choice.of(app.slug(), "Only " + named(app), app.slug().equals(chosen))));
        return choices;
    }

    /** For a list; one that nothing is the own of any more is among them while it is chosen. */
    static List<Choice> filter(List<AppName> apps, String chosen) {
        var choices = new ArrayList<Choice>();
        choices.add(Choice.of("", "All scopes", chosen.isEmpty()));
        choices.add(Choice.of(SecretFilter.EVERY_APP, "All apps", chosen.equals(SecretFilter.EVERY_APP)));
        apps.forEach(app -> choices.add(Choice.of(app.slug(), "Only " + named(app), app.slug().equals(chosen))));
        if (choices.stream().noneMatch(Choice::chosen)) {
            choices.add(Choice.of(chosen, chosen, true));
        }
        return choices;
    }

    private static String named(AppName app) {
        return app.name().equalsIgnoreCase(app.slug()) ? app.slug() : "%s (%s)".formatted(app.name(), app.slug());
    }
}
