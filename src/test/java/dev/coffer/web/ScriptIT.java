package dev.coffer.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import dev.coffer.browser.Browsers;
import dev.coffer.form.Errors;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.thymeleaf.context.Context;

/** The script in a real browser, under the real policy, against answers that each test writes. */
class ScriptIT {
    private static final String SITE = "https://coffer.test";
    private static final Map<String, String> POLICY = policy();
    private static final Site ASSETS = new Site("/app.css", "/app.js", "/htmx.js", "/icons.svg",
            new Site.Person("Ana", "ana@example.org", false), new Site.Project("acme", "Acme",
                    () -> new Site.State(true, "/projects/acme", null)),
            null, List.of());

    private static Browsers browsers;

    private final List<String> complaints = new ArrayList<>();
    private Page page;
    private Route.FulfillOptions posted;

    /** A list with a dialog to add to it. */
    public record Screen(Errors errors) implements dev.coffer.web.Page {
        @Override
        public String template() {
            return "dialog";
        }

        @Override
        public String title() {
            return "Secrets";
        }
    }

    @BeforeAll
    static void start() {
        browsers = Browsers.start();
    }

    @AfterAll
    static void stop() {
        browsers.close();
    }

    @BeforeEach
    void open() {
        page = browsers.browser().newPage();
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") && !message.text().contains("Failed to load resource")
                    && !message.text().contains("Response Status Error Code")) {
                complaints.add(message.text());
            }
        });
        page.route("**/*", this::answer);
        page.navigate(SITE + "/");
    }

    @AfterEach
    void close() {
        assertThat(complaints.stream().filter(text -> !text.startsWith("htmx:"))).isEmpty();
        page.close();
    }

    @Test
    @Tag("R8")
    void a_value_is_seen_while_typing_and_masked_when_it_is_sent() {
        dialog();
        value().fill("s3cret");
        click("Show value");
        assertThat(value().getAttribute("type")).isEqualTo("text");
        assertThat(page.locator("#value-state").textContent()).isEqualTo("value is visible");
        mistakes(Errors.of("key", "Secret key is required"));
        click("Create secret");
        PlaywrightAssertions.assertThat(page.locator(".errors")).isFocused();
        assertThat(value().getAttribute("type")).isEqualTo("password");
    }

    @Test
    @Tag("R11")
    void a_typed_value_outlives_a_mistake_elsewhere_without_coming_back_from_the_server() {
        dialog();
        paste("s3cret\ntwo\n");
        mistakes(Errors.of("key", "Secret key is required"));
        click("Create secret");
        PlaywrightAssertions.assertThat(page.locator(".errors")).isFocused();
        assertThat(posted.body).doesNotContain("s3cret");
        assertThat(value().inputValue()).isEqualTo("s3cret\ntwo\n");
        page.locator(".errors a").click();
        PlaywrightAssertions.assertThat(page.locator("#key")).isFocused();
    }

    @Test
    @Tag("R3")
    void pasted_lines_are_kept_whole_and_the_field_says_so() {
        dialog();
        paste("-----BEGIN KEY-----\nabc\n-----END KEY-----\n");
        assertThat(value().inputValue()).isEqualTo("-----BEGIN KEY-----\nabc\n-----END KEY-----\n");
        assertThat(value().getAttribute("class")).contains("masked");
        PlaywrightAssertions.assertThat(value()).isFocused();
        assertThat(page.locator("#value-note").textContent()).contains("several lines");
        click("Several lines");
        assertThat(page.locator("#value-note").textContent()).contains("Remove the line ends first");
        value().fill("one line");
        click("Several lines");
        assertThat(value().getAttribute("type")).isEqualTo("password");
        assertThat(value().inputValue()).isEqualTo("one line");
    }

    @Test
    @Tag("R3")
    void a_file_fills_the_field_unless_it_is_too_large_or_no_text() {
        dialog();
        choose("big.pem", new byte[1024 * 1024 + 1]);
        PlaywrightAssertions.assertThat(page.locator("#value-note")).containsText("larger than 1 MB");
        choose("key.der", new byte[]{(byte) 0xff, (byte) 0xfe, 0});
        PlaywrightAssertions.assertThat(page.locator("#value-note")).containsText("not UTF-8 text");
        assertThat(value().inputValue()).isEmpty();
        choose("key.pem", "a\nb\n".getBytes(StandardCharsets.UTF_8));
        PlaywrightAssertions.assertThat(page.locator("#value-note")).containsText("key.pem");
        assertThat(value().inputValue()).isEqualTo("a\nb\n");
    }

    @Test
    @Tag("R12")
    void a_generated_value_has_32_letters_and_digits_and_differs_each_time() {
        dialog();
        click("Generate, Secret value");
        var first = value().inputValue();
        assertThat(first).matches("[A-Za-z0-9]{32}");
        click("Generate, Secret value");
        assertThat(value().inputValue()).matches("[A-Za-z0-9]{32}").isNotEqualTo(first);
    }

    @Test
    @Tag("R10")
    void a_key_in_another_case_is_offered_in_capitals_and_changed_only_on_a_press() {
        dialog();
        page.locator("#key").pressSequentially("stripeSecret key");
        PlaywrightAssertions.assertThat(page.locator("[data-suggest]")).containsText("STRIPE_SECRET_KEY");
        assertThat(page.locator("#key").inputValue()).isEqualTo("stripeSecret key");
        click("Use it");
        assertThat(page.locator("#key").inputValue()).isEqualTo("STRIPE_SECRET_KEY");
        PlaywrightAssertions.assertThat(page.locator("#key")).isFocused();
    }

    @Test
    void escape_and_cancel_close_the_dialog_forget_the_value_and_return_the_focus() {
        for (var way : List.of("Escape", "Cancel")) {
            dialog();
            PlaywrightAssertions.assertThat(page.locator("#key")).isFocused();
            value().fill("s3cret");
            if (way.equals("Escape")) {
                page.keyboard().press("Escape");
            } else {
                click("Cancel");
            }
            PlaywrightAssertions.assertThat(page.locator("#dialog")).hasCount(0);
            PlaywrightAssertions.assertThat(page.locator("#add")).isFocused();
        }
    }

    @Test
    void what_is_done_closes_the_dialog_then_moves_the_focus_then_is_announced() {
        dialog();
        var headers = new HashMap<>(POLICY);
        headers.putAll(Map.of("HX-Retarget", "#secrets", "HX-Reselect", "#secrets", "HX-Reswap", "outerHTML",
                "HX-Trigger-After-Settle",
                "{\"ui:done\":{\"focus\":\"#edit-KEY-production\",\"say\":\"Secret KEY created.\"}}"));
        posted = new Route.FulfillOptions().setStatus(200).setContentType("text/html").setHeaders(headers)
                .setBody(html(Errors.none(), Set.of()));
        click("Create secret");
        PlaywrightAssertions.assertThat(page.locator("#dialog")).hasCount(0);
        PlaywrightAssertions.assertThat(page.locator("#edit-KEY-production")).isFocused();
        PlaywrightAssertions.assertThat(page.locator("#live")).hasText("Secret KEY created.");
    }

    @ParameterizedTest(name = "an answer {0} keeps what was typed and says: {1}")
    @CsvSource({"500, Could not reach the server. Nothing was saved.", "503, Could not reach the server.",
            "413, That is too large.", "429, Try again in 5 minutes.", "401, You were signed out."})
    void an_answer_that_saved_nothing_says_so_above_the_buttons(int status, String said) {
        dialog();
        value().fill("s3cret");
        posted = new Route.FulfillOptions().setStatus(status).setHeaders(Map.of("Retry-After", "300")).setBody("");
        click("Create secret");
        PlaywrightAssertions.assertThat(page.locator("#dialog .failure [role=alert]")).containsText(said);
        assertThat(value().inputValue()).isEqualTo("s3cret");
        assertThat(page.locator("#dialog [aria-disabled]").count()).isZero();
    }

    @Test
    void a_server_out_of_reach_says_so_and_a_refusal_of_a_link_is_a_dialog() {
        dialog();
        posted = null;
        click("Create secret");
        PlaywrightAssertions.assertThat(page.locator("#dialog .failure")).containsText("Could not reach the server");
        click("Cancel");
        page.locator("#forbidden").click();
        PlaywrightAssertions.assertThat(page.locator("#dialog[open]")).containsText("Ask an owner.");
        click("Close");
        PlaywrightAssertions.assertThat(page.locator("#forbidden")).isFocused();
    }

    @ParameterizedTest(name = "{0} at {1} pixels: nothing that axe finds, nothing to scroll sideways")
    @CsvSource({"light, 1280", "dark, 1280", "light, 320", "dark, 320"})
    void the_form_is_accessible(String theme, int width) {
        page.setViewportSize(width, 900);
        page.evaluate("theme => document.documentElement.dataset.theme = theme", theme);
        axe();
        dialog();
        mistakes(Errors.of("key", "Secret key is required").and("value", "Secret value is required"));
        click("Create secret");
        PlaywrightAssertions.assertThat(page.locator(".errors")).isFocused();
        axe();
        assertThat(page.evaluate("document.documentElement.scrollWidth <= innerWidth")).isEqualTo(true);
    }

    private void axe() {
        assertThat(new AxeBuilder(page).withTags(List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa",
                "best-practice")).analyze().getViolations().stream().map(Rule::getId)).isEmpty();
    }

    private void dialog() {
        page.locator("#add").click();
        PlaywrightAssertions.assertThat(page.locator("#dialog[open]")).isVisible();
    }

    private Locator value() {
        return page.locator("#value");
    }

    private void click(String name) {
        page.locator("#dialog").getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(name).setExact(true))
                .click();
    }

    private void paste(String text) {
        value().focus();
        value().evaluate("""
                (field, text) => {
                  const data = new DataTransfer();
                  data.setData('text/plain', text);
                  field.dispatchEvent(new ClipboardEvent('paste',
                    { clipboardData: data, bubbles: true, cancelable: true }));
                }""", text);
    }

    private void choose(String name, byte[] content) {
        page.locator("[data-file=value]").setInputFiles(new FilePayload(name, "text/plain", content));
    }

    private void mistakes(Errors errors) {
        posted = new Route.FulfillOptions().setStatus(422).setContentType("text/html").setHeaders(POLICY)
                .setBody(html(errors, Set.of("fields")));
    }

    private void answer(Route route) {
        var path = route.request().url().substring(SITE.length());
        switch (path) {
            case "/" -> fulfill(route, 200, "text/html", html(Errors.none(), Set.of()));
            case "/app.css", "/app.js", "/icons.svg" -> route.fulfill(new Route.FulfillOptions()
                    .setPath(Path.of("static" + path)));
            case "/inter.woff2", "/jbm.woff2" -> route.fulfill(new Route.FulfillOptions()
                    .setPath(Path.of("static" + path)).setContentType("font/woff2"));
            case "/htmx.js" -> fulfill(route, 200, "text/javascript", htmx());
            case "/forbidden" -> route.fulfill(new Route.FulfillOptions().setStatus(403).setHeaders(Map.of(
                    "Content-Type", "text/html", "HX-Retarget", "#dialog-slot", "HX-Reselect", "#dialog", "HX-Reswap",
                    "innerHTML"))
                    .setBody(render(new ErrorPage(403, "You can't do that here", "Ask an owner.", "/", "Back",
                            null), Set.of("dialog"))));
            default -> {
                if (route.request().method().equals("GET")) {
                    fulfill(route, 200, "text/html", html(Errors.none(), Set.of("dialog")));
                } else if (posted == null) {
                    route.abort();
                } else {
                    route.fulfill(posted);
                }
            }
        }
    }

    private static void fulfill(Route route, int status, String type, String body) {
        route.fulfill(
                new Route.FulfillOptions().setStatus(status).setContentType(type).setHeaders(POLICY).setBody(body));
    }

    private static String html(Errors errors, Set<String> fragments) {
        return render(new Screen(errors), fragments);
    }

    private static String render(dev.coffer.web.Page screen, Set<String> fragments) {
        var model = new Context(Locale.ROOT, Map.of("page", screen, "site", ASSETS));
        return fragments.isEmpty() ? Ui.engine().process(screen.template(), model)
                : Ui.engine().process(screen.template(), fragments, model);
    }

    private static String htmx() {
        try (var in =
                Assets.class.getResourceAsStream("/META-INF/resources/webjars/htmx.org/2.0.10/dist/htmx.min.js")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (java.io.IOException unreadable) {
            throw new java.io.UncheckedIOException(unreadable);
        }
    }

    private static Map<String, String> policy() {
        var all = new HashMap<String, String>();
        new Headers(false).each(all::put);
        return all;
    }
}
