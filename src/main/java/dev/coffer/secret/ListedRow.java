package dev.coffer.secret;

import static dev.coffer.access.Permission.SECRET_WRITE;

import dev.coffer.access.Access;
import dev.coffer.builtin.BuiltIn;
import dev.coffer.form.ScopedKey;
import dev.coffer.requirement.Need;
import dev.coffer.web.Stamp;
import java.util.List;
import java.util.stream.Stream;

/**
 * A key in an environment, as tables show it. {@code span}: how many rows the key's cell covers, 0 where one above
 * does; {@code may}: what its reader may do with it.
 */
public record ListedRow(Listed listed, Secret.Slot slot, int span, May may, SecretAddresses to) {
    private static final int NAMED = 3;

    /** Write a value of the project's own, or nothing; and in the last case not even that, since it is done. */
    enum May {
        WRITE,
        READ,
        OVERRIDDEN
    }

    /** A row of its own, for somebody who came in with that access. */
    static ListedRow of(Listed listed, Secret.Slot slot, Access access, SecretAddresses to) {
        return new ListedRow(listed, slot, 1,
                slot.environment().allows(access, SECRET_WRITE) ? May.WRITE : May.READ, to);
    }

    /** The organization's value, where the project has one of its own. */
    static ListedRow overridden(Listed listed, Secret.Slot slot, SecretAddresses to) {
        return new ListedRow(listed, slot.builtInAlone(), 1, May.OVERRIDDEN, to);
    }

    ListedRow spanning(int rows) {
        return new ListedRow(listed, slot, rows, may, to);
    }

    /** Above a table's other rows. */
    boolean comesFirst() {
        return missing();
    }

    public String key() {
        return listed.key();
    }

    public boolean heads() {
        return span > 0;
    }

    public String rowspan() {
        return span > 1 ? String.valueOf(span) : null;
    }

    public String description() {
        return builtIn() ? listed.builtIn().map(BuiltIn::description).filter(text -> !text.isEmpty())
                .orElseGet(listed::description) : listed.description();
    }

    /** Whether the value is the organization's. */
    public boolean builtIn() {
        return slot.isBuiltIn();
    }

    /** Whose value counts where there are two; null where there is one. */
    public String precedence() {
        if (isOwn()) {
            return slot.layers().below().map(below -> (slot.gives() ? "Hides the %s value" : "The %s value counts")
                    .formatted(below == SecretFilter.Scope.PROJECT ? "project's" : "built-in")).orElse(null);
        }
        return may == May.OVERRIDDEN ? "Overridden by this project's value"
                : slot.isOverriding() ? "Overrides the built-in value" : null;
    }

    /** For which apps it doesn't count, since they have their own; null where there are none. */
    public String hidden() {
        var apps = slot.layers().above();
        if (apps.isEmpty()) {
            return null;
        }
        var names = apps.size() <= NAMED ? apps
                : Stream.concat(apps.stream().limit(NAMED - 1L),
                        Stream.of("%,d more".formatted(apps.size() - NAMED + 1)))
                        .toList();
        var told = names.size() == 1 ? names.getFirst()
                : String.join(", ", names.subList(0, names.size() - 1)) + " and " + names.getLast();
        return (configured() ? "Hidden for %s" : "Set for %s alone").formatted(told);
    }

    /** Whether it is an app's own. */
    public boolean isOwn() {
        return named().isOfApp();
    }

    /** Whose own it is, in words; null for what is not an app's. */
    public String scope() {
        return isOwn() ? "Own value of " + named().app() : null;
    }

    ScopedKey named() {
        return listed.named();
    }

    public boolean writable() {
        return may == May.WRITE;
    }

    /** Whether there is nothing of the project's own to change here. */
    public boolean readOnly() {
        return !writable() || builtIn();
    }

    public String feature() {
        return listed.feature();
    }

    public boolean needed() {
        return !feature().isEmpty();
    }

    public String type() {
        return listed.type().orElse("Plain");
    }

    /** Whether the value that is there is not what its type asks for. */
    public boolean unfit() {
        return slot.value().filter(value -> !value.fits()).isPresent();
    }

    public String environment() {
        return slot.environment().name();
    }

    public String status() {
        return slot.status().label();
    }

    public String badge() {
        return switch (slot.status()) {
            case CONFIGURED -> "ok";
            case MISSING -> slot.need().filter(Need::required).isPresent() ? "warn" : null;
            case DISMISSED, NOT_SET -> null;
        };
    }

    public String icon() {
        return switch (slot.status()) {
            case CONFIGURED -> "check";
            case MISSING, NOT_SET -> "missing";
            case DISMISSED -> "dismissed";
        };
    }

    public boolean configured() {
        return slot.status() == SecretFilter.Status.CONFIGURED;
    }

    public boolean missing() {
        return slot.status() == SecretFilter.Status.MISSING;
    }

    private boolean dismissed() {
        return slot.status() == SecretFilter.Status.DISMISSED;
    }

    /** Why it may stay without a value, and who said so; null where nobody did. */
    public String dismissal() {
        return dismissed() ? slot.need().flatMap(Need::dismissal)
                .map(why -> "%s (%s, %s)".formatted(why.reason(), why.by(), new Stamp(why.at()).date())).orElse(null)
                : null;
    }

    public Stamp created() {
        return slot.value().map(Secret.Value::createdAt).or(() -> slot.builtIn().map(BuiltIn.Place::createdAt))
                .map(Stamp::new).orElse(null);
    }

    public boolean editable() {
        return writable() && slot.value().isPresent();
    }

    public boolean settable() {
        return writable() && slot.value().isEmpty() && !builtIn() && !given();
    }

    /** Whether another secret's value gives a variable of this name, so that there is nothing to set. */
    public boolean given() {
        return slot.value().isEmpty() && slot.giver().isPresent();
    }

    /** The key of that secret. */
    public String giver() {
        return slot.giver().orElse("");
    }

    public String giverHref() {
        return to.details(new ScopedKey(giver(), named().app()));
    }

    public boolean overridable() {
        return writable() && builtIn();
    }

    public boolean dismissible() {
        return writable() && missing();
    }

    public boolean returnable() {
        return writable() && dismissed();
    }

    public String id() {
        return id(named(), slot.environment().slug());
    }

    /** Of no two rows: a slug has no underscore, and a key no hyphen. */
    static String id(ScopedKey named, String environment) {
        var id = named.key() + "-" + environment;
        return named.isOfApp() ? id + "_" + named.app() : id;
    }

    public String name() {
        return named().told() + ", " + environment();
    }

    /** Null where there is nothing but the need of it. */
    public String detailsHref() {
        return listed.secret().isPresent() || listed.builtIn().isPresent() ? to.details(named()) : null;
    }

    public String setHref() {
        return to.set(named(), slot.environment().slug());
    }

    public String editHref() {
        return to.edit(named(), slot.environment().slug());
    }

    public String deleteHref() {
        return to.delete(named(), slot.environment().slug());
    }

    public String dismissHref() {
        return to.dismiss(key(), slot.environment().slug());
    }

    public String bringBackHref() {
        return to.bringBack(key(), slot.environment().slug());
    }

    /** A titled table of rows. {@code titleId} is the id of its heading. */
    public record Group(String title, String titleId, List<ListedRow> rows) {
        public String heading() {
            return "%s (%,d)".formatted(title, rows.size());
        }
    }
}
