package dev.coffer.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.Cast;
import dev.coffer.TestServer;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("R19")
class WebhookPagesTest {
    private static final Pattern SECRET = Pattern.compile("value=\"(whsec_[A-Za-z0-9_-]{43})\"");
    private static final Pattern HREF = Pattern.compile("href=\"(/projects/[a-z-]+/webhooks/[0-9a-f-]{36})\"");
    private static TestServer server;
    private static Cast cast;

    @BeforeAll
    static void start() {
        server = TestServer.start();
        cast = server.cast;
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void a_webhook_is_added_and_its_secret_shown_once() {
        cast.project("wp-added");
        var browser = server.browser(cast.dave);
        assertThat(browser.get("/projects/wp-added/webhooks").body()).contains("No webhooks yet", "Check the signature",
                "aria-current=\"page\"");
        assertThat(browser.get("/projects/wp-added/webhooks/new").body()).contains("its key, never the value");

        var shown = add("wp-added");

        assertThat(SECRET.matcher(shown).find()).isTrue();
        var href = href(shown);
        assertThat(browser.get("/projects/wp-added/webhooks").body()).contains("https://hooks.invalid/t0ken",
                "Secret changed", "Nothing told yet").doesNotContain("whsec_");
        assertThat(browser.get(href).body()).contains("Nothing was told yet").doesNotContain("whsec_");
    }

    @Test
    void an_address_inside_the_network_is_refused_at_its_field() {
        cast.project("wp-inside");
        var answer = server.browser(cast.alice).form("/projects/wp-inside/webhooks/new", "url", "https://127.0.0.1/x",
                "enabled", "yes");

        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body()).contains("id=\"url-error\"", "inside the network", "Choose at least one event",
                "value=\"https://127.0.0.1/x\"", "href=\"#url\"");
    }

    @Test
    void one_is_edited_and_a_save_over_somebody_elses_is_refused() {
        cast.project("wp-edit");
        var href = href(add("wp-edit"));
        var browser = server.browser(cast.alice);
        assertThat(browser.get(href + "/edit").body()).contains("name=\"read\"", "value=\"1\"");

        String[] typed = {"url", "https://others.invalid/", "events", "publication.created", "read", "1"};
        assertThat(browser.form(href + "/edit", typed).statusCode()).isEqualTo(303);
        assertThat(browser.get("/projects/wp-edit/webhooks").body()).contains("Webhook to others.invalid saved.",
                "Publication created", "Disabled");
        var stale = browser.form(href + "/edit", typed);
        assertThat(stale.statusCode()).isEqualTo(409);
        assertThat(stale.body()).contains("Somebody changed this webhook");
    }

    @Test
    void a_new_secret_is_asked_about_then_shown_once() {
        cast.project("wp-roll");
        var first = add("wp-roll");
        var href = href(first);
        var browser = server.browser(cast.alice);
        assertThat(browser.get(href + "/secret").body()).contains("Make a new secret?", "ends at once");

        var second = browser.form(href + "/secret").body();

        assertThat(SECRET.matcher(second).results().map(found -> found.group(1)).toList()).hasSize(1)
                .doesNotContain(secret(first));
    }

    @Test
    void what_was_told_is_listed_with_its_body_and_can_be_told_again() {
        cast.project("wp-told");
        var href = href(add("wp-told"));
        var browser = server.browser(cast.alice);
        assertThat(browser.form(href + "/test").statusCode()).isEqualTo(303);
        server.api(cast.alice).json("PUT", "/api/v1/projects/wp-told/secrets/API_KEY",
                "{\"value\": \"canary\", \"environments\": [\"preview\"]}");

        var page = browser.get(href).body();

        assertThat(page).contains("A test is on its way.", "ping", "secret.changed", "API_KEY", "Deliver again")
                .doesNotContain("canary");
        var retry = Pattern.compile("action=\"([^\"]+/retry)\"").matcher(page).results().findFirst().get().group(1);
        assertThat(browser.form(retry).statusCode()).isEqualTo(303);
        assertThat(browser.get(href).body()).contains("The delivery is tried again.");
    }

    @Test
    void one_is_deleted_after_a_question_with_htmx_and_without() {
        cast.project("wp-gone");
        var browser = server.browser(cast.alice);
        var first = href(add("wp-gone"));
        var second = href(add("wp-gone"));
        var dialog = browser.htmx().get(first + "/delete");
        assertThat(dialog.body()).startsWith("<dialog").contains("alertdialog", "Delete webhook?", "hooks.invalid")
                .doesNotContain("t0ken");
        var gone = browser.htmx().form(first + "/delete");
        assertThat(gone.headers().firstValue("HX-Retarget")).contains("#webhooks");
        assertThat(gone.body()).contains("id=\"webhooks\"");
        assertThat(browser.form(second + "/delete").statusCode()).isEqualTo(303);
        assertThat(browser.get("/projects/wp-gone/webhooks").body()).contains("No webhooks yet",
                "Webhook to hooks.invalid deleted.");
    }

    @Test
    @Tag("R34")
    void others_see_no_entry_and_no_page() {
        cast.project("wp-closed");
        var bob = server.browser(cast.bob);
        assertThat(bob.get("/projects/wp-closed/secrets").body()).doesNotContain("/webhooks");
        assertThat(bob.get("/projects/wp-closed/webhooks").statusCode()).isEqualTo(403);
        assertThat(server.browser(cast.carol).get("/projects/wp-closed/webhooks/new").statusCode()).isEqualTo(403);
        assertThat(server.browser(cast.mallory).get("/projects/wp-closed/webhooks").statusCode()).isEqualTo(404);
        assertThat(server.browser().get("/projects/wp-closed/webhooks").headers().firstValue("Location").orElse(""))
                .startsWith("/sign-in");
    }

    private static String add(String project) {
        var answer = server.browser(cast.alice).form("/projects/%s/webhooks/new".formatted(project), "url",
                "https://hooks.invalid/t0ken", "events", "secret.changed", "enabled", "yes");
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer.body();
    }

    private static String href(String page) {
        var found = HREF.matcher(page);
        assertThat(found.find()).isTrue();
        return found.group(1);
    }

    private static String secret(String page) {
        var found = SECRET.matcher(page);
        assertThat(found.find()).isTrue();
        return found.group(1);
    }
}
