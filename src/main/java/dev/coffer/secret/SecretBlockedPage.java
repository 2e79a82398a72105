package dev.coffer.secret;

import dev.coffer.form.ScopedKey;
import dev.coffer.web.Page;
import java.util.List;

/** Says in the question's place that a value can't be deleted, and under which deployments; each leads to its list. */
public record SecretBlockedPage(String key, List<Deployment> deployments, String back) implements Page {

    /** One whose list names the key, and the form with the list. */
    public record Deployment(String name, String href) {}

    static SecretBlockedPage of(SecretAddresses to, ScopedKey named, List<String> names) {
        return new SecretBlockedPage(named.told(),
                names.stream().map(name -> new Deployment(name, to.deployment(name))).toList(), to.opener(named));
    }

    public String text() {
        return deployments.size() == 1 ? "This deployment has it on its list. Take it off first:"
                : "These %,d deployments have it on their lists. Take it off first:".formatted(deployments.size());
    }

    @Override
    public String template() {
        return "secret/blocked";
    }

    @Override
    public String title() {
        return "Cannot delete " + key;
    }

    @Override
    public String section() {
        return "Secrets";
    }
}
