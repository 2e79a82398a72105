package dev.coffer.secret;

import dev.coffer.crypto.Plaintext;
import dev.coffer.form.DescriptionCheck;
import dev.coffer.form.Errors;
import dev.coffer.form.SecretKey;
import dev.coffer.form.StrongValue;
import dev.coffer.form.ValueHints;
import dev.coffer.schema.Mistake;
import dev.coffer.schema.Parts;
import dev.coffer.schema.Schema;
import dev.coffer.web.Form;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What a form holds of a value: one field, or the fields of a type. Whoever made it closes it, which wipes what was
 * typed. Also what to tell of a value once it is saved: hints never stand in the way.
 */
final class TypedValue implements AutoCloseable {
    /** A type's form has as many as its boxes and choices. */
    static final int MOST_FIELDS = 5_000;

    private static final StrongValue STRONG = new StrongValue();

    private final Optional<Schema> schema;
    private final Optional<Parts> parts;
    private final List<Plaintext> values = new ArrayList<>();

    private TypedValue(Schema schema, Parts parts) {
        this.schema = Optional.of(schema);
        this.parts = Optional.of(parts);
    }

    private TypedValue(Plaintext value) {
        this.schema = Optional.empty();
        this.parts = Optional.empty();
        this.values.add(value);
    }

    /** By the fields of the chosen type; where none is, the value typed, or a strong one if the form asks for it. */
    static TypedValue of(Form form, TypeForm.Chosen chosen) {
        if (chosen.type().isPresent() && !chosen.isJson()) {
            var schema = chosen.type().get().schema();
            return new TypedValue(schema, Parts.of(schema, new Parts.Sent(form::has, form::secret, form::all))
                    .hiding(List.of(form.text("masked").split(" "))));
        }
        var typed = form.secret("value");
        return new TypedValue(typed.isEmpty() && chosen.type().isEmpty() && form.has("generate")
                ? STRONG.letters() : typed);
    }

    /** All of it, as a new value. */
    Plaintext whole() {
        if (values.isEmpty()) {
            values.add(parts.orElseThrow().alone(schema.orElseThrow()));
        }
        return values.getFirst();
    }

    /** What it makes of a stored one: nothing where nothing was entered. */
    NewValue change(TypeForm form) {
        return parts.<NewValue>map(entered -> form.demands() && entered.isUntouched(schema.orElseThrow())
                ? new NewValue.Kept() : new NewValue.Entered(entered))
                .orElseGet(() -> NewValue.of(Optional.of(whole()).filter(text -> !text.isEmpty())));
    }

    /**
     * The mistakes of the form and all of the value's, in the order of the form: nobody is told of them bit by bit. Of
     * alternatives those of the chosen one, which the value alone doesn't tell.
     */
    Errors mistakes(Errors others) {
        if (parts.isEmpty()) {
            return others;
        }
        var byItself = errors(schema.orElseThrow().mistakes(whole()));
        var isKnown = others.entries().stream().anyMatch(each -> isOfValue(each.field()));
        if (isKnown && (byItself.isEmpty() || !others.entries().containsAll(byItself.entries()))) {
            return others;
        }
        var isBefore = Set.of("key", "type");
        return Stream.of(others.entries().stream().filter(each -> isBefore.contains(each.field())),
                errors(parts.get().mistakes(schema.get(), whole())).entries().stream(),
                others.entries().stream().filter(each -> !isOfValue(each.field()))).flatMap(Function.identity())
                .reduce(Errors.none(), (all, each) -> all.and(each.field(), each.message()), (one, _) -> one);
    }

    private Errors errors(List<Mistake> mistakes) {
        return new CheckedValue(whole(), mistakes).errors();
    }

    private static boolean isOfValue(String field) {
        return field.equals("value") || field.startsWith("/value/");
    }

    /** The form with what may be shown again of it. */
    TypeForm in(TypeForm form) {
        return parts.map(form::with).orElse(form);
    }

    @Override
    public void close() {
        parts.ifPresent(Parts::close);
        values.forEach(Plaintext::close);
    }

    /** What was done, then what to check of the key, the value and the description; never a part of the value. */
    static SecretListPage.Note note(String done, SecretDraft saved) {
        var hints = new ArrayList<String>();
        SecretKey.warning(saved.key()).ifPresent(hints::add);
        hints.addAll(ValueHints.of(saved.value()));
        saved.description().flatMap(DescriptionCheck::hint).ifPresent(hints::add);
        return note(done, hints);
    }

    static SecretListPage.Note note(String done, Optional<String> description) {
        return note(done, description.flatMap(DescriptionCheck::hint).stream().toList());
    }

    private static SecretListPage.Note note(String done, List<String> hints) {
        return hints.isEmpty() ? new SecretListPage.Note(done, false)
                : new SecretListPage.Note(done + " Check it: " + String.join(". ", hints) + ".", true);
    }
}
