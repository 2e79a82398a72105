package dev.coffer.secrettype;

import dev.coffer.schema.Fields;
import dev.coffer.schema.FormField;
import dev.coffer.schema.Schema;
import dev.coffer.secret.TypedSecrets.Weighed;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What another schema does to the secrets of its type: which values would stop fitting, which fields the form would no
 * longer have, which variables programs would no longer be given.
 */
public record TypeEffect(List<Weighed> unfit, List<String> fieldsGone, List<String> variablesGone) {
    static final TypeEffect NONE = new TypeEffect(List.of(), List.of(), List.of());

    static TypeEffect of(Schema before, Schema after, List<Weighed> weighed) {
        return new TypeEffect(weighed.stream().filter(value -> value.fitted() && !value.fits()).toList(),
                fieldsGone(before, after),
                weighed.stream().flatMap(value -> value.gives().gone().stream()).distinct().sorted().toList());
    }

    public boolean isNothing() {
        return unfit.isEmpty() && fieldsGone.isEmpty() && variablesGone.isEmpty();
    }

    /** Whether every value keeps what it fits. */
    public boolean fits() {
        return unfit.isEmpty();
    }

    public boolean losesFields() {
        return !fieldsGone.isEmpty();
    }

    public boolean losesVariables() {
        return !variablesGone.isEmpty();
    }

    /**
     * A value's place in one word, for what carries it along: such as {@code DATABASE@production}, or that of an app's
     * own {@code DATABASE@production@api}.
     */
    static String place(Weighed value) {
        var place = value.named().key() + "@" + value.environment().slug();
        return value.named().isOfApp() ? place + "@" + value.named().app() : place;
    }

    private static List<String> fieldsGone(Schema before, Schema after) {
        var kept = Fields.of(after).shown().stream().map(FormField::pointer).collect(Collectors.toSet());
        return Fields.of(before).shown().stream()
                .filter(field -> !field.pointer().isEmpty() && !kept.contains(field.pointer()))
                .map(FormField::label).distinct().toList();
    }
}
