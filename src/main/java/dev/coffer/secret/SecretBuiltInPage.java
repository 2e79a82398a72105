package dev.coffer.secret;

import dev.coffer.access.Access;
import dev.coffer.builtin.BuiltIn;
import dev.coffer.reading.Readings;
import dev.coffer.web.Page;
import dev.coffer.web.Stamp;
import java.util.List;

/**
 * A secret of the organization, as a project that has nothing of its own for the key sees it: to be read only. Apps may
 * have their own.
 */
public record SecretBuiltInPage(SecretAddresses to, Access access, Listed listed, Beside beside) implements Page {

    /** What apps have of the same key, and who reads it. */
    public record Beside(List<Listed> own, Readings.Report readings) {}

    /** An environment, and the version that it gets; null where it gets none. */
    public record Place(ListedRow row, BuiltIn.Place value) {
        public Stamp since() {
            return value == null ? null : new Stamp(value.updatedAt());
        }
    }

    @Override
    public String template() {
        return "secret/built-in";
    }

    @Override
    public String title() {
        return listed.key();
    }

    @Override
    public String section() {
        return "Secrets";
    }

    public BuiltIn secret() {
        return listed.builtIn().orElseThrow();
    }

    public boolean described() {
        return !secret().description().isEmpty();
    }

    public Stamp created() {
        return new Stamp(secret().createdAt());
    }

    public Stamp updated() {
        return new Stamp(secret().updatedAt());
    }

    public List<Place> places() {
        var here = to.from(SecretAddresses.From.DETAILS);
        return listed.slots().stream().map(slot -> new Place(ListedRow.of(listed, slot, access, here),
                slot.builtIn().orElse(null))).toList();
    }

    public ReadersTable readers() {
        return new ReadersTable(to, listed.key(), beside.readings,
                listed.slots().stream().map(Secret.Slot::environment).toList());
    }

    public boolean hasOthers() {
        return !beside.own.isEmpty();
    }

    public List<SecretDetailsPage.Other> others() {
        return SecretDetailsPage.others(beside.own, to);
    }

    public String listHref() {
        return to.list();
    }
}
