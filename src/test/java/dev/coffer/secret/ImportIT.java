package dev.coffer.secret;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.options.FilePayload;
import dev.coffer.TestServer;
import dev.coffer.browser.Browsers;
import dev.coffer.browser.Manner;
import dev.coffer.browser.Tab;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Importing a file in a real browser. */
@Tag("R27")
class ImportIT {
    private static final String FILE = "# Calls Stripe\nA=kanarie\nB=\nno sign\nC='1\n2'";
    private static TestServer server;
    private static Browsers browsers;
    private static int count;

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

    @Test
    void a_file_is_read_in_the_browser_planned_and_imported_and_the_focus_goes_along() {
        try (var tab = open(Manner.MOUSE_AND_SCRIPT)) {
            tab.at("[data-file]").setInputFiles(new FilePayload("my.env", "text/plain",
                    FILE.getBytes(StandardCharsets.UTF_8)));
            tab.says("#content-note", "Filled in from my.env.");
            tab.button("Show the plan");
            tab.focused("#plan-title");
            tab.says("#live", "Nothing has changed yet. 2 to add, 1 without a value, 1 refused.");
            tab.look("the plan with what is refused");
            tab.button("Import 2 secrets");
            tab.arrived("Imported 2 secrets: 2 added.");
        }
    }

    @Test
    void a_refused_file_stays_in_its_field_and_is_in_no_answer() {
        try (var tab = open(Manner.MOUSE_AND_SCRIPT)) {
            var answers = new ArrayList<String>();
            tab.page().onResponse(answer -> {
                if (answer.request().method().equals("POST")) {
                    answers.add(answer.text());
                }
            });
            var file = IntStream.range(0, 101).mapToObj(n -> "KEY_" + n + "=kanarie").collect(Collectors.joining("\n"));
            tab.type("#content", file);
            tab.choose("#environments-production");
            tab.choose("#mode-replace");
            tab.button("Show the plan");
            tab.focused(".errors");
            assertThat(tab.at(".errors li")).containsText("101 new secrets");
            assertThat(tab.at("#content")).hasValue(file);
            assertThat(tab.at("#environments-production")).isChecked();
            assertThat(tab.at("#mode-replace")).isChecked();
            assertThat(answers).hasSize(1).noneMatch(text -> text.contains("kanarie"));
            tab.look("refused");
            tab.press(".errors a");
            tab.focused("#content");
        }
    }

    @Test
    void it_works_without_javascript() {
        try (var tab = open(Manner.MOUSE_ALONE)) {
            tab.button("Show the plan");
            tab.focused(".errors");
            tab.type("#content", FILE);
            tab.button("Show the plan");
            tab.button("Import 2 secrets");
            tab.arrived("Imported 2 secrets: 2 added.");
            assertThat(tab.at("#edit-C-preview")).isVisible();
        }
    }

    private static Tab open(Manner manner) {
        var slug = "browser-" + ++count;
        server.cast.project(slug);
        return browsers.open(server.url(), manner, server.sessionOf(server.cast.alice))
                .visit("/projects/" + slug + "/secrets/-/import");
    }
}
