package dev.coffer.project;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Cookie;
import dev.coffer.Cast;
import dev.coffer.TestServer;
import dev.coffer.access.User;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The pages of projects in a real browser: with and without script, light and dark, wide and narrow. */
@Tag("R1")
class ProjectPagesIT {
    private static TestServer server;
    private static Cast cast;
    private static Playwright playwright;
    private static Browser browser;

    private final List<String> complaints = new ArrayList<>();

    @BeforeAll
    static void start() {
        server = TestServer.start();
        cast = server.cast;
        var environment = new HashMap<>(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1"));
        playwright = Playwright.create(new Playwright.CreateOptions().setEnv(environment));
        browser = playwright.chromium().launch(new BrowserType.LaunchOptions()
                .setExecutablePath(Path.of("/usr/bin/chromium")).setArgs(List.of("--no-sandbox", "--disable-gpu",
                        "--disable-background-networking", "--disable-component-update", "--disable-sync")));
    }

    @AfterAll
    static void stop() {
        playwright.close();
        server.close();
    }

    @AfterEach
    void nothingWasComplainedAbout() {
        assertThat(complaints).isEmpty();
    }

    @ParameterizedTest(name = "{0}, {1} pixels: axe finds nothing, and nothing scrolls sideways")
    @CsvSource({"LIGHT, 1280", "DARK, 1280", "LIGHT, 320"})
    void everyPageIsAccessible(ColorScheme scheme, int width) {
        var slug = "look-%s-%d".formatted(scheme.name().toLowerCase(), width);
        SecretRows.add(cast.database, cast.project(slug), "STRIPE_SECRET_KEY");
        var project = "/projects/" + slug;
        var page = open(cast.alice, new Browser.NewContextOptions().setColorScheme(scheme).setViewportSize(width, 800));
        for (var path : List.of("/projects", "/projects/new", project, project + "/settings", project + "/delete",
                project + "/environments", project + "/environments/new", project + "/environments/preview/edit",
                project + "/environments/preview/delete", project + "/members",
                project + "/members/" + cast.bob.id() + "/edit", project + "/members/" + cast.bob.id() + "/remove",
                project + "/audit?check=whole", "/organization", "/organization/audit", "/help")) {
            visit(page, path);
            look(page, path);
        }
        visit(page, "/projects/new");
        button(page, "Create project").click();
        assertThat(page.locator(".errors")).isFocused();
        look(page, "mistakes");
        visit(page, project + "/members");
        button(page, "Create invitation link").click();
        assertThat(page.locator("#link-title")).isFocused();
        look(page, "the link");
        visit(page, project + "/environments");
        page.locator("#delete-preview").click();
        assertThat(button(page, "Cancel")).isFocused();
        look(page, "the dialog");
        button(page, "Delete").click();
        assertThat(button(page, "Close")).isFocused();
        look(page, "the refusal");
        page.context().close();
    }

    @Test
    void theAddressFollowsTheNameUntilItIsTyped() {
        var page = open(cast.alice, new Browser.NewContextOptions());
        visit(page, "/projects/new");
        assertThat(page.locator("#name")).isFocused();
        page.locator("#name").fill("Café One");
        page.keyboard().press("Tab");
        assertThat(page.locator("#slug")).hasValue("cafe-one");
        assertThat(page.locator("#slug")).isFocused();
        page.locator("#slug").fill("own-address");
        page.locator("#name").fill("Another");
        button(page, "Create project").click();
        assertThat(page).hasURL(server.url() + "/projects/own-address");
        assertThat(page.getByRole(AriaRole.ALERT)).hasText("Project Another created.");
        page.context().close();
    }

    @Test
    void anEnvironmentIsDeletedByKeyboardAndTheFocusGoesToItsList() {
        cast.project("keys");
        var page = open(cast.alice, new Browser.NewContextOptions());
        visit(page, "/projects/keys/environments");
        page.locator("#delete-preview").focus();
        page.keyboard().press("Enter");
        assertThat(button(page, "Cancel")).isFocused();
        page.keyboard().press("Escape");
        assertThat(page.locator("#delete-preview")).isFocused();
        page.keyboard().press("Enter");
        assertThat(button(page, "Cancel")).isFocused();
        page.keyboard().press("Tab");
        page.keyboard().press("Enter");
        assertThat(page.locator("#environments-title")).isFocused();
        assertThat(page.locator("#live")).hasText("Environment Preview deleted.");
        assertThat(page.locator("#delete-preview")).hasCount(0);
        page.context().close();
    }

    @Test
    void everythingWorksWithoutScript() {
        cast.project("plain");
        var page = open(cast.alice, new Browser.NewContextOptions().setJavaScriptEnabled(false));
        visit(page, "/projects/plain/members/%s/remove".formatted(cast.bob.id()));
        button(page, "Remove").click();
        assertThat(page.getByRole(AriaRole.ALERT)).hasText("Bob removed.");
        visit(page, "/projects/plain/environments/preview/delete");
        button(page, "Delete").click();
        assertThat(page.getByRole(AriaRole.ALERT)).hasText("Environment Preview deleted.");
        visit(page, "/projects/plain/environments/production/delete");
        button(page, "Delete").click();
        assertThat(page.locator("main")).containsText("Production is the last environment. A project keeps one.");
        visit(page, "/projects/plain/delete");
        button(page, "Delete project").click();
        assertThat(page).hasURL(server.url() + "/projects");
        assertThat(page.getByRole(AriaRole.ALERT)).hasText("Project plain deleted.");
        page.context().close();
    }

    private Page open(User user, Browser.NewContextOptions options) {
        var context = browser.newContext(options);
        context.addCookies(List.of(new Cookie("sid", server.sessionOf(user)).setUrl(server.url())));
        var page = context.newPage();
        page.onConsoleMessage(message -> {
            var text = message.text();
            if (message.type().equals("error") && !text.contains("Failed to load resource")
                    && !text.contains("Response Status Error Code")) {
                complaints.add(text);
            }
        });
        return page;
    }

    private static void visit(Page page, String path) {
        assertThat(page.navigate(server.url() + path).status()).as(path).isEqualTo(200);
    }

    private static Locator button(Page page, String name) {
        return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private static void look(Page page, String what) {
        var found = new AxeBuilder(page).analyze().getViolations();
        assertThat(found.stream().map(ProjectPagesIT::said)).as(what).isEmpty();
        assertThat(page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))
                .as(what + " scrolls sideways").isEqualTo(true);
    }

    private static String said(Rule rule) {
        return rule.getId() + ": " + rule.getNodes().stream().map(node -> node.getHtml()).toList();
    }
}
