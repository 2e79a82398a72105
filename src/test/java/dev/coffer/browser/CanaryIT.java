package dev.coffer.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Route;
import dev.coffer.TestServer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is typed as a value stays in its field until it is saved, and is nowhere in the browser afterwards. */
@Tag("R3")
@Tag("R8")
class CanaryIT {
    private static final String CANARY = "kanarie \"one\" <b>&lt;\n\tkanarie two ☕ über\n";
    private static final String SEEN = "kanarie";
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

    @ParameterizedTest(name = "{0}")
    @EnumSource(names = {"MOUSE_AND_SCRIPT", "MOUSE_ALONE"})
    void a_value_is_in_no_answer_and_nowhere_in_the_browser(Manner manner) {
        var project = "canary-" + manner.name().toLowerCase().replace('_', '-');
        server.cast.project(project);
        var secrets = "/projects/" + project + "/secrets";
        try (var tab = browsers.open(server.url(), manner, server.sessionOf(server.cast.alice))) {
            var answers = listen(tab);
            tab.visit(secrets);
            tab.press("#add-secret");
            several(tab);
            enter(tab);
            tab.button("Create secret");
            tab.mistakes("Secret key is required");
            assertThat(tab.at("#value")).hasValue(tab.script() ? CANARY : "");
            tab.type("#key", "CANARY");
            enter(tab);
            tab.button("Create secret");
            tab.done("Secret CANARY created." + hint(), "#edit-CANARY-preview");
            gone(tab);
            tab.press("#edit-CANARY-preview");
            tab.focused("#value");
            several(tab);
            enter(tab);
            tab.type("#description", "x".repeat(2001));
            tab.button("Update secret");
            tab.focused(".errors");
            leave(tab);
            assertThat(tab.at("#edit-CANARY-preview")).isVisible();
            gone(tab);
            tab.visit(secrets + "/-/import");
            tab.type("#content", "CANARY='" + CANARY + "'\n1=kanarie\nOTHER='" + CANARY + "'\n");
            tab.choose("#mode-replace");
            tab.button("Show the plan");
            tab.says("h1", "What the import will do");
            assertThat(tab.at("tr:has-text('CANARY')")).containsText("Same"); // so it was stored as it was typed
            gone(tab);
            tab.button("Import 1 secret");
            tab.on(secrets);
            gone(tab);
            tab.page().goBack();
            gone(tab);
            assertThat(answers).isNotEmpty().noneMatch(answer -> answer.contains(SEEN));
        }
    }

    @Test
    void the_password_of_a_refused_sign_in_comes_back_in_nothing() {
        try (var tab = browsers.open(server.url(), Manner.MOUSE_AND_SCRIPT)) {
            var answers = listen(tab);
            tab.visit("/sign-in");
            tab.type("#email", "alice@example.com");
            tab.type("#password", "kanarie \"one\" <b>");
            tab.button("Sign in");
            tab.mistakes("Email or password is wrong");
            gone(tab);
            assertThat(answers).isNotEmpty().noneMatch(answer -> answer.contains(SEEN));
        }
    }

    /** Every answer as it comes, its headers and its body; a redirect too. */
    private static List<String> listen(Tab tab) {
        var answers = new ArrayList<String>();
        tab.page().route("**/*", route -> {
            var headers = new HashMap<>(route.request().allHeaders());
            headers.put("sec-fetch-site", "same-origin"); // the browser adds it later than here
            var answer = route.fetch(new Route.FetchOptions().setMaxRedirects(0).setHeaders(headers));
            answers.add(answer.headers() + answer.text());
            route.fulfill(new Route.FulfillOptions().setResponse(answer));
        });
        return answers;
    }

    /** By a paste into the field of one line, or by the link to several. */
    private static void enter(Tab tab) {
        if (tab.script() && "INPUT".equals(tab.at("#value").evaluate("e => e.tagName"))) {
            tab.at("#value").evaluate("""
                    (field, text) => {
                      field.focus();
                      const data = new DataTransfer();
                      data.setData('text/plain', text);
                      field.dispatchEvent(new ClipboardEvent('paste',
                        { clipboardData: data, bubbles: true, cancelable: true }));
                    }""", CANARY);
            tab.focused("textarea#value");
            assertThat(tab.at("#value")).hasValue(CANARY);
        } else {
            tab.type("#value", CANARY);
        }
    }

    private static void several(Tab tab) {
        if (!tab.script()) {
            tab.link("Several lines");
            assertThat(tab.at("textarea#value")).isVisible();
        }
    }

    private static void leave(Tab tab) {
        if (tab.script()) {
            tab.escape();
            assertThat(tab.at("#dialog")).hasCount(0);
        } else {
            tab.link("Cancel");
        }
    }

    private static String hint() {
        return " Check it: The value ends with a line break. Remove it unless it belongs to the value.";
    }

    private static void gone(Tab tab) {
        var found = (String) tab.page().evaluate("""
                async () => JSON.stringify([
                  document.documentElement.outerHTML, location.href, history.state, document.cookie, window.name,
                  [...document.querySelectorAll('input, textarea, output')].map(e => e.value),
                  { ...localStorage }, { ...sessionStorage },
                  await indexedDB.databases(), await caches.keys().catch(() => [])])""");
        assertThat(found).doesNotContain(SEEN);
        assertThat(tab.page().context().cookies().stream().map(cookie -> cookie.value)).noneMatch(
                value -> value.contains(SEEN));
    }
}
