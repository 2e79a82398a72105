package dev.coffer.secret;

import dev.coffer.crypto.Plaintext;
import dev.coffer.project.Environment;
import dev.coffer.schema.Parts;
import dev.coffer.schema.SecretType;
import dev.coffer.schema.TypeName;
import dev.coffer.web.Form;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Which type a form or its address asks for. Empty {@code key}: it says nothing of one, and what is there already or
 * what the project needs counts. {@code picked}: what was chosen where a type has several shapes, by the field's name.
 */
record TypeChoice(Optional<String> key, boolean asJson, String step, Function<String, List<String>> picked) {
    private static final String ADDRESS = "address";

    /** By an address, which holds no value. */
    static TypeChoice asked(Function<String, List<String>> query) {
        var key = query.apply("type").stream().findFirst();
        var as = query.apply("as").stream().findFirst();
        return new TypeChoice(key, as.filter("json"::equals).isPresent(),
                key.isPresent() || as.isPresent() ? ADDRESS : "", query);
    }

    /** By a form. The step that shows other fields changes what it was, everything else leaves it. */
    static TypeChoice sent(Form form) {
        var step = form.text("step");
        boolean json = switch (step) {
            case "json" -> true;
            case "fields" -> false;
            default -> form.text("as").equals("json");
        };
        return new TypeChoice(form.has("type") ? Optional.of(form.text("type")) : Optional.empty(), json,
                step.equals("json") || step.equals("fields") ? TypeForm.AS : step, _ -> List.of());
    }

    /** Whether the form is to come back with other fields, and nothing to be saved. */
    boolean isStep() {
        return !step.isEmpty() && !step.equals(ADDRESS);
    }

    /**
     * Among the types of a project, of which {@code read} gives one whole; one that it doesn't have is a plain value.
     */
    TypeForm.Chosen among(List<TypeName> types, Optional<String> otherwise,
            Function<TypeName, Optional<SecretType>> read) {
        var wanted = key.or(() -> otherwise);
        return new TypeForm.Chosen(types.stream().filter(type -> wanted.filter(type.key()::equals).isPresent())
                .findFirst().flatMap(read), asJson, step);
    }

    /** The form with the shapes that were chosen, and nothing typed. */
    TypeForm in(TypeForm form) {
        if (!step.equals(ADDRESS) || form.fields().isEmpty()) {
            return form;
        }
        try (var parts = Parts.of(form.chosen().type().orElseThrow().schema(), new Parts.Sent(
                name -> !picked.apply(name).isEmpty(), _ -> Plaintext.of(new byte[0]), picked))) {
            return form.with(parts);
        }
    }

    /** What saving it does to a secret beyond one environment, where the type is another than now; else empty. */
    static Optional<String> note(Secret secret, TypeForm.Chosen chosen, Optional<Environment> edited) {
        var now = secret.type().map(TypeName::id);
        if (chosen.type().map(type -> type.named().id()).equals(now)) {
            return Optional.empty();
        }
        var others = secret.configured().stream().filter(each -> edited.filter(each::equals).isEmpty())
                .map(Environment::name).toList();
        var to = chosen.type().map(type -> type.named().name()).orElse("Plain value");
        return Optional.of("Saving changes the type of %s from %s to %s in every environment.".formatted(
                secret.named().told(),
                secret.type().map(TypeName::name).orElse("Plain value"), to)
                + (others.isEmpty() ? "" : " What is stored in %s stays as it is%s.".formatted(
                        String.join(" and ", others), chosen.type().isEmpty() ? ""
                                : ", and is marked No longer fits its type where it does not fit"))
                + (edited.isEmpty() ? "" : " Leave every field empty to change the type alone."));
    }
}
