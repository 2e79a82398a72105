package dev.coffer.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.TestServer;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("R29")
class PipelineTokenPagesTest {
    private static final Pattern TOKEN = Pattern.compile("value=\"(cof_c\\w{59})\"");
    private static TestServer server;

    @BeforeAll
    static void start() {
        server = TestServer.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void a_token_is_made_by_a_form_and_shown_this_once() {
        server.cast.project("made");
        var browser = server.browser(server.cast.dave);
        assertThat(browser.get("/projects/made/tokens").body()).contains("No tokens yet", "Create a token",
                "aria-current=\"page\"");
        var made = browser.form("/projects/made/tokens", "name", "GitHub Actions", "role", "developer", "expires_at",
                "30", "addresses", "127.0.0.0/8, ::1\n198.51.100.7");
        assertThat(made.statusCode()).isEqualTo(200);
        assertThat(made.headers().firstValue("Cache-Control").orElse("")).contains("no-store");
        var match = TOKEN.matcher(made.body());
        assertThat(match.find()).isTrue();
        assertThat(made.body()).contains("Copy your token now").doesNotContain("Create a token");
        assertThat(server.api().with("Authorization", "Bearer " + match.group(1)).get("/api/v1/me").body())
                .contains("\"role\":\"developer\"");

        var later = browser.get("/projects/made/tokens").body();
        assertThat(later).contains("GitHub Actions", "Developer", "127.0.0.0/8, 0:0:0:0:0:0:0:1/128, 198.51.100.7/32",
                "Dave", "Revoke GitHub Actions").doesNotContain(match.group(1), "Copy your token");
    }

    @Test
    void mistakes_come_back_with_what_was_typed() {
        server.cast.project("wrong");
        var answer = server.browser(server.cast.dave).form("/projects/wrong/tokens", "name", "", "role", "viewer",
                "expires_at", "soon", "addresses", "nowhere");
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body()).contains("Token name is required", "Choose an expiry of 1 to 366 days",
                "Address range 1 is none", ">nowhere</textarea>").containsPattern("value=\"viewer\"[^>]+checked");
    }

    @Test
    void revoking_asks_first_and_then_swaps_the_table() {
        server.cast.project("gone");
        var browser = server.browser(server.cast.dave);
        browser.form("/projects/gone/tokens", "name", "old", "role", "admin", "expires_at", "90");
        var link = Pattern.compile("href=\"(/projects/gone/tokens/[0-9a-f-]+/revoke)\"")
                .matcher(browser.get("/projects/gone/tokens").body());
        assertThat(link.find()).isTrue();
        assertThat(browser.htmx().get(link.group(1)).body()).contains("role=\"alertdialog\"", "Revoke old?",
                "refused from their next request on");
        var done = browser.htmx().form(link.group(1));
        assertThat(done.headers().firstValue("HX-Retarget")).contains("#tokens");
        assertThat(done.headers().firstValue("HX-Trigger-After-Settle").orElse("")).contains("Token old revoked.");
        assertThat(done.body()).contains("No tokens yet").doesNotContain("Create a token");
        assertThat(browser.form(link.group(1)).statusCode()).isEqualTo(404);
    }

    @Test
    @Tag("R34")
    void only_who_manages_tokens_gets_there() {
        server.cast.project("closed");
        var path = "/projects/closed/tokens";
        assertThat(server.browser(server.cast.alice).get(path).statusCode()).isEqualTo(200);
        assertThat(server.browser(server.cast.bob).get(path).statusCode()).isEqualTo(403);
        assertThat(server.browser(server.cast.carol).form(path, "name", "x").statusCode()).isEqualTo(403);
        assertThat(server.browser(server.cast.mallory).get(path).statusCode()).isEqualTo(404);
        assertThat(server.browser().get(path).headers().firstValue("Location").orElse("")).startsWith("/sign-in");
        assertThat(server.browser(server.cast.bob).get("/projects/closed/secrets").body()).doesNotContain(path);
    }
}
