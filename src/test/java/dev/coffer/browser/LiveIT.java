package dev.coffer.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.TestServer;
import dev.coffer.requirement.Asked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Two browsers side by side: what one does, the other's page shows and says, behind whatever proxy. */
@Tag("R24")
class LiveIT {
    private static TestServer server;
    private static Browsers browsers;
    private static int count;

    private BufferingProxy proxy;
    private String home;

    @BeforeAll
    static void start() {
        server = TestServer.start();
        browsers = Browsers.start();
    }

    @AfterAll
    static void stop() {
        browsers.close();
        server.close();
    }

    @BeforeEach
    void newProject() {
        var slug = "live-" + ++count;
        var project = server.cast.project(slug);
        home = "/projects/" + slug;
        Asked.of(server.cast, project).requires("MAIL_KEY", "production").requires("STRIPE_SECRET_KEY", "production");
        proxy = new BufferingProxy(server.port());
    }

    @AfterEach
    void endProxy() {
        proxy.close();
    }

    @Test
    void the_last_missing_value_unblocks_publish_in_the_other_browser_which_says_so() {
        try (var alice = browsers.open(proxy.url(), Manner.KEYS_AND_SCRIPT, server.sessionOf(server.cast.alice));
                var dave = browsers.open(server.url(), Manner.KEYS_AND_SCRIPT, server.sessionOf(server.cast.dave))) {
            alice.visit(home);
            assertThat(alice.at("#publish-production")).hasAttribute("aria-disabled", "true");
            alice.at("#publish-production").focus();

            dave.visit(home).press("#set-up-blocked-production");
            dave.focused("#value");
            dave.type("#value", "of dave");
            dave.button("Set secret");
            dave.says("#flash", "MAIL_KEY set. 1 of 2 left.");
            dave.says("#live", "MAIL_KEY set. 1 of 2 left.");
            dave.focused("#value");
            alice.says("#live", "MAIL_KEY was set in Production by Dave.");

            dave.type("#value", "of dave");
            dave.button("Set secret");
            dave.arrived("All required secrets are set. Production can be published.");
            alice.says("#live", "STRIPE_SECRET_KEY was set in Production by Dave. Production can be published now.");
            assertThat(alice.at("#publish-production")).not().hasAttribute("aria-disabled", "true");
            assertThat(alice.at("#blocked-production")).hasCount(0);
            alice.says("#project-state .badge", "Ready");
            alice.focused("#publish-production");
        }
    }

    @Test
    void after_the_connection_was_cut_the_page_catches_up() {
        try (var alice = browsers.open(proxy.url(), Manner.MOUSE_AND_SCRIPT, server.sessionOf(server.cast.alice))) {
            alice.expect("Failed to load resource: net::ERR_.*");
            alice.visit(home + "/secrets");
            alice.at("#set-MAIL_KEY-production").focus();
            proxy.cut();
            alice.page().waitForCondition(() -> proxy.refused() > 0);
            set("MAIL_KEY");
            assertThat(alice.at("#edit-MAIL_KEY-production")).hasCount(0);
            assertThat(alice.at(".failure")).hasCount(0);
            proxy.restore();
            alice.focused("#edit-MAIL_KEY-production");
            alice.says("#live", "MAIL_KEY was set in Production by Dave.");
            alice.look("what another has set");
        }
    }

    @Test
    void what_is_typed_goes_first() {
        try (var alice = browsers.open(proxy.url(), Manner.MOUSE_AND_SCRIPT, server.sessionOf(server.cast.alice))) {
            alice.page().clock().install();
            alice.visit(home + "/secrets").press("#set-STRIPE_SECRET_KEY-production");
            alice.type("#value", "half a va");
            set("MAIL_KEY");
            alice.page().clock().runFor(9_000); // long enough for two questions
            assertThat(alice.at("#value")).hasValue("half a va");
            alice.focused("#value");
            assertThat(alice.at("#edit-MAIL_KEY-production")).hasCount(0);
            alice.escape();
            assertThat(alice.at("#edit-MAIL_KEY-production")).hasCount(1);
            alice.focused("#set-STRIPE_SECRET_KEY-production");

            alice.at("#q").focus();
            alice.type("#q", "MAIL");
            assertThat(alice.at("#set-STRIPE_SECRET_KEY-production")).hasCount(0);
            delete("MAIL_KEY");
            assertThat(alice.at("#set-MAIL_KEY-production")).hasCount(1);
            assertThat(alice.at("#set-STRIPE_SECRET_KEY-production")).hasCount(0);
            assertThat(alice.at("#q")).hasValue("MAIL");
            alice.focused("#q");
        }
    }

    private void set(String key) {
        assertThat(server.api(server.cast.dave).json("POST", "/api/v1" + home + "/secrets", """
                {"key": "%s", "value": "kanarie", "environments": ["production"]}""".formatted(key)).statusCode())
                .isEqualTo(201);
    }

    private void delete(String key) {
        assertThat(server.api(server.cast.dave).delete("/api/v1" + home + "/secrets/" + key).statusCode())
                .isEqualTo(204);
    }
}
