package dev.coffer.secrettype;

import dev.coffer.web.Page;
import dev.coffer.web.Stamp;

/** A type to read: its schema, the form that it makes and the variables that it gives. */
public record SecretTypePage(StoredType stored, boolean isManager, Preview preview, SecretTypeListPage.Row row)
        implements Page {

    static SecretTypePage of(String listHref, StoredType stored, boolean isManager) {
        var preview = Preview.of(stored.type().schema());
        return new SecretTypePage(stored, isManager, preview, new SecretTypeListPage.Row(stored.key(), stored.name(),
                preview.outline(), stored.uses(), listHref + "/" + stored.key(), listHref));
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
