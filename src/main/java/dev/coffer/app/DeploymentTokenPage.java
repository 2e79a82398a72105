package dev.coffer.app;

import dev.coffer.account.ShownToken;
import dev.coffer.account.TokenLife;
import dev.coffer.form.Choice;
import dev.coffer.form.Errors;
import dev.coffer.web.Page;
import java.net.URI;
import java.util.List;
import java.util.UUID;

/** The form for a deployment's token, and, right after one was made, that token and how it is used. */
public record DeploymentTokenPage(String appHref, Deployment deployment, Asked asked, ShownToken shown, Server server)
        implements Page {

    /** Where a program finds the server, and the project's address. */
    public record Server(URI url, String project) {}

    /** The form as it was sent. */
    public record Asked(String name, String days, String addresses, Errors errors) {
        static final Asked NOTHING = new Asked("", String.valueOf(TokenLife.DEFAULT_DAYS), "", Errors.none());

        Asked with(Errors mistakes) {
            return new Asked(name, days, addresses, mistakes);
        }
    }

    static DeploymentTokenPage fresh(String appHref, Deployment deployment, Server server) {
        return new DeploymentTokenPage(appHref, deployment, Asked.NOTHING, null, server);
    }

    DeploymentTokenPage with(Asked other) {
        return new DeploymentTokenPage(appHref, deployment, other, null, server);
    }

    DeploymentTokenPage shows(ShownToken token) {
        return new DeploymentTokenPage(appHref, deployment, Asked.NOTHING, token, server);
    }

    public boolean isShown() {
        return shown != null;
    }

    public String name() {
        return deployment.name();
    }

    public String action() {
        return "%s/deployments/%s/tokens/new".formatted(appHref, deployment.environment().slug());
    }

    public List<Choice> expiries() {
        return TokenLife.choices(asked.days);
    }

    /** The token is pasted, and so in no history of a shell. */
    public String run() {
        return """
                export COFFER_URL=%s
                read -rs COFFER_TOKEN && export COFFER_TOKEN
                coffer run -- npm start""".formatted(server.url);
    }

    /** The token goes through a pipe, so that no list of processes shows it. */
    public String curl() {
        return """
                printf 'Authorization: Bearer %%s\\n' "$COFFER_TOKEN" |
                  curl -fsS -H @- %s/api/v1/runtime/secrets""".formatted(server.url);
    }

    /** Where clients of the KV v2 API find it. */
    public String path() {
        return "%s/%s/%s".formatted(server.project, deployment.environment().slug(), deployment.app());
    }

    public UUID role() {
        return deployment.id();
    }

    @Override
    public String template() {
        return "app/token";
    }

    @Override
    public String title() {
        return isShown() ? "Copy your token now" : "New token for " + name();
    }

    @Override
    public String section() {
        return AppListPage.SECTION;
    }

    @Override
    public boolean failed() {
        return !asked.errors.isEmpty();
    }
}
