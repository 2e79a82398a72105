package dev.coffer.secret;

import static dev.coffer.access.Permission.SECRET_WRITE;

import dev.coffer.access.Access;
import dev.coffer.inspection.HealthPage;
import dev.coffer.project.Environment;
import dev.coffer.reading.Readings;
import dev.coffer.schema.TypeName;
import dev.coffer.web.Page;
import dev.coffer.web.Stamp;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One secret: what it is for, where it has a value since when, and the versions to go back to. */
public record SecretDetailsPage(SecretAddresses to, Access access, Secret secret, Past past, SecretListPage.Note note)
        implements Page {

    /**
     * What is known of the values beside that there are any: their versions, hints, what they give beside the key by
     * environment, all that there is of the same key, and who reads them.
     */
    public record Past(List<History> histories, List<String> hints, Map<UUID, List<String>> given, List<Listed> alike,
            Readings.Report readings) {}

    /** Another one of the same key. */
    public record Other(String scope, String href) {}

    /** What a value gives a program in an environment: names, the key's first. */
    public record Given(String environment, String names) {}

    /** An environment's versions, newest first. */
    public record History(Environment environment, List<SecretVersion> versions) {}

    /** An environment of the secret. */
    public record Place(ListedRow row, Secret.Value value) {
        public Stamp since() {
            return value == null ? null : new Stamp(value.updatedAt());
        }
    }

    /** The versions of an environment, as a table. */
    public record Versions(String environment, String id, List<Line> lines) {}

    /**
     * One of them. {@code restoreHref} is null for the current one, and where the reader may not; {@code inUse} where
     * nothing reads it.
     */
    public record Line(SecretVersion version, String environment, String id, String restoreHref, String inUse) {
        public String number() {
            return String.valueOf(version.number());
        }

        public Stamp at() {
            return new Stamp(version.createdAt());
        }

        public boolean current() {
            return version.current();
        }

        public String origin() {
            var from = version.restoredFrom();
            return from.isPresent() ? "Restored from version " + from.getAsInt() : null;
        }
    }

    @Override
    public String template() {
        return "secret/details";
    }

    @Override
    public String title() {
        return secret.named().told();
    }

    @Override
    public String section() {
        return "Secrets";
    }

    /** Whose own it is, behind its key; "" for the project's. */
    public String of() {
        return SecretConfirmPage.of(secret);
    }

    /** Whose it is. */
    public String scope() {
        return secret.app().map(app -> "Only " + app.slug()).orElse("All apps");
    }

    /** Whether that needs to be said. */
    public boolean scoped() {
        return secret.app().isPresent() || hasOthers();
    }

    public boolean hasOthers() {
        return !others().isEmpty();
    }

    /** What else has this key: the project's or built-in one, and apps' own. */
    public List<Other> others() {
        return others(past.alike.stream().filter(each -> !each.named().equals(secret.named())).toList(), to);
    }

    static List<Other> others(List<Listed> alike, SecretAddresses to) {
        var fromList = to.from(SecretAddresses.From.LIST);
        return alike.stream().filter(each -> each.secret().isPresent() || each.builtIn().isPresent())
                .map(each -> new Other(each.app().map(app -> "Own value of " + app.slug())
                        .orElse(each.isBuiltIn() ? "Built-in value" : "The project's value"),
                        fromList.details(each.named())))
                .toList();
    }

    public boolean described() {
        return !secret.description().isEmpty();
    }

    /** The name of its type, null for a plain value. */
    public String type() {
        return secret.type().map(TypeName::name).orElse(null);
    }

    public String typeHref() {
        return to.type(secret.typeKey());
    }

    public Stamp created() {
        return new Stamp(secret.createdAt());
    }

    public Stamp updated() {
        return new Stamp(secret.updatedAt());
    }

    public List<Place> places() {
        var listed = past.alike.stream().filter(each -> each.named().equals(secret.named())).findFirst()
                .orElseGet(() -> Listed.of(secret));
        return listed.slots().stream().map(slot -> new Place(ListedRow.of(listed, slot, access, here()),
                slot.value().orElse(null))).toList();
    }

    public List<Versions> versions() {
        return past.histories.stream().map(history -> {
            var environment = history.environment;
            boolean writable = environment.allows(access, SECRET_WRITE);
            return new Versions(environment.name(), "versions-" + environment.slug(), history.versions.stream()
                    .map(version -> new Line(version, environment.name(), environment.slug() + "-" + version.number(),
                            writable && !version.current() ? here().restore(secret.named(),
                                    new SecretVersions.Target(environment.slug(), version.number())) : null,
                            readers().inUse(environment, version.number())))
                    .toList());
        }).toList();
    }

    public ReadersTable readers() {
        return new ReadersTable(to, secret.key(), past.readings,
                secret.slots().stream().map(Secret.Slot::environment).toList());
    }

    /** Whether the values give more than the key. */
    public boolean givesMore() {
        return !past.given.isEmpty();
    }

    public List<Given> variables() {
        return secret.configured().stream().map(environment -> new Given(environment.name(), Stream.concat(
                Stream.of(secret.key()), past.given.getOrDefault(environment.id(), List.of()).stream())
                .collect(Collectors.joining(", ")))).toList();
    }

    /** What stands out about the values, each as a sentence. */
    public List<String> hints() {
        return past.hints;
    }

    public boolean isHinted() {
        return !past.hints.isEmpty();
    }

    public String healthHref() {
        return to.health() + "#" + HealthPage.id(secret.named());
    }

    public boolean mayDeleteEverywhere() {
        return secret.configured().stream().allMatch(environment -> environment.allows(access, SECRET_WRITE));
    }

    public String deleteHref() {
        return here().deleteEverywhere(secret.named());
    }

    public String listHref() {
        return to.list();
    }

    private SecretAddresses here() {
        return to.from(SecretAddresses.From.DETAILS);
    }
}
