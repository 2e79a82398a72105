package dev.coffer.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import dev.coffer.TestClient;
import dev.coffer.TestServer;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the first of the sources says about Runtime Secrets and Publish, sentence by sentence, in every manner. */
@Tag("R1")
@Tag("R7")
@Tag("R8")
@Tag("R20")
@Tag("R21")
@Tag("R22")
@Tag("R23")
@Tag("R24")
class RuntimeSecretsIT {
    private static final String STRIPE = "STRIPE_SECRET_KEY";
    private static final String BUILD = """
            {"source": "build", "requirements": [
              {"key": "STRIPE_SECRET_KEY", "environments": ["production"], "feature": "Payments: checkout charges cards"},
              {"key": "RESEND_API_KEY", "environments": ["preview", "production"], "feature": "Mail: receipts are sent"},
              {"key": "SENTRY_DSN", "required": false, "environments": ["production"], "feature": "Error reports"}]}""";
    private static TestServer server;
    private static Browsers browsers;

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

    /** Somebody at a project of their own, and the build that works on it. */
    private record At(Tab tab, TestClient build, String project) {
        String secrets() {
            return "/projects/" + project + "/secrets";
        }

        int declare() {
            return build.json("PUT", "/api/v1/projects/%s/requirements".formatted(project), BUILD).statusCode();
        }

        Locator group(String heading) {
            return tab.at("#secrets section").filter(new Locator.FilterOptions().setHasText(heading));
        }
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void a_feature_needs_a_credential_before_it_can_fully_work(Manner manner) {
        var project = "runtime-" + manner.name().toLowerCase(Locale.ROOT).replace('_', '-');
        server.cast.project(project);
        server.cast.project(project + "-other");
        try (var tab = browsers.open(server.url(), manner, server.sessionOf(server.cast.alice))) {
            var at = new At(tab, server.api(server.cast.alice), project);
            nothingIsRequired(at);
            onlyWhatTheBuildNeedsIsListed(at);
            publishIsBlockedAndSaysByWhat(at);
            theWayThroughWhatIsMissing(at);
            publish(at);
            editingReplacesAndDoesNotReveal(at);
            deletingLeavesTheMissingRow(at);
            dismissedItDoesNotBlock(at);
        }
    }

    /** "If none are required, Runtime Secrets shows No secrets required." Path: workspace, gear icon, Secrets. */
    private static void nothingIsRequired(At at) {
        at.tab.visit("/projects/" + at.project);
        at.tab.link("Project settings");
        at.tab.on(at.secrets());
        assertThat(at.tab.at("#secrets")).containsText("No secrets required");
        at.tab.look("no secrets required");
    }

    /**
     * "Only the secrets that the project needs", "grouped as Required or Optional"; they "belong to the current
     * Project".
     */
    private static void onlyWhatTheBuildNeedsIsListed(At at) {
        assertThat(at.declare()).isEqualTo(200);
        at.tab.visit(at.secrets());
        assertThat(at.group("Required by this project").locator("tbody tr")).hasCount(3);
        assertThat(at.group("Optional").locator("tbody tr")).hasCount(1);
        assertThat(at.group("Required by this project")).matchesAriaSnapshot("""
                - table /Required by this project/:
                  - rowgroup:
                    - row "Key Description Type Environment Value Status Created Actions"
                  - rowgroup:
                    - row /RESEND_API_KEY .*receipts are sent Plain Preview Not set Missing/:
                      - rowheader "RESEND_API_KEY"
                      - cell "Preview"
                      - cell "Not set"
                      - cell "Missing"
                      - cell:
                        - link "Set secret RESEND_API_KEY, Preview"
                        - link "Dismiss RESEND_API_KEY, Preview"
                    - row /RESEND_API_KEY .*Production Not set Missing/
                    - row /STRIPE_SECRET_KEY .*Production Not set Missing/
                """);
        at.tab.look("required and optional");
        at.tab.visit(at.secrets().replace(at.project, at.project + "-other"));
        assertThat(at.tab.at("#secrets")).containsText("No secrets required");
    }

    /**
     * "Build can still run", "Publish is blocked until the required secret is configured", "the Project shows
     * Configuration required".
     */
    private static void publishIsBlockedAndSaysByWhat(At at) {
        assertThat(at.declare()).as("a build while values are missing").isEqualTo(200);
        at.tab.visit("/projects");
        assertThat(at.tab.at("main li").filter(new Locator.FilterOptions().setHas(at.tab.at("a[href='/projects/%s']"
                .formatted(at.project))))).containsText("3 values missing");
        at.tab.visit("/projects/" + at.project);
        assertThat(at.tab.at("#project-state")).containsText("Configuration required");
        assertThat(at.tab.at("#blocked-production")).containsText("Configuration required");
        assertThat(at.tab.at("main")).containsText("2 required secrets have no value. Publish is blocked until they are"
                + " set. Build and Preview keep working.");
        assertThat(at.tab.at("#publish-production")).hasAttribute("aria-disabled", "true");
        at.tab.look("configuration required");
        at.tab.press("#publish-production");
        at.tab.on("/projects/%s/publications/new?environment=production".formatted(at.project));
        at.tab.type("#version", "1");
        at.tab.button("Publish");
        assertThat(at.tab.at("#required-title")).isFocused();
        assertThat(at.tab.at("main")).containsText(STRIPE);
        assertThat(at.tab.at("main")).containsText("Payments: checkout charges cards");
        at.tab.look("publish blocked");
    }

    /**
     * "Click Set up", "Enter the value", "the input shows what you are typing", and on to the next, until Publish is
     * free.
     */
    private static void theWayThroughWhatIsMissing(At at) {
        at.tab.visit("/projects/" + at.project);
        at.tab.link("Set up " + STRIPE + ", Production");
        at.tab.focused("#value");
        assertThat(at.tab.at("#key")).hasValue(STRIPE);
        assertThat(at.tab.at("#reason")).containsText("Payments: checkout charges cards");
        at.tab.look("setting up");
        at.tab.button("Set secret");
        at.tab.mistakes("Secret value is required");
        at.tab.type("#value", "sk_live_4eC39HqLyjWDarjtT1zdp7dc");
        if (at.tab.script()) {
            assertThat(at.tab.at("#value")).hasAttribute("type", "password");
            at.tab.button("Show value");
            assertThat(at.tab.at("#value")).hasAttribute("type", "text");
        }
        at.tab.button("Set secret");
        at.tab.says("#flash", STRIPE + " set. 2 of 3 left.");
        for (var left : new String[]{"RESEND_API_KEY set. 1 of 3 left.", ""}) {
            at.tab.focused("#value");
            assertThat(at.tab.at("#key")).hasValue("RESEND_API_KEY");
            at.tab.type("#value", "re_8Yc2fLmWqPzTnVbK" + left.length());
            at.tab.button("Set secret");
            if (!left.isEmpty()) {
                at.tab.says("#flash", left);
            }
        }
        at.tab.on("/projects/" + at.project);
        assertThat(at.tab.at("#flash")).containsText("All required secrets are set.");
        assertThat(at.tab.at("#project-state")).containsText("Ready");
        assertThat(at.tab.at("main")).not().containsText("Configuration required");
        assertThat(at.tab.at("main")).containsText("1 optional secret has no value");
        at.tab.look("ready to publish");
    }

    /** "Fill it in, and Publish unblocks." */
    private static void publish(At at) {
        at.tab.press("#publish-production");
        at.tab.type("#version", "1");
        at.tab.button("Publish");
        at.tab.says("#flash", "Version 1 published to Production.");
        assertThat(at.tab.at("main")).containsText(STRIPE);
        at.tab.look("published");
        at.tab.visit("/projects/" + at.project);
        assertThat(at.tab.at("main")).containsText("Version 1");
    }

    /** "Editing replaces the stored value; it does not reveal the old one." "After saving, only a mask is shown." */
    private static void editingReplacesAndDoesNotReveal(At at) {
        at.tab.visit(at.secrets());
        at.tab.press("#edit-%s-production".formatted(STRIPE));
        assertThat(at.tab.at("#value")).hasValue("");
        at.tab.type("#value", "sk_live_0000000000000000000000");
        at.tab.button("Update secret");
        at.tab.done(
                "Secret %s updated. Whatever reads it gets the new value at its next start or read.".formatted(STRIPE),
                "#edit-%s-production".formatted(STRIPE));
        assertThat(at.group("Required by this project")).matchesAriaSnapshot("""
                - table:
                  - rowgroup
                  - rowgroup:
                    - row /STRIPE_SECRET_KEY .*Production Hidden Configured/
                """);
        assertThat(at.tab.page().content()).doesNotContain("sk_live_");
    }

    /** The confirmation says what needs it; what is left is the row to fill, and Publish is blocked again. */
    private static void deletingLeavesTheMissingRow(At at) {
        at.tab.visit(at.secrets());
        at.tab.press("#delete-%s-production".formatted(STRIPE));
        at.tab.asks("Delete " + STRIPE + " in Production?");
        assertThat(at.tab.at(at.tab.script() ? "#dialog" : "main")).containsText("Payments: checkout charges cards");
        at.tab.look("deleting what is required");
        at.tab.button("Delete");
        assertThat(at.tab.at("#set-%s-production".formatted(STRIPE))).isVisible();
        at.tab.visit("/projects/" + at.project);
        assertThat(at.tab.at("#project-state")).containsText("Configuration required");
    }

    /** Missing, Configured or Dismissed: with a reason it may stay away, and the page and the log say so. */
    private static void dismissedItDoesNotBlock(At at) {
        at.tab.visit(at.secrets());
        at.tab.press("#dismiss-%s-production".formatted(STRIPE));
        at.tab.focused("#reason");
        at.tab.look("dismissing");
        at.tab.button("Dismiss");
        assertThat(at.tab.at(".errors li")).hasText("Say why it may stay without a value");
        at.tab.type("#reason", "Payments come with version 2");
        at.tab.button("Dismiss");
        assertThat(at.tab.at("#bring-back-%s-production".formatted(STRIPE))).isVisible();
        assertThat(at.tab.at("#secrets")).containsText("Payments come with version 2");
        assertThat(at.tab.at("#project-state")).containsText("Ready");
        at.tab.look("dismissed");
        at.tab.press("#bring-back-%s-production".formatted(STRIPE));
        at.tab.button("Bring back");
        assertThat(at.tab.at("#dismiss-%s-production".formatted(STRIPE))).isVisible();
        at.tab.visit("/projects/%s/audit".formatted(at.project));
        assertThat(at.tab.at("main")).containsText("Dismissed a requirement");
        assertThat(at.tab.at("main")).containsText("Payments come with version 2");
    }
}
