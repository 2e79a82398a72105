package dev.coffer.webhook;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.TestServer;
import dev.coffer.browser.Browsers;
import dev.coffer.browser.Manner;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A webhook from its form to its end in a real browser, told by the server's own dispatcher. */
@Tag("R19")
class WebhookPagesIT {
    private static TestServer server;
    private static Browsers browsers;

    @BeforeAll
    static void start() {
        server = TestServer.startAllowing(Post.LOOPBACK);
        browsers = Browsers.start();
    }

    @AfterAll
    static void stop() {
        browsers.close();
        server.close();
    }

    @ParameterizedTest
    @EnumSource(Manner.class)
    void a_webhook_is_added_tested_looked_at_and_deleted(Manner manner) throws Exception {
        var project = "hooks-" + manner.ordinal();
        var list = "/projects/" + project + "/webhooks";
        server.cast.project(project);
        try (var receiver = new Receiver();
                var tab = browsers.open(server.url(), manner, server.sessionOf(server.cast.alice))) {
            tab.visit(list);
            tab.look("no webhooks");
            tab.link("Add webhook");
            tab.on(list + "/new");
            tab.type("#url", "https://10.0.0.1/hook");
            tab.button("Add webhook");
            tab.mistakes(
                    "This address is inside the network. Whoever runs Coffer can allow it with COFFER_WEBHOOK_ALLOW");
            tab.look("a mistake");
            tab.type("#url", receiver.url("/hook"));
            tab.button("Add webhook");
            tab.focused("#secret-title");
            assertThat(tab.at("#secret").inputValue()).startsWith("whsec_");
            tab.look("the secret");
            tab.link("Done");
            tab.look("nothing told");

            tab.button("Send a test");
            tab.arrived("A test is on its way. Reload this page to see what came of it.");
            assertThat(receiver.next(30, TimeUnit.SECONDS).header("Coffer-Event")).isEqualTo("ping");
            server.api(server.cast.alice).json("PUT", "/api/v1/projects/%s/secrets/API_KEY".formatted(project),
                    "{\"value\": \"v\", \"environments\": [\"preview\"]}");
            receiver.next(30, TimeUnit.SECONDS);
            tab.page().reload();
            assertThat(tab.at("#deliveries tbody tr")).hasCount(2);
            tab.press("#deliveries summary");
            assertThat(tab.at("#deliveries pre").first()).containsText("API_KEY");
            tab.look("told");

            tab.visit(list);
            tab.look("one webhook");
            tab.press("#webhooks .delete");
            tab.asks("Delete webhook?");
            tab.look("deleting");
            tab.button("Delete webhook");
            tab.done("Webhook to 127.0.0.1 deleted.", "#webhooks-title");
            assertThat(tab.at("#webhooks tbody tr")).hasCount(0);
        }
    }
}
