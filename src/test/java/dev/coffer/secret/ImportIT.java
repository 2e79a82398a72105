package dev.coffer.secret;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Cookie;
import com.microsoft.playwright.options.FilePayload;
import dev.coffer.TestServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Importing a file in a real browser. */
@Tag("R27")
class ImportIT {
    private static final String FILE = "# Calls Stripe\nA=kanarie\nB=\nno sign\nC='1\n2'";
    private static final List<String> COMPLAINTS = new ArrayList<>();
    private static TestServer server;
    private static Playwright playwright;
    private static Browser browser;
    private static int count;

    @BeforeAll
    static void start() {
        server = TestServer.start();
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.put("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
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
    void hearsNoComplaint() {
        assertThat(COMPLAINTS).isEmpty();
    }

    @Test
    void a_file_is_read_in_the_browser_planned_and_imported_and_the_focus_goes_along() {
        try (var context = context(true)) {
            var page = open(context);
            page.locator("[data-file]").setInputFiles(new FilePayload("my.env", "text/plain",
                    FILE.getBytes(StandardCharsets.UTF_8)));
            assertThat(page.locator("#content-note")).hasText("Filled in from my.env.");
            click(page, "Show the plan");
            assertThat(page.locator("#plan-title")).isFocused();
            assertThat(page.locator("#live"))
                    .hasText("Nothing has changed yet. 2 to add, 1 without a value, 1 refused.");
            assertThat(page.content()).doesNotContain("kanarie");
            click(page, "Import 2 secrets");
            assertThat(page.locator(".note.ok")).isFocused();
            assertThat(page.locator("#flash")).hasText("Imported 2 secrets: 2 added.");
            assertThat(page.content()).doesNotContain("kanarie");
            assertThat((String) page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])"))
                    .doesNotContain("kanarie");
        }
    }

    @Test
    void a_refused_file_stays_in_its_field_and_is_in_no_answer() {
        try (var context = context(true)) {
            var page = open(context);
            var answers = new ArrayList<String>();
            page.onResponse(answer -> {
                if (answer.request().method().equals("POST")) {
                    answers.add(answer.text());
                }
            });
            var file = IntStream.range(0, 101).mapToObj(n -> "KEY_" + n + "=kanarie").collect(Collectors.joining("\n"));
            page.locator("#content").fill(file);
            page.locator("#environments-production").check();
            page.locator("#mode-replace").check();
            click(page, "Show the plan");
            assertThat(page.locator(".errors")).isFocused();
            assertThat(page.locator(".errors li")).containsText("101 new secrets");
            assertThat(page.locator("#content")).hasValue(file);
            assertThat(page.locator("#environments-production")).isChecked();
            assertThat(page.locator("#mode-replace")).isChecked();
            assertThat(answers).hasSize(1).noneMatch(text -> text.contains("kanarie"));
            page.locator(".errors a").click();
            assertThat(page.locator("#content")).isFocused();
        }
    }

    @Test
    void it_works_without_javascript() {
        try (var context = context(false)) {
            var page = open(context);
            click(page, "Show the plan");
            assertThat(page.locator(".errors")).isFocused();
            page.locator("#content").fill(FILE);
            click(page, "Show the plan");
            click(page, "Import 2 secrets");
            assertThat(page.locator("#flash")).hasText("Imported 2 secrets: 2 added.");
            assertThat(page.locator("#edit-C-preview")).isVisible();
        }
    }

    @ParameterizedTest(name = "{0} at {1} pixels: nothing that axe finds, nothing to scroll sideways")
    @CsvSource({"LIGHT, 1280", "DARK, 1280", "LIGHT, 320", "DARK, 320"})
    void every_state_is_accessible(ColorScheme scheme, int width) {
        try (var context = context(true)) {
            var page = open(context);
            page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
            page.setViewportSize(width, 900);
            check(page);
            click(page, "Show the plan");
            assertThat(page.locator(".errors")).isFocused();
            check(page);
            page.locator("#content").fill(FILE);
            click(page, "Show the plan");
            assertThat(page.locator("#plan-title")).isFocused();
            check(page);
        }
    }

    private static void check(Page page) {
        assertThat(new AxeBuilder(page).withTags(List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa",
                "best-practice")).analyze().getViolations().stream().map(Rule::getId)).isEmpty();
        assertThat(page.evaluate("document.documentElement.scrollWidth <= innerWidth")).isEqualTo(true);
    }

    private static BrowserContext context(boolean script) {
        var context = browser.newContext(new Browser.NewContextOptions().setJavaScriptEnabled(script));
        context.addCookies(List.of(new Cookie("sid", server.sessionOf(server.cast.alice)).setUrl(server.url())));
        return context;
    }

    private static Page open(BrowserContext context) {
        var slug = "browser-" + ++count;
        server.cast.project(slug);
        var page = context.newPage();
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") && !message.text().contains("422")
                    && !message.text().contains("Response Status Error Code")) {
                COMPLAINTS.add(message.text());
            }
        });
        page.navigate(server.url() + "/projects/" + slug + "/secrets/-/import");
        return page;
    }

    private static void click(Page page, String button) {
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(button).setExact(true)).click();
    }
}
