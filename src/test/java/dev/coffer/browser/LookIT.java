package dev.coffer.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.coffer.Cast;
import dev.coffer.TestServer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every page that the journeys do not come to, and every page walked along by Tab. */
class LookIT {
    private static final String PROJECT = "/projects/look";
    private static final String SECRET = PROJECT + "/secrets/STRIPE_SECRET_KEY";
    private static final String BUILT_IN = "/organization/built-in-secrets";
    private static final String LONG_KEY =
            "A_NAME_THAT_IS_LONGER_THAN_WHAT_FITS_INTO_ONE_LINE_OF_A_NARROW_SCREEN";
    private static TestServer server;
    private static Cast cast;
    private static Browsers browsers;

    @BeforeAll
    static void start() {
        server = TestServer.start();
        cast = server.cast;
        browsers = Browsers.start();
        cast.project("look");
        for (var body : List.of("{\"key\": \"STRIPE_SECRET_KEY\", \"value\": \"a\", \"environments\": [\"preview\", "
                + "\"production\"], \"description\": \"Takes payments\"}",
                "{\"key\": \"" + LONG_KEY + "\", \"value\": \"b\", \"environments\": [\"preview\"]}")) {
            assertThat(server.api(cast.alice).json("POST", "/api/v1/projects/look/secrets", body).statusCode())
                    .isEqualTo(201);
        }
        assertThat(server.api(cast.alice).json("POST", "/api/v1/projects/look/publications",
                "{\"version\": \"v1.4.2\", \"environment\": \"preview\"}").statusCode()).isEqualTo(201);
        setBuiltIn();
        deploy();
    }

    private static void deploy() {
        var api = server.api(cast.alice);
        var apps = "/api/v1" + PROJECT + "/apps";
        assertThat(api.json("POST", apps, "{\"name\": \"Billing\", \"description\": \"Takes payments\"}").statusCode())
                .isEqualTo(201);
        assertThat(api.json("PUT", apps + "/billing/deployments/preview", "{\"access\": \"listed\", \"secrets\": "
                + "[\"STRIPE_SECRET_KEY\", \"" + LONG_KEY + "\", \"SMTP_HOST\"]}").statusCode()).isEqualTo(201);
        for (int days : new int[]{3, 5}) {
            assertThat(api.json("POST", apps + "/billing/deployments/preview/tokens", "{\"name\": \"Cluster\", "
                    + "\"addresses\": [\"203.0.113.0/24\"], \"expires_at\": \""
                    + Instant.now().plus(Duration.ofDays(days)) + "\"}").statusCode()).isEqualTo(201);
        }
    }

    private static void setBuiltIn() {
        for (var key : List.of("SMTP_HOST", "STRIPE_SECRET_KEY")) {
            assertThat(server.api(cast.alice).json("PUT", "/api/v1" + BUILT_IN + "/" + key, "{\"value\": \"c\"}")
                    .statusCode()).isEqualTo(201);
        }
    }

    @AfterAll
    static void stop() {
        browsers.close();
        server.close();
    }

    @Test
    void every_page_is_accessible_light_and_dark_wide_and_narrow() {
        try (var tab = open()) {
            for (var path : pages()) {
                tab.visit(path);
                tab.look(path);
            }
        }
    }

    @Test
    void so_is_every_state_that_is_no_page() {
        try (var tab = open()) {
            tab.visit(PROJECT + "/members").button("Create invitation link");
            tab.focused("#link-title");
            tab.look("the link");
            var link = tab.at("#link").inputValue();
            tab.visit(PROJECT + "/environments").press("#delete-preview");
            tab.asks("Delete Preview?");
            tab.look("deleting an environment");
            tab.button("Delete");
            assertThat(tab.page().getByRole(AriaRole.BUTTON,
                    new Page.GetByRoleOptions().setName("Close"))).isFocused();
            tab.look("an environment in use");
            tab.visit(PROJECT + "/secrets").press("#delete-STRIPE_SECRET_KEY-preview");
            tab.look("deleting a value");
            tab.visit(PROJECT + "/audit?check=whole");
            tab.look("a checked chain");
            tab.visit("/projects/nobody-knows");
            tab.look("not found");
            tab.page().context().clearCookies();
            tab.page().navigate(link.replace("http://localhost:8080", server.url()));
            tab.look("invited");
        }
    }

    @Test
    void somebody_who_only_reads_sees_no_button_that_is_refused() {
        try (var tab = browsers.open(server.url(), Manner.MOUSE_AND_SCRIPT, server.sessionOf(cast.carol))) {
            tab.visit(PROJECT + "/secrets");
            assertThat(tab.at("#add-secret")).hasCount(0);
            assertThat(tab.at(".read-only")).not().hasCount(0);
            tab.look("reading");
        }
    }

    @Test
    void along_every_page_the_focus_is_seen() {
        try (var tab = open()) {
            for (var path : pages()) {
                tab.visit(path).at(".skip").focus(); // some pages begin further down
                assertThat(Look.walk(tab.page(), path)).as(path).isGreaterThan(3);
            }
            tab.visit(PROJECT + "/secrets").press("#add-secret");
            tab.focused("#key");
            assertThat(Look.walk(tab.page(), "add")).isGreaterThan(5);
        }
    }

    private static Tab open() {
        return browsers.open(server.url(), Manner.MOUSE_AND_SCRIPT, server.sessionOf(cast.alice));
    }

    private static List<String> pages() {
        var inProject = Stream.of("", "/settings", "/delete", "/environments", "/environments/new",
                "/environments/preview/edit", "/environments/preview/delete", "/members",
                "/members/" + cast.bob.id() + "/edit", "/members/" + cast.bob.id() + "/remove", "/audit", "/tokens",
                "/secrets", "/secrets?q=nothing", "/secrets/-/new", "/secrets/-/new?lines=several",
                "/secrets/-/compare", "/secrets/-/import", "/secrets/-/health").map(PROJECT::concat);
        var ofSecret = Stream.of("", "/why?environment=production", "/edit?environment=preview",
                "/delete?environment=preview", "/delete",
                "/versions/1/restore?environment=preview").map(SECRET::concat);
        var others = Stream.of("/projects", "/projects/new", "/organization", "/organization/audit",
                BUILT_IN, BUILT_IN + "/-/new", BUILT_IN + "/SMTP_HOST/edit", BUILT_IN + "/SMTP_HOST/delete",
                PROJECT + "/secrets/SMTP_HOST", "/account", "/account/name", "/account/password",
                "/account/tokens/new", "/help", "/help/programs", "/help/services", "/help/actions",
                "/help/kubernetes");
        var ofLongKey = Stream.of("", "/edit", "/delete").map((PROJECT + "/secrets/" + LONG_KEY)::concat);
        var publications = Stream.of("", "?environment=production", "/new", "/v1.4.2", "/v1.4.2/compare",
                "/v1.4.2/rollback").map((PROJECT + "/publications")::concat);
        var deployment = "/billing/deployments/preview";
        var apps = Stream.of("", "/new", "/billing", "/billing/edit", "/billing/delete", deployment + "/edit",
                deployment + "/delete", deployment + "/tokens/new", "/billing/deployments/production/edit")
                .map((PROJECT + "/apps")::concat);
        return Stream.of(inProject, apps, publications, ofSecret, ofLongKey, others).flatMap(each -> each).toList();
    }
}
