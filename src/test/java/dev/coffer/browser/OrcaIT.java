package dev.coffer.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.Cookie;
import dev.coffer.TestServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/**
 * Adding and deleting a secret as Orca speaks it, by real keys under X. Whoever runs it starts a session with Orca,
 * whose speech goes, a line an utterance after its time and a tab, to the file that {@code ORCA_SPOKEN} names.
 */
@EnabledIfEnvironmentVariable(named = "ORCA_SPOKEN", matches = ".+",
        disabledReason = "Orca isn't running: name the file that its speech is written to in ORCA_SPOKEN.")
class OrcaIT {
    private static final int QUIET_MILLIS = 1_800;
    private static final int MOST_MILLIS = 15_000;
    private static final int STEP_MILLIS = 150;
    private final Path log = Path.of(String.valueOf(System.getenv("ORCA_SPOKEN")));
    private int read;
    private Page page;

    @Test
    void a_secret_is_added_and_deleted_by_ear(@TempDir Path profile) throws Exception {
        try (var server = TestServer.start(); var browsers = Browsers.start();
                var window = browsers.window(server.url() + "/help", profile)) {
            server.cast.project("heard");
            open(window, server);
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

    private void open(BrowserContext window, TestServer server) throws IOException {
        window.addCookies(List.of(new Cookie("sid", server.sessionOf(server.cast.alice)).setUrl(server.url())));
        page = window.pages().getFirst();
        page.bringToFront();
        page.navigate(server.url() + "/projects/heard/secrets");
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
