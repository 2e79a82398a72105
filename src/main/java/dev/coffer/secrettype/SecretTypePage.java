package dev.coffer.secrettype;

import dev.coffer.web.Page;
import dev.coffer.web.Stamp;

/** A type to read: its schema, the form that it makes and the variables that it gives. */
public record SecretTypePage(String listHref, StoredType stored, boolean isManager) implements Page {

    public Preview preview() {
        return Preview.of(stored.type().schema());
    }

    public SecretTypeListPage.Row row() {
        return new SecretTypeListPage.Row(stored.key(), stored.name(), preview().outline(), stored.uses(),
                listHref + "/" + stored.key(), listHref);
    }

    public String schema() {
        return stored.type().text();
    }

    public Stamp changedAt() {
        return new Stamp(stored.updated().at());
    }

    @Override
    public String template() {
        return "secrettype/show";
    }

    @Override
    public String title() {
        return stored.name();
    }

    @Override
    public String section() {
        return SecretTypeListPage.SECTION;
    }
}
