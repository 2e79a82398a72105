package dev.coffer.secret;

import dev.coffer.app.AppName;
import dev.coffer.builtin.BuiltIn;
import dev.coffer.form.ScopedKey;
import dev.coffer.project.Environment;
import dev.coffer.requirement.Need;
import dev.coffer.requirement.Readiness;
import dev.coffer.schema.TypeName;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * A key in the list of a project's secrets: one that it has, one that it needs, one that the organization has, or all
 * of that; or one that is an app's own. {@code slots} has every environment of the project, in order, each with its
 * values and its need.
 */
public record Listed(String key, Optional<Secret> secret, List<Secret.Slot> slots, Optional<BuiltIn> builtIn) {
    /** After every key that one of them ends, and before every longer one. */
    private static final String LAST = "!";
    private static final String OWN = "#";

    /** What a project has, what it needs, what the organization has, and which values give what beside their keys. */
    record All(List<Secret> secrets, Readiness needs, List<BuiltIn> builtIns, SecretNames.Givers givers) {}

    /** All of it, by key. */
    static List<Listed> of(List<Environment> environments, All all) {
        var needs = all.needs;
        var stored = new TreeMap<ScopedKey, Secret>();
        all.secrets.forEach(secret -> stored.put(secret.named(), secret));
        var builtIns = new HashMap<String, BuiltIn>();
        all.builtIns.forEach(builtIn -> builtIns.put(builtIn.key(), builtIn));
        Map<Place, Need> needed = new HashMap<>();
        needs.needs().forEach(need -> needed.put(new Place(need.key(), need.environment().slug()), need));
        var keys = new TreeSet<>(stored.keySet());
        needs.needs().forEach(need -> keys.add(ScopedKey.ofProject(need.key())));
        builtIns.keySet().forEach(key -> keys.add(ScopedKey.ofProject(key)));
        var listed = new TreeMap<ScopedKey, Listed>();
        for (var named : keys) {
            var secret = Optional.ofNullable(stored.get(named));
            var slots = secret.map(Secret::slots).orElseGet(() -> environments.stream()
                    .map(environment -> new Secret.Slot(environment, Optional.empty())).toList());
            var given = slots.stream().map(slot -> slot.givenBy(all.givers.of(slot.environment(), named)));
            if (named.isOfApp()) {
                listed.put(named, new Listed(named.key(), secret, given.toList(), Optional.empty()));
                continue;
            }
            var builtIn = Optional.ofNullable(builtIns.get(named.key()));
            listed.put(named, new Listed(named.key(), secret, given.map(slot -> slot.over(builtIn).needing(
                    Optional.ofNullable(needed.get(new Place(named.key(), slot.environment().slug()))))).toList(),
                    builtIn));
        }
        return layered(listed, all.givers);
    }

    /** With what each hides, and what hides it. */
    private static List<Listed> layered(TreeMap<ScopedKey, Listed> all, SecretNames.Givers givers) {
        var apps = all.keySet().stream().map(ScopedKey::app).filter(app -> !app.isEmpty()).distinct().sorted().toList();
        return all.values().stream().map(listed -> listed.app().isPresent()
                ? listed.with(slot -> new Secret.Layers(List.of(), below(all, givers, slot.environment(), listed.key)))
                : apps.isEmpty() ? listed : listed.with(slot -> new Secret.Layers(apps.stream()
                        .filter(app -> gives(all, givers, slot.environment(), new ScopedKey(listed.key, app)))
                        .toList(), Optional.empty())))
                .toList();
    }

    private static boolean gives(Map<ScopedKey, Listed> all, SecretNames.Givers givers, Environment environment,
            ScopedKey named) {
        return givers.of(environment, named).isPresent() || Optional.ofNullable(all.get(named))
                .flatMap(listed -> listed.slot(environment)).filter(Secret.Slot::gives).isPresent();
    }

    private static Optional<SecretFilter.Scope> below(Map<ScopedKey, Listed> all, SecretNames.Givers givers,
            Environment environment, String key) {
        var named = ScopedKey.ofProject(key);
        return gives(all, givers, environment, named) ? Optional.of(SecretFilter.Scope.PROJECT)
                : Optional.ofNullable(all.get(named)).flatMap(listed -> listed.slot(environment))
                        .filter(Secret.Slot::isBuiltIn).map(_ -> SecretFilter.Scope.ORGANIZATION);
    }

    private Listed with(Function<Secret.Slot, Secret.Layers> layers) {
        return new Listed(key, secret, slots.stream().map(slot -> slot.among(layers.apply(slot))).toList(), builtIn);
    }

    private Optional<Secret.Slot> slot(Environment environment) {
        return slots.stream().filter(slot -> slot.environment().equals(environment)).findFirst();
    }

    /** The key, and whose it is. */
    public ScopedKey named() {
        return secret.map(Secret::named).orElseGet(() -> ScopedKey.ofProject(key));
    }

    /** Whose own it is; empty for what is the project's or the organization's. */
    public Optional<AppName> app() {
        return secret.flatMap(Secret::app);
    }

    static Listed of(Secret secret) {
        return new Listed(secret.key(), Optional.of(secret), secret.slots(), Optional.empty());
    }

    /** Whether the organization has it, and the project has nothing of its own. */
    public boolean isBuiltIn() {
        return secret.isEmpty() && builtIn.isPresent();
    }

    /** What the project has or needs, and what the organization has, each by itself. */
    List<Listed> parts() {
        if (builtIn.isEmpty() || isBuiltIn()) {
            return List.of(this);
        }
        return List.of(new Listed(key, secret, slots, Optional.empty()), new Listed(key, Optional.empty(),
                slots.stream().map(Secret.Slot::builtInAlone).toList(), builtIn));
    }

    /** Its place in a list of parts. */
    String cursor() {
        return isBuiltIn() ? key + LAST : app().map(own -> key + OWN + own.slug()).orElse(key);
    }

    private record Place(String key, String environment) {}

    /** What it is for: as its own description says, or else as those do who need it. */
    public String description() {
        return secret.map(Secret::description).filter(text -> !text.isEmpty())
                .or(() -> builtIn.map(BuiltIn::description).filter(text -> !text.isEmpty()))
                .or(() -> need().map(Need::description)).orElse("");
    }

    /** The words of those who need it; "" where nobody does. */
    public String feature() {
        return need().map(Need::feature).orElse("");
    }

    /** The key of its type, or of the one that is asked for where there is no value yet; "" for a plain value. */
    public String typeKey() {
        return secret.map(Secret::typeKey).orElseGet(() -> wanted().map(Need.Wanted::key).orElse(""));
    }

    /** The name of its type, or of the one that is asked for; its key while there is none. */
    public Optional<String> type() {
        return secret.isPresent() ? secret.get().type().map(TypeName::name) : wanted().map(Need.Wanted::told);
    }

    /** What those who need it ask for. */
    private Optional<Need.Wanted> wanted() {
        return isBuiltIn() ? Optional.empty() : need().flatMap(Need::wanted);
    }

    public boolean required() {
        return slots.stream().flatMap(slot -> slot.need().stream()).anyMatch(Need::required);
    }

    /** Whether its text is among what was asked for, and some environment of it. */
    boolean matches(SecretFilter filter) {
        return (filter.text().isEmpty() || contains(key, filter.text()) || contains(description(), filter.text())
                || contains(feature(), filter.text())
                || builtIn.filter(one -> contains(one.description(), filter.text())).isPresent())
                && filter.scope().map(scope -> isOf(scope)).orElse(true) && isOf(filter.type()) && isIn(filter.app())
                && slots.stream().anyMatch(filter::shows);
    }

    private boolean isOf(SecretFilter.Scope scope) {
        return switch (scope) {
            case PROJECT -> !isBuiltIn() && app().isEmpty();
            case APP -> app().isPresent();
            case ORGANIZATION -> builtIn.isPresent();
        };
    }

    private boolean isOf(String type) {
        return type.isEmpty() || type.equals(typeKey()) || type.equals(SecretFilter.PLAIN) && typeKey().isEmpty();
    }

    private boolean isIn(String app) {
        return app.isEmpty() || app.equals(app().map(AppName::slug).orElse(SecretFilter.EVERY_APP));
    }

    private Optional<Need> need() {
        return slots.stream().flatMap(slot -> slot.need().stream()).findFirst();
    }

    private static boolean contains(String text, String part) {
        return text.toLowerCase(Locale.ROOT).contains(part.toLowerCase(Locale.ROOT));
    }
}
