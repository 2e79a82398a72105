package dev.coffer.reading;

import dev.coffer.project.Environment;
import java.util.List;
import java.util.Optional;

/**
 * Which values would give a variable in an environment, the highest first, and why which is read: by an app, or where
 * {@code app} is empty by any that has no value of its own for it. {@code owners} are the apps that have one.
 */
public record Why(String name, Environment environment, Optional<Reader.App> app, List<Step> steps,
        List<Reader.App> owners) {

    /** A value, and what becomes of it; {@code by} hides it, empty where nothing does. */
    public record Step(Offer<Held> offer, Fate fate, Optional<Offer<Held>> by) {}

    /** What becomes of a value. */
    public enum Fate {
        /** It is what is read. */
        READ,
        /** Another one counts more. */
        HIDDEN,
        /** The app's deployment there reads a list, which doesn't name its key. */
        LEFT_OUT
    }

    /** The value that is read; empty where none is. */
    public Optional<Offer<Held>> read() {
        return steps.stream().filter(step -> step.fate == Fate.READ).map(Step::offer).findFirst();
    }

    /** In a sentence. */
    public String answer() {
        var who = app.map(Reader.App::slug).orElse(owners.isEmpty() ? "Every app" : "Every other app");
        return read().map(offer -> "%s reads %s in %s.".formatted(who,
                value(offer).replaceFirst("^the app's own ", "its own "), environment.name()))
                .orElseGet(() -> "%s under this name in %s.".formatted(
                        app.isPresent() ? who + " reads nothing" : who.replace("Every", "No") + " reads anything",
                        environment.name()));
    }

    /** Why this becomes of a value, in a sentence. */
    public String reason(Step step) {
        var offer = step.offer;
        return switch (step.fate) {
            case READ -> steps.stream().noneMatch(each -> each.fate == Fate.HIDDEN) ? "Nothing else sets it"
                    : switch (offer.level()) {
                        case APP -> "The app's own value counts more than any other";
                        case PROJECT -> "The project's value counts more than the built-in one";
                        case ORGANIZATION -> "It is what is left";
                    };
            case LEFT_OUT -> "%s@%s reads what is on its list, and %s is not on it".formatted(
                    app.map(Reader.App::slug).orElse(""), environment.slug(), offer.key());
            case HIDDEN -> step.by.map(other -> other.key().equals(offer.key()) && !offer.key().equals(name)
                    ? "Hidden by %s: of one key only one value is read, with what it gives".formatted(value(other))
                    : "Hidden by %s, which counts more".formatted(value(other))).orElse("");
        };
    }

    /** Such as {@code the project's DATABASE, which gives it}. */
    public String value(Offer<Held> offer) {
        var whose = switch (offer.level()) {
            case APP -> "the app's own ";
            case PROJECT -> "the project's ";
            case ORGANIZATION -> "the built-in ";
        };
        return offer.key().equals(name) ? whose + "value" : whose + offer.key()
                + (offer.names().contains(name) ? ", which gives it" : "");
    }
}
