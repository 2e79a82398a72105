package dev.coffer.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.Cookie;
import dev.coffer.TestServer;
import dev.coffer.requirement.Asked;
import dev.coffer.secret.EveryField;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/**
 * Secrets, and what a project lacks until it can be published, as Orca speaks it, by real keys under X. Whoever runs it
 * starts a session with Orca, whose speech goes, a line an utterance after its time and a tab, to the file that
 * {@code ORCA_SPOKEN} names.
 */
@EnabledIfEnvironmentVariable(named = "ORCA_SPOKEN", matches = ".+",
        disabledReason = "Orca isn't running: name the file that its speech is written to in ORCA_SPOKEN.")
class OrcaIT {
    private static final int QUIET_MILLIS = 1_800;
    private static final int MOST_MILLIS = 15_000;
    private static final int STEP_MILLIS = 150;
    private static final String DATABASE = """
            {"type": "object", "required": ["user", "password", "level", "auth"], "properties": {
              "user": {"type": "string", "title": "User", "description": "Who signs in."},
              "password": {"type": "string", "title": "Password", "writeOnly": true, "minLength": 8},
              "level": {"enum": ["low", "high"], "title": "Level"},
              "tls": {"type": "object", "title": "TLS", "properties": {
                "verify": {"type": "boolean", "title": "Verify the certificate", "default": true},
                "note": {"type": "string", "title": "Note", "description": "Shown to whoever asks."}}},
              "auth": {"title": "Sign-in", "oneOf": [
                {"type": "object", "title": "Token", "required": ["token"], "additionalProperties": false,
                 "properties": {"token": {"type": "string", "title": "Token", "writeOnly": true}}},
                {"type": "object", "title": "Login", "required": ["login"], "additionalProperties": false,
                 "properties": {"login": {"type": "string", "title": "Login"}}}]}}}""";
    private static final List<String> KEYS = List.of("DATABASE_URL", "JWT_SECRET", "REDIS_URL", "S3_ACCESS_KEY",
            "S3_SECRET_KEY", "SENTRY_DSN", "SMTP_PASSWORD", "STRIPE_SECRET_KEY");
    private final Path log = Path.of(String.valueOf(System.getenv("ORCA_SPOKEN")));
    private int read;
    private Page page;

    @Test
    void a_secret_is_added_and_deleted_by_ear(@TempDir Path profile) throws Exception {
        try (var server = TestServer.start(); var browsers = Browsers.start();
                var window = browsers.window(server.url() + "/help", profile)) {
            server.cast.project("heard");
            open(window, server, "/projects/heard/secrets");
            key("Tab", "Tab");
            press("#add-secret", "Return");
            assertHears("Add secret", "Secret key", "required", "Uppercase letters, digits and underscores");
            press("#dialog .primary", "Return");
            assertHears("There is a problem", "Secret key is required", "Secret value is required");
            press(".errors a", "Return");
            assertHears("Secret key", "invalid entry", "Error: Secret key is required");
            type("HEARD");
            press("#value", null);
            assertHears("Secret value");
            type("not heard");
            assertThat(heard()).noneMatch(said -> said.contains("not heard"));
            press("#dialog .primary", "Return");
            assertThat(page.locator("#edit-HEARD-preview")).isFocused();
            assertHears("Secret HEARD created.");
            press("#delete-HEARD-preview", "Return");
            assertHears("Delete HEARD in Preview?", "The value is erased and cannot be restored", "Cancel");
            key("Escape");
            assertThat(page.locator("#delete-HEARD-preview")).isFocused();
            heard();
            key("Return");
            heard();
            press("#dialog .danger", "Return");
            assertHears("Secret HEARD deleted.");
        }
    }

    @Test
    @Tag("R23")
    void what_is_missing_is_set_up_and_published_by_ear(@TempDir Path profile) throws Exception {
        try (var server = TestServer.start(); var browsers = Browsers.start();
                var window = browsers.window(server.url() + "/help", profile)) {
            Asked.of(server.cast, server.cast.project("heard")).requires("MAIL_KEY", "production")
                    .requires("STRIPE_SECRET_KEY", "production");
            open(window, server, "/projects/heard");
            setUp();
            delete(server);
            go(server, "/projects/heard/secrets");
            press("#set-STRIPE_SECRET_KEY-production", null);
            assertHears("Required by this project (2)", "table with 3 rows 8 columns",
                    "Set secret STRIPE_SECRET_KEY, Production");
            dismissWithoutReason();
            set(server);
            assertThat(page.locator("#edit-STRIPE_SECRET_KEY-production")).isFocused();
            assertHears("STRIPE_SECRET_KEY was set in Production by Dave.", "Production can be published now.");
            delete(server);
            go(server, "/projects/heard/publications");
            publish();
            assertThat(page.locator("#required-title")).isFocused();
            assertHears("Configuration required", "heading level 2");
            set(server);
            key("Escape");
            publish();
            assertThat(page.locator("#flash")).isVisible();
            assertHears("Version v1 published to Production.");
        }
    }

    @Test
    @Tag("R14")
    void a_typed_secret_is_added_and_changed_by_ear(@TempDir Path profile) throws Exception {
        try (var server = TestServer.start(); var browsers = Browsers.start();
                var window = browsers.window(server.url() + "/help", profile)) {
            server.cast.project("heard");
            EveryField.type(server.api(server.cast.alice), "heard", "database", "Database", DATABASE);
            open(window, server, "/projects/heard/secrets");
            press("#add-secret", "Return");
            assertHears("Add secret", "Secret key", "Focus mode");
            type("HEARD");
            press("#type", "Down");
            assertHears("Database.", "Fields for Database shown.");
            press("[id='value.user']", null);
            key("Tab");
            assertHears("Password password text", "At least 8 characters");
            press("[id='value.level-:0']", null);
            key("Tab");
            assertHears("TLS (optional) panel", "Verify the certificate check box checked");
            key("Tab");
            assertHears("Note (optional) entry", "Shown to whoever asks");
            key("Tab");
            assertHears("Sign-in panel", "Token", "selected radio button");
            key("Down");
            heard();
            key("space");
            assertHears("Fields for Database shown.");
            assertThat(page.locator("[id='value.auth.login']")).isVisible();
            press("#dialog .primary", "Return");
            assertHears("There is a problem", "User is required", "Level is required");
            press(".errors a[href='#value.user']", "Return");
            assertHears("User", "invalid entry", "Error: User is required");
            type("anna");
            press("[id='value.password']", null);
            assertHears("Password password text", "Error: Password is required");
            type("not heard");
            assertThat(heard()).noneMatch(said -> said.contains("not heard"));
            press("[id='value.level-:0']", null);
            assertHears("Level panel", "low", "Error: Level is required");
            key("space");
            press("[id='value.auth.login']", null);
            type("anna");
            press("#dialog .primary", "Return");
            assertThat(page.locator("#edit-HEARD-preview")).isFocused();
            assertHears("Secret HEARD created.");
            key("Return");
            assertThat(page.locator("[id='value.user']")).isFocused();
            assertHears("Edit", "HEARD", "User");
            type("bert");
            press("#dialog .primary", "Return");
            assertThat(page.locator("#edit-HEARD-preview")).isFocused();
            assertHears("Secret HEARD updated.");
        }
    }

    @Test
    @Tag("R17")
    @Tag("R18")
    void an_app_is_deployed_given_a_token_and_kept_from_losing_a_secret_by_ear(@TempDir Path profile) throws Exception {
        try (var server = TestServer.start(); var browsers = Browsers.start();
                var window = browsers.window(server.url() + "/help", profile)) {
            server.cast.project("heard");
            var api = server.api(server.cast.alice);
            for (var key : KEYS) {
                api.json("PUT", "/api/v1/projects/heard/secrets/" + key, """
                        {"value": "kanarie", "environments": ["production"]}""");
            }
            api.json("POST", "/api/v1/projects/heard/apps", """
                    {"name": "Billing", "kind": "service"}""");
            open(window, server, "/projects/heard/apps/billing/deployments/production/edit");
            deploy();
            giveToken();
            go(server, "/projects/heard/secrets/S3_ACCESS_KEY");
            focus("#edit-S3_ACCESS_KEY-production");
            key("Return");
            assertHears("Edit", "S3_ACCESS_KEY", "Production, version 1", "Used by billing@production.", "New value");
            key("Escape");
            focus("#delete-S3_ACCESS_KEY-production");
            key("Return");
            assertHears("Cannot delete", "S3_ACCESS_KEY", "This deployment has it on its list.", "billing@production",
                    "Close");
            key("Escape");
            focus("#readers th a");
            assertHears("Who reads it", "table with 2 rows 5 columns", "billing@production");
            go(server, "/projects/heard/secrets/S3_ACCESS_KEY/why?environment=production");
            focus("#app");
            assertHears("App combo box", "Every app without its own");
            key("Down");
            assertHears("billing reads the project's value in Production.");
        }
    }

    /** With a list: what the filter finds, and how many were taken at once. */
    private void deploy() throws Exception {
        focus("#access-listed");
        assertHears("It may read", "Only those on a list", "Nothing else.");
        key("space", "Tab");
        assertHears("Secrets panel", "Filter entry", "Where each would come from.");
        type("s3_");
        assertHears("2 of 8 found");
        key("Tab");
        assertHears("Select all");
        key("space");
        assertHears("2 of 8 selected.");
        key("Tab", "Tab");
        assertHears("S3_ACCESS_KEY check box checked", "The project's.");
        focus("form.stack .primary");
        key("Return");
        assertThat(page.locator("#flash")).isVisible();
        assertHears("Deployed to Production.", "It needs a token to read.");
    }

    private void giveToken() throws Exception {
        focus("#token-production");
        key("Return");
        focus("#name");
        assertHears("Token name", "required", "Where it will be, such as Cluster west.");
        type("Cluster");
        key("Return");
        assertThat(page.locator("#token-title")).isFocused();
        assertHears("Copy your token now", "It will not be shown again.", "Token Cluster");
        focus("[data-copy]");
        key("space");
        assertHears("Token copied");
        focus("main a.button");
        key("Return");
        focus("#deployments tbody .delete");
        assertHears("Revoke Cluster, Production");
        key("Return");
        assertHears("Revoke Cluster?", "What runs with this token is refused from its next read on.", "Cancel");
        press("#dialog .danger", "Return");
        assertHears("Token Cluster revoked.");
    }

    /** Straight to a control far down a page, past what Tab would stop at. */
    private void focus(String selector) throws IOException {
        page.locator(selector).first().waitFor();
        heard();
        page.locator(selector).first().focus();
    }

    /** From the project's page through both forms, each of which says what it is for. */
    private void setUp() throws Exception {
        key("h");
        assertHears("Configuration required in Production", "heading level 2");
        press("#set-up-blocked-production", null);
        assertHears("Set up", "Configuration required in Production");
        key("Return");
        assertThat(page.locator("#value")).isFocused();
        assertHears("Secret value", "Set secret MAIL_KEY", "Required in Production", "Payments: what MAIL_KEY does");
        type("not heard");
        key("Return");
        assertThat(page.locator("#flash")).hasText("MAIL_KEY set. 1 of 2 left.");
        assertThat(page.locator("#value")).isFocused();
        var next = String.join(" ", heard());
        assertThat(next).contains("MAIL_KEY set.", "1 of 2 left.", "Secret value", "Set secret STRIPE_SECRET_KEY",
                "Payments: what STRIPE_SECRET_KEY does").doesNotContain("not heard");
        type("not heard");
        key("Return");
        assertThat(page.locator("#flash")).isVisible();
        assertThat(page.locator("#value")).hasCount(0);
        assertHears("All required secrets are set.", "Production can be published.");
    }

    private void dismissWithoutReason() throws Exception {
        press("#dismiss-STRIPE_SECRET_KEY-production", "Return");
        assertHears("Dismiss STRIPE_SECRET_KEY in Production", "Publishing to Production goes on without a value.",
                "Reason", "required");
        key("Return");
        assertHears("There is a problem", "Say why it may stay without a value");
        key("Escape");
        assertThat(page.locator("#dismiss-STRIPE_SECRET_KEY-production")).isFocused();
        heard();
    }

    private void publish() throws Exception {
        press("#publish-version", "Return");
        press("#target", "Down");
        assertThat(page.locator("#target")).hasValue("production");
        assertHears("Production");
        press("#version", null);
        type("v1");
        press("#publish", "Return");
    }

    /** Somebody else, meanwhile. */
    private static void set(TestServer server) {
        assertThat(server.api(server.cast.dave).json("POST", "/api/v1/projects/heard/secrets", """
                {"key": "STRIPE_SECRET_KEY", "value": "kanarie", "environments": ["production"]}""").statusCode())
                .isEqualTo(201);
    }

    private static void delete(TestServer server) {
        assertThat(server.api(server.cast.dave).delete("/api/v1/projects/heard/secrets/STRIPE_SECRET_KEY").statusCode())
                .isEqualTo(204);
    }

    private void open(BrowserContext window, TestServer server, String path) throws IOException {
        window.addCookies(List.of(new Cookie("sid", server.sessionOf(server.cast.alice)).setUrl(server.url())));
        page = window.pages().getFirst();
        page.bringToFront();
        go(server, path);
    }

    private void go(TestServer server, String path) throws IOException {
        page.navigate(server.url() + path);
        heard(); // a new page is read at once, and the click would be lost in that
        page.locator("h1").click();
        heard();
    }

    /** Goes to a control by Tab, as far as it takes, and presses a key there. */
    private void press(String selector, String key) throws Exception {
        var target = page.locator(selector).first();
        target.waitFor();
        for (int i = 0; i < 40 && !Boolean.TRUE.equals(target.evaluate("e => e === document.activeElement")); i++) {
            heard();
            key("Tab");
            page.waitForTimeout(STEP_MILLIS);
        }
        assertThat(target).isFocused();
        if (key != null) {
            heard();
            key(key);
        }
    }

    private static void type(String text) throws Exception {
        run("type", text);
    }

    private static void key(String... names) throws Exception {
        for (var name : names) {
            run("key", name);
        }
    }

    private static void run(String what, String text) throws Exception {
        new ProcessBuilder("xdotool", what, text).inheritIO().start().waitFor();
    }

    private void assertHears(String... parts) throws IOException {
        var said = String.join(" ", heard());
        assertThat(said).contains(parts);
    }

    /** What was spoken since the last call, when it has been quiet for a while. */
    private List<String> heard() throws IOException {
        long size = -1;
        for (int waited = 0, quiet = 0; waited < MOST_MILLIS && quiet < QUIET_MILLIS; waited += STEP_MILLIS) {
            page.waitForTimeout(STEP_MILLIS);
            quiet = Files.size(log) == size ? quiet + STEP_MILLIS : 0;
            size = Files.size(log);
        }
        var all = Files.readString(log, StandardCharsets.UTF_8).lines().filter(line -> line.contains("\t")).toList();
        var since = all.subList(read, all.size()).stream().map(line -> line.substring(line.indexOf('\t') + 1)).toList();
        read = all.size();
        return since;
    }
}
