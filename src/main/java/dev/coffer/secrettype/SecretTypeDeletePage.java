package dev.coffer.secrettype;

import dev.coffer.form.ScopedKey;
import dev.coffer.web.Page;
import java.util.List;

/** Asks before a type is deleted, or says by which secrets it is used; then there is nothing to confirm. */
public record SecretTypeDeletePage(String listHref, StoredType stored, List<ScopedKey> users, String problem)
        implements Page {

    /** A secret that has the type, and its page. */
    public record User(String key, String href) {}

    public boolean isUsed() {
        return !users.isEmpty();
    }

    public String heading() {
        return isUsed() ? "Cannot delete " + stored.name() : "Delete " + stored.name() + "?";
    }

    public String text() {
        return !isUsed() ? "No secret has this type. Requirements that name it go on naming it."
                : users.size() == 1 ? "1 secret has this type. Give it another type first:"
                        : "%,d secrets have this type. Give each another type first:".formatted(users.size());
    }

    public List<User> secrets() {
        var secrets = listHref.replaceFirst("/secret-types$", "/secrets/");
        return users.stream().map(key -> new User(key.told(), secrets + key.path())).toList();
    }

    public String action() {
        return "%s/%s/delete".formatted(listHref, stored.key());
    }

    @Override
    public String template() {
        return "secrettype/delete";
    }

    @Override
    public String title() {
        return heading();
    }

    @Override
    public String section() {
        return SecretTypeListPage.SECTION;
    }

    @Override
    public boolean failed() {
        return problem != null;
    }
}
