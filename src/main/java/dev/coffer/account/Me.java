package dev.coffer.account;

import dev.coffer.access.Role;
import dev.coffer.access.User;
import java.util.List;

/** Who somebody is, and what is theirs to enter. */
public record Me(User user, String organization, List<Entered> projects) {

    /** A project that they have a role in. */
    public record Entered(String slug, String name, Role role) {}
}
