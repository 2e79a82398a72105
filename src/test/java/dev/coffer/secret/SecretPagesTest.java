package dev.coffer.secret;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.TestClient;
import dev.coffer.TestServer;
import dev.coffer.audit.AuditAction;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The pages of a project's secrets, asked as a browser without JavaScript, as HTMX, and with mistakes. */
class SecretPagesTest {
    private static final String CANARY = "kanarie-\"<b>é\n7f3a";
    private static TestServer server;
    private static int count;

    @BeforeAll
    static void start() {
        server = TestServer.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    @Tag("R3")
    void an_empty_project_says_how_to_begin() {
        var secrets = secrets();
        var page = server.browser(server.cast.alice).get(secrets);
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("<h1>Secrets</h1>", "No secrets yet", secrets + "/-/new", "Import", "Compare")
                .doesNotContain("<table", "<dialog");
        assertThat(server.browser(server.cast.carol).get(secrets).body()).contains("No secrets yet")
                .doesNotContain("/-/new");
    }

    @Test
    @Tag("R3")
    void a_secret_is_added_without_javascript() {
        var secrets = secrets();
        var alice = server.browser(server.cast.alice);
        assertThat(alice.get(secrets + "/-/new").body()).contains("<h1>Add secret", "Secret key", "Secret value",
                "Description <span", "Create secret", "stored as LF");
        var added = add(alice, secrets, "STRIPE_SECRET_KEY", "preview");
        assertThat(added.statusCode()).isEqualTo(303);
        assertThat(added.headers().firstValue("Location")).contains(secrets);
        assertNoValue(added);
        var page = alice.get(secrets);
        assertThat(page.body()).contains("Secret STRIPE_SECRET_KEY created.", "1 of 100 secrets", "Configured", "Hidden",
                "id=\"edit-STRIPE_SECRET_KEY-preview\"", "id=\"set-STRIPE_SECRET_KEY-production\"");
        assertNoValue(page);
        assertThat(alice.get(secrets).body()).doesNotContain("created.");
    }

    private static String secrets() {
        var slug = "pages-" + ++count;
        server.cast.project(slug);
        return "/projects/" + slug + "/secrets";
    }

    private static HttpResponse<String> add(TestClient browser, String secrets, String key, String environment) {
        return browser.form(secrets + "/-/new", "key", key, "value", CANARY, "environments", environment,
                "description", "What " + key + " is for");
    }

    private static void assertNoValue(HttpResponse<String> answer) {
        assertThat(answer.body()).doesNotContain("kanarie", "7f3a");
        assertThat(answer.headers().map().toString()).doesNotContain("kanarie", "7f3a");
    }
}
